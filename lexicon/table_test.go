package lexicon

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the tables anew from their lists")

// TestTables holds that each table says what its list says.
func TestTables(t *testing.T) {
	lists, err := filepath.Glob("lists/*.txt")
	if err != nil || len(lists) == 0 {
		t.Fatalf("no lists: %v", err)
	}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		want, err := CompilePeople(filepath.ToSlash(list), string(text))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join("en", "actors", strings.TrimSuffix(filepath.Base(list), ".txt")+".table")
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s does not match %s (%v); go generate ./lexicon makes it anew", name, list, err)
		}
	}
}

const twoPeople = `# a list

person Ada Halvi
  name      Ada Halvy, Halvi
  wikidata  Q1
  office    KOR GOV      president         2001-02-03 .. 2004
  office    KOR MIL GOV  defence minister  2005 .. 2009-10?

person Bo Torn
  office  PRK GOV  premier  .. 2003-01
`

// TestTableHoldsAll reads back what was written, lines and all.
func TestTableHoldsAll(t *testing.T) {
	data, err := CompilePeople("lists/x.txt", twoPeople)
	if err != nil {
		t.Fatal(err)
	}
	people, err := openPeople(string(data))
	if err != nil {
		t.Fatal(err)
	}
	got := (&Lexicon{People: []*People{people}}).AllActors()
	lex, err := loadText("lists/x.txt", twoPeople)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, lex.Actors) {
		t.Errorf("the table says\n%+v\nthe list\n%+v", got, lex.Actors)
	}
	if got[0].Offices[1].Seen != "2009-10" || got[0].Offices[1].To != "" {
		t.Errorf("an end that is only the last day known: %+v", got[0].Offices[1])
	}
}

// TestTableFaults: bytes from outside never panic.
func TestTableFaults(t *testing.T) {
	data, err := CompilePeople("x.txt", twoPeople)
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if _, err := openPeople(string(data[:n])); err == nil {
			t.Errorf("cut to %d bytes, it opens without an error", n)
		}
	}
	if _, err := CompilePeople("x.txt", "state XXX\n  name Halvia\n"); err == nil {
		t.Error("a state in a table of persons")
	}
}

func FuzzTable(f *testing.F) {
	data, err := CompilePeople("x.txt", twoPeople)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(tableMagic + "\x01x\x00\x00\x00\x00\xff\xff\xff\x7f")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := openPeople(s)
		if err != nil {
			return
		}
		(&Lexicon{People: []*People{p}}).AllActors()
		for _, key := range []string{"ada", "halvi", "", "zz"} {
			p.Named([]byte(key), func(string, int) bool { return true })
		}
	})
}

// TestNamed finds persons by the first word of a name.
func TestNamed(t *testing.T) {
	data, err := CompilePeople("x.txt", twoPeople)
	if err != nil {
		t.Fatal(err)
	}
	p, err := openPeople(string(data))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"ada": "AdaHalvi:0 AdaHalvy:0 ", "halvi": "Halvi:0 ", "bo": "BoTorn:1 ", "cy": "", "": ""} {
		got := ""
		p.Named([]byte(key), func(name string, person int) bool {
			got += fmt.Sprintf("%s:%d ", name, person)
			return true
		})
		if got != want {
			t.Errorf("under %q: %q, want %q", key, got, want)
		}
	}
}

// TestTextsCloseTables: whoever stands in a text with the same item goes before the
// table, and the text's holder of a post ends the open term of the one before.
func TestTextsCloseTables(t *testing.T) {
	table, err := CompilePeople("lists/x.txt", `person Ada Halvi
  wikidata  Q1
  office    HAL GOV  president  2001 .. 2004

person Bo Torn
  office  HAL GOV  foreign minister  2019 .. 2022-07?

person Cy Velt
  office  HAL GOV  minister of fish  2019 .. 2022-07?
`)
	if err != nil {
		t.Fatal(err)
	}
	lex, err := load(map[string][]byte{"a.table": table, "b.txt": []byte(`person Ada Halvy
  wikidata  Q1
  office    HAL GOV  president  2001 .. 2005

person Di Zorn
  office  HAL GOV  foreign minister  2023-04-01 ..
`)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	all := lex.AllActors()
	for i := range all {
		for _, o := range all[i].Offices {
			got = append(got, all[i].Name+" "+o.From+" "+o.To+" "+o.Seen)
		}
	}
	want := []string{"Ada Halvy 2001 2005 ", "Di Zorn 2023-04-01  ", "Bo Torn 2019 2023-04-01 2022-07", "Cy Velt 2019  2022-07"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if o := all[3].Offices[0]; !o.On("2024-01-01") || o.Vouched("2024-01-01") || !o.Vouched("2022-01-01") {
		t.Error("an open term holds on, but nobody vouches for it past the day when the source looked")
	}
}

func TestRanks(t *testing.T) {
	for _, x := range []struct {
		Office
		rank int
	}{
		{Office{Country: "DEU", Title: "chancellor"}, Leads}, {Office{Country: "KOR", Title: "foreign minister"}, Manages},
		{Office{Country: "IND", Title: "foreign secretary"}, Manages}, {Office{Country: "FRA", Title: "minister of culture"}, Serves},
	} {
		if got := x.Rank(); got != x.rank {
			t.Errorf("%s of %s ranks %d, want %d", x.Title, x.Country, got, x.rank)
		}
	}
	o := Office{From: "2019", Seen: "2022-07-28"}
	if o.Stale("2025-01-01") || !o.Stale("2026-01-01") || (&Office{From: "2019"}).Stale("2030-01-01") {
		t.Error("an office is stale when nobody saw it held for three years")
	}
}
