package train

import (
	"math"
)

// row is an example of a logistic regression: the buckets that are on, and values of a
// few dense features.
type row struct {
	on     []uint32
	dense  []float32
	class  int
	weight float64
}

// multinomial is a multinomial logistic regression with an L2 penalty: its weights are
// [bucket][class], then [dense][class], then a bias for each class.
type multinomial struct {
	buckets, dense, classes int
	w                       []float64
}

func (l *multinomial) size() int { return (l.buckets + l.dense + 1) * l.classes }

// scores of a row; s has room for the classes.
func (l *multinomial) scores(w []float64, r *row, s []float64) {
	n := l.classes
	copy(s, w[(l.buckets+l.dense)*n:])
	for _, b := range r.on {
		for c, x := range w[int(b)*n : (int(b)+1)*n] {
			s[c] += x
		}
	}
	for d, v := range r.dense {
		for c, x := range w[(l.buckets+d)*n : (l.buckets+d+1)*n] {
			s[c] += x * float64(v)
		}
	}
}

// loss is the penalised negative log likelihood; its gradient goes to g. The penalty is
// half the squared weights over c; biases bear none.
func (l *multinomial) loss(w, g []float64, rows []row, c float64) float64 {
	n := l.classes
	clear(g)
	free := (l.buckets + l.dense) * n
	total := 0.0
	for i, x := range w[:free] {
		total += x * x / (2 * c)
		g[i] = x / c
	}
	s := make([]float64, n)
	for i := range rows {
		r := &rows[i]
		l.scores(w, r, s)
		total += r.weight * softmaxLoss(s, r.class)
		s[r.class]--
		for k := range s {
			s[k] *= r.weight
		}
		for _, b := range r.on {
			for k, x := range s {
				g[int(b)*n+k] += x
			}
		}
		for d, v := range r.dense {
			for k, x := range s {
				g[(l.buckets+d)*n+k] += x * float64(v)
			}
		}
		for k, x := range s {
			g[free+k] += x
		}
	}
	return total
}

// softmaxLoss turns scores into probabilities and gives the loss of the right class.
func softmaxLoss(s []float64, class int) float64 {
	top := s[0]
	for _, x := range s {
		top = max(top, x)
	}
	sum := 0.0
	for i, x := range s {
		s[i] = math.Exp(x - top)
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
	return -math.Log(max(s[class], 1e-300))
}

// fit finds the weights by L-BFGS (Liu and Nocedal 1989).
func (l *multinomial) fit(rows []row, c float64, iterations int) {
	l.w = make([]float64, l.size())
	minimise(l.w, iterations, func(w, g []float64) float64 { return l.loss(w, g, rows, c) })
}

// minimise changes x to lessen f by limited-memory BFGS with backtracking.
func minimise(x []float64, iterations int, f func(x, g []float64) float64) {
	const memory = 6
	n := len(x)
	g, next, gNext, d := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	var ss, ys [][]float64
	var rho []float64
	fx := f(x, g)
	for range iterations {
		copy(d, g)
		alpha := make([]float64, len(ss))
		for i := len(ss) - 1; i >= 0; i-- {
			alpha[i] = rho[i] * dot(ss[i], d)
			axpy(d, ys[i], -alpha[i])
		}
		if k := len(ss) - 1; k >= 0 {
			scale(d, 1/(rho[k]*dot(ys[k], ys[k])))
		}
		for i := range ss {
			axpy(d, ss[i], alpha[i]-rho[i]*dot(ys[i], d))
		}
		slope := -dot(d, g)
		if slope > -1e-9 {
			return
		}
		step := 1.0
		if len(ss) == 0 {
			step = 1 / math.Sqrt(dot(g, g))
		}
		fNext := 0.0
		for try := 0; ; try++ {
			copy(next, x)
			axpy(next, d, -step)
			if fNext = f(next, gNext); fNext <= fx+1e-4*step*slope {
				break
			}
			if step /= 2; try > 20 {
				return
			}
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range s {
			s[i], y[i] = next[i]-x[i], gNext[i]-g[i]
		}
		if sy := dot(s, y); sy > 1e-10 {
			ss, ys, rho = append(ss, s), append(ys, y), append(rho, 1/sy)
			if len(ss) > memory {
				ss, ys, rho = ss[1:], ys[1:], rho[1:]
			}
		}
		done := (fx-fNext)/max(1, math.Abs(fNext)) < 1e-7
		copy(x, next)
		copy(g, gNext)
		if fx = fNext; done {
			return
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func axpy(dst, x []float64, a float64) {
	for i, v := range x {
		dst[i] += a * v
	}
}

func scale(x []float64, a float64) {
	for i := range x {
		x[i] *= a
	}
}
