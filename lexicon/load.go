// Package lexicon reads the files that say what words mean: which words carry an
// act or an operator, who is who, what a title makes of somebody. People edit
// these files; docs/lexicon.md explains their format by example.
//
// An entry starts at the left margin with its kind and its names; its fields are
// indented; a blank line ends it. Load turns the entries into the types of this
// package, Format settles the layout of a file, Check looks for what is odd.
package lexicon

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"casus"
	"casus/ontology"
)

//go:generate go test -run TestTables -update .

//go:embed all:en
var builtin embed.FS

// Builtin returns the files that come with the program.
func Builtin() fs.FS { return builtin }

// Lexicon is all that the files say. It is read-only.
type Lexicon struct {
	Predicates []Predicate
	// Actors are those of the texts; People are the tables of further persons.
	Actors []Actor
	People []*People
	Roles  []Role
	// Words are the word sets by name, with the sets they include.
	Words map[string]map[string]bool
	// Examples of all predicates and actors.
	Examples []Example

	// Problems are the warnings found on reading; errors make Load fail.
	Problems []Problem
	digest   string
}

// Digest identifies the content: the same files have the same digest.
func (l *Lexicon) Digest() string { return l.digest }

// Load reads every .txt file of fsys, and the tables of persons (.table). The files of an overlay replace those of the
// same name below it and add to them. All errors are reported at once.
func Load(fsys fs.FS, overlays ...fs.FS) (*Lexicon, error) {
	files := map[string][]byte{}
	for _, f := range append([]fs.FS{fsys}, overlays...) {
		err := fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
			if ext := path.Ext(name); err != nil || d.IsDir() || ext != ".txt" && ext != ".table" {
				return err
			}
			b, err := fs.ReadFile(f, name)
			files[name] = b
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	return load(files)
}

// loadText loads one file alone.
func loadText(name, text string) (*Lexicon, error) {
	return load(map[string][]byte{name: []byte(text)})
}

func load(files map[string][]byte) (*Lexicon, error) {
	onto, err := ontology.Load()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	l := &loader{lex: &Lexicon{Words: map[string]map[string]bool{}}, onto: onto}
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	sum := sha256.New()
	var entries []Entry
	var tables []string
	for _, n := range names {
		fmt.Fprintf(sum, "%s %d\n", n, len(files[n]))
		sum.Write(files[n])
		if path.Ext(n) == ".table" {
			tables = append(tables, n)
			continue
		}
		es, ps := parse(n, string(files[n]))
		entries = append(entries, es...)
		l.problems = append(l.problems, ps...)
	}
	l.lex.digest = hex.EncodeToString(sum.Sum(nil))[:12]
	l.words(entries)
	l.lex.Actors = make([]Actor, 0, len(entries))
	for i := range entries {
		l.entry(&entries[i])
	}
	for _, n := range tables {
		l.table(n, string(files[n]))
	}
	return l.finish()
}

// loader turns entries into the lexicon's types.
type loader struct {
	lex      *Lexicon
	onto     *ontology.Ontology
	problems []Problem
}

func (l *loader) bad(pos Pos, format string, args ...any) {
	l.problems = append(l.problems, Problem{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

func (l *loader) finish() (*Lexicon, error) {
	var errs []error
	for _, p := range l.problems {
		if p.Warning {
			l.lex.Problems = append(l.lex.Problems, p)
			continue
		}
		errs = append(errs, errors.New(p.String()))
		if len(errs) == 50 {
			errs = append(errs, errors.New("and more"))
			break
		}
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("lexicon: %w:\n%w", casus.ErrInvalid, errors.Join(errs...))
	}
	return l.lex, nil
}

var kinds = []string{"verb", "noun", "adjective", "words", "state", "person", "organisation", "metonym", "group", "party", "city", "place", "role"}

func (l *loader) entry(e *Entry) {
	if len(e.Names) == 0 {
		l.bad(e.Pos, "%q has no name", e.Kind)
		return
	}
	switch e.Kind {
	case "verb", "noun", "adjective":
		l.predicate(e)
	case "words":
	case "state", "person", "organisation", "metonym", "group", "party", "city", "place":
		l.actor(e)
	case "role":
		l.role(e)
	default:
		l.bad(e.Pos, "unknown kind of entry %q%s", e.Kind, meant(e.Kind, kinds))
	}
}

// words reads the word sets first, since conditions name them.
func (l *loader) words(entries []Entry) {
	raw := map[string][]Field{}
	var order []string
	for i := range entries {
		e := &entries[i]
		if e.Kind != "words" || len(e.Names) == 0 {
			continue
		}
		n := strings.TrimPrefix(e.Names[0], "&")
		if raw[n] != nil {
			l.bad(e.Pos, "the set %q is there already", n)
		}
		raw[n] = append([]Field{}, e.Fields...)
		order = append(order, n)
	}
	var fill func(n string, seen []string) map[string]bool
	fill = func(n string, seen []string) map[string]bool {
		if done := l.lex.Words[n]; done != nil {
			return done
		}
		set := map[string]bool{}
		for _, f := range raw[n] {
			for _, w := range list(f.Value) {
				sub, isSet := strings.CutPrefix(w, "&")
				switch {
				case !isSet:
					set[strings.ToLower(w)] = true
				case raw[sub] == nil:
					l.bad(f.Pos, "unknown set %q%s", w, meant(sub, order))
				case slices.Contains(seen, sub):
					l.bad(f.Pos, "the set %q holds itself", w)
				default:
					for k := range fill(sub, append(seen, n)) {
						set[k] = true
					}
				}
			}
		}
		l.lex.Words[n] = set
		return set
	}
	for _, n := range order {
		fill(n, nil)
	}
}

// meant proposes the known word nearest to one that is not known.
func meant(w string, known []string) string {
	best, at := 3, ""
	for _, k := range known {
		if d := distance(strings.ToLower(w), strings.ToLower(k)); d < best {
			best, at = d, k
		}
	}
	if at == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", at)
}

// distance is the edit distance, neighbours swapped counting as one edit.
func distance(a, b string) int {
	if len(a) > 40 || len(b) > 40 {
		return 99
	}
	var d [42][42]int
	for i := range len(a) + 1 {
		for j := range len(b) + 1 {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			default:
				c := 1
				if a[i-1] == b[j-1] {
					c = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+c)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}
