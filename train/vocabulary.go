package train

import "slices"

// vocabulary numbers features as they come.
type vocabulary struct {
	number map[string]uint32
	names  []string
}

func (v *vocabulary) len() int { return len(v.names) }

// ids are the numbers of features, in order.
func (v *vocabulary) ids(names []string) []uint32 {
	if v.number == nil {
		v.number = map[string]uint32{}
	}
	out := make([]uint32, len(names))
	for i, n := range names {
		id, ok := v.number[n]
		if !ok {
			id = uint32(len(v.names))
			v.number[n] = id
			v.names = append(v.names, n)
		}
		out[i] = id
	}
	slices.Sort(out)
	return out
}

// known are the names of the features that rows have, "" in the place of the others.
func (v *vocabulary) known(rows []row) []string {
	out := make([]string, len(v.names))
	for i := range rows {
		for _, id := range rows[i].on {
			out[id] = v.names[id]
		}
	}
	return out
}

// frequent leaves in the rows the features that at least so many of them have, numbered
// anew, and returns the names of these.
func (v *vocabulary) frequent(rows []row, least int) []string {
	count := make([]int, len(v.names))
	for i := range rows {
		for _, id := range rows[i].on {
			count[id]++
		}
	}
	var names []string
	number := make([]uint32, len(v.names))
	for id, n := range count {
		if n >= least {
			number[id] = uint32(len(names))
			names = append(names, v.names[id])
		}
	}
	for i := range rows {
		kept := rows[i].on[:0]
		for _, id := range rows[i].on {
			if count[id] >= least {
				kept = append(kept, number[id])
			}
		}
		rows[i].on = kept
	}
	return names
}
