package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"casus"
	"casus/conllu"
	"casus/eval"
	"casus/text"
)

// newsDocuments are the world news of GUM's training part that the parser is not
// trained on.
var newsDocuments = []string{"GUM_news_afghan", "GUM_news_korea", "GUM_news_defector", "GUM_news_election"}

// trees with the documents that count; none for all.
var trees = []struct {
	name, file string
	documents  []string
	relations  bool
}{
	{"EWT dev, gold tokens", "en_ewt-ud-dev.conllu.gz", nil, false},
	{"EWT test, gold tokens", "en_ewt-ud-test.conllu.gz", nil, true},
	{"GUM test (open genres), gold tokens", "en_gum-open-test.conllu.gz", nil, false},
	{"GUM news set aside, gold tokens", "en_gum-open-train.conllu.gz", newsDocuments, true},
}

// parser makes a function that parses one sentence whose tokens are given.
func (v *evaluation) parser() (func(*casus.Sentence), error) {
	read, err := v.reader()
	if err != nil {
		return nil, err
	}
	one := make([]casus.Sentence, 1)
	return func(s *casus.Sentence) {
		one[0] = *s
		read(one)
		*s = one[0]
	}, nil
}

// reader makes a function that parses the sentences of a document, whose tokens are
// given.
func (v *evaluation) reader() (func([]casus.Sentence), error) {
	p, err := load(v.in, casus.LayerSyntax)
	if err != nil {
		return nil, err
	}
	return func(ss []casus.Sentence) {
		doc := casus.Document{Sentences: ss, Layers: casus.LayerText}
		if err := p.Extend(v.ctx, &doc); err != nil {
			v.e.say("%v", err)
		}
	}, nil
}

func (v *evaluation) syntax() error {
	parse, err := v.parser()
	if err != nil {
		return err
	}
	for _, t := range trees {
		gold, err := v.treebank(t.file)
		if err != nil {
			return err
		}
		if gold == nil {
			continue
		}
		if t.documents != nil {
			gold = of(gold, t.documents)
		}
		s := eval.Syntax(gold, parse)
		fmt.Fprintf(v.e.out, "%s: %s\n", t.name, s)
		if t.relations {
			fmt.Fprint(v.e.out, s.Relations())
		}
	}
	for _, t := range treebanks {
		if err := v.raw(t.name, t.file); err != nil {
			return err
		}
	}
	fmt.Fprintln(v.e.out)
	return nil
}

// raw scores splitting and parsing together.
func (v *evaluation) raw(name, file string) error {
	trees, err := v.treebank(file)
	if trees == nil || err != nil {
		return err
	}
	f, err := v.open("ud", file)
	if err != nil {
		return err
	}
	gold, err := text.Treebank(f)
	f.Close()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	p, err := load(v.in, casus.LayerSyntax)
	if err != nil {
		return err
	}
	var failed error
	s, err := eval.Raw(gold, trees, func(doc *casus.Document) { failed = p.Extend(v.ctx, doc) })
	if err = errors.Join(failed, err); err != nil {
		return err
	}
	fmt.Fprintf(v.e.out, "%s, raw text, F1: %s\n", name, s)
	return nil
}

// treebank reads a treebank of the data folder; nil where it is not there.
func (v *evaluation) treebank(file string) ([]conllu.Sentence, error) {
	f, err := v.open("ud", file)
	if f == nil {
		return nil, err
	}
	f.Close()
	return conllu.ReadFile(filepath.Join(v.data, "ud", file))
}

// of keeps the sentences of some documents.
func of(all []conllu.Sentence, documents []string) []conllu.Sentence {
	var out []conllu.Sentence
	for _, s := range all {
		id, _ := s.Comment("sent_id")
		if i := strings.LastIndexByte(id, '-'); i > 0 && slices.Contains(documents, id[:i]) {
			out = append(out, s)
		}
	}
	return out
}

// nameSets are the sets of names with the types that they mark. In the set made
// from Voice of America titles belong to the person, in the others not; it is
// scored as it is and with the titles cut off. Sets made on a treebank are read by its
// documents, the others by sentences.
var nameSets = []struct {
	name, file string
	treebank   string
	types      []casus.NameType
	cut        bool
}{
	{"UNER EWT test", "uner-ewt-test.tsv.gz", "en_ewt-ud-test.conllu.gz", []casus.NameType{casus.PER, casus.ORG, casus.LOC}, false},
	{"VOA-GMB test, titles cut off persons", "voa-gmb-test.tsv.gz", "", []casus.NameType{casus.PER, casus.ORG, casus.LOC, casus.NORP}, true},
	{"VOA-GMB test, as it is", "voa-gmb-test.tsv.gz", "", []casus.NameType{casus.PER, casus.ORG, casus.LOC, casus.NORP}, false},
	{"GUM test", "gum-ner-test.tsv.gz", "en_gum-open-test.conllu.gz", []casus.NameType{casus.PER, casus.ORG, casus.LOC}, false},
	{"CrossNER politics test", "crossner-politics-test.tsv.gz", "", []casus.NameType{casus.PER, casus.ORG, casus.LOC}, false},
}

func (v *evaluation) names() error {
	read, err := v.reader()
	if err != nil {
		return err
	}
	for _, t := range nameSets {
		f, err := v.open("ner", t.file)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		f.Close()
		gold, err := conllu.ReadTagged(filepath.Join(v.data, "ner", t.file))
		if err != nil {
			return err
		}
		documents, err := v.documents(t.treebank)
		if err != nil {
			return err
		}
		fmt.Fprintf(v.e.out, "%s: %s\n", t.name, eval.Names(gold, documents, t.types, t.cut, read))
	}
	fmt.Fprintln(v.e.out)
	return nil
}

// documents are the numbers of sentences of a treebank's documents, nil for no
// treebank.
func (v *evaluation) documents(file string) ([]int, error) {
	if file == "" {
		return nil, nil
	}
	all, err := v.treebank(file)
	var sizes []int
	for i := range all {
		if _, begins := all[i].Comment("newdoc id"); begins || len(sizes) == 0 {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
	}
	return sizes, err
}
