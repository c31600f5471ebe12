package eval

import (
	"context"
	"fmt"
	"math"
	"strings"

	"casus"
	"casus/pipeline"
)

// Reliability tells whether confidence means what it says: of the answers that are given
// with a confidence of 0.8, eight in ten should be right.
type Reliability struct {
	bins [10]struct {
		n, right int
		sum      float64
	}
}

// Add counts an answer.
func (r *Reliability) Add(confidence float64, right bool) {
	i := min(max(int(confidence*10), 0), 9)
	b := &r.bins[i]
	b.n++
	b.sum += confidence
	if right {
		b.right++
	}
}

// Error is the expected calibration error: the mean distance between confidence and
// share right over the bins, weighed by their answers (Guo et al. 2017).
func (r *Reliability) Error() float64 {
	n, sum := 0, 0.0
	for _, b := range r.bins {
		n += b.n
		sum += math.Abs(b.sum - float64(b.right))
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Judgement is an event of a gold dispatch with whether it and its actor are right.
type Judgement struct {
	Doc   *casus.Document
	Event *casus.Event
	Right bool
}

// Judge codes gold dispatches and says of each event that counts whether it is right, as
// ScoreDispatches does where it looks at the actor too.
func Judge(ctx context.Context, p *pipeline.Pipeline, gold []GoldDispatch) ([]Judgement, error) {
	var out []Judgement
	i := 0
	for doc, err := range p.ReadAll(ctx, EachDispatch(gold)) {
		if err != nil {
			return nil, err
		}
		required, tolerated := gold[i].split()
		owners, left := assign(doc, required, distinct(doc), levelActor)
		more, wrong := assign(doc, tolerated, left, levelActor)
		for _, ev := range append(owners, more...) {
			if ev != nil {
				out = append(out, Judgement{doc, ev, true})
			}
		}
		for _, ev := range wrong {
			out = append(out, Judgement{doc, ev, false})
		}
		i++
	}
	return out, ctx.Err()
}

// String writes a line for each bin that is not empty.
func (r *Reliability) String() string {
	var b strings.Builder
	n := 0
	for _, x := range r.bins {
		n += x.n
	}
	fmt.Fprintf(&b, "  confidence: expected calibration error %.3f (n=%d)\n", r.Error(), n)
	for i, x := range r.bins {
		if x.n > 0 {
			fmt.Fprintf(&b, "  %.1f to %.1f  n=%-4d mean %.3f  right %.3f\n", float64(i)/10, float64(i+1)/10, x.n, x.sum/float64(x.n), part(x.right, x.n))
		}
	}
	return b.String()
}
