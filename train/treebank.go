package train

import (
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"casus"
)

// treebankLines goes through the lines of a CoNLL-U file (.gz or plain).
func treebankLines(path string) (iter.Seq[string], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	b, err := io.ReadAll(r)
	f.Close()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(b)) {
			if !yield(strings.TrimRight(line, "\r\n")) {
				return
			}
		}
	}, nil
}

// ReadTreebank reads the trees of a CoNLL-U file (.gz or plain) as sentences of
// the root package, without spans. docs says for each the document it belongs to.
func ReadTreebank(path string) (trees []casus.Sentence, docs []string, err error) {
	lines, err := treebankLines(path)
	if err != nil {
		return nil, nil, err
	}
	var s casus.Sentence
	doc := ""
	for line := range lines {
		switch {
		case strings.HasPrefix(line, "# newdoc id = "):
			doc = line[len("# newdoc id = "):]
		case line == "":
			if len(s.Tokens) > 0 {
				trees, docs = append(trees, s), append(docs, doc)
			}
			s = casus.Sentence{}
		case line[0] != '#':
			c := strings.Split(line, "\t")
			if len(c) != 10 || strings.ContainsAny(c[0], "-.") {
				continue
			}
			h, err := strconv.Atoi(c[6])
			if err != nil {
				return nil, nil, fmt.Errorf("%s: head %q", path, c[6])
			}
			s.Tokens = append(s.Tokens, casus.Token{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: c[5], Head: h - 1, Deprel: c[7]})
		}
	}
	return trees, docs, nil
}
