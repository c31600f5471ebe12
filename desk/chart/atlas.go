package chart

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed atlas/*.gz atlas/countries.txt
var atlasFiles embed.FS

// Atlas holds the shapes of states and draws maps of them. It may be used by several
// goroutines at once; what it has projected it keeps.
type Atlas struct {
	coarse, fine []country
	codes        map[string]string // numeric to alpha-3
	anchors      map[string]place

	mu    sync.Mutex
	drawn map[string][]outline
}

// country is the shape of a state: rings of places, each closed in itself.
type country struct {
	code, name string
	rings      [][]place
}

// place is a place on the globe, in degrees.
type place struct{ lon, lat float64 }

// NewAtlas reads the shapes that the program carries.
func NewAtlas() (*Atlas, error) {
	a := &Atlas{codes: map[string]string{}, anchors: map[string]place{}, drawn: map[string][]outline{}}
	b, err := atlasFiles.ReadFile("atlas/countries.txt")
	if err != nil {
		return nil, err
	}
	if err := a.readCountries(string(b)); err != nil {
		return nil, err
	}
	if a.coarse, err = a.read("atlas/countries-110m.json.gz"); err != nil {
		return nil, err
	}
	if a.fine, err = a.read("atlas/countries-50m.json.gz"); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Atlas) readCountries(text string) error {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) != 4 {
			return fmt.Errorf("atlas/countries.txt: %q: not four fields", line)
		}
		lat, err := strconv.ParseFloat(f[2], 64)
		lon, err2 := strconv.ParseFloat(f[3], 64)
		if err = errors.Join(err, err2); err != nil {
			return fmt.Errorf("atlas/countries.txt: %q: %w", line, err)
		}
		a.anchors[f[0]] = place{lon, lat}
		if f[1] != "-" {
			a.codes[f[1]] = f[0]
		}
	}
	return nil
}

// Knows says whether a key is a state that maps can show.
func (a *Atlas) Knows(code string) bool {
	_, ok := a.anchors[code]
	return ok
}

// Anchor is the point of a state at which arcs end.
func (a *Atlas) Anchor(code string) (lat, lon float64, ok bool) {
	p, ok := a.anchors[code]
	return p.lat, p.lon, ok
}

func (a *Atlas) read(name string) ([]country, error) {
	packed, err := atlasFiles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	list, err := a.decode(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// uncoded are shapes that have no code in the atlas.
var uncoded = map[string]string{"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}

// topology is as much of TopoJSON as world-atlas uses: quantised arcs that shapes share
// (github.com/topojson/topojson-specification).
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]int
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string
				ID         string
				Properties struct{ Name string }
				Arcs       json.RawMessage
			}
		}
	}
}

// decode reads the countries of a topology.
func (a *Atlas) decode(b []byte) ([]country, error) {
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, err
	}
	arcs := make([][]place, len(t.Arcs))
	for i, steps := range t.Arcs {
		x, y := 0, 0
		for _, s := range steps {
			x, y = x+s[0], y+s[1]
			arcs[i] = append(arcs[i], place{float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0], float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	var out []country
	for _, g := range t.Objects.Countries.Geometries {
		c := country{code: a.codes[g.ID], name: g.Properties.Name}
		if g.ID == "" {
			c.code = uncoded[c.name]
		}
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var rings [][]int
			if err := json.Unmarshal(g.Arcs, &rings); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			polygons = [][][]int{rings}
		case "MultiPolygon":
			if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
		}
		for _, rings := range polygons {
			for _, ring := range rings {
				r, err := stitch(ring, arcs)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", c.name, err)
				}
				if len(r) > 2 {
					c.rings = append(c.rings, r)
				}
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// stitch makes a ring of arcs; a negative number is an arc read backwards.
func stitch(ring []int, arcs [][]place) ([]place, error) {
	var out []place
	for _, k := range ring {
		back := k < 0
		if back {
			k = ^k
		}
		if k < 0 || k >= len(arcs) {
			return nil, fmt.Errorf("there is no arc %d", k)
		}
		arc := arcs[k]
		for i := range arc {
			p := arc[i]
			if back {
				p = arc[len(arc)-1-i]
			}
			if math.IsNaN(p.lat) || math.Abs(p.lat) > 90.01 || math.Abs(p.lon) > 180.01 {
				return nil, fmt.Errorf("a point at %g, %g", p.lat, p.lon)
			}
			if i > 0 || len(out) == 0 { // arcs share their ends
				out = append(out, p)
			}
		}
	}
	if n := len(out); n > 1 && out[0] == out[n-1] {
		out = out[:n-1]
	}
	return out, nil
}
