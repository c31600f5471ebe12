package cli

import (
	"context"
	"fmt"
	"runtime"
)

// runVersion is casus version.
func runVersion(_ context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	v := p.Versions()
	_, err = fmt.Fprintf(e.out, "casus     %s (%s, %s/%s)\nmodel     %s\nlexicon   %s\nontology  %s\n",
		v.Casus, runtime.Version(), runtime.GOOS, runtime.GOARCH, v.Model, v.Lexicon, v.Ontology)
	return err
}
