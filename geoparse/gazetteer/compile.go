package gazetteer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// Compile writes places into a table. Their order does not matter.
func Compile(places []Place) ([]byte, error) {
	w := &writer{places: slices.Clone(places), state: map[string]int{}, division: map[string]int{}}
	slices.SortStableFunc(w.places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Admin1, b.Admin1),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for i, p := range w.places {
		switch {
		case p.Kind == Country && len(p.Country) == 3:
			w.state[p.Country] = i
			w.countries++
		case p.Kind == Admin1:
			w.division[p.Country+"."+p.Admin1] = i
			w.divisions++
		case p.Kind == Country:
			return nil, fmt.Errorf("gazetteer: the state %q has no code of three letters", p.Name)
		}
	}
	if w.countries > noCountry || w.countries+w.divisions >= math.MaxUint16 || len(w.places) >= 1<<24 {
		return nil, fmt.Errorf("gazetteer: too many places (%d states, %d divisions, %d in all)", w.countries, w.divisions, len(w.places))
	}
	w.collect()
	return w.write(), nil
}

// rank puts states first, then their divisions: their numbers are short.
func rank(k Kind) int {
	switch k {
	case Country:
		return 0
	case Admin1:
		return 1
	}
	return 2
}

type writer struct {
	places               []Place
	state, division      map[string]int
	countries, divisions int
	// keys are the folded names in order, bearers the places of each.
	keys    []string
	bearers map[string][]int
}

// spelled is the population from which a town's name keeps its marks; the others are
// told by their plain letters, which saves a tenth of the table.
const spelled = 50_000

// collect gathers the names.
func (w *writer) collect() {
	w.bearers = make(map[string][]int, 2*len(w.places))
	for i := range w.places {
		p := &w.places[i]
		w.bear(p.Name, i)
		for _, n := range p.Names {
			w.bear(n, i)
		}
	}
	w.keys = make([]string, 0, len(w.bearers))
	for k, b := range w.bearers {
		w.keys = append(w.keys, k)
		// The largest first: a common name has more bearers than are worth keeping.
		slices.SortStableFunc(b, func(i, j int) int {
			return cmp.Or(cmp.Compare(rank(w.places[i].Kind), rank(w.places[j].Kind)), cmp.Compare(w.places[j].Population, w.places[i].Population))
		})
	}
	slices.Sort(w.keys)
}

func (w *writer) bear(name string, place int) {
	k := key(name)
	if b := w.bearers[k]; k != "" && !slices.Contains(b, place) {
		w.bearers[k] = append(b, place)
	}
}

func key(name string) string {
	k := Fold(nil, name)
	if len(k) > 4 && string(k[:4]) == "the " {
		k = k[4:]
	}
	if len(k) > longestName {
		k = bytes.TrimRight(k[:longestName], " ")
	}
	return string(k)
}

func (w *writer) write() []byte {
	var codes, admin, recs, blocks, text, odd, spell []byte
	number := make(map[string]int, len(w.keys))
	last := ""
	for n, k := range w.keys {
		shared := 0
		if n%blockSize == 0 {
			blocks = binary.LittleEndian.AppendUint32(blocks, uint32(len(text)))
		} else {
			for shared < min(len(k), len(last)) && k[shared] == last[shared] {
				shared++
			}
		}
		b := w.bearers[k]
		b = b[:min(len(b), 255)]
		text = append(text, byte(shared), byte(len(k)-shared), byte(len(b)))
		text = append(text, k[shared:]...)
		for _, p := range b {
			text = append(text, byte(p), byte(p>>8), byte(p>>16))
		}
		number[k], last = n, k
	}
	for i := range w.places {
		p := &w.places[i]
		recs = w.record(recs, p, number)
		switch p.Kind {
		case Country:
			codes = append(append(codes, p.Country...), "  "...)
		case Admin1:
			c := p.Admin1[:min(len(p.Admin1), 255)]
			admin = append(append(admin, byte(len(c))), c...)
		}
		if p.Name != title([]byte(key(p.Name))) && (rank(p.Kind) < 2 || p.ID == 0 || p.Population >= spelled) {
			odd = binary.LittleEndian.AppendUint32(odd, uint32(i))
			odd = binary.LittleEndian.AppendUint32(odd, uint32(len(spell)))
			n := p.Name[:min(len(p.Name), 255)]
			spell = append(append(spell, byte(len(n))), n...)
		}
	}
	out := []byte(magic)
	for _, n := range []int{w.countries, w.divisions, len(w.places), len(w.keys), len(admin), len(text), len(odd) / 8, len(spell)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	return slices.Concat(out, codes, admin, recs, blocks, text, odd, spell)
}

func (w *writer) record(dst []byte, p *Place, number map[string]int) []byte {
	n := number[key(p.Name)]
	id := p.ID
	if id < 0 || id >= 1<<24 {
		id = 0
	}
	state, division := noCountry, math.MaxUint16
	if s, ok := w.state[p.Country]; ok {
		state = s
		if d, ok := w.division[p.Country+"."+p.Admin1]; ok {
			division = d
		}
	}
	point := packDegrees(p.Lat, 90) | packDegrees(p.Lon, 180)<<20
	dst = append(dst, byte(n), byte(n>>8), byte(n>>16), byte(id), byte(id>>8), byte(id>>16), byte(state), byte(division), byte(division>>8))
	dst = append(dst, byte(p.Kind), packPopulation(p.Population))
	return append(dst, byte(point), byte(point>>8), byte(point>>16), byte(point>>24), byte(point>>32))
}

// Merge lays places over a table and makes a new one. A place with an id that the
// table has takes its place, but keeps the other names known for it.
func Merge(t *Table, more []Place) (*Table, error) {
	all := t.Places()
	at := make(map[int]int, len(all))
	for i := range all {
		if all[i].ID != 0 {
			at[all[i].ID] = i
		}
	}
	for _, p := range more {
		i, known := at[p.ID]
		switch {
		case p.ID == 0 || !known:
			if p.Kind == Country {
				p.Kind = Other // the states are those of the program
			}
			all = append(all, p)
		case all[i].Kind != Country && all[i].Kind != Admin1:
			p.Names = append(p.Names, append(all[i].Names, all[i].Name)...)
			all[i] = p
		default:
			all[i].Names = append(all[i].Names, p.Names...)
		}
	}
	b, err := Compile(all)
	if err != nil {
		return nil, err
	}
	return open(b)
}
