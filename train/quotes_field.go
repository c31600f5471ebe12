package train

import (
	"math"
	"math/rand/v2"

	"casus/quotes"
)

// field is a linear-chain conditional random field over the four labels, in the
// layout of package quotes.
type field struct {
	words, wordsG     []float64 // 4 << WordBits, and sums of squared gradients
	borders, bordersG []float64 // 8 << BorderBits
	steps, stepsG     [16]float64
	rate, decay       float64
	// For the average over all steps: each change, times the number of its step.
	wordsU, bordersU []float64
	stepsU           [16]float64
	count            float64

	unary       [][4]float64
	border      [][8]float64
	alpha, beta [][4]float64
	seenW       [][]uint32
	seenB       [][]uint32
	buf         []uint32
}

func newField(rate, decay float64) *field {
	return &field{words: make([]float64, 4<<quotes.WordBits), wordsG: make([]float64, 4<<quotes.WordBits),
		borders: make([]float64, 8<<quotes.BorderBits), bordersG: make([]float64, 8<<quotes.BorderBits),
		wordsU: make([]float64, 4<<quotes.WordBits), bordersU: make([]float64, 8<<quotes.BorderBits), rate: rate, decay: decay}
}

// step scores label y after z at a boundary.
func (m *field) step(z, y int, b *[8]float64) float64 {
	s := m.steps[z<<2|y]
	if z != y {
		if z != 0 {
			s += b[3+z-1]
		}
		if y != 0 {
			s += b[y-1]
		}
	}
	return s
}

func (m *field) drop(from [][]uint32, to [][]uint32, rng *rand.Rand, p float64) [][]uint32 {
	if p == 0 {
		return from
	}
	to = to[:0]
	for _, f := range from {
		n := len(m.buf)
		for _, x := range f {
			if rng.Float64() >= p {
				m.buf = append(m.buf, x)
			}
		}
		to = append(to, m.buf[n:len(m.buf):len(m.buf)])
	}
	return to
}

// learn takes one step on a sentence and returns its loss before.
func (m *field) learn(s *taggedSentence, rng *rand.Rand, drop float64) float64 {
	n := len(s.words)
	if n == 0 {
		return 0
	}
	m.count++
	m.buf = m.buf[:0]
	words := m.drop(s.words, m.seenW, rng, drop)
	borders := m.drop(s.borders, m.seenB, rng, drop)
	if drop > 0 {
		m.seenW, m.seenB = words, borders
	}
	m.scores(words, borders)
	logZ := m.forward(n)
	m.backward(n)
	gold := m.gold(s.answer)
	m.update(words, borders, s.answer, logZ)
	return logZ - gold
}

func (m *field) scores(words, borders [][]uint32) {
	m.unary, m.border = m.unary[:0], m.border[:0]
	for _, f := range words {
		var u [4]float64
		for _, x := range f {
			row := m.words[x>>(32-quotes.WordBits)<<2:][:4]
			for y := range row {
				u[y] += row[y]
			}
		}
		m.unary = append(m.unary, u)
	}
	for _, f := range borders {
		var u [8]float64
		for _, x := range f {
			row := m.borders[x>>(32-quotes.BorderBits)<<3:][:8]
			for y := range 6 {
				u[y] += row[y]
			}
		}
		m.border = append(m.border, u)
	}
}

func logSum(v *[4]float64) float64 {
	top := max(v[0], v[1], v[2], v[3])
	return top + math.Log(math.Exp(v[0]-top)+math.Exp(v[1]-top)+math.Exp(v[2]-top)+math.Exp(v[3]-top))
}

func (m *field) forward(n int) float64 {
	m.alpha = m.alpha[:0]
	for i := range n {
		var a [4]float64
		for y := range 4 {
			if i == 0 {
				a[y] = m.unary[0][y] + m.step(0, y, &m.border[0])
				continue
			}
			var v [4]float64
			for z := range 4 {
				v[z] = m.alpha[i-1][z] + m.step(z, y, &m.border[i])
			}
			a[y] = logSum(&v) + m.unary[i][y]
		}
		m.alpha = append(m.alpha, a)
	}
	var v [4]float64
	for z := range 4 {
		v[z] = m.alpha[n-1][z] + m.step(z, 0, &m.border[n])
	}
	return logSum(&v)
}

