package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"casus/eval"
	"casus/ontology"
	"casus/pipeline"
)

// actors scores which country, sector and code the actors of real text get, and
// who acts on whom in an invented world that is laid over the lexicon.
func (v *evaluation) actors() error {
	for _, part := range []func() error{v.spokenOf, v.parties, v.fictions} {
		if err := part(); err != nil {
			return err
		}
	}
	fmt.Fprintln(v.e.out)
	return nil
}

func (v *evaluation) goldEvents(name string) ([]eval.GoldEvent, error) {
	f, err := v.open("events", name+".jsonl")
	if err != nil || f == nil {
		return nil, err
	}
	defer f.Close()
	gold, err := eval.ReadGoldEvents(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return gold, nil
}

func (v *evaluation) spokenOf() error {
	gold, err := v.goldEvents("petr2_gsr")
	if err != nil || gold == nil {
		return err
	}
	var parts [2]eval.ActorScore
	byID := map[string][]eval.GoldEvent{}
	for _, g := range gold {
		byID[g.ID] = append(byID[g.ID], g)
	}
	n := 0
	for doc, err := range v.p.ReadAll(v.ctx, eval.EachSentence(gold)) {
		if err != nil {
			return err
		}
		k := held(n)
		n++
		parts[k] = parts[k].Add(eval.SpokenOf(doc, byID[doc.Dispatch.ID]))
	}
	v.tellActors("petr2_gsr, codes of the parties among those spoken of", parts)
	return v.ctx.Err()
}

// held is 1 for every third item, 0 for others.
func held(i int) int {
	if i%heldThird == heldThird-1 {
		return 1
	}
	return 0
}

func (v *evaluation) tellActors(name string, parts [2]eval.ActorScore) {
	all := eval.ActorScore{Name: name}.Add(parts[0]).Add(parts[1])
	fmt.Fprintln(v.e.out, all)
	parts[1].Name = "  of these, the third held out"
	fmt.Fprintln(v.e.out, parts[1])
	if n := v.in.number("errors"); n > 0 {
		fmt.Fprint(v.e.out, parts[0].Faults.String(n))
	}
}

func (v *evaluation) parties() error {
	for _, name := range []string{"dispatches.dev", "items.dev"} {
		f, err := v.open("dispatches", name+".jsonl")
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		gold, err := eval.ReadGoldDispatches(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var parts [2]eval.ActorScore
		n := 0
		for doc, err := range v.p.ReadAll(v.ctx, eval.EachDispatch(gold)) {
			if err != nil {
				return err
			}
			k := held(n)
			parts[k] = parts[k].Add(eval.PartiesOf(doc, &gold[n]))
			n++
		}
		v.tellActors(name+", parties whose words are given", parts)
	}
	return v.ctx.Err()
}

// fictions are the sets of an invented world, with the origin of their actors.
var fictions = []struct{ name, origin string }{{"petr_unit", "petr"}, {"tabari_val", "tabari"}}

func (v *evaluation) fictions() error {
	f, err := v.open("events", "fiction_actors.tsv")
	if err != nil || f == nil {
		return err
	}
	rows, err := eval.ReadFiction(f)
	f.Close()
	if err != nil {
		return fmt.Errorf("fiction_actors.tsv: %w", err)
	}
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	for _, set := range fictions {
		all, err := v.goldEvents(set.name)
		if err != nil {
			return err
		}
		if all == nil {
			continue
		}
		actors, roles := eval.FictionLexicon(rows, set.origin, onto.Sector)
		p, err := laidOver(actors, roles)
		if err != nil {
			return fmt.Errorf("%s: %w", set.name, err)
		}
		var gold []eval.GoldEvent
		for _, g := range all {
			if !strings.Contains(g.Note, "CONFIG") && !strings.Contains(g.Note, "OPTIONS") {
				gold = append(gold, g)
			}
		}
		found, err := eval.Predict(v.ctx, p, gold)
		if err != nil {
			return err
		}
		open, held := thirds(gold)
		fmt.Fprintf(v.e.out, "%s: %s\n", set.name, eval.SourceAndTarget(gold, found))
		fmt.Fprintf(v.e.out, "  of these, the third held out: %s\n", eval.SourceAndTarget(held, found))
		if n := v.in.number("errors"); n > 0 {
			fmt.Fprint(v.e.out, eval.SourceAndTarget(open, found).Faults.String(n))
		}
	}
	return nil
}

// laidOver makes a pipeline with files of a lexicon laid over the built-in one, in a
// folder as a user would.
func laidOver(actors, roles string) (*pipeline.Pipeline, error) {
	dir, err := os.MkdirTemp("", "casus-lexicon-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{"en/actors/user.txt": actors, "en/roles/user.txt": roles} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	return pipeline.Load(pipeline.Options{LexiconDir: dir})
}
