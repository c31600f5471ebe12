package eval

import (
	"math"
	"strings"
	"testing"
)

func TestReliability(t *testing.T) {
	var r Reliability
	if r.Error() != 0 {
		t.Error("an error without answers")
	}
	for i := range 10 {
		r.Add(0.85, i < 8)
	}
	r.Add(1, true)
	r.Add(0.25, false)
	// |8.5-8| + |1-1| + |0.25-0| over twelve answers.
	if got, want := r.Error(), 0.75/12; math.Abs(got-want) > 1e-9 {
		t.Errorf("the error is %.4f, not %.4f", got, want)
	}
	if s := r.String(); !strings.Contains(s, "0.8 to 0.9  n=10   mean 0.850  right 0.800") {
		t.Errorf("the table reads\n%s", s)
	}
}
