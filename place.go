package casus

// Place is a toponym: words that name a place, and the place that they mean.
type Place struct {
	Span Span
	// Sentence is the index of the sentence, -1 in a dateline. First and Last
	// are its tokens, both inclusive; Head is the head among them.
	Sentence, Head, First, Last int
	// Name is the usual name of the place; the words themselves where it is
	// unknown.
	Name string
	// Kind is what it is: "country", "admin1" (state, province), "admin2"
	// (county, district), "capital", "seat" (of a province), "city", "region",
	// "continent", "sea", "river", "lake", "mountain", "island", "site"; "" where
	// it is unknown.
	Kind string
	// Country is ISO 3166 alpha-3, Admin1 the name of the first division;
	// "" where unknown or several.
	Country, Admin1 string
	// Located says that Lat and Lon are known (degrees north and east, WGS 84).
	Located  bool
	Lat, Lon float64
	// GeoNames is the id there, 0 for none.
	GeoNames int
	// Precision says what the point stands for: "town", "site", "district",
	// "province", "country", "area"; "" where it is unknown.
	Precision string
	// Adjective: the words are an adjective or a people ("Russian"), which names a
	// state and no place.
	Adjective bool
	// Within: the words are part of the name of something else ("the Paris
	// Review", "University of Georgia").
	Within bool
	// Dateline: the place stands in the dispatch's dateline. It is where the
	// report comes from, not where things happen.
	Dateline bool
	// Score is between 0 and 1: how sure it is that a place is named.
	Score float64
	// Why tells what was taken for it and against which others.
	Why string
}
