package eval

import (
	"strings"
	"testing"

	"casus/lexicon"
)

func TestOffices(t *testing.T) {
	lex := &lexicon.Lexicon{Actors: []lexicon.Actor{
		{Kind: "organisation", Name: "United Nations", Members: []lexicon.Member{{Country: "HAL"}, {Country: "USA"}, {Country: "TOR", From: "2012"}}},
		{Name: "Ada Halvi", Offices: []lexicon.Office{{Country: "HAL", Title: "prime minister", From: "2009-01-01", To: "2010-05-01"}, {Country: "HAL", Title: "foreign minister", From: "2011"}}},
		{Name: "Bo Torn", Offices: []lexicon.Office{{Country: "HAL", Title: "president", From: "2001"}, {Country: "USA", Title: "president", From: "2001", Seen: "2009-12"}}},
	}}
	s := OfficesOn(lex, "2010-01-01")
	if s.States != 2 || s.Heads != 1 || s.Foreign != 0 || strings.Join(s.NoHead, " ") != "USA" {
		t.Errorf("a term that nobody vouches for any more does not count: %+v", s)
	}
}

// TestLexiconKnowsOffices holds the figures that were reached.
func TestLexiconKnowsOffices(t *testing.T) {
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range OfficeDays[:3] {
		if s := OfficesOn(lex, day); s.States < 192 {
			t.Errorf("%s: the United Nations have %d members", day, s.States)
		}
	}
	f, err := CheckOffices(lex)
	if err != nil {
		t.Fatal(err)
	}
	if f.Right*100 < f.Facts*95 {
		t.Errorf("%s\n%s", f, strings.Join(f.Faults, "\n"))
	}
}

func TestVisits(t *testing.T) {
	lex := &lexicon.Lexicon{Actors: []lexicon.Actor{
		{Kind: "state", Name: "Halvia", Names: []string{"Halvia"}, Country: "HAL"},
		{Name: "Ada Halvi", Names: []string{"Ada Halvi"}, Offices: []lexicon.Office{{Country: "HAL", Title: "chancellor", From: "2009-01-01", To: "2010-05-01"}}},
	}}
	before, after, err := CheckVisits(strings.NewReader("start,end,visitor,from\n2009-03-01,2009-03-02,Prime Minister Ada M. Halvi,Halvia\n"+
		"2010-03-01,2010-03-02,Chancellor Bo Torn,Halvia\n2023-03-01,2023-03-02,Prime Minister Ada Halvi,Halvia\n2009-03-01,2009-03-02,Queen Mo,Halvia\n"), lex)
	if err != nil {
		t.Fatal(err)
	}
	if before.Visits != 2 || before.Right != 1 || before.Other != 1 || after.Visits != 1 || after.Right != 0 || len(after.Faults) != 1 {
		t.Errorf("before %+v, after %+v", before, after)
	}
}
