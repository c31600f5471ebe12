package lexicon

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A table is a long list of persons, packed so that opening it costs next to nothing:
// names lie sorted under the word they are looked for by, and a person is read only
// when its name is met. The lists that the tables are made from lie in lexicon/lists,
// in the format of the lexicon; a test holds that table and list say the same.
//
// A table is the magic line, the name of the list, four pools of strings (countries,
// sectors, titles, days), the persons and the keys. Persons and keys are a number of
// records, where each begins (four bytes, little-endian, from the first record on), and
// the records. A person is: line in the list, name, other names, item of Wikidata,
// offices. A key is: the word, and the names under it, each with its person. Numbers
// are unsigned varints; strings have their length before them.

const tableMagic = "casus people 2\n"

// CompilePeople makes the table of a list of persons. Name is what problems and
// Pos.File call the list. An entry that is no person, or a field that a table has no
// room for, is an error.
func CompilePeople(name, text string) ([]byte, error) {
	lex, err := loadText(name, text)
	if err != nil {
		return nil, err
	}
	var w tableWriter
	keys := map[string][]tableName{}
	for i := range lex.Actors {
		a := &lex.Actors[i]
		if a.Kind != "person" || len(a.Adjectives)+len(a.Demonyms)+len(a.Capitals)+len(a.Contextual)+len(a.Members)+len(a.Sectors) > 0 || a.Code+a.Country != "" {
			return nil, fmt.Errorf("%s: a table holds persons alone, with names, offices and item", a.Pos)
		}
		for _, n := range a.Names {
			if k := Key(n); k != "" {
				keys[k] = append(keys[k], tableName{string(AppendPlain(nil, n)), i})
			}
		}
		w.person(a)
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		w.key(k, keys[k])
	}
	out := appendString([]byte(tableMagic), name)
	for i := range w.pools {
		out = binary.AppendUvarint(out, uint64(len(w.pools[i].list)))
		for _, s := range w.pools[i].list {
			out = appendString(out, s)
		}
	}
	return w.keys.append(w.people.append(out)), nil
}

// tableName is a name in plain form, and the number of its person.
type tableName struct {
	text   string
	person int
}

// Key is the word under which a name is looked for: its first, in plain form and lower
// case, cut before an inner apostrophe or hyphen.
func Key(name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	first, _, _ := strings.Cut(name, " ")
	b := AppendPlain(nil, first)
	for i := 1; i < len(b); i++ {
		if b[i] == '\'' || b[i] == '-' {
			b = b[:i]
			break
		}
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// pools of a table.
const (
	poolCountry = iota
	poolSectors
	poolTitle
	poolDay
	poolCount
)

type stringPool struct {
	list []string
	at   map[string]int
}

func (p *stringPool) add(s string) uint64 {
	if p.at == nil {
		p.at = map[string]int{}
	}
	i, ok := p.at[s]
	if !ok {
		i = len(p.list)
		p.at[s] = i
		p.list = append(p.list, s)
	}
	return uint64(i)
}

// records are byte strings one after another, and where each begins.
type records struct {
	starts []uint32
	body   []byte
}

func (r *records) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(r.starts)))
	for _, s := range r.starts {
		dst = binary.LittleEndian.AppendUint32(dst, s)
	}
	dst = binary.AppendUvarint(dst, uint64(len(r.body)))
	return append(dst, r.body...)
}

func (r *records) begin()          { r.starts = append(r.starts, uint32(len(r.body))) }
func (r *records) number(n uint64) { r.body = binary.AppendUvarint(r.body, n) }
func (r *records) text(s string)   { r.body = appendString(r.body, s) }

type tableWriter struct {
	pools        [poolCount]stringPool
	people, keys records
}

func (w *tableWriter) person(a *Actor) {
	p := &w.people
	p.begin()
	p.number(uint64(a.Pos.Line))
	p.number(uint64(len(a.Names)))
	for _, n := range a.Names {
		p.text(n)
	}
	p.text(a.Wikidata)
	p.number(uint64(len(a.Offices)))
	for i := range a.Offices {
		o := &a.Offices[i]
		p.number(uint64(o.Pos.Line - a.Pos.Line))
		p.number(w.pools[poolCountry].add(o.Country))
		p.number(w.pools[poolSectors].add(strings.Join(o.Sectors, " ")))
		p.number(w.pools[poolTitle].add(o.Title))
		p.number(w.pools[poolDay].add(o.From))
		if o.Seen != "" {
			p.number(w.pools[poolDay].add(o.Seen)<<1 | 1)
		} else {
			p.number(w.pools[poolDay].add(o.To) << 1)
		}
	}
}

