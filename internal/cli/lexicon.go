package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casus/lexicon"
	"casus/pipeline"
)

// runLexiconCheck is casus lexicon check.
func runLexiconCheck(_ context.Context, e *env, in *input) error {
	var over []fs.FS
	if len(in.args) > 0 {
		if st, err := os.Stat(in.args[0]); err != nil || !st.IsDir() {
			return misuse("%s is no folder", in.args[0])
		}
		over = append(over, os.DirFS(in.args[0]))
	}
	lex, err := lexicon.Load(lexicon.Builtin(), over...)
	if err != nil {
		return err
	}
	wrong, warnings := 0, 0
	for _, p := range lex.Check() {
		fmt.Fprintln(e.out, p)
		if p.Warning {
			warnings++
		} else {
			wrong++
		}
	}
	fmt.Fprintf(e.out, "%d predicates, %d actors, %d roles, %d sets of words, %d examples: %s, %s\n",
		len(lex.Predicates), len(lex.Actors), len(lex.Roles), len(lex.Words), len(lex.Examples), count(wrong, "error"), count(warnings, "warning"))
	if wrong > 0 {
		return errTold
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// runLexiconFmt is casus lexicon fmt.
func runLexiconFmt(_ context.Context, e *env, in *input) error {
	if len(in.args) == 0 {
		return misuse("name the files or folders to settle")
	}
	changed := 0
	one := func(name string) error {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		text := lexicon.Format(string(b))
		if text == string(b) {
			return nil
		}
		changed++
		fmt.Fprintln(e.out, name)
		if in.on("list") {
			return nil
		}
		return os.WriteFile(name, []byte(text), 0o644)
	}
	for _, root := range in.args {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || name != root && filepath.Ext(name) != ".txt" {
				return err
			}
			return one(name)
		})
		if err != nil {
			return err
		}
	}
	if in.on("list") && changed > 0 {
		return fmt.Errorf("%s not in the one layout; casus lexicon fmt settles them", count(changed, "file"))
	}
	return nil
}

// runLexiconTest is casus lexicon test.
func runLexiconTest(ctx context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	lines, failures, err := p.TryExamples(ctx, func(x lexicon.Example) bool { return chosen(x.Pos.File, in.args) })
	if err != nil {
		return err
	}
	for i := range failures {
		writeFailure(e, &failures[i])
	}
	fmt.Fprintf(e.out, "%s, %d of them as they should be, %d not\n", count(lines, "expectation"), lines-len(failures), len(failures))
	if len(failures) > 0 {
		return errTold
	}
	return nil
}

// chosen says whether a file is among those named by their beginnings.
func chosen(file string, beginnings []string) bool {
	if len(beginnings) == 0 {
		return true
	}
	for _, b := range beginnings {
		if strings.HasPrefix(file, b) || strings.HasPrefix(file, strings.TrimPrefix(b, "lexicon/")) {
			return true
		}
	}
	return false
}

// writeFailure tells of an example as a colleague would: what was wanted, what came.
func writeFailure(e *env, f *pipeline.Failure) {
	x := f.Example
	fmt.Fprintf(e.out, "%s:%d: %s\n    wanted  %s\n", x.Pos.File, x.Pos.Line, x.Text, f.Want)
	switch {
	case f.Err != nil:
		fmt.Fprintf(e.out, "    failed  %s\n", plainly(f.Err))
	case len(f.Doc.Events) == 0:
		fmt.Fprintln(e.out, "    got     none")
	default:
		for i := range f.Doc.Events {
			ev := &f.Doc.Events[i]
			fmt.Fprintf(e.out, "    got     %s  # %s\n", eventLine(f.Doc, ev), reason(ev))
		}
	}
	fmt.Fprintln(e.out)
}
