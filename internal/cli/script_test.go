package cli_test

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"casus/internal/cli"
)

var update = flag.Bool("update", false, "rewrite what scripts and docs/cli.md expect")

// The scripts of testdata/script run the whole program in-process. Above the first
// file of the archive stand the commands, one a line:
//
//	casus ARGS...        run the program ("quotes" hold an argument together)
//	stdin FILE           what the next run reads
//	exit N               the exit code of the last run (0 where the script does not say)
//	stdout REGEXP        what it wrote must match; "! stdout" must not
//	stderr REGEXP
//	lines N              how many lines it wrote
//	cmp stdout FILE      what it wrote is the file; -update rewrites it
//	bytes FILE HEX       makes a file
//	copy PATH FILE       copies a file of the project, named from its root
//	repeat FILE N TEXT   makes a file of a text written N times
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runScript(t, path) })
	}
}

type script struct {
	*testing.T
	path, root     string
	line           int
	stdin          string
	stdout, stderr string
	code           int
	checked        bool
	expected       map[string]string // files to rewrite
}

func runScript(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	path, _ = filepath.Abs(path)
	root, _ := filepath.Abs("../..")
	commands, files := splitArchive(string(b))
	t.Chdir(t.TempDir())
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.name, []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := &script{T: t, path: path, root: root, checked: true, expected: map[string]string{}}
	for line := range strings.Lines(commands) {
		s.line++
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			s.do(line)
		}
	}
	s.endRun()
	if *update && len(s.expected) > 0 {
		out := commands
		for _, f := range files {
			if text, ok := s.expected[f.name]; ok {
				f.text = text
			}
			out += "-- " + f.name + " --\n" + f.text
		}
		if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *script) fail(format string, args ...any) {
	s.Helper()
	s.Errorf("%s:%d: %s\nstdout:\n%s\nstderr:\n%s", filepath.Base(s.path), s.line, fmt.Sprintf(format, args...), s.stdout, s.stderr)
}

// endRun complains of a failure that the script did not speak of.
func (s *script) endRun() {
	if !s.checked && s.code != 0 {
		s.fail("exit code %d", s.code)
	}
	s.checked = true
}

func (s *script) do(line string) {
	word, rest, _ := strings.Cut(line, " ")
	not := word == "!"
	if not {
		word, rest, _ = strings.Cut(rest, " ")
	}
	switch word {
	case "casus":
		s.endRun()
		var out, err bytes.Buffer
		s.code = cli.Main(arguments(rest), strings.NewReader(s.stdin), &out, &err)
		s.stdout, s.stderr, s.stdin, s.checked = out.String(), err.String(), "", false
	case "stdin":
		s.stdin = s.read(rest)
	case "exit":
		s.checked = true
		if want, _ := strconv.Atoi(rest); s.code != want {
			s.fail("exit code %d, want %d", s.code, want)
		}
	case "stdout", "stderr":
		text := s.stdout
		if word == "stderr" {
			text = s.stderr
		}
		if regexp.MustCompile("(?m)"+rest).MatchString(text) == not {
			s.fail("%s: matching %q is %v", word, rest, not)
		}
	case "lines":
		if want, _ := strconv.Atoi(rest); strings.Count(s.stdout, "\n") != want {
			s.fail("%d lines, want %d", strings.Count(s.stdout, "\n"), want)
		}
	case "cmp":
		name := strings.TrimPrefix(rest, "stdout ")
		if *update {
			s.expected[name] = s.stdout
		} else if want := s.read(name); want != s.stdout {
			s.fail("standard output is not %s:\n%s", name, want)
		}
	case "bytes":
		name, digits, _ := strings.Cut(rest, " ")
		b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		s.write(name, b, err)
	case "copy":
		from, to, _ := strings.Cut(rest, " ")
		b, err := os.ReadFile(filepath.Join(s.root, from))
		s.write(to, b, err)
	case "repeat":
		f := strings.SplitN(rest, " ", 3)
		n, err := strconv.Atoi(f[1])
		s.write(f[0], bytes.Repeat([]byte(f[2]), n), err)
	default:
		s.Fatalf("%s:%d: unknown command %q", s.path, s.line, word)
	}
}

func (s *script) read(name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		s.Fatal(err)
	}
	return string(b)
}

func (s *script) write(name string, b []byte, err error) {
	if err == nil {
		err = os.WriteFile(name, b, 0o644)
	}
	if err != nil {
		s.Fatalf("%s:%d: %v", s.path, s.line, err)
	}
}

// arguments splits at white space; double quotes hold together.
func arguments(line string) []string {
	var out []string
	open, in := false, false
	for _, r := range line {
		switch {
		case r == '"':
			open = !open
			if open && !in {
				out, in = append(out, ""), true
			}
		case r == ' ' && !open:
			in = false
		default:
			if !in {
				out, in = append(out, ""), true
			}
			out[len(out)-1] += string(r)
		}
	}
	return out
}

type archived struct{ name, text string }

// splitArchive reads the txtar format: a comment, then files below "-- NAME --".
func splitArchive(s string) (comment string, files []archived) {
	for line := range strings.Lines(s) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		if name, end := strings.CutSuffix(name, " --"); ok && end {
			files = append(files, archived{name: name})
			continue
		}
		if len(files) == 0 {
			comment += line
		} else {
			files[len(files)-1].text += line
		}
	}
	return comment, files
}
