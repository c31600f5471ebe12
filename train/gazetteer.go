package train

import (
	"bufio"
	"compress/gzip"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"casus/syntax"
)

//go:embed names/*.txt
var nameLists embed.FS

// Gazetteer collects the words and phrases of names of persons, places and
// organisations from the lists that come with this package and those of the data
// folder (actors/, places/).
func Gazetteer(data string) (*syntax.Gazetteer, error) {
	b := &gazetteer{data: data, givenBy: map[string]int{}, familyBy: map[string]int{}}
	for _, step := range []func() error{b.own, b.persons, b.places, b.bodies, b.letters} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
	}
	return b.Gazetteer(), nil
}

type gazetteer struct {
	syntax.GazetteerBuilder
	data              string
	givenBy, familyBy map[string]int // how many persons bear a name
}

// own reads the lists of this package: sections of words, or of names parted by
// semicolons.
func (b *gazetteer) own() error {
	for _, name := range []string{"census1990.txt", "bodies.txt"} {
		text, err := nameLists.ReadFile("names/" + name)
		if err != nil {
			return err
		}
		section := ""
		for line := range strings.Lines(string(text)) {
			switch {
			case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
			case line[0] != ' ':
				section = strings.TrimSpace(line)
			default:
				if err := b.line(section, line); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
	}
	return nil
}

func (b *gazetteer) line(section, line string) error {
	kinds := map[string]uint16{"first, many": syntax.WordFirst, "first, few": syntax.WordFirstRare, "last, many": syntax.WordLast, "last, few": syntax.WordLastRare}
	if k, ok := kinds[section]; ok {
		for w := range strings.FieldsSeq(line) {
			b.Word(w, k)
		}
		return nil
	}
	for n := range strings.SplitSeq(line, ";") {
		if n = strings.TrimSpace(n); n == "" {
			continue
		}
		switch section {
		case "company":
			b.name(n, syntax.PhraseBody, syntax.WordCompany, syntax.WordInBody)
		case "body":
			b.name(n, syntax.PhraseBody, syntax.WordBody, syntax.WordInBody)
		case "place":
			b.name(n, syntax.PhrasePlace, syntax.WordBigCity, syntax.WordInPlace)
		default:
			return fmt.Errorf("unknown section %q", section)
		}
	}
	return nil
}

// name adds a name: as a phrase and its words, or as a word.
func (b *gazetteer) name(name string, phrase, whole, part uint16) {
	for _, words := range spellings(name) {
		if len(words) == 1 {
			b.Word(words[0], whole)
			continue
		}
		b.Phrase(words, phrase)
		for _, w := range words {
			if w[0]-'A' <= 25 || w[0] >= 0x80 { // no "of", "and"
				b.Word(w, part)
			}
		}
	}
}

// spellings are the words of a name as the treebanks split it, with hyphens as words
// of their own and not.
func spellings(name string) [][]string {
	words := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(name, "’", "'"), "'s", " 's"))
	if len(words) == 0 {
		return nil
	}
	all := [][]string{words}
	if strings.Contains(name, "-") {
		all = append(all, strings.Fields(strings.ReplaceAll(strings.Join(words, " "), "-", " - ")))
	}
	return all
}

// persons reads office-holders: whole names, and which words are first and last.
func (b *gazetteer) persons() error {
	seen := map[string]bool{}
	for _, f := range []string{"officeholders.wikidata.csv.gz", "leaders.countryinfo.csv.gz", "cabinets.countryinfo.csv.gz", "us-diplomats.csv.gz", "visits-to-us.csv.gz", "leaders.factbook2026.csv"} {
		err := b.table(filepath.Join("actors", f), func(field func(string) string) {
			name := field("name")
			if name == "" || seen[name] || strings.ContainsAny(name, "0123456789(") {
				return
			}
			seen[name] = true
			words := strings.Fields(name)
			if len(words) < 2 {
				return
			}
			for _, s := range spellings(name) {
				b.Phrase(s, syntax.PhrasePerson)
			}
			b.givenBy[words[0]]++
			b.familyBy[words[len(words)-1]]++
		})
		if err != nil {
			return err
		}
	}
	for w, n := range b.givenBy {
		b.Word(w, rank(n, syntax.WordFirst, syntax.WordFirstRare))
	}
	for w, n := range b.familyBy {
		b.Word(w, rank(n, syntax.WordLast, syntax.WordLastRare))
	}
	return nil
}

func rank(n int, many, few uint16) uint16 {
	if n >= 8 {
		return many
	}
	return few
}

