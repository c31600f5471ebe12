package cli

import (
	"fmt"

	"casus"
	"casus/eval"
	"casus/geoparse"
	"casus/lexicon"
)

// placeSets are the sets with toponyms, and whether they count adjectives of states.
var placeSets = []struct {
	name       string
	adjectives bool
}{{"lgl", true}, {"trnews", true}, {"geovirus", false}}

// placesApart: every third document was set aside while weights were learned.
const placesApart = 3

func (v *evaluation) places() error {
	p, err := load(v.in, casus.LayerPlaces)
	if err != nil {
		return err
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		return err
	}
	known, err := geoparse.New(lex, geoparse.Options{})
	if err != nil {
		return err
	}
	for _, set := range placeSets {
		f, err := v.open("places", set.name+".jsonl.gz")
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		gold, err := eval.ReadGoldPlaces(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", set.name, err)
		}
		var all, apart, given, givenApart eval.PlaceScore
		for i := range gold {
			doc, err := p.Read(v.ctx, gold[i].Dispatch)
			if err != nil {
				return err
			}
			s := eval.Places(&gold[i], doc, set.adjectives)
			var spans []casus.Span
			for _, g := range gold[i].Places {
				spans = append(spans, g.Span)
			}
			known.MarkGiven(doc, spans)
			t := eval.Places(&gold[i], doc, true)
			if i%placesApart == placesApart-1 {
				apart, givenApart = apart.Add(s), givenApart.Add(t)
			} else if n := v.in.number("errors"); n > 0 {
				for i := range t.Errors {
					t.Errors[i] = "given " + t.Errors[i]
				}
				for _, e := range append(s.Errors, t.Errors...) {
					fmt.Fprintln(v.e.out, clip(oneLine(e), 220))
				}
			}
			all, given = all.Add(s), given.Add(t)
		}
		fmt.Fprintf(v.e.out, "%s: %s\n  %s\n", set.name, all.Found(), given.Given())
		fmt.Fprintf(v.e.out, "%s, the third held out: %s\n  %s\n", set.name, apart.Found(), givenApart.Given())
	}
	fmt.Fprintln(v.e.out)
	return nil
}
