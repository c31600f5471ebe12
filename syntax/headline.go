package syntax

import "casus"

// Headlines in title case ("Halvia And Tornia Sign Trade Deal") look like one long name
// to a network that was trained on sentences. Before such a one is parsed, the words that
// are mostly written small, and are not part of a known name, are taken as if they were.
// The tokens keep their forms.

// titled says that a sentence is written like a title: words with a capital outnumber
// those without by far.
func titled(tokens []casus.Token) bool {
	small, capital := 0, 0
	for i := range tokens {
		switch f := tokens[i].Form; {
		case f == "":
		case f[0]-'a' <= 25:
			if len(f) > 3 { // "a", "of", "to", "and" are small in titles as well
				small++
			}
		case f[0]-'A' <= 25 && i > 0:
			capital++
		}
	}
	return capital > 2 && capital+small > 3 && capital > 3*small
}

// untitle marks the words of a title that are to be read as if written small.
func (n *Namer) untitle(tokens []casus.Token, out []bool) {
	f := n.m.feats
	n.title = n.title[:0]
	for i := range tokens {
		out[i] = false
		n.buf = Normal(n.buf[:0], tokens[i].Form)
		k := len(n.buf)
		c := cased(n.buf)
		n.buf = appendLower(n.buf, n.buf)
		h := hash(n.buf[k:])
		n.title = append(n.title, nameForm{hash: h, cased: c, kinds: f.known.kinds(h)})
	}
	for i := 0; i < len(tokens); {
		if n.title[i].kinds&WordBegins != 0 {
			if k := n.phraseAt(i); k > 0 {
				i += k
				continue
			}
		}
		w := &n.title[i]
		out[i] = w.cased == 1 && w.kinds&WordSmall != 0 && w.kinds&(WordCountry|WordPeople|WordCapital|WordBigCity) == 0
		i++
	}
}

// phraseAt is the length of the longest phrase of the gazetteer that begins at word i
// of the title at hand, 0 for none.
func (n *Namer) phraseAt(i int) int {
	f := n.m.feats
	h, best := uint32(0), 0
	for k := i; k < len(n.title) && k-i < f.Gazetteer.Longest; k++ {
		h = joined(h, n.title[k].hash)
		if k > i && f.phrases.kinds(h) != 0 {
			best = k - i + 1
		}
	}
	return best
}
