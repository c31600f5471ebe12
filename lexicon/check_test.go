package lexicon

import (
	"strings"
	"testing"
)

const oddActors = `state HAL
  name  Halvia

organisation Tornian League
  country  IGO
  member   HAL  2001-02-30 ..
  member   TOR  2001 ..
  member   HAL  2003 ..

person Ada Halvi
  wikidata  17
  office    HAL GOV  president  2001-01-01 .. 2009-01-01

person Bo Torn
  office  HAL GOV  president  2005-01-01 .. 2006-01-01
  office  HAL GOV  foreign minister  2010 .. 2009

person Halvia
  office  HAL GOV  premier  2001 .. 2002

role minister, envoy
  sector  GOV

role Envoy
  sector  GOV
`

// TestCheckTells what is odd, with file and line.
func TestCheckTells(t *testing.T) {
	lex, err := loadText("odd.txt", oddActors)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range lex.Check() {
		got = append(got, p.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"odd.txt:6: the membership of HAL has the day 2001-02-30, which is in no calendar",
		`odd.txt:7: warning: no state has the code "TOR"`,
		"odd.txt:8: warning: HAL is a member of Tornian League since 2001-02-30 already (line 6)",
		`odd.txt:10: "17" is no item of Wikidata; it is a Q and a number`,
		"odd.txt:15: warning: Bo Torn is president of HAL from 2005-01-01, while Ada Halvi at odd.txt:12 is president until 2009-01-01",
		"odd.txt:16: the term ends (2009) before it begins (2010)",
		`odd.txt:18: warning: the name "Halvia" is also that of Halvia at odd.txt:1`,
		`odd.txt:24: warning: the role "Envoy" is at odd.txt:21 already`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q; it says\n%s", want, all)
		}
	}
	if len(got) != 8 {
		t.Errorf("%d problems, want 8:\n%s", len(got), all)
	}
}

// TestCheckIsQuiet: the lexicon that comes with the program has nothing to complain of
// but examples that are wanting.
func TestCheckIsQuiet(t *testing.T) {
	lex, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range lex.Check() {
		if !strings.Contains(p.Message, "example") && !strings.Contains(p.Message, "has the pattern") {
			t.Error(p)
		}
	}
}
