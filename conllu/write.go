package conllu

import (
	"io"
	"strconv"
	"strings"
)

// Write writes a sentence with the blank line after it.
func Write(w io.Writer, s *Sentence) error {
	_, err := w.Write(Append(nil, s))
	return err
}

// Append appends the lines of a sentence.
func Append(b []byte, s *Sentence) []byte {
	for _, c := range s.Comments {
		b = append(append(b, c...), '\n')
	}
	r, e := 0, 0
	empty := func(after int) {
		for e < len(s.Empty) && s.Empty[e].After == after {
			b = append(append(b, s.Empty[e].Line...), '\n')
			e++
		}
	}
	empty(0)
	for i := range s.Words {
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			g := &s.Ranges[r]
			b = append(strconv.AppendInt(b, int64(g.First+1), 10), '-')
			b = append(strconv.AppendInt(b, int64(g.Last+1), 10), '\t')
			b = append(field(b, g.Form), "\t_\t_\t_\t"...)
			b = append(field(b, g.Feats), "\t_\t_\t_\t"...)
			b = append(field(b, g.Misc), '\n')
			r++
		}
		w := &s.Words[i]
		b = append(strconv.AppendInt(b, int64(i+1), 10), '\t')
		for _, f := range [...]string{w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats} {
			b = append(field(b, f), '\t')
		}
		if w.Head >= -1 {
			b = strconv.AppendInt(b, int64(w.Head+1), 10)
		} else {
			b = append(b, '_')
		}
		for _, f := range [...]string{w.Deprel, w.Deps, w.Misc} {
			b = field(append(b, '\t'), f)
		}
		b = append(b, '\n')
		empty(i + 1)
	}
	return append(b, '\n')
}

// field appends a column; tabs and line breaks, which it cannot hold, become spaces.
func field(b []byte, s string) []byte {
	if s == "" {
		return append(b, '_')
	}
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
	}
	return append(b, s...)
}
