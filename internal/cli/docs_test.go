package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"casus/export"
	"casus/lexicon"
	"casus/ontology"
)

const manual = "../../docs/cli.md"

// TestManual checks that docs/cli.md is what the table of commands says.
func TestManual(t *testing.T) {
	var b bytes.Buffer
	writeManual(&b, commands())
	if updating() {
		if err := os.WriteFile(manual, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(manual)
	if err != nil || string(got) != b.String() {
		t.Errorf("docs/cli.md is not what the table says (%v); go test ./internal/cli -update writes it", err)
	}
}

// TestManualOfCodes checks that the chapters of docs/codebook.md are what the tables
// and the lexicon say.
func TestManualOfCodes(t *testing.T) {
	const file, begin, end = "../../docs/codebook.md", "writes it anew. -->\n\n", "<!-- end of what is made -->"
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range onto.Codebook() {
		if c.Is == "" || len(c.Not) == 0 {
			t.Errorf("ontology/codebook.txt does not say what %s is and what it is not", c.Event)
		}
	}
	var b bytes.Buffer
	writeCodebook(&b, onto, lex, nil)
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(got), begin)
	made, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("docs/codebook.md has lost its marks")
	}
	if updating() {
		if err := os.WriteFile(file, []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if made != b.String() {
		t.Error("docs/codebook.md is not what the tables and the lexicon say; go test ./internal/cli -update writes it")
	}
}

func updating() bool {
	for _, a := range os.Args {
		if strings.HasSuffix(a, "-update") || strings.HasSuffix(a, "-update=true") {
			return true
		}
	}
	return false
}

// TestTable checks that every command tells what it does, with an example that the
// parser takes.
func TestTable(t *testing.T) {
	for _, c := range commands() {
		if c.line == "" || c.text == "" || c.run == nil || len(c.examples) == 0 {
			t.Errorf("%s: wants a line, a text, an example and something to run", c.name)
		}
		for _, x := range c.examples {
			call := x.call[strings.Index(x.call, "casus ")+len("casus "):]
			call, _, _ = strings.Cut(call, ">")
			args := strings.Fields(call)
			found, rest := find(commands(), args)
			if found == nil || found.name != c.name {
				t.Errorf("%s: the example %q is of another command", c.name, x.call)
				continue
			}
			if !strings.Contains(call, `"`) {
				if _, _, err := parse(found, rest, func(string) string { return "" }); err != nil {
					t.Errorf("%s: the example %q: %v", c.name, x.call, err)
				}
			}
		}
		for _, f := range c.flags {
			if f.line == "" || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(f.name) {
				t.Errorf("%s: the flag %q wants a name in small letters and a line", c.name, f.name)
			}
		}
	}
}

func TestParse(t *testing.T) {
	c := &command{name: "x", limit: 1, flags: []flag{{"format", "FORMAT", "text", "", []string{"text", "jsonl"}}, {"full", "", "", "", nil}}}
	env := func(name string) string {
		return map[string]string{"CASUS_FORMAT": "jsonl"}[name]
	}
	for _, x := range []struct{ args, format, full, rest, err string }{
		{"", "jsonl", "", "", ""},
		{"a --format=text", "text", "", "a", ""},
		{"--full a", "jsonl", "true", "a", ""},
		{"-format text -- --full", "text", "", "--full", ""},
		{"--full=yes", "", "", "", "takes no value"},
		{"a b", "", "", "", `"b" is more than casus x takes`},
		{"-", "jsonl", "", "-", ""},
	} {
		in, _, err := parse(c, strings.Fields(x.args), env)
		if x.err != "" {
			if err == nil || !strings.Contains(err.Error(), x.err) {
				t.Errorf("%q: got %v, want %q", x.args, err, x.err)
			}
			continue
		}
		if err != nil || in.str("format") != x.format || in.str("full") != x.full || strings.Join(in.args, " ") != x.rest {
			t.Errorf("%q: got %+v, %v", x.args, in, err)
		}
	}
	if _, _, err := parse(c, nil, func(string) string { return "csv" }); err == nil || !strings.Contains(err.Error(), "CASUS_FORMAT") {
		t.Errorf("a bad setting: %v", err)
	}
}

func TestClipAndWrap(t *testing.T) {
	for _, x := range []struct {
		s    string
		n    int
		want string
	}{{"Łódź, Poland", 7, "Łódź…"}, {"short", 10, "short"}, {"any length", 0, "any length"}} {
		if got := clip(x.s, x.n); got != x.want {
			t.Errorf("clip(%q, %d) = %q, want %q", x.s, x.n, got, x.want)
		}
	}
	if got := strings.Join(wrap("one two three four", 9), "|"); got != "one two|three|four" {
		t.Errorf("wrap: %q", got)
	}
}

const readme = "../../README.md"

// TestReadmeShowsWhatComes checks that the output below the first command of the
// README is what the command gives.
func TestReadmeShowsWhatComes(t *testing.T) {
	b, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	const prompt = "    $ go run ./cmd/casus code examples/seoul-moscow-treaty.txt\n"
	head, tail, ok := strings.Cut(text, prompt)
	if !ok {
		t.Fatalf("the README does not show %q", prompt)
	}
	t.Chdir("../..")
	var out, talk bytes.Buffer
	if code := Main([]string{"code", "examples/seoul-moscow-treaty.txt"}, strings.NewReader(""), &out, &talk); code != 0 || talk.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, talk.String())
	}
	var shown strings.Builder
	for line := range strings.Lines(out.String()) {
		shown.WriteString("    " + line)
	}
	if updating() {
		for strings.HasPrefix(tail, "    ") {
			_, tail, _ = strings.Cut(tail, "\n")
		}
		if err := os.WriteFile("README.md", []byte(head+prompt+shown.String()+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !strings.HasPrefix(tail, shown.String()) {
		t.Errorf("the README shows something else than\n%s(go test ./internal/cli -update writes it)", shown.String())
	}
}

// documented checks that each name stands in a document, between backquotes.
func documented(t *testing.T, file, what string, names []string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if !strings.Contains(string(b), "`"+n+"`") {
			t.Errorf("docs/%s does not tell of the %s `%s`", file, what, n)
		}
	}
}

func TestFieldsAreDocumented(t *testing.T) {
	var fields []string
	var walk func(reflect.Type)
	walk = func(r reflect.Type) {
		for r.Kind() == reflect.Pointer || r.Kind() == reflect.Slice {
			r = r.Elem()
		}
		if r.Kind() != reflect.Struct || r.PkgPath() != "casus/export" {
			return
		}
		for i := range r.NumField() {
			name, _, _ := strings.Cut(r.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
			walk(r.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[export.Event]())
	walk(reflect.TypeFor[export.Commitment]())
	walk(reflect.TypeFor[export.Annotation]())
	if len(fields) < 50 {
		t.Fatalf("only %d fields found: %v", len(fields), fields)
	}
	documented(t, "formats.md", "field", fields)
}

func TestCodesAreDocumented(t *testing.T) {
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	documented(t, "codebook.md", "event", onto.Events())
	documented(t, "codebook.md", "context", onto.Contexts())
	documented(t, "codebook.md", "sector", onto.Sectors())
	for _, ev := range onto.Events() {
		documented(t, "codebook.md", "mode", onto.Modes(ev))
	}
}

// TestLexiconIsDocumented looks for the kinds and fields of lexicon entries in the
// lists that the reader of the files holds.
func TestLexiconIsDocumented(t *testing.T) {
	files, err := filepath.Glob("../../lexicon/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source: %v", err)
	}
	lists := regexp.MustCompile(`(?m)^var (?:predicateFields|actorFields|kinds) = \[\]string\{(.*)\}`)
	word := regexp.MustCompile(`"([^"]+)"`)
	n := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range lists.FindAllStringSubmatch(string(b), -1) {
			n++
			for _, w := range word.FindAllStringSubmatch(list[1], -1) {
				documented(t, "lexicon.md", "field or kind", []string{w[1]})
			}
		}
	}
	if n != 3 {
		t.Errorf("%d lists of fields and kinds found, want 3", n)
	}
	for s := range lexicon.TIME + 1 {
		documented(t, "lexicon.md", "slot", []string{s.String()})
	}
}

// quality are the rows of the README's table that come from eval/scores.txt.
var quality = []struct{ row, figures string }{
	{"| events of news items, event right: P / R / F1 | 150 items, 139 sure events, coded by hand |", `items\.dev \(.*\n  event +P (\S+) R (\S+) F1 (\S+)`},
	{"| events, the actor's country right as well | the same |", `items\.dev \(.*\n.*\n  event, actor +P (\S+) R (\S+) F1 (\S+)`},
	{"| relation of a given pair, macro-F1 over 15 | PLV training part, a fifth held out |", `the pair given, the fifth held out.*\n  strict .*root accuracy \S+ macro-F1 (\S+)`},
	{"| quotes: source / cue / content, exact F1 | PolNeAR dev, a third held out |", `polnear.dev.jsonl.gz, the third held out\n  source .* F1 (\S+) .*\n  cue .* F1 (\S+) .*\n  content .* F1 (\S+) `},
	{"| place names given: within 161 km / country right | TR-News, a third held out |", `trnews, the third held out.*\n  names given: within 161 km (\S+) of \d+, country (\S+)`},
	{"| times: strict / relaxed / value, F1 | TimeBank |", `timebank.jsonl.gz: strict (\S+)  relaxed (\S+)  type \S+  value (\S+)`},
	{"| parse: UPOS / UAS / LAS | EWT test, gold tokens |", `(?m)^EWT test, gold tokens: UPOS (\S+) .*?UAS (\S+) LAS ([0-9.]+)`},
	{"| parse without punctuation: UAS / LAS | news set aside, gold tokens |", `GUM news set aside, gold tokens: .*punctuation UAS (\S+) LAS (\S+)`},
	{"| tokens / sentences, F1 | EWT test, raw text |", `EWT test, raw text, F1: tokens (\S+) .*sentences (\S+)`},
	{"| names: persons, organisations, places, nationalities, F1 | Voice of America, test |", `VOA-GMB test, titles cut off persons: .* F1 (\S+)  PER`},
}

// TestReadmeQuotesScores checks that the figures of quality in the README are those
// of eval/scores.txt.
func TestReadmeQuotesScores(t *testing.T) {
	b, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := os.ReadFile("../../eval/scores.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, q := range quality {
		found := regexp.MustCompile(q.figures).FindStringSubmatch(string(scores))
		if found == nil {
			t.Errorf("eval/scores.txt has nothing for %s", q.row)
			continue
		}
		want := q.row + " " + strings.Join(found[1:], " / ") + " |"
		if updating() {
			text = regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(q.row)+`.*$`).ReplaceAllLiteralString(text, want)
		}
		if !strings.Contains(text, want+"\n") {
			t.Errorf("the README should say\n%s\n(go test ./internal/cli -update writes it)", want)
		}
	}
	if updating() {
		if err := os.WriteFile(readme, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
