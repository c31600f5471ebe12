package cli

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
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
			if f.line == "" || !regexp.MustCompile(`^[a-z]+$`).MatchString(f.name) {
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
