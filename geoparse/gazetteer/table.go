package gazetteer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"sort"
)

// The table: a head, then the states' codes, the divisions' codes, the records, the
// starts of the blocks of names, the names, and the spellings that do not follow
// from a name's letters. Numbers are little-endian.
const (
	magic       = "CGAZ1\n\x00\x00"
	headSize    = len(magic) + 8*4
	recordSize  = 16
	blockSize   = 16
	longestName = 80
)

// A record, by byte: 0 name (its number among the names), 3 id, 6 state, 7 division
// (its record), 9 kind, 10 population, 11 latitude, 13.5 longitude (20 bits each).
const (
	atName    = 0
	atID      = 3
	atCountry = 6
	atAdmin1  = 7
	atKind    = 9
	atPop     = 10
	atPoint   = 11
	noCountry = 255
)

// Table is a gazetteer as it is used. It is read-only and may be shared.
type Table struct {
	all                            []byte
	countries, divisions           int
	records, names                 int
	codes, admin                   []byte
	recs, blocks, text, odd, spell []byte
}

var errTable = errors.New("it is no gazetteer table")

// open takes the bytes that Compile has written.
func open(b []byte) (*Table, error) {
	if len(b) < headSize || string(b[:len(magic)]) != magic {
		return nil, errTable
	}
	n := func(i int) int { return int(binary.LittleEndian.Uint32(b[len(magic)+4*i:])) }
	t := &Table{all: b, countries: n(0), divisions: n(1), records: n(2), names: n(3)}
	rest := b[headSize:]
	take := func(size int) []byte {
		if size < 0 || size > len(rest) {
			rest = nil
			return nil
		}
		part := rest[:size]
		rest = rest[size:]
		return part
	}
	t.codes = take(5 * t.countries)
	t.admin = take(n(4))
	t.recs = take(recordSize * t.records)
	t.blocks = take(4 * ((t.names + blockSize - 1) / blockSize))
	t.text = take(n(5))
	t.odd = take(8 * n(6))
	t.spell = take(n(7))
	if t.countries+t.divisions > t.records || len(rest) != 0 || len(t.recs) != recordSize*t.records || len(t.spell) != n(7) {
		return nil, errTable
	}
	return t, nil
}

// Len is the number of places. States come first, then their first divisions.
func (t *Table) Len() int { return t.records }

// Size is the number of bytes of the table.
func (t *Table) Size() int { return len(t.all) }

func u24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func (t *Table) rec(i int) []byte { return t.recs[i*recordSize : (i+1)*recordSize] }

// ID is the GeoNames id of a place, 0 for none.
func (t *Table) ID(i int) int { return u24(t.rec(i)[atID:]) }

// Kind is what a place is.
func (t *Table) Kind(i int) Kind { return Kind(t.rec(i)[atKind]) }

// State is the number of the state that a place lies in, -1 for none or several. The
// number is also that of the state as a place.
func (t *Table) State(i int) int {
	if c := t.rec(i)[atCountry]; c != noCountry {
		return int(c)
	}
	return -1
}

// Country is the code of a place's state (ISO 3166 alpha-3), "" for none.
func (t *Table) Country(i int) string {
	if s := t.State(i); s >= 0 {
		return string(t.codes[5*s : 5*s+3])
	}
	return ""
}

// Division is the place that is the first division in which a place lies, -1 for none.
func (t *Table) Division(i int) int {
	if d := int(binary.LittleEndian.Uint16(t.rec(i)[atAdmin1:])); d != math.MaxUint16 {
		return d
	}
	return -1
}

// Population of a place, to within a tenth; 0 where unknown.
func (t *Table) Population(i int) int { return unpackPopulation(t.rec(i)[atPop]) }

// Size8 is the population on a logarithmic scale, 0 to 255: 8 is twice as many.
func (t *Table) Size8(i int) int { return int(t.rec(i)[atPop]) }

// Point is where a place lies, in degrees.
func (t *Table) Point(i int) (lat, lon float64) {
	b := t.rec(i)[atPoint:]
	v := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32
	return unpackDegrees(v&(1<<20-1), 90), unpackDegrees(v>>20, 180)
}

func packDegrees(v, limit float64) uint64 {
	n := math.Round((v + limit) / (2 * limit) * (1<<20 - 1))
	return uint64(min(max(n, 0), 1<<20-1))
}

func unpackDegrees(n uint64, limit float64) float64 {
	v := float64(n)/(1<<20-1)*2*limit - limit
	return math.Round(v*1000) / 1000
}

func packPopulation(n int) byte {
	if n <= 0 {
		return 0
	}
	return byte(min(255, 1+math.Round(8*math.Log2(float64(n)))))
}

