package lexicon_test

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"casus"
	"casus/lexicon"
	"casus/ontology"
)

func TestBuiltin(t *testing.T) {
	l, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Check() {
		if !p.Warning {
			t.Error(p)
		}
	}
	verbs, nouns := map[string]bool{}, map[string]bool{}
	for _, p := range l.Predicates {
		for _, w := range p.Lemmas {
			switch p.Kind {
			case lexicon.Verb:
				verbs[w] = true
			case lexicon.Noun:
				nouns[w] = true
			}
		}
	}
	if len(verbs) < 150 || len(nouns) < 60 {
		t.Errorf("%d verbs and %d nouns", len(verbs), len(nouns))
	}
}

func file(text string) fs.FS { return fstest.MapFS{"en/verbs/x.txt": {Data: []byte(text)}} }

const urge = `verb urge, call on
  operator  ASK appeal
  pattern   to-do: ACTOR ~ RECIPIENT to DO
  if        RECIPIENT is GOV
    operator ASK demand
  e.g.      2024-06-21: Seoul urged Moscow to halt the drills.
    => KOR REQUEST RUS, change, 0242
`

func TestPredicate(t *testing.T) {
	l, err := lexicon.Load(file(urge))
	if err != nil {
		t.Fatal(err)
	}
	p := l.Predicates[0]
	if strings.Join(p.Lemmas, "|") != "urge|call on" || p.Sense.Operator != "ASK" || p.Sense.Variant != "appeal" {
		t.Errorf("%+v", p)
	}
	el := p.Patterns[0].Elements
	if len(el) != 3 || el[0].Slot != lexicon.ACTOR || !el[0].Before || el[2].Slot != lexicon.DO || el[2].Preps[0] != "to" {
		t.Errorf("%+v", el)
	}
	if c := p.Conditions[0]; c.Codes[0] != "GOV" || c.Sense.Variant != "demand" || c.Pos.Line != 4 {
		t.Errorf("%+v", c)
	}
	if x := l.Examples[0]; x.Date != "2024-06-21" || !strings.HasPrefix(x.Text, "Seoul") {
		t.Errorf("%+v", x)
	}
}

func TestPatterns(t *testing.T) {
	for src, want := range map[string]string{
		"with: ACTOR's ~ with|against RECIPIENT":       "ACTOR< RECIPIENT(with|against)",
		"both: ACTOR and RECIPIENT ~":                  "ACTOR< RECIPIENT(and)< reciprocal",
		"between: ~ between ACTOR and RECIPIENT":       "ACTOR(between) RECIPIENT(and) reciprocal",
		"out: ACTOR ~ (THING) out of PLACE":            "ACTOR< THING? PLACE(out of)",
		"from: ACTOR ~ RECIPIENT from DO; ~ by ACTOR ": "ACTOR< RECIPIENT DO(from)",
	} {
		l, err := lexicon.Load(file("verb x\n  operator STOP\n  pattern " + src + "\n"))
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		var b strings.Builder
		for _, e := range l.Predicates[0].Patterns[0].Elements {
			b.WriteString(e.Slot.String())
			if len(e.Preps) > 0 {
				b.WriteString("(" + strings.Join(e.Preps, "|") + ")")
			}
			if e.Before {
				b.WriteByte('<')
			}
			if e.Optional {
				b.WriteByte('?')
			}
			b.WriteByte(' ')
		}
		if l.Predicates[0].Patterns[0].Reciprocal {
			b.WriteString("reciprocal")
		}
		if got := strings.TrimSpace(b.String()); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

func TestErrorsSayWhatAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		"verb x\n  operator AKS\n  pattern a: ACTOR ~\n":                                  `en/verbs/x.txt:2: operator or act "AKS" is unknown; did you mean "ASK"?`,
		"verb x\n  operator ASK\n  patern a: ACTOR ~\n":                                   `x.txt:3: a verb has no field "patern"; did you mean "pattern"?`,
		"verb x\n  operator ASK\n  pattern a: AKTOR ~\n":                                  `unknown slot "AKTOR"`,
		"verb x\n  operator ASK\n  pattern a: ACTOR with\n":                               `no "~"`,
		"verb x\n  operator ASK\n  pattern a: ACTOR ~ with\n":                             "introduces no slot",
		"verb x\n  operator ASK\n":                                                        `"x" has no pattern`,
		"verb x\n  pattern a: ACTOR ~\n":                                                  "neither operator nor act",
		"  operator ASK\n":                                                                "without an entry above it",
		"vreb x\n  operator ASK\n":                                                        `unknown kind of entry "vreb"; did you mean "verb"?`,
		"verb x\n  operator ASK\n  pattern a: ACTOR ~ THING\n  if THING is &waepons\n":    `unknown set "&waepons"`,
		"verb x\n  operator ASK\n  pattern a: ACTOR ~\n  e.g. It rains.\n    => REQEST\n": "no event",
		"verb x\n  operator ASK\n  pattern a: ACTOR ~\n  e.g. It rains.\n":                "says nothing of its coding",
		"person Jo\n  office RUS GOV  president  2012 .. 20x8\n":                          "a term is written",
		"state KOR\n  nmae Korea\n":                                                       `did you mean "name"?`,
		"verb \xff\n":                                                                     "not UTF-8",
		"words a\n  &b\n\nwords b\n  &a\n":                                                "holds itself",
		"role x\n  sector GVO\n":                                                          `unknown sector "GVO"; did you mean "GOV"?`,
	} {
		_, err := lexicon.Load(file(text))
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q:\n%v\nwant %q", text, err, want)
		}
	}
}

