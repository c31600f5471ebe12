package train

import (
	"math"
	"reflect"
	"testing"
)

// Three classes, each told by a bucket of its own or by a dense value.
func toyRows() []row {
	var rows []row
	for i := range 60 {
		c := i % 3
		r := row{on: []uint32{uint32(c), uint32(3 + i%5)}, dense: []float32{float32(c) - 1}, class: c, weight: 1}
		if i%7 == 0 {
			r.on = r.on[1:]
		}
		rows = append(rows, r)
	}
	return rows
}

func TestMultinomial(t *testing.T) {
	l := multinomial{buckets: 8, dense: 1, classes: 3}
	l.fit(toyRows(), 1, 100)
	s := make([]float64, 3)
	for i, r := range toyRows() {
		l.scores(l.w, &r, s)
		for c := range s {
			if c != r.class && s[c] >= s[r.class] {
				t.Errorf("row %d of class %d gets %v", i, r.class, s)
			}
		}
	}
	again := multinomial{buckets: 8, dense: 1, classes: 3}
	again.fit(toyRows(), 1, 100)
	if !reflect.DeepEqual(l.w, again.w) {
		t.Error("trained twice, it differs")
	}
}

// The gradient is that of the loss.
func TestMultinomialGradient(t *testing.T) {
	l := multinomial{buckets: 8, dense: 1, classes: 3}
	w, g := make([]float64, l.size()), make([]float64, l.size())
	for i := range w {
		w[i] = math.Sin(float64(i))
	}
	l.loss(w, g, toyRows(), 2)
	scratch := make([]float64, l.size())
	for i := range w {
		const h = 1e-6
		old := w[i]
		w[i] = old + h
		up := l.loss(w, scratch, toyRows(), 2)
		w[i] = old - h
		down := l.loss(w, scratch, toyRows(), 2)
		w[i] = old
		if d := (up - down) / (2 * h); math.Abs(d-g[i]) > 1e-4 {
			t.Errorf("weight %d: the slope is %.6f, the gradient %.6f", i, d, g[i])
		}
	}
}

func TestPlatt(t *testing.T) {
	var x []float64
	var right []bool
	for i := range 1000 {
		x = append(x, 3) // claims 0.95
		right = append(right, i%10 < 8)
	}
	for i := range 1000 {
		x = append(x, 0)
		right = append(right, i%10 < 4)
	}
	slope, shift := platt(x, right)
	for _, c := range []struct{ x, want float64 }{{3, 0.8}, {0, 0.4}} {
		if got := 1 / (1 + math.Exp(-(float64(slope)*c.x + float64(shift)))); math.Abs(got-c.want) > 0.01 {
			t.Errorf("a logit of %.0f becomes %.3f, not %.1f", c.x, got, c.want)
		}
	}
}
