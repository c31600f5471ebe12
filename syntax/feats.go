package syntax

import (
	"strings"

	"casus"
)

// Feats are the features of a form with its tags, "" for none.
func (l *Lemmas) Feats(form, upos, xpos string) string {
	var buf [96]byte
	if len(form)+len(upos)+len(xpos) > len(buf)-8 {
		return ""
	}
	key := append(append(append(append(buf[:0], upos...), 0), xpos...), 0)
	n := len(key)
	key = lowerInPlace(Normal(key, form), n)
	if f, ok := l.feats[string(key)]; ok {
		return f
	}
	return l.feats[string(key[:n-1])]
}

// Finish sets the features that a word has from its place in the tree: the voice of
// participles, the mood of bare verbs, person and number of finite verbs, the case
// of pronouns that do not show it.
func (l *Lemmas) Finish(s *casus.Sentence) {
	var few [128]place
	at := few[:]
	if len(s.Tokens) > len(few) {
		at = make([]place, len(s.Tokens))
	}
	places(s.Tokens, at)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		switch t.XPOS {
		case "VBD", "VBP":
			t.Feats = agree(s.Tokens, at, i)
		case "VB":
			if imperative(s.Tokens, at, i) {
				t.Feats = "Mood=Imp|VerbForm=Fin"
			}
		case "VBN":
			if at[i].has(perfect) && !at[i].has(passive) || t.UPOS != "VERB" {
				t.Feats = "Tense=Past|VerbForm=Part"
			} else {
				t.Feats = "Tense=Past|VerbForm=Part|Voice=Pass"
			}
		case "VBG":
			if t.UPOS == "VERB" {
				t.Feats = gerund(s.Tokens, at, i)
			}
		case "PRP":
			if t.Deprel != "nsubj" && t.Deprel != "nsubj:pass" && t.Deprel != "expl" {
				oblique(t)
			}
		}
	}
}

// place is what the words that hang on a word tell of it.
type place struct {
	subject int32 // index of its subject plus one, 0 for none
	marks   marks
}

// marks are kinds of words that hang on a word.
type marks uint16

const (
	passive    marks = 1 << iota // a subject or auxiliary of the passive
	perfect                      // "have"
	auxiliary                    // any auxiliary
	infinitive                   // "to"
	marked                       // another word that opens a clause
	preposed                     // a preposition
	determined                   // an article or owner
	several                      // a second conjunct by "and"
)

func (p place) has(m marks) bool { return p.marks&m != 0 }

// places fills at.
func places(tokens []casus.Token, at []place) {
	clear(at[:len(tokens)])
	for i := range tokens {
		t := &tokens[i]
		if t.Head < 0 {
			continue
		}
		p := &at[t.Head]
		switch t.Deprel {
		case "nsubj", "nsubj:outer", "csubj", "csubj:outer":
			p.subject = int32(i + 1)
		case "nsubj:pass", "csubj:pass":
			p.subject = int32(i + 1)
			p.marks |= passive
		case "expl":
			if p.subject == 0 {
				p.subject = int32(i + 1)
			}
		case "aux:pass":
			p.marks |= passive | auxiliary
		case "aux", "cop":
			p.marks |= auxiliary
			if t.Lemma == "have" {
				p.marks |= perfect
			}
		case "mark":
			if t.XPOS == "TO" {
				p.marks |= infinitive
			} else {
				p.marks |= marked
			}
		case "case":
			p.marks |= preposed
		case "det", "nmod:poss":
			p.marks |= determined
		case "conj":
			p.marks |= several
		}
	}
}

// clause is the word that heads the clause of a verb: its own, or for an auxiliary
// and a copula that of its head.
func clause(tokens []casus.Token, i int) int {
	switch tokens[i].Deprel {
	case "aux", "aux:pass", "cop":
		return max(tokens[i].Head, 0)
	}
	return i
}

// subjectOf is the subject of a clause, -1 for none: its own, that of the clause it
// is joined to, or the noun that a relative clause tells of.
func subjectOf(tokens []casus.Token, at []place, i int) int {
	for range 8 {
		if s := int(at[i].subject) - 1; s >= 0 {
			if t := &tokens[s]; (t.XPOS == "WDT" || t.XPOS == "WP") && tokens[i].Deprel == "acl:relcl" {
				return tokens[i].Head
			}
			return s
		}
		h := tokens[i].Head
		if h < 0 || tokens[i].Deprel != "conj" && tokens[i].Deprel != "acl:relcl" {
			return -1
		}
		if tokens[i].Deprel == "acl:relcl" {
			return h
		}
		i = h
	}
	return -1
}