func TestOverlayReplacesAndAdds(t *testing.T) {
	over := fstest.MapFS{
		"en/verbs/x.txt": {Data: []byte("verb beg\n  operator ASK\n  pattern a: ACTOR ~ RECIPIENT\n")},
		"en/verbs/y.txt": {Data: []byte("verb nag\n  operator ASK\n  pattern a: ACTOR ~ RECIPIENT\n")},
	}
	l, err := lexicon.Load(file(urge), over)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Predicates) != 2 || l.Predicates[0].Lemmas[0] != "beg" || l.Predicates[1].Lemmas[0] != "nag" {
		t.Errorf("%+v", l.Predicates)
	}
	base, err := lexicon.Load(file(urge))
	if err != nil {
		t.Fatal(err)
	}
	if base.Digest() == l.Digest() {
		t.Error("two lexicons, one digest")
	}
}

func TestFormat(t *testing.T) {
	in := "# head\n\nverb   urge,  call on # often\n operator ASK   appeal\n  pattern to-do: ACTOR ~ RECIPIENT to DO\n  if RECIPIENT is GOV\n      operator ASK demand\n  e.g. Seoul urged Moscow.\n     => none\n\n\n\nwords w\n  a, b\n"
	want := "# head\n\nverb urge, call on  # often\n  operator  ASK   appeal\n  pattern   to-do: ACTOR ~ RECIPIENT to DO\n  if RECIPIENT is GOV\n    operator ASK demand\n  e.g.      Seoul urged Moscow.\n    => none\n\nwords w\n  a, b\n"
	if got := lexicon.Format(in); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := lexicon.Format(want); got != want {
		t.Errorf("twice:\n%s", got)
	}
}

func TestBuiltinFilesAreSettled(t *testing.T) {
	err := fs.WalkDir(lexicon.Builtin(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		b, err := fs.ReadFile(lexicon.Builtin(), name)
		if err == nil && lexicon.Format(string(b)) != string(b) {
			t.Errorf("%s: not in the one layout; casus lexicon fmt lexicon/en settles it", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExpectation(t *testing.T) {
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	got := []lexicon.View{{Actors: []string{"KOR", "GOV"}, Event: "REQUEST", Recipients: []string{"RUS"}, Mode: "change", Contexts: []string{"military"}, CAMEO: "0242"}}
	for s, want := range map[string]bool{
		"KOR REQUEST RUS": true, "KOR GOV REQUEST RUS, change, military, 024": true, "REQUEST": true,
		"RUS REQUEST KOR": false, "KOR ACCUSE RUS": false, "KOR REQUEST RUS, yield": false, "KOR REQUEST, 10": false, "none": false,
	} {
		x, err := lexicon.ParseExpectation(s, onto)
		if err != nil || x.Met(got) != want {
			t.Errorf("%s: met %v, %v", s, !want, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(urge)
	f.Add("state KOR\n  name South Korea\n")
	f.Add("words a\n  b, &c\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = lexicon.Load(file(text))
		once := lexicon.Format(text)
		if twice := lexicon.Format(once); twice != once {
			t.Fatalf("formatted once:\n%q\ntwice:\n%q", once, twice)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lexicon.Load(lexicon.Builtin()); err != nil {
			b.Fatal(err)
		}
	}
}
