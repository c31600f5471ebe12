package pipeline_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"casus"
	"casus/export"
	"casus/lexicon"
	"casus/pipeline"
)

// TestSameBytes codes the examples, those of the lexicon too, and compares what comes out
// byte for byte: by one worker, by one again, by eight, and by the program built for
// another processor (386, which runs where amd64 does and has no vector instructions of
// ours). The latter is left out with -short.
func TestSameBytes(t *testing.T) {
	one := bytesOf(t, 1)
	if to := os.Getenv("CASUS_TEST_BYTES"); to != "" {
		if err := os.WriteFile(to, one, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	sameBytes(t, "one worker, twice", one, bytesOf(t, 1))
	sameBytes(t, "eight workers", one, bytesOf(t, 8))
	if testing.Short() || runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return
	}
	program, out := filepath.Join(t.TempDir(), "test386"), filepath.Join(t.TempDir(), "out")
	build := exec.Command("go", "test", "-c", "-o", program, ".")
	build.Env = append(os.Environ(), "GOARCH=386", "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building for 386: %v\n%s", err, said)
	}
	run := exec.Command(program, "-test.run", "^TestSameBytes$")
	run.Env = append(os.Environ(), "CASUS_TEST_BYTES="+out)
	said, err := run.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Skipf("a program for 386 does not run here: %v", err)
	}
	if err != nil {
		t.Fatalf("the program for 386: %v\n%s", err, said)
	}
	other, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	sameBytes(t, "built for 386", one, other)
	t.Logf("%d lines, %d bytes", bytes.Count(one, []byte("\n")), len(one))
}

func sameBytes(t *testing.T, what string, want, got []byte) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Errorf("%s, line %d:\n%s\n%s", what, i+1, a[i], b[i])
			return
		}
	}
	t.Errorf("%s: %d lines, not %d", what, len(b), len(a))
}

// bytesOf is all that is written of the examples.
func bytesOf(t *testing.T, workers int) []byte {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	l, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	dispatches := []casus.Dispatch{}
	files, err := filepath.Glob("../examples/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, f := range files {
		if st, err := os.Stat(f); err != nil || st.IsDir() {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		dispatches = append(dispatches, casus.Dispatch{ID: f, Text: string(b), Published: friday})
	}
	for _, x := range l.Examples {
		dispatches = append(dispatches, casus.Dispatch{ID: fmt.Sprintf("%s:%d", x.Pos.File, x.Pos.Line), Text: x.Text, Published: friday})
	}
	var out []byte
	for doc, err := range p.ReadAll(t.Context(), func(yield func(casus.Dispatch, error) bool) {
		for _, d := range dispatches {
			if !yield(d, nil) {
				return
			}
		}
	}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, write := range []func([]byte, *casus.Document, export.Version) ([]byte, error){export.AppendEvents, export.AppendStatements, export.AppendCommitments, export.AppendAnnotation} {
			if out, err = write(out, doc, export.Version{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}
