package desk

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// workOperations tell of the coding, and have what failed tried again.
func (d *Desk) workOperations(api huma.API) {
	operation(d, api, "GET", "/api/coding", "coding", "coding", "How the coding of the record goes in the program that answers", d.apiCoding)
	operation(d, api, "GET", "/api/failures", "failures", "coding", "Dispatches that could not be coded, the latest first", d.apiFailures)
	operation(d, api, "POST", "/api/failures/retry", "retry", "coding", "Have dispatches that could not be coded tried again", d.apiRetry)
}

// apiCoding is how the coding goes. Progress is null where the program only shows.
type apiCoding struct {
	Pending  int       `json:"pending" doc:"dispatches that wait in the record"`
	Coded    int       `json:"coded"`
	Failed   int       `json:"failed"`
	Progress *Progress `json:"progress" doc:"null where this program has no part in the coding"`
}

func (d *Desk) apiCoding(ctx context.Context, _ *struct{}) (apiCoding, error) {
	n, known, err := d.counted.get(d.store.Counts)
	if err == nil && !known {
		n, err = d.store.Counts(ctx)
	}
	out := apiCoding{Pending: n.Pending, Coded: n.Coded, Failed: n.Failed}
	if d.work != nil {
		p := d.work.Progress(ctx)
		if p.Workers == nil {
			p.Workers = []Worker{}
		}
		out.Progress = &p
	}
	return out, err
}

// apiFailure is a dispatch that could not be coded.
type apiFailure struct {
	Dispatch string `json:"dispatch"`
	Title    string `json:"title"`
	Why      string `json:"why"`
	Tries    int    `json:"tries"`
	Over     bool   `json:"over" doc:"it is not tried again by itself"`
}

type failuresInput struct {
	Limit int `query:"limit" minimum:"0" maximum:"1000"`
}

type apiFailurePage struct {
	Failures []apiFailure `json:"failures"`
	More     bool         `json:"more"`
}

func (d *Desk) apiFailures(ctx context.Context, in *failuresInput) (apiFailurePage, error) {
	limit := in.Limit
	if limit == 0 {
		limit = failuresShown
	}
	list, more, err := d.failures(ctx, limit)
	out := apiFailurePage{Failures: []apiFailure{}, More: more}
	for _, f := range list {
		out.Failures = append(out.Failures, apiFailure{f.Dispatch, f.Title, f.Error, f.Tries, f.Over})
	}
	return out, err
}

type retryInput struct {
	Body struct {
		Dispatches []string `json:"dispatches,omitempty" maxItems:"1000" doc:"their ids"`
		All        bool     `json:"all,omitempty" doc:"all that failed"`
	}
}

// apiRetried is how many dispatches are tried again.
type apiRetried struct {
	Dispatches int `json:"dispatches"`
}

func (d *Desk) apiRetry(ctx context.Context, in *retryInput) (apiRetried, error) {
	who, _ := ctx.Value(visitKey{}).(visitor)
	n, err := d.retryNamed(ctx, who, in.Body.Dispatches, in.Body.All)
	return apiRetried{n}, err
}
