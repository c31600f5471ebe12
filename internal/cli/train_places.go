package cli

import (
	"context"
	"fmt"
	"os"

	"casus"
	"casus/eval"
	"casus/geoparse"
	"casus/lexicon"
	"casus/train"
)

// runTrainPlaces is casus train places.
func runTrainPlaces(ctx context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		return err
	}
	p, err := load(in, casus.LayerNames)
	if err != nil {
		return err
	}
	v := &evaluation{ctx: ctx, e: e, in: in, data: data}
	o := train.PlacesOptions{
		Log:    e.err,
		Read:   func(d casus.Dispatch) (*casus.Document, error) { return p.Read(ctx, d) },
		Parser: func(w string) (*geoparse.Parser, error) { return geoparse.New(lex, geoparse.Options{Weights: w}) },
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
		s := train.PlacesSet{Adjectives: set.adjectives}
		for i := range gold {
			if i%placesApart != placesApart-1 {
				s.Documents = append(s.Documents, gold[i])
			}
		}
		o.Sets = append(o.Sets, s)
	}
	weights, err := train.Places(o)
	if err != nil {
		return err
	}
	name := in.str("output")
	const head = `# Weights of the reasons by which places are found: "place" weighs whether words name a place (log odds), "which" one place
# against the others of its name. Learned by "casus train places" from two thirds of LGL, TR-News and GeoVirus.

`
	if err := os.WriteFile(name, []byte(head+weights), 0o644); err != nil {
		return err
	}
	e.say("wrote %s", name)
	return nil
}
