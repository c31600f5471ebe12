package train

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"casus"
	"casus/syntax"
)

// NamesOptions say how to train the network for names.
type NamesOptions struct {
	// Data is the folder with ner/, ud/, text/, lexical/, actors/ and places/.
	Data string
	// Work is a folder for what each step leaves; see ParserOptions.
	Work string
	// Split splits running text, Parse tags and parses a sentence as the program
	// will when it runs.
	Split func(text string) []casus.Sentence
	Parse func(*casus.Sentence)
	// Teachers is the size of the committee, TeacherSteps and StudentSteps are the
	// lengths of training, in batches.
	Teachers, TeacherSteps, StudentSteps int
	// HeldOut: blocks of the small sets are set aside, and scored.
	HeldOut bool
	Log     io.Writer
}

// namesTraining is a training of the network for names.
type namesTraining struct {
	NamesOptions
	trees     *Treebanks
	feats     *syntax.NameFeatures
	committee []*syntax.NameModel
	named     [][]parsedNames // by set, for training
	held      [][]parsedNames // by set, set aside
	heldNames []string
	recased   [][]parsedNames // of the sets made by hand, in small letters and in capitals
	silver    [][]parsedNames // marked by the committee
}

// parsedNames is a parsed sentence with its labels.
type parsedNames struct {
	Tokens []casus.Token
	Labels []uint16
}

// workFolder keeps what steps of training leave.
type workFolder struct {
	path string
	log  io.Writer
}

// kept runs make unless its file is there already.
func (w workFolder) kept(name string, make func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(w.path, name)
	if b, err := os.ReadFile(path); err == nil {
		if w.log != nil {
			fmt.Fprintf(w.log, "%s: there already\n", path)
		}
		return b, nil
	}
	b, err := make()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(w.path, 0o755); err != nil {
		return nil, err
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, b, 0o644); err != nil {
		return nil, err
	}
	return b, os.Rename(tmp, path)
}

// parse parses sentences, once: the answer is kept.
func (t *namesTraining) parse(name string, read func() ([][]casus.Token, error)) ([][]casus.Token, error) {
	b, err := workFolder{t.Work, t.Log}.kept(name+".parsed.gob", func() ([]byte, error) {
		raw, err := read()
		if err != nil {
			return nil, err
		}
		for _, ts := range raw {
			s := casus.Sentence{Tokens: ts}
			t.Parse(&s)
			for i := range ts {
				ts[i].Lemma, ts[i].Feats = "", ""
			}
		}
		var b bytes.Buffer
		err = gob.NewEncoder(&b).Encode(raw)
		return b.Bytes(), err
	})
	if err != nil {
		return nil, err
	}
	var out [][]casus.Token
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&out); err != nil {
		return nil, fmt.Errorf("%s.parsed.gob is spoilt; delete it: %w", name, err)
	}
	return out, nil
}

// marked reads a set of names and parses it.
func (t *namesTraining) marked(set NameSet) ([]parsedNames, error) {
	ss, err := set.Read(t.Data)
	if err != nil {
		return nil, err
	}
	parsed, err := t.parse(set.File, func() ([][]casus.Token, error) {
		raw := make([][]casus.Token, len(ss))
		for i := range ss {
			raw[i] = ss[i].Tokens
		}
		return raw, nil
	})
	if err != nil {
		return nil, err
	}
	if len(parsed) != len(ss) {
		return nil, fmt.Errorf("%s.parsed.gob has %d sentences, the set %d; delete it", set.File, len(parsed), len(ss))
	}
	out := make([]parsedNames, len(ss))
	for i := range ss {
		out[i] = parsedNames{parsed[i], ss[i].Labels}
	}
	return out, nil
}

// block is the number of sentences that are set aside together.
const block = 50

func (t *namesTraining) load() (err error) {
	if t.trees, err = LoadTreebanks(t.Data); err != nil {
		return err
	}
	for _, set := range NameSets {
		all, err := t.marked(set)
		if err != nil {
			return err
		}
		var train, held []parsedNames
		for i, s := range all {
			if t.HeldOut && i/block%2 == 1 && !strings.Contains(set.File, "train") {
				held = append(held, s)
			} else {
				train = append(train, s)
			}
		}
		t.named, t.held, t.heldNames = append(t.named, train), append(t.held, held), append(t.heldNames, set.File)
	}
	if err := t.recase(); err != nil {
		return err
	}
	for _, set := range DevSets {
		all, err := t.marked(set)
		if err != nil {
			return err
		}
		t.held, t.heldNames = append(t.held, all), append(t.heldNames, set.File)
	}
	vocab, err := LoadVocabulary(t.Data, t.trees.Train)
	if err != nil {
		return err
	}
	g, err := Gazetteer(t.Data)
	if err != nil {
		return err
	}
	l := t.trees.Labels()
	var rels []string
	seen := map[string]bool{}
	for _, r := range l.Rels {
		r, _, _ = strings.Cut(r, ":")
		if !seen[r] {
			seen[r] = true
			rels = append(rels, r)
		}
	}
	t.feats = syntax.NewNameFeatures(vocab, g, l.XPOS, rels)
	return nil
}

// recase copies the sets made by hand in small letters and in capitals, as names are
// typed in letters and set in headlines.
func (t *namesTraining) recase() error {
	for _, c := range []struct {
		name   string
		change func(string) string
	}{{"small", strings.ToLower}, {"capitals", strings.ToUpper}} {
		name := c.name
		if t.HeldOut {
			name += "-held"
		}
		var raw [][]casus.Token
		var labels [][]uint16
		for _, set := range t.named[1:] { // the first is large, and made by machine
			for _, s := range set {
				ts := make([]casus.Token, len(s.Tokens))
				for i := range ts {
					ts[i].Form = c.change(s.Tokens[i].Form)
				}
				raw, labels = append(raw, ts), append(labels, s.Labels)
			}
		}
		parsed, err := t.parse(name, func() ([][]casus.Token, error) { return raw, nil })
		if err != nil {
			return err
		}
		if len(parsed) != len(labels) {
			return fmt.Errorf("%s.parsed.gob is of other sets; delete it", name)
		}
		set := make([]parsedNames, len(parsed))
		for i := range parsed {
			set[i] = parsedNames{parsed[i], labels[i]}
		}
		t.recased = append(t.recased, set)
	}
	return nil
}
