package geoparse

import (
	"strings"

	"casus"
)

// abbreviations are those of states and provinces of the United States, Canada and
// Australia, without dots, as the AP style and the post write them.
var abbreviations = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(`alabama ala al
alaska ak
arizona ariz az
arkansas ark ar
california calif cal ca
colorado colo co
connecticut conn ct
delaware del de
florida fla fl
georgia ga
hawaii hi
idaho id
illinois ill il
indiana ind in
iowa ia
kansas kan kans ks
kentucky ky
louisiana la
maine me
maryland md
massachusetts mass ma
michigan mich mi
minnesota minn mn
mississippi miss ms
missouri mo
montana mont mt
nebraska neb nebr ne
nevada nev nv
new_hampshire nh
new_jersey nj
new_mexico nm
new_york ny
north_carolina nc
north_dakota nd
ohio oh
oklahoma okla ok
oregon ore or
pennsylvania pa penn
rhode_island ri
south_carolina sc
south_dakota sd
tennessee tenn tn
texas tex tx
utah ut
vermont vt
virginia va
washington wash wa
west_virginia wva wv
wisconsin wis wisc wi
wyoming wyo wy
alberta alta ab
british_columbia bc
manitoba man mb
new_brunswick nb
newfoundland_and_labrador nl nfld
nova_scotia ns
ontario ont on
prince_edward_island pei
quebec que qc
saskatchewan sask sk
new_south_wales nsw
queensland qld`) {
		words := strings.Fields(line)
		for _, a := range words[1:] {
			m[a] = strings.ReplaceAll(words[0], "_", " ")
		}
	}
	return m
}()

// abbreviated is the full name of a state or province that a token abbreviates: after a
// comma ("Paris, Ky."), or with dots within ("N.Y."). It is "" for any other token.
func abbreviated(s *casus.Sentence, i int) string {
	form := s.Tokens[i].Form
	if len(form) > 6 || len(form) < 2 {
		return ""
	}
	var b [6]byte
	n, dots := 0, 0
	for k := range len(form) {
		switch c := form[k]; {
		case c == '.':
			dots++
		case 'A' <= c && c <= 'Z':
			b[n] = c | 0x20
			n++
		case 'a' <= c && c <= 'z':
			b[n] = c
			n++
		default:
			return ""
		}
	}
	full := abbreviations[string(b[:n])]
	if full == "" {
		return ""
	}
	if dots == 0 && dotted(s, i) {
		dots++
	}
	inner := dots > 1
	after := i > 1 && s.Tokens[i-1].Form == "," && capital(s.Tokens[i-2].Form)
	next := i > 0 && capital(s.Tokens[i-1].Form) && s.Tokens[i-1].UPOS == "PROPN"
	caps := upper(form)
	switch {
	case inner, after && (dots > 0 || caps), next && caps && n == 2 && dots == 0 && s.Tokens[i].UPOS == "PROPN", n == 3 && caps:
		return full
	}
	return ""
}

// dotted says that a dot follows the token at once, and more of the sentence after it.
func dotted(s *casus.Sentence, i int) bool {
	return i+2 < len(s.Tokens) && s.Tokens[i+1].Form == "." && s.Tokens[i+1].Span.Begin == s.Tokens[i].Span.End
}
