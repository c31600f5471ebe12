package syntax

import "math"

// decoder finds the best tree over a matrix of arc scores. Its slices are scratch.
type decoder struct {
	score []float64 // (n+1) x (n+1): score[dep][head], node 0 the root
	mark  []int
	arena []int // what contract uses, level upon level
}

// ints takes n zeros from the arena.
func (d *decoder) ints(n int) []int {
	at := len(d.arena)
	if at+n > cap(d.arena) {
		d.arena = make([]int, 0, 2*(at+n)) // older slices live on where they are
		at = 0
	}
	d.arena = d.arena[:at+n]
	clear(d.arena[at:])
	return d.arena[at : at+n : at+n]
}

// tree reports whether heads (of words 1..n, 0 the root) is a tree with one word
// under the root.
func (d *decoder) tree(heads []int) bool {
	n := len(heads) - 1
	d.mark = resize(d.mark, n+1)
	clear(d.mark)
	roots := 0
	for i := 1; i <= n; i++ {
		if heads[i] == 0 {
			roots++
		}
	}
	if roots != 1 {
		return false
	}
	d.mark[0] = -1
	for i := 1; i <= n; i++ {
		j := i
		for d.mark[j] == 0 {
			d.mark[j] = i
			j = heads[j]
		}
		if d.mark[j] == i {
			return false
		}
		for j = i; d.mark[j] == i; j = heads[j] {
			d.mark[j] = -1
		}
	}
	return true
}

// rootPenalty keeps all but one word from the root: it outweighs any sum of
// scores, so the best tree has the fewest root arcs, which is one.
const rootPenalty = 1e6

// solve finds the best tree with one root arc (Chu and Liu 1965, Edmonds 1967) for
// n rows of scores, stride apart, column 0 the root; heads[1..n] get the answer.
func (d *decoder) solve(n int, scores []float32, stride int, heads []int) {
	w := n + 1
	if cap(d.score) < w*w {
		d.score = make([]float64, w*w)
	}
	s := d.score[:w*w]
	for i := range w {
		for j := range w {
			switch {
			case i == 0 || i == j:
				s[i*w+j] = math.Inf(-1)
			case j == 0:
				s[i*w+j] = float64(scores[(i-1)*stride+j]) - rootPenalty
			default:
				s[i*w+j] = float64(scores[(i-1)*stride+j])
			}
		}
	}
	d.arena = d.arena[:0]
	copy(heads, d.contract(s, w, d.ints(w)))
}

// contract is Chu-Liu-Edmonds by repeated contraction: each node takes its best
// head; a cycle becomes one node, the rest is solved, and the cycle is opened where
// the solution enters it. It spoils s. gone marks nodes that are
// part of another.
func (d *decoder) contract(s []float64, w int, gone []int) []int {
	heads := d.ints(w)
	for i := 1; i < w; i++ {
		if gone[i] != 0 {
			continue
		}
		best := -1
		for j := range w {
			if gone[j] == 0 && j != i && (best < 0 || s[i*w+j] > s[i*w+best]) {
				best = j
			}
		}
		heads[i] = best
	}
	cycle := d.cycle(heads, gone)
	if cycle == nil {
		return heads
	}
	// The first node of the cycle stands for all of it.
	in := d.ints(w)
	var total float64
	for _, c := range cycle {
		in[c] = 1
		total += s[c*w+heads[c]]
	}
	rep := cycle[0]
	enter, leave := d.ints(w), d.ints(w) // node of the cycle by which an arc enters or leaves
	for v := range w {
		if gone[v] != 0 || in[v] != 0 {
			continue
		}
		bestIn, bestOut := math.Inf(-1), math.Inf(-1)
		enter[v], leave[v] = rep, rep
		for _, c := range cycle {
			if x := s[c*w+v] - s[c*w+heads[c]] + total; x > bestIn {
				bestIn, enter[v] = x, c
			}
			if x := s[v*w+c]; x > bestOut {
				bestOut, leave[v] = x, c
			}
		}
		s[rep*w+v], s[v*w+rep] = bestIn, bestOut
	}
	rest := d.ints(w)
	copy(rest, gone)
	for _, c := range cycle[1:] {
		rest[c] = 1
	}
	sub := d.contract(s, w, rest)
	for v := 1; v < w; v++ {
		if gone[v] != 0 || in[v] != 0 {
			continue
		}
		heads[v] = sub[v]
		if sub[v] == rep {
			heads[v] = leave[v]
		}
	}
	from := sub[rep]
	heads[enter[from]] = from
	return heads
}

// cycle finds a cycle among the heads, or nil.
func (d *decoder) cycle(heads, gone []int) []int {
	w := len(heads)
	mark := d.ints(w)
	mark[0] = -1
	for i := 1; i < w; i++ {
		if gone[i] != 0 {
			continue
		}
		j := i
		for mark[j] == 0 {
			mark[j] = i
			j = heads[j]
		}
		if mark[j] == i {
			cycle := d.ints(w)[:0]
			cycle = append(cycle, j)
			for k := heads[j]; k != j; k = heads[k] {
				cycle = append(cycle, k)
			}
			return cycle
		}
		for k := i; mark[k] == i; k = heads[k] {
			mark[k] = -1
		}
	}
	return nil
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
