package conllu

import (
	"strings"

	"casus"
)

// Casus makes a sentence of the root package, with spans into Text. Words that
// share a surface token without a seam share its span.
func (s *Sentence) Casus() casus.Sentence {
	out := casus.Sentence{Tokens: make([]casus.Token, 0, len(s.Words))}
	at := 0
	s.Surface(func(first, last int, form string, space bool) bool {
		rest, pos := form, at
		for i := first; i <= last; i++ {
			w := &s.Words[i]
			t := casus.Token{Form: w.Form, Lemma: w.Lemma, UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Head: max(w.Head, -1), Deprel: w.Deprel, Glued: i > first}
			if strings.HasPrefix(rest, w.Form) {
				t.Span = casus.Span{Begin: pos, End: pos + len(w.Form)}
				rest, pos = rest[len(w.Form):], pos+len(w.Form)
			} else {
				t.Span = casus.Span{Begin: at, End: at + len(form)}
			}
			out.Tokens = append(out.Tokens, t)
		}
		out.Tokens[len(out.Tokens)-1].Space = space
		at += len(form)
		if space {
			at++
		}
		return true
	})
	if n := len(out.Tokens); n > 0 {
		out.Span = casus.Span{Begin: 0, End: out.Tokens[n-1].Span.End}
	}
	return out
}

// FromCasus makes a sentence to write. text is the text that the spans point into;
// where they do not, a surface token is its words put together.
func FromCasus(s *casus.Sentence, text string) Sentence {
	var out Sentence
	for i := 0; i < len(s.Tokens); {
		last := i
		for last+1 < len(s.Tokens) && s.Tokens[last+1].Glued {
			last++
		}
		for k := i; k <= last; k++ {
			t := &s.Tokens[k]
			out.Words = append(out.Words, Word{Form: t.Form, Lemma: t.Lemma, UPOS: t.UPOS, XPOS: t.XPOS, Feats: t.Feats, Head: t.Head, Deprel: t.Deprel})
		}
		misc := ""
		if !s.Tokens[last].Space {
			misc = "SpaceAfter=No"
		}
		if last > i {
			out.Ranges = append(out.Ranges, Range{First: i, Last: last, Form: surface(s.Tokens[i:last+1], text), Misc: misc})
		} else {
			out.Words[i].Misc = misc
		}
		i = last + 1
	}
	return out
}

// surface is the text under the words of one surface token.
func surface(words []casus.Token, text string) string {
	begin, end := words[0].Span.Begin, words[len(words)-1].Span.End
	if 0 <= begin && begin < end && end <= len(text) {
		return text[begin:end]
	}
	var b strings.Builder
	for i := range words {
		b.WriteString(words[i].Form)
	}
	return b.String()
}