func (w *tableWriter) key(key string, names []tableName) {
	slices.SortFunc(names, func(a, b tableName) int {
		return cmp.Or(strings.Compare(a.text, b.text), a.person-b.person)
	})
	w.keys.begin()
	w.keys.text(key)
	w.keys.number(uint64(len(names)))
	for _, n := range names {
		w.keys.text(n.text)
		w.keys.number(uint64(n.person))
	}
}

func appendString(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// People is a table that has been opened. It is read-only.
type People struct {
	file    string
	pools   [poolCount][]string
	sectors [][]string
	persons table
	keys    table
	// items are those of the persons that texts name, ends the posts that they hold.
	items map[string]bool
	ends  successors
}

// table is a number of records.
type table struct{ starts, body string }

func (t table) len() int { return len(t.starts) / 4 }

// at reads record i from its beginning on.
func (t table) at(i int) tableReader {
	s := t.starts[4*i:]
	n := uint(s[0]) | uint(s[1])<<8 | uint(s[2])<<16 | uint(s[3])<<24
	return tableReader{rest: t.body[min(n, uint(len(t.body))):]}
}

// openPeople opens a table.
func openPeople(data string) (*People, error) {
	rest, ok := strings.CutPrefix(data, tableMagic)
	if !ok {
		return nil, errTable
	}
	r := &tableReader{rest: rest}
	p := &People{file: r.text()}
	for i := range p.pools {
		p.pools[i] = make([]string, r.count())
		for k := range p.pools[i] {
			p.pools[i][k] = r.text()
		}
	}
	p.sectors = make([][]string, len(p.pools[poolSectors]))
	for i, s := range p.pools[poolSectors] {
		p.sectors[i] = strings.Fields(s)
	}
	p.persons, p.keys = r.table(), r.table()
	if r.rest != "" {
		return nil, errTable
	}
	return p, r.err
}

// Len is the number of persons.
func (p *People) Len() int { return p.persons.len() }

// Named calls each with the names under a key (see Key), in plain form (see
// AppendPlain), and with the numbers of their persons, until it returns false.
func (p *People) Named(key []byte, each func(name string, person int) bool) {
	lo, hi := 0, p.keys.len()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		r := p.keys.at(mid)
		switch k := r.text(); {
		case k == string(key):
			for range r.count() {
				name, person := r.text(), int(r.number())
				if r.err != nil || person >= p.Len() || !each(name, person) {
					return
				}
			}
			return
		case k < string(key):
			lo = mid + 1
		default:
			hi = mid
		}
	}
}

// Person reads person i. It is false for those that a text of the lexicon names, by
// their item; open terms are closed by the holders that the texts name.
func (p *People) Person(i int) (Actor, bool) {
	r := p.persons.at(i)
	a := Actor{Kind: "person", Pos: Pos{p.file, int(r.number())}}
	a.Names = make([]string, r.count())
	for k := range a.Names {
		a.Names[k] = r.text()
	}
	a.Wikidata = r.text()
	a.Offices = make([]Office, r.count())
	for k := range a.Offices {
		o := &a.Offices[k]
		o.Pos = Pos{p.file, a.Pos.Line + int(r.number())}
		o.Country = r.pick(p.pools[poolCountry], r.number())
		if n := r.number(); n < uint64(len(p.sectors)) {
			o.Sectors = p.sectors[n]
		}
		o.Title = r.pick(p.pools[poolTitle], r.number())
		o.From = r.pick(p.pools[poolDay], r.number())
		if n := r.number(); n&1 == 0 {
			o.To = r.pick(p.pools[poolDay], n>>1)
		} else {
			o.Seen = r.pick(p.pools[poolDay], n>>1)
		}
	}
	if r.err != nil || len(a.Names) == 0 || a.Wikidata != "" && p.items[a.Wikidata] {
		return Actor{}, false
	}
	a.Name = a.Names[0]
	p.ends.close(&a)
	return a, true
}

// tableReader reads a table. The first fault sets err; all reading after it yields
// nothing.
type tableReader struct {
	rest string
	err  error
}

var errTable = errors.New("the table is damaged; go generate ./lexicon makes it anew")

func (r *tableReader) number() uint64 {
	n := uint64(0)
	for i := 0; i < len(r.rest) && i < 5; i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.err, r.rest = errTable, ""
	return 0
}

// count reads a number of things that take a byte each at least.
func (r *tableReader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.err, r.rest = errTable, ""
		return 0
	}
	return int(n)
}

func (r *tableReader) take(n int) string {
	if n > len(r.rest) {
		r.err, r.rest = errTable, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *tableReader) text() string { return r.take(r.count()) }

func (r *tableReader) table() table {
	t := table{starts: r.take(4 * r.count())}
	t.body = r.text()
	return t
}

func (r *tableReader) pick(pool []string, n uint64) string {
	if n >= uint64(len(pool)) {
		r.err = errTable
		return ""
	}
	return pool[n]
}