func unpackPopulation(b byte) int {
	if b == 0 {
		return 0
	}
	return int(math.Round(math.Exp2(float64(b-1) / 8)))
}

// Name is the usual name of a place.
func (t *Table) Name(i int) string {
	n := len(t.odd) / 8
	k := sort.Search(n, func(k int) bool { return int(binary.LittleEndian.Uint32(t.odd[8*k:])) >= i })
	if k < n && int(binary.LittleEndian.Uint32(t.odd[8*k:])) == i {
		at := int(binary.LittleEndian.Uint32(t.odd[8*k+4:]))
		if at < len(t.spell) {
			return string(t.spell[at+1 : at+1+int(t.spell[at])])
		}
	}
	return title(t.key(u24(t.rec(i))))
}

// title writes each word of a folded name with a capital letter.
func title(key []byte) string {
	b := bytes.Clone(key)
	for i := range b {
		if (i == 0 || b[i-1] == ' ') && 'a' <= b[i] && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// key is the n-th folded name.
func (t *Table) key(n int) []byte {
	if n < 0 || n >= t.names {
		return nil
	}
	var c cursor
	c.start(t, n/blockSize)
	for range n%blockSize + 1 {
		c.next()
	}
	return bytes.Clone(c.key)
}

// cursor walks the names of a block.
type cursor struct{ rest, key, places []byte }

func (c *cursor) start(t *Table, block int) {
	c.rest = t.text[binary.LittleEndian.Uint32(t.blocks[4*block:]):]
	c.key = c.key[:0]
}

// next reads a name: how much it shares with the one before, what it adds, and the
// places that bear it, three bytes each.
func (c *cursor) next() {
	shared, added, n := int(c.rest[0]), int(c.rest[1]), int(c.rest[2])
	c.key = append(c.key[:shared], c.rest[3:3+added]...)
	c.places = c.rest[3+added : 3+added+3*n]
	c.rest = c.rest[3+added+3*n:]
}

// Usual says that a place bears a folded name as its usual one.
func (t *Table) Usual(i int, name []byte) bool {
	n := u24(t.rec(i))
	var buf [longestName]byte
	c := cursor{key: buf[:0]}
	c.start(t, n/blockSize)
	for range n%blockSize + 1 {
		c.next()
	}
	return bytes.Equal(c.key, name)
}

// Lookup appends the places that bear a folded name. More says that longer names
// begin with it and a further word.
func (t *Table) Lookup(dst []int32, name []byte) (found []int32, more bool) {
	if len(name) == 0 || len(name) > longestName {
		return dst, false
	}
	blocks := len(t.blocks) / 4
	// The last block whose first name is not after the name.
	lo, hi := 0, blocks
	for lo < hi {
		mid := (lo + hi) / 2
		b := t.text[binary.LittleEndian.Uint32(t.blocks[4*mid:]):]
		if bytes.Compare(b[3:3+int(b[1])], name) <= 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	var buf [longestName]byte
	c := cursor{key: buf[:0]}
	for block := max(lo-1, 0); block < blocks && block <= lo; block++ {
		c.start(t, block)
		for k := block * blockSize; k < min((block+1)*blockSize, t.names); k++ {
			c.next()
			switch d := bytes.Compare(c.key, name); {
			case d < 0:
			case d == 0:
				for p := c.places; len(p) >= 3; p = p[3:] {
					dst = append(dst, int32(u24(p)))
				}
			default:
				return dst, len(c.key) > len(name) && bytes.HasPrefix(c.key, name) && c.key[len(name)] == ' '
			}
		}
	}
	return dst, false
}

// Places lists all places, as Compile takes them.
func (t *Table) Places() []Place {
	out := make([]Place, t.records)
	codes := t.divisionCodes()
	for i := range out {
		lat, lon := t.Point(i)
		p := Place{ID: t.ID(i), Name: t.Name(i), Kind: t.Kind(i), Country: t.Country(i), Population: t.Population(i), Lat: lat, Lon: lon}
		if d := t.Division(i) - t.countries; d >= 0 && d < len(codes) {
			p.Admin1 = codes[d]
		}
		out[i] = p
	}
	var c cursor
	for block := range len(t.blocks) / 4 {
		c.start(t, block)
		for k := block * blockSize; k < min((block+1)*blockSize, t.names); k++ {
			c.next()
			for p := c.places; len(p) >= 3; p = p[3:] {
				if i := u24(p); u24(t.rec(i)) != k {
					out[i].Names = append(out[i].Names, title(c.key))
				}
			}
		}
	}
	return out
}

func (t *Table) divisionCodes() []string {
	var out []string
	for b := t.admin; len(b) > 0; b = b[1+int(b[0]):] {
		out = append(out, string(b[1:1+int(b[0])]))
	}
	return out
}