func (m *field) backward(n int) {
	if cap(m.beta) < n {
		m.beta = make([][4]float64, 2*n)
	}
	m.beta = m.beta[:n]
	for z := range 4 {
		m.beta[n-1][z] = m.step(z, 0, &m.border[n])
	}
	for i := n - 2; i >= 0; i-- {
		for z := range 4 {
			var v [4]float64
			for y := range 4 {
				v[y] = m.step(z, y, &m.border[i+1]) + m.unary[i+1][y] + m.beta[i+1][y]
			}
			m.beta[i][z] = logSum(&v)
		}
	}
}

func (m *field) gold(answer []quotes.Label) float64 {
	sum, z := 0.0, 0
	for i, y := range answer {
		sum += m.unary[i][y] + m.step(z, int(y), &m.border[i])
		z = int(y)
	}
	return sum + m.step(z, 0, &m.border[len(answer)])
}

// update moves the weights by the difference of what is expected and what is so.
func (m *field) update(words, borders [][]uint32, answer []quotes.Label, logZ float64) {
	n := len(words)
	var stepsGrad [16]float64
	for i := range n + 1 {
		var u [4]float64
		var b [8]float64
		pair := func(z, y int, p float64) {
			stepsGrad[z<<2|y] += p
			if z != y {
				if z != 0 {
					b[3+z-1] += p
				}
				if y != 0 {
					b[y-1] += p
				}
			}
		}
		goldZ, goldY := 0, 0
		if i > 0 {
			goldZ = int(answer[i-1])
		}
		if i < n {
			goldY = int(answer[i])
		}
		for y := range 4 {
			if i < n {
				u[y] = math.Exp(m.alpha[i][y] + m.beta[i][y] - logZ)
			}
			for z := range 4 {
				switch {
				case i == n && y == 0:
					pair(z, 0, math.Exp(m.alpha[n-1][z]+m.beta[n-1][z]-logZ))
				case i == n:
				case i == 0 && z == 0:
					pair(0, y, u[y])
				case i > 0:
					pair(z, y, math.Exp(m.alpha[i-1][z]+m.step(z, y, &m.border[i])+m.unary[i][y]+m.beta[i][y]-logZ))
				}
			}
		}
		pair(goldZ, goldY, -1)
		if i < n {
			u[goldY]--
			for _, x := range words[i] {
				at := int(x>>(32-quotes.WordBits)) << 2
				m.move(m.words[at:][:4], m.wordsG[at:][:4], m.wordsU[at:][:4], u[:])
			}
		}
		if small(b[:6]) {
			continue
		}
		for _, x := range borders[i] {
			at := int(x>>(32-quotes.BorderBits)) << 3
			m.move(m.borders[at:][:6], m.bordersG[at:][:6], m.bordersU[at:][:6], b[:6])
		}
	}
	m.move(m.steps[:], m.stepsG[:], m.stepsU[:], stepsGrad[:])
}

func small(g []float64) bool {
	for _, x := range g {
		if math.Abs(x) > 1e-5 {
			return false
		}
	}
	return true
}

func (m *field) move(w, sum, u, grad []float64) {
	for k, g := range grad {
		g += m.decay * w[k]
		if math.Abs(g) < 1e-5 {
			continue
		}
		sum[k] += g * g
		d := m.rate * g / math.Sqrt(sum[k]+1e-6)
		w[k] -= d
		u[k] -= d * m.count
	}
}

// fill writes the tables.
func (m *field) fill(w *quotes.Weights) {
	w.Words, w.Borders = quotesTable(averaged(m.words, m.wordsU, m.count)), quotesTable(averaged(m.borders, m.bordersU, m.count))
	copy(w.Steps[:], quotesTable(averaged(m.steps[:], m.stepsU[:], m.count)))
}

// averaged is the mean of the weights over all steps.
func averaged(w, u []float64, count float64) []float64 {
	out := make([]float64, len(w))
	for k := range w {
		out[k] = w[k] - u[k]/max(count, 1)
	}
	return out
}