// finite are the features of finite verbs by tense (present, past), number
// (singular, plural) and person.
var finite = [2][2][3]string{
	{{"Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin", "Mood=Ind|Number=Sing|Person=2|Tense=Pres|VerbForm=Fin", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"},
		{"Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin", "Mood=Ind|Number=Plur|Person=2|Tense=Pres|VerbForm=Fin", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"}},
	{{"Mood=Ind|Number=Sing|Person=1|Tense=Past|VerbForm=Fin", "Mood=Ind|Number=Sing|Person=2|Tense=Past|VerbForm=Fin", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"},
		{"Mood=Ind|Number=Plur|Person=1|Tense=Past|VerbForm=Fin", "Mood=Ind|Number=Plur|Person=2|Tense=Past|VerbForm=Fin", "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"}},
}

// agree gives a verb in the present or past the number and person of its subject.
func agree(tokens []casus.Token, at []place, i int) string {
	t := &tokens[i]
	tense, number, person := 0, 0, 3
	if t.XPOS == "VBD" {
		tense = 1
	}
	s := subjectOf(tokens, at, clause(tokens, i))
	switch {
	case strings.EqualFold(t.Form, "am"):
		person = 1
	case s < 0 && t.XPOS == "VBP" && t.Deprel == "root":
		person = 1 // "Thank you", "Hope it helps"
	case s < 0:
		if t.XPOS == "VBP" || strings.EqualFold(t.Form, "were") {
			number = 1
		}
	default:
		subject := &tokens[s]
		switch subject.Feat("Person") {
		case "1":
			person = 1
		case "2":
			person = 2
		}
		switch {
		case person == 2 && subject.Feat("Number") != "Plur":
		case subject.Feat("Number") == "Plur", at[s].has(several) && subject.Rel() != "expl":
			number = 1
		case person == 3 && (t.XPOS == "VBP" || strings.EqualFold(t.Form, "were")):
			number = 1
		case person == 3 && subject.UPOS == "NUM" && !strings.EqualFold(subject.Form, "one"):
			number = 1
		}
		if strings.EqualFold(t.Form, "was") {
			number = 0
		}
	}
	return finite[tense][number][person-1]
}

// imperative says that a bare verb gives an order: nothing stands before it that
// asks for the infinitive, and it has no subject.
func imperative(tokens []casus.Token, at []place, i int) bool {
	t := &tokens[i]
	switch t.Deprel {
	case "aux", "aux:pass", "cop":
		h := t.Head
		if h < 0 || at[h].has(infinitive) || at[h].subject > 0 {
			return false
		}
		for k := i - 1; k >= 0 && k >= i-4; k-- { // an auxiliary before it governs it
			if tokens[k].Head == h && tokens[k].Rel() == "aux" {
				return false
			}
		}
		return opens(tokens, at, h)
	}
	return !at[i].has(auxiliary|infinitive) && at[i].subject == 0 && opens(tokens, at, i)
}

// opens says that a clause can stand alone.
func opens(tokens []casus.Token, at []place, i int) bool {
	for range 8 {
		switch tokens[i].Deprel {
		case "root", "parataxis":
			return true
		case "conj":
			i = max(tokens[i].Head, 0)
			if at[i].has(auxiliary|infinitive) || at[i].subject > 0 || tokens[i].XPOS != "VB" {
				return false
			}
		case "advcl", "ccomp":
			return tokens[i].Deprel == "ccomp" && !at[i].has(marked)
		default:
			return false
		}
	}
	return false
}

// gerund tells the noun-like forms in -ing from the participles, as the treebanks
// do: by the relation.
func gerund(tokens []casus.Token, at []place, i int) string {
	for range 8 {
		h := tokens[i].Head
		if h < 0 || at[i].has(auxiliary) || tokens[i].Deprel != "conj" || tokens[h].XPOS != "VBG" {
			break
		}
		i = h
	}
	if !at[i].has(auxiliary) {
		switch tokens[i].Deprel {
		case "acl", "amod", "csubj", "csubj:pass", "ccomp", "xcomp", "compound", "obj", "obl", "nsubj", "nmod":
			return "VerbForm=Ger"
		}
	}
	return "Tense=Pres|VerbForm=Part"
}

// oblique gives pronouns that look the same in all cases ("it", "you") the
// accusative.
func oblique(t *casus.Token) {
	switch t.Feats {
	case "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs":
		t.Feats = "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs"
	case "Case=Nom|Person=2|PronType=Prs":
		t.Feats = "Case=Acc|Person=2|PronType=Prs"
	}
}
