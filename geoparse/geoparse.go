// Package geoparse finds the places that a document names and where they are.
//
// The idea: names of places are looked up in a gazetteer and in the lexicon's list of
// states; whether the words name a place, and which of the places of that name, is
// then weighed. Weights stand in weights.txt, a line for each reason. They were
// learned, and can be read and changed by hand.
//
// Whether: what the tagger says of the words (a place, part of an organisation, a
// person), what kind of place bears the name, the preposition before, a comma and a
// place that holds it after ("Paris, Texas"), what the same words are elsewhere in the
// document.
//
// Which: one name means one place in a document unless it says otherwise. Kind and
// population; the words that follow ("Paris, Texas"; "Laurel County"); the states and
// provinces that the document names; how near the other places of the document lie.
//
// The adjectives of states ("Russian") are marked as such, and so are places within the
// names of other things ("the Paris Review"). A dateline's place is kept apart.
//
// Further reading: Leidner 2007, "Toponym resolution in text"; Gritta and others 2019,
// "A pragmatic guide to geoparsing evaluation"; Halterman 2023, "Mordecai 3".
package geoparse

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"casus"
	"casus/geoparse/gazetteer"
	"casus/lexicon"
)

// Parser finds places. It is read-only once made and may be used by many goroutines.
type Parser struct {
	table  *gazetteer.Table
	states map[string]stateName
	begun  map[string]bool // beginnings of names of states, at a space
	w      weights
	pool   sync.Pool
}

// Options of New. The zero value uses what comes with the program.
type Options struct {
	// Gazetteer is a list in GeoNames's layout to lay over the built-in one, or nil.
	Gazetteer io.Reader
	// Weights replace the built-in ones, or "".
	Weights string
}

// stateName is a name or an adjective of a state.
type stateName struct {
	place     int32
	adjective bool
}

// New makes a parser. States, their names and adjectives, come from the lexicon.
func New(lex *lexicon.Lexicon, o Options) (*Parser, error) {
	if lex == nil {
		return nil, errors.New("geoparse: no lexicon given; load one with lexicon.Load")
	}
	p := &Parser{table: gazetteer.Builtin()}
	if o.Gazetteer != nil {
		more, err := gazetteer.Read(o.Gazetteer)
		if err != nil {
			return nil, err
		}
		if p.table, err = gazetteer.Merge(p.table, more); err != nil {
			return nil, err
		}
	}
	text := o.Weights
	if text == "" {
		text = builtinWeights
	}
	if err := p.w.read(text); err != nil {
		return nil, fmt.Errorf("geoparse: %w", err)
	}
	p.nameStates(lex)
	return p, nil
}

// nameStates indexes the names and adjectives of states.
func (p *Parser) nameStates(lex *lexicon.Lexicon) {
	byCode := map[string]int32{}
	for i := range p.table.Len() {
		if p.table.Kind(i) != gazetteer.Country {
			break
		}
		byCode[p.table.Country(i)] = int32(i)
	}
	p.states, p.begun = make(map[string]stateName, 2048), make(map[string]bool, 1024)
	var buf []byte
	add := func(names []string, s stateName) {
		for _, n := range names {
			buf = gazetteer.Fold(buf[:0], n)
			k := trimThe(buf)
			if _, ok := p.states[string(k)]; !ok {
				p.states[string(k)] = s
				for i, c := range k {
					if c == ' ' {
						p.begun[string(k[:i])] = true
					}
				}
			}
		}
	}
	for i := range lex.Actors {
		a := &lex.Actors[i]
		place, ok := byCode[a.Country]
		if a.Kind != "state" || !ok {
			continue
		}
		add(a.Names, stateName{place, false})
		add(a.Adjectives, stateName{place, true})
		add(a.Demonyms, stateName{place, true})
	}
	for _, c := range [...][2]string{{"africa", "African"}, {"asia", "Asian"}, {"europe", "European"}, {"latin america", "Latin American"}, {"middle east", "Middle Eastern"}} {
		if place, _ := p.table.Lookup(nil, []byte(c[0])); len(place) > 0 {
			add([]string{c[1], c[1] + "s"}, stateName{place[0], true})
		}
	}
}

func trimThe(k []byte) []byte {
	if len(k) > 4 && string(k[:4]) == "the " {
		return k[4:]
	}
	return k
}

// Mark sets the places of a document that has been parsed, with the names found by
// the tagger.
func (p *Parser) Mark(doc *casus.Document) { p.mark(doc, nil, nil) }

// Learn marks a document and hands out the reasons that were weighed, for training.
func (p *Parser) Learn(doc *casus.Document, seen func(Observation)) { p.mark(doc, seen, nil) }

func (p *Parser) mark(doc *casus.Document, seen func(Observation), given []casus.Span) {
	r, _ := p.pool.Get().(*run)
	if r == nil {
		r = &run{groupOf: map[string]int{}, linked: map[int32]float32{}}
	}
	r.begin(p, doc)
	for s := range doc.Sentences {
		r.scan(s)
	}
	r.datelines()
	if given != nil {
		r.giveSpans(given)
	}
	r.survey()
	for i := range r.spans {
		if given == nil {
			r.weigh(i)
		}
	}
	r.resolve(seen != nil)
	r.write()
	if seen != nil {
		r.tell(seen)
	}
	doc.Layers |= casus.LayerPlaces
	r.doc, r.Parser = nil, nil
	p.pool.Put(r)
}
