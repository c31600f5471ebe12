package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"casus"
	"casus/eval"
	"casus/ontology"
	"casus/pipeline"
)

// evaluation is a run of casus eval.
type evaluation struct {
	ctx  context.Context
	e    *env
	in   *input
	data string
	p    *pipeline.Pipeline
	// predictions are written here, where they are asked for.
	predictions io.Writer
}

// parts of casus eval, in the order in which they are printed.
var evaluations = []struct {
	name string
	run  func(*evaluation) error
}{
	{"text", (*evaluation).text},
	{"syntax", (*evaluation).syntax},
	{"names", (*evaluation).names},
	{"time", (*evaluation).time},
	{"coref", (*evaluation).coref},
	{"actors", (*evaluation).actors},
	{"places", (*evaluation).places},
	{"offices", (*evaluation).offices},
	{"quotes", (*evaluation).quotes},
	{"statements", (*evaluation).statements},
	{"events", (*evaluation).events},
	{"status", (*evaluation).status},
	{"relate", (*evaluation).relate},
	{"stories", (*evaluation).stories},
	{"occurrences", (*evaluation).occurrences},
	{"article", (*evaluation).article},
}

// runEval is casus eval.
func runEval(ctx context.Context, e *env, in *input) error {
	var known []string
	for _, x := range evaluations {
		known = append(known, x.name)
	}
	for _, a := range in.args {
		if !slices.Contains(known, a) {
			return misuse("%q cannot be scored%s", a, didYouMean(a, known))
		}
	}
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	v := &evaluation{ctx: ctx, e: e, in: in, data: data}
	if v.p, err = load(in, 0); err != nil {
		return err
	}
	if name := in.str("predictions"); name != "" {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		w := bufio.NewWriter(f)
		defer w.Flush()
		v.predictions = w
	}
	of := v.p.Versions()
	fmt.Fprintf(e.out, "casus %s, model %s, lexicon %s, ontology %s\n\n", of.Casus, of.Model, of.Lexicon, of.Ontology)
	for _, x := range evaluations {
		if len(in.args) > 0 && !slices.Contains(in.args, x.name) {
			continue
		}
		fmt.Fprintf(e.out, "# %s\n\n", x.name)
		if err := x.run(v); err != nil {
			return fmt.Errorf("scoring %s: %w", x.name, err)
		}
	}
	return nil
}

// open opens a data set, packed or not. A set that is not there is told of and
// left out: the reader is nil then.
func (v *evaluation) open(name ...string) (io.ReadCloser, error) {
	path := filepath.Join(append([]string{v.data}, name...)...)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		v.e.say("left out: there is no %s", path)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := unpack(f)
	return &opened{r, f}, err
}

// timeSets are the sets with time expressions.
var timeSets = []string{"timebank.jsonl.gz", "aquaint.jsonl.gz", "meantime.dev.jsonl.gz", "wikiwars.train.jsonl.gz"}

func (v *evaluation) time() error {
	for _, name := range timeSets {
		path := filepath.Join(v.data, "time", name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			v.e.say("left out: there is no %s", path)
			continue
		}
		docs, err := eval.ReadTimexes(path)
		if err != nil {
			return err
		}
		var sum eval.TimexScore
		for i := range docs {
			d := &docs[i]
			doc, err := v.p.Read(v.ctx, casus.Dispatch{ID: d.ID, Published: d.Published, Text: d.Text})
			if err != nil {
				return err
			}
			sum = sum.Add(eval.Timexes(d.Timexes, doc.Timexes))
		}
		fmt.Fprintf(v.e.out, "%s: %s\n", name, sum)
	}
	fmt.Fprintln(v.e.out)
	return nil
}

// eventSets are the sets of sentences with events. Of the first a fifth is held
// out: nobody looked at it while the lexicon was written.
var eventSets = []string{"plv_train", "news200", "petr2_gsr", "ngec_headlines", "cameo_manual_appeal", "cameo_manual_statement"}

const heldOut = 5

func (v *evaluation) events() error {
	for _, name := range eventSets {
		f, err := v.open("events", name+".jsonl")
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		gold, err := eval.ReadGoldEvents(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found, err := eval.Predict(v.ctx, v.p, gold)
		if err != nil {
			return err
		}
		if err := v.write(gold, found); err != nil {
			return err
		}
		if name == "plv_train" {
			var held []eval.GoldEvent
			for i := heldOut - 1; i < len(gold); i += heldOut {
				held = append(held, gold[i])
			}
			v.score(name, gold, found)
			v.score(name+", the fifth held out", held, found)
			v.score(name+", by its own classes", gold, eval.AsPLV(found))
			v.score(name+", by its own classes, the fifth held out", held, eval.AsPLV(found))
			continue
		}
		v.score(name, gold, found)
		if name == "petr2_gsr" {
			onto, err := ontology.Load()
			if err != nil {
				return err
			}
			v.score(name+", what is announced as done, both sides told", gold, eval.AsDone(onto, gold, found))
		}
		if n := v.in.number("errors"); n > 0 && !gold[0].Marked {
			faults, err := eval.UnmarkedFaults(v.ctx, v.p, gold)
			if err != nil {
				return err
			}
			fmt.Fprintln(v.e.out, faults.String(n))
		}
	}
	if err := v.dispatches(); err != nil {
		return err
	}
	return v.modes()
}

// write writes predictions, in the order of gold.
func (v *evaluation) write(gold []eval.GoldEvent, found map[string][]eval.PredictedEvent) error {
	if v.predictions == nil {
		return nil
	}
	out := json.NewEncoder(v.predictions)
	out.SetEscapeHTML(false)
	last := ""
	for i := range gold {
		if id := gold[i].ID; id != last {
			last = id
			if err := out.Encode(eval.Prediction{ID: id, Events: found[id]}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *evaluation) score(name string, gold []eval.GoldEvent, found map[string][]eval.PredictedEvent) {
	var marked, unmarked []eval.GoldEvent
	for _, g := range gold {
		if g.Marked {
			marked = append(marked, g)
		} else {
			unmarked = append(unmarked, g)
		}
	}
	if len(marked) > 0 {
		fmt.Fprintln(v.e.out, eval.ScoreMarked(name, marked, found))
	}
	if len(unmarked) > 0 {
		fmt.Fprintln(v.e.out, eval.ScoreUnmarked(name, unmarked, found))
	}
}

func (v *evaluation) dispatches() error {
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
		// A third is set aside: its figures are printed, its faults are not.
		var open, held []eval.GoldDispatch
		for i := range gold {
			if i%heldThird == heldThird-1 {
				held = append(held, gold[i])
			} else {
				open = append(open, gold[i])
			}
		}
		for _, part := range []struct {
			name  string
			gold  []eval.GoldDispatch
			shown bool
		}{{name, gold, false}, {name + ", the two thirds worked on", open, true}, {name + ", the third held out", held, false}} {
			s, err := eval.ScoreDispatches(v.ctx, part.name, v.p, part.gold)
			if err != nil {
				return err
			}
			fmt.Fprintln(v.e.out, s)
			if n := v.in.number("errors"); part.shown && n > 0 {
				fmt.Fprintln(v.e.out, s.Faults.String(n))
			}
		}
	}
	return nil
}

const heldThird = 3
