package syntax

import "math"

// decoder finds the best tree over a matrix of arc scores. Its slices are scratch.
type decoder struct {
	score  []float64 // (n+1) x (n+1): score[dep][head], node 0 the root
	mark   []int
	levels []level
	arena  []int // what contract uses, level upon level
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
	copy(heads, d.contract(s, w))
}

// level is a cycle that was made one node, called by its first member.
type level struct {
	cycle, heads []int // members, and the heads that made them a cycle
	enter, leave []int // by which member an arc from, or to, each other node passes
}

// contract is Chu-Liu-Edmonds by repeated contraction: each node takes its best
// head; a cycle becomes one node, which takes its best head, and so on until there
// is no cycle; then the cycles are opened, the last first, where an arc enters
// them. A contraction touches only the cycle's rows and columns, so all of it takes
// time quadratic in the words. It spoils s.
func (d *decoder) contract(s []float64, w int) []int {
	heads, gone := d.ints(w), d.ints(w)
	for i := 1; i < w; i++ {
		heads[i] = bestHead(s[i*w:(i+1)*w], i, gone)
	}
	d.levels = d.levels[:0]
	for {
		cycle := d.cycle(heads, gone)
		if cycle == nil {
			break
		}
		d.shrink(s, w, cycle, heads, gone)
	}
	for k := len(d.levels) - 1; k >= 0; k-- {
		l := &d.levels[k]
		rep := l.cycle[0]
		from := heads[rep]
		for v := 1; v < w; v++ {
			if gone[v] == 0 && heads[v] == rep {
				heads[v] = l.leave[v]
			}
		}
		for i, c := range l.cycle {
			heads[c], gone[c] = l.heads[i], 0
		}
		heads[l.enter[from]] = from
	}
	return heads
}

// shrink makes one node of a cycle.
func (d *decoder) shrink(s []float64, w int, cycle, heads, gone []int) {
	l := level{cycle, d.ints(len(cycle)), d.ints(w), d.ints(w)}
	in := d.ints(w)
	var total float64
	for i, c := range cycle {
		in[c], l.heads[i] = 1, heads[c]
		total += s[c*w+heads[c]]
	}
	rep := cycle[0]
	for v := range w {
		if gone[v] != 0 || in[v] != 0 {
			continue
		}
		bestIn, bestOut := math.Inf(-1), math.Inf(-1)
		l.enter[v], l.leave[v] = rep, rep
		for i, c := range cycle {
			if x := s[c*w+v] - s[c*w+l.heads[i]] + total; x > bestIn {
				bestIn, l.enter[v] = x, c
			}
			if x := s[v*w+c]; x > bestOut {
				bestOut, l.leave[v] = x, c
			}
		}
		s[rep*w+v], s[v*w+rep] = bestIn, bestOut
		if v > 0 && in[heads[v]] != 0 {
			heads[v] = rep
		}
	}
	for _, c := range cycle[1:] {
		gone[c] = 1
	}
	heads[rep] = bestHead(s[rep*w:(rep+1)*w], rep, gone)
	d.levels = append(d.levels, l)
}

// bestHead is the node with the highest score in a row.
func bestHead(row []float64, self int, gone []int) int {
	best := -1
	for j, x := range row {
		if gone[j] == 0 && j != self && (best < 0 || x > row[best]) {
			best = j
		}
	}
	return best
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
