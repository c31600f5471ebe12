package cli

import (
	"context"
	"errors"
)

func runParse(ctx context.Context, e *env, in *input) error { return errors.New("not yet") }
