// Package gazetteer holds the places of the world by name: states, their first and
// second divisions, cities, and the regions, seas and mountains of the news.
//
// The idea: a gazetteer is read-only, so it can be used as it lies in the program.
// Compile writes all places into one table of bytes: records of fixed size, and
// their names in the order of their letters, each told by what it adds to the one
// before. Opening it costs nothing, and a name is found by halving.
//
// The table that comes with the program is made by go generate from an extract of
// GeoNames (geonames.tsv.gz, CC BY 4.0) and from places.txt, which people edit. A
// larger one is read from GeoNames's own files with Read and laid over it with
// Merge.
//
// See www.geonames.org/export and download.geonames.org/export/dump/readme.txt.
package gazetteer

import (
	_ "embed"
	"sync"
)

//go:generate go run ./compile

// Kind is what a place is.
type Kind uint8

// The kinds of place.
const (
	Other Kind = iota
	Country
	Admin1  // state, province, region: the first division of a state
	Admin2  // county, district
	Capital // of a state
	Seat    // of a first division
	City
	Region // an area without borders of its own, or across them
	Continent
	Sea
	River
	Lake
	Mountain
	Island
	Site // an airport, a crossing, a palace, a nuclear plant
	kinds
)

var kindNames = [kinds]string{"place", "country", "admin1", "admin2", "capital", "seat", "city", "region", "continent", "sea", "river", "lake", "mountain", "island", "site"}

func (k Kind) String() string {
	if k < kinds {
		return kindNames[k]
	}
	return kindNames[Other]
}

// Settled says that people live there in a town.
func (k Kind) Settled() bool { return k == Capital || k == Seat || k == City }

// Place is a place as it is read from a list.
type Place struct {
	// ID is the GeoNames id; 0 for none.
	ID int
	// Name is the usual name in English, Names are others.
	Name  string
	Names []string
	Kind  Kind
	// Country is ISO 3166 alpha-3, "" for none or several.
	Country string
	// Admin1 is the GeoNames code of the first division within the country.
	Admin1 string
	// Population, 0 where unknown.
	Population int
	// Lat and Lon in degrees, north and east.
	Lat, Lon float64
}

//go:embed places.bin
var builtin []byte

// Builtin is the table that comes with the program.
var Builtin = sync.OnceValue(func() *Table {
	t, err := open(builtin)
	if err != nil {
		panic("gazetteer: the table in the program is damaged; run go generate ./geoparse/gazetteer: " + err.Error())
	}
	return t
})
