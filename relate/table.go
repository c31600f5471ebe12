package relate

import (
	"fmt"
	"math"

	"casus"
)

// Table holds the weights of named features, a row for each, without the names: a
// feature is found by its hash, and a mark of sixteen bits tells it from those that were
// not seen in training.
type Table struct {
	Bits  int // of the number of slots
	Bias  []float32
	Scale []float32 // of each class
	Marks []uint16  // of each slot, 0 where it is empty
	Data  []int8    // slot by class
}

// probes is how far from its place a feature may stand.
const probes = 512

// place is the first slot of a feature, and its mark (FNV-1a, 64 bit).
func (t *Table) place(name string) (slot int, mark uint16) {
	h := uint64(14695981039346656037)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	h ^= h >> 29
	return int(h) & (1<<t.Bits - 1), uint16(h>>44) | 1
}

// find is the slot of a feature, -1 if it was not seen in training.
func (t *Table) find(name string) int {
	slot, mark := t.place(name)
	for range probes {
		switch t.Marks[slot] {
		case mark:
			return slot
		case 0:
			return -1
		}
		slot = (slot + 1) & (1<<t.Bits - 1)
	}
	return -1
}

// NewTable makes a table of features and their weights [feature][class], with a bias for
// each class, in bytes with a scale a class. Those that find no place are an error: the
// table is too small.
func NewTable(bits int, names []string, weights, bias []float64) (Table, error) {
	n := len(classes)
	t := Table{Bits: bits, Bias: make([]float32, n), Scale: make([]float32, n), Marks: make([]uint16, 1<<bits), Data: make([]int8, n<<bits)}
	for c := range n {
		t.Bias[c] = float32(bias[c])
		top := 0.0
		for i := range names {
			top = max(top, math.Abs(weights[i*n+c]))
		}
		t.Scale[c] = float32(max(top, 1e-9) / 127)
	}
	for i, name := range names {
		slot, mark := t.place(name)
		for k := 0; t.Marks[slot] != 0; k++ {
			if k == probes {
				return t, fmt.Errorf("relate model: %d features do not fit into %d slots: %w", len(names), 1<<bits, casus.ErrInvalid)
			}
			slot = (slot + 1) & (1<<bits - 1)
		}
		t.Marks[slot] = mark
		for c := range n {
			t.Data[slot*n+c] = int8(math.RoundToEven(weights[i*n+c] / float64(t.Scale[c])))
		}
	}
	return t, nil
}

// sum adds the votes of features, each of which stands once in the list, to scores.
func (t *Table) sum(scores []float32, lists ...[]string) {
	n := len(classes)
	for i := range scores {
		scores[i] += t.Bias[i]
	}
	for _, names := range lists {
		for _, name := range names {
			slot := t.find(name)
			if slot < 0 {
				continue
			}
			for i, w := range t.Data[slot*n : (slot+1)*n] {
				scores[i] += t.Scale[i] * float32(w)
			}
		}
	}
}
