package cli

import (
	"fmt"

	"casus"
	"casus/eval"
	"casus/text"
)

// treebanks whose text is split.
var treebanks = []struct{ name, file string }{
	{"EWT test", "en_ewt-ud-test.conllu.gz"},
	{"GUM test (open genres)", "en_gum-open-test.conllu.gz"},
}

func (v *evaluation) text() error {
	p, err := load(v.in, casus.LayerText)
	if err != nil {
		return err
	}
	for _, t := range treebanks {
		f, err := v.open("ud", t.file)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		gold, err := text.Treebank(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", t.file, err)
		}
		s := eval.Text(gold, func(doc *casus.Document) { err = p.Extend(v.ctx, doc) })
		if err != nil {
			return err
		}
		fmt.Fprintf(v.e.out, "%s, raw text, F1: %s\n", t.name, s)
	}
	fmt.Fprintln(v.e.out)
	return nil
}