func (b *gazetteer) places() error {
	for _, f := range []struct {
		file string
		row  func(c []string)
	}{
		{"gazetteer.countries.tsv", func(c []string) {
			b.name(c[3], syntax.PhrasePlace, syntax.WordCountry, syntax.WordInPlace)
			b.name(c[4], syntax.PhrasePlace, syntax.WordBigCity, syntax.WordInPlace)
		}},
		{"gazetteer.admin1.tsv.gz", func(c []string) {
			for _, n := range c[2:] {
				b.name(n, syntax.PhrasePlace, syntax.WordRegion, syntax.WordInPlace)
			}
		}},
		{"gazetteer.cities15000.tsv.gz", func(c []string) {
			kind := uint16(syntax.WordCity)
			if n, _ := strconv.Atoi(c[6]); n >= 500_000 || c[5] == "PPLC" {
				kind = syntax.WordBigCity
			}
			for _, n := range c[1:3] {
				b.name(n, syntax.PhrasePlace, kind, syntax.WordInPlace)
			}
		}},
	} {
		if err := b.lines(filepath.Join("places", f.file), func(line string) {
			if c := strings.Split(line, "\t"); c[0] != "geonames_id" && len(c) > 3 {
				f.row(c)
			}
		}); err != nil {
			return err
		}
	}
	return b.lines(filepath.Join("actors", "countries.jsonl"), func(line string) {
		var c struct {
			Names, Capitals []string
			Adjective, Noun string
		}
		if json.Unmarshal([]byte(line), &c) != nil {
			return
		}
		for _, n := range c.Names {
			if !strings.ContainsAny(n, "(;,") {
				b.name(n, syntax.PhrasePlace, syntax.WordCountry, syntax.WordInPlace)
			}
		}
		for _, n := range c.Capitals {
			b.name(n, syntax.PhrasePlace, syntax.WordBigCity, syntax.WordInPlace)
		}
		for n := range strings.FieldsFuncSeq(c.Adjective+";"+c.Noun, func(r rune) bool { return r == ';' || r == ',' || r == '/' }) {
			n = strings.TrimSpace(n)
			if one, many := strings.CutSuffix(n, "(s)"); many {
				b.name(one, 0, syntax.WordPeople, 0)
				n = one + "s"
			}
			if n != "" && !strings.ContainsAny(n, " (") {
				b.name(n, 0, syntax.WordPeople, 0)
			}
		}
	})
}

func (b *gazetteer) bodies() error {
	for _, f := range []struct {
		file   string
		fields []string
	}{
		{"organisations.csv", []string{"abbr", "name", "aliases"}},
		{"parties.partyfacts.csv.gz", []string{"name_english"}},
		{"armed-groups.ucdp.csv.gz", []string{"name", "abbr_or_short", "full_english"}},
		{"metonyms.csv", []string{"metonym"}},
	} {
		if err := b.table(filepath.Join("actors", f.file), func(field func(string) string) {
			for _, k := range f.fields {
				for n := range strings.SplitSeq(field(k), ";") {
					if len(n) > 1 && !strings.ContainsAny(n, "(,") {
						b.name(strings.TrimPrefix(n, "the "), syntax.PhraseBody, syntax.WordBody, syntax.WordInBody)
					}
				}
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// letters tells words that are mostly written with a capital from those that are not,
// by the counts of running text.
func (b *gazetteer) letters() error {
	type count struct{ capital, small int }
	words := map[string]*count{}
	err := b.lines(filepath.Join("lexical", "clusters-open-c800.tsv.gz"), func(line string) {
		c := strings.Split(line, "\t")
		if len(c) < 3 || len(c[1]) < 2 {
			return
		}
		low := strings.ToLower(c[1])
		w := words[low]
		if w == nil {
			w = &count{}
			words[low] = w
		}
		n, _ := strconv.Atoi(c[2])
		if low == c[1] {
			w.small += n
		} else {
			w.capital += n
		}
	})
	for w, c := range words {
		switch {
		case c.capital >= 4*c.small:
			b.Word(w, syntax.WordCapital)
		case c.small >= 2*c.capital && (w[0]-'a' < 26 || w[0] >= 0x80):
			b.Word(w, syntax.WordSmall)
		}
	}
	return err
}

// table reads a table with a head line.
func (b *gazetteer) table(file string, row func(field func(string) string)) error {
	return b.read(file, func(r io.Reader) error {
		c := csv.NewReader(r)
		c.FieldsPerRecord = -1
		head, err := c.Read()
		if err != nil {
			return err
		}
		at := map[string]int{}
		for i, h := range head {
			at[h] = i
		}
		for {
			rec, err := c.Read()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			row(func(name string) string {
				if i, ok := at[name]; ok && i < len(rec) {
					return rec[i]
				}
				return ""
			})
		}
	})
}

func (b *gazetteer) lines(file string, row func(line string)) error {
	return b.read(file, func(r io.Reader) error {
		sc := bufio.NewScanner(r)
		sc.Buffer(nil, 1<<22)
		for sc.Scan() {
			row(sc.Text())
		}
		return sc.Err()
	})
}

func (b *gazetteer) read(file string, read func(io.Reader) error) error {
	f, err := os.Open(filepath.Join(b.data, file))
	if err != nil {
		return err
	}
	defer f.Close()
	r := io.Reader(f)
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		r = z
	}
	if err := read(r); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
