package gazetteer

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"casus"
)

// ReadList reads the list that people edit (places.txt). An entry starts at the left
// margin with its kind and usual name; its fields are indented:
//
//	region Donbas
//	  name     Donbass
//	  country  UKR
//	  point    48.3 38.0
//
// The kind "also" names a place that another list has and gives it further names; its
// country tells which is meant, else the largest is.
func ReadList(text string) (places, also []Place, err error) {
	if !utf8.ValidString(text) {
		return nil, nil, fmt.Errorf("the list of places is not UTF-8: %w", casus.ErrInvalid)
	}
	var p *Place
	n := 0
	for line := range strings.Lines(text) {
		n++
		if i := strings.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case word == "":
		case line[0] != ' ' && line[0] != '\t':
			into := &places
			k := slices.Index(kindNames[:], word)
			if word == "also" {
				into, k = &also, int(Other)
			}
			if k < 0 || key(rest) == "" {
				return nil, nil, fmt.Errorf("places, line %d: an entry begins with a kind (%s, also) and a name: %w", n, strings.Join(kindNames[:], ", "), casus.ErrInvalid)
			}
			*into = append(*into, Place{Kind: Kind(k), Name: rest, Lat: math.NaN()})
			p = &(*into)[len(*into)-1]
		case p == nil:
			return nil, nil, fmt.Errorf("places, line %d: a field without an entry above it: %w", n, casus.ErrInvalid)
		default:
			if err := p.field(word, rest); err != nil {
				return nil, nil, fmt.Errorf("places, line %d: %w", n, err)
			}
		}
	}
	for i := range places {
		if math.IsNaN(places[i].Lat) {
			return nil, nil, fmt.Errorf("places: %q has no point: %w", places[i].Name, casus.ErrInvalid)
		}
	}
	return places, also, nil
}

func (p *Place) field(word, value string) error {
	var err error
	switch word {
	case "name":
		for name := range strings.SplitSeq(value, ",") {
			if name = strings.TrimSpace(name); key(name) != "" {
				p.Names = append(p.Names, name)
			}
		}
	case "country":
		p.Country = value
	case "admin1":
		p.Admin1 = value
	case "geonames":
		p.ID, err = strconv.Atoi(value)
	case "population":
		p.Population, err = strconv.Atoi(value)
	case "point":
		lat, lon, _ := strings.Cut(value, " ")
		if p.Lat, err = strconv.ParseFloat(lat, 64); err == nil {
			p.Lon, err = strconv.ParseFloat(strings.TrimSpace(lon), 64)
		}
		if err == nil && !(math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180) {
			err = fmt.Errorf("%s lies outside the world", value)
		}
	default:
		err = fmt.Errorf("the field %q is unknown", word)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	return nil
}

// Join makes one list of GeoNames's places and those of the list that people edit.
// States and divisions that both have take the point of the edited list.
func Join(geonames, edited, also []Place) ([]Place, error) {
	out := withoutHomonyms(geonames, edited)
	var missing []string
	for _, p := range edited {
		i := -1
		if p.Kind == Country || p.Kind == Admin1 {
			i = slices.IndexFunc(out, func(q Place) bool {
				return q.Kind == p.Kind && q.Country == p.Country && (p.Kind == Country || key(q.Name) == key(p.Name))
			})
		}
		if i < 0 {
			out = append(out, p)
			continue
		}
		q := &out[i]
		q.Lat, q.Lon = p.Lat, p.Lon
		if p.Kind == Country {
			q.Name = p.Name
		}
		q.Names = append(q.Names, p.Names...)
	}
	for _, a := range also {
		best := -1
		for i := range out {
			if key(out[i].Name) == key(a.Name) && (a.Country == "" || out[i].Country == a.Country) &&
				(best < 0 || before(&out[i], &out[best])) {
				best = i
			}
		}
		if best < 0 {
			missing = append(missing, a.Name)
			continue
		}
		out[best].Names = append(out[best].Names, a.Names...)
	}
	if missing != nil {
		return nil, fmt.Errorf("places: no list has %s: %w", strings.Join(missing, ", "), casus.ErrInvalid)
	}
	return out, nil
}

// withoutHomonyms leaves out the quarters and small towns that bear the name of a part of
// the world ("Middle East" in Baltimore), and names divisions also without their kind: a
// county only where no town bears the name.
func withoutHomonyms(geonames, edited []Place) []Place {
	wide := map[string]bool{}
	for _, p := range edited {
		switch p.Kind {
		case Region, Continent, Sea, River, Lake, Mountain:
			for _, n := range append([]string{p.Name}, p.Names...) {
				wide[key(n)] = true
			}
		}
	}
	towns := map[string]bool{}
	for _, p := range geonames {
		if p.Kind.Settled() || p.Kind == Admin1 {
			towns[key(p.Name)] = true
		}
	}
	var out []Place
	for _, p := range geonames {
		if p.Kind == City && p.Population < 100_000 && wide[key(p.Name)] {
			continue
		}
		if p.Kind == Admin1 {
			for _, k := range divisionKinds {
				if short, ok := strings.CutSuffix(p.Name, k); ok {
					p.Names = append(slices.Clone(p.Names), short)
				}
			}
		}
		if p.Kind == Admin2 {
			for _, k := range [...]string{" County", " Parish"} {
				if short, ok := strings.CutSuffix(p.Name, k); ok && !towns[key(short)] {
					p.Names = append(slices.Clone(p.Names), short)
				}
			}
		}
		out = append(out, p)
	}
	return out
}

var divisionKinds = []string{" State", " Province", " Region", " Oblast", " Governorate", " Prefecture", " Department", " District", " Krai", " County", " Voivodeship", " Division"}

// before says that p is rather meant by its name than q: towns go first, then the larger.
func before(p, q *Place) bool {
	if s := p.Kind.Settled(); s != q.Kind.Settled() {
		return s
	}
	return p.Population > q.Population
}

// Make compiles the two lists of a folder into the table that comes with the program.
func Make(dir fs.FS) ([]byte, error) {
	f, err := dir.Open("geonames.tsv.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	geonames, err := Read(f)
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(dir, "places.txt")
	if err != nil {
		return nil, err
	}
	edited, also, err := ReadList(string(text))
	if err != nil {
		return nil, err
	}
	all, err := Join(geonames, edited, also)
	if err != nil {
		return nil, err
	}
	return Compile(all)
}
