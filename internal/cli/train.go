package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"casus"
	"casus/eval"
	"casus/lexicon"
	"casus/models"
	"casus/pipeline"
	"casus/relate"
	"casus/syntax"
	"casus/text"
	"casus/train"
	"casus/train/officials"
)

// dataFolder is the folder of the data sets, or an error that says how to name it.
func dataFolder(in *input) (string, error) {
	data := in.str("data")
	if data == "" {
		data = filepath.Join("..", "shared", "data")
	}
	if st, err := os.Stat(data); err != nil || !st.IsDir() {
		return "", fmt.Errorf("no data at %s; name its folder with --data or CASUS_DATA", data)
	}
	return data, nil
}

// save writes a model to the file that --output names.
func save(e *env, in *input, model []byte) error {
	name := in.str("output")
	if err := os.WriteFile(name, model, 0o644); err != nil {
		return err
	}
	e.say("wrote %s, %d bytes, %s", name, len(model), models.Digest(model))
	return nil
}

// runTrainSplitter is casus train splitter.
func runTrainSplitter(_ context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	model, report, err := train.Splitter(train.SplitterOptions{Data: data})
	if err != nil {
		return err
	}
	fmt.Fprintln(e.err, report)
	return save(e, in, model)
}

// runTrainLemmas is casus train lemmas.
func runTrainLemmas(_ context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	model, err := train.Lemmas(data)
	if err != nil {
		return err
	}
	return save(e, in, model)
}

// runTrainParser is casus train parser.
func runTrainParser(_ context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	work := in.str("work")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	splitter, err := text.Load(models.Split)
	if err != nil {
		return err
	}
	var start []byte
	if name := in.str("start"); name != "" {
		if start, err = os.ReadFile(name); err != nil {
			return err
		}
	}
	o := train.ParserOptions{
		Start: start,
		Data:  data, Work: work, Log: e.err, Workers: in.number("workers"),
		Teachers: in.number("teachers"), TeacherSteps: in.number("tsteps"), StudentSteps: in.number("steps"),
		Split: sentences(splitter),
	}
	if n := in.number("only"); n > 0 {
		return train.Teacher(o, uint64(n))
	}
	model, err := train.Parser(o)
	if err != nil {
		return err
	}
	return save(e, in, model)
}

// runTrainPeople is casus train people.
func runTrainPeople(_ context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		return err
	}
	lists, err := officials.Make(data, lex)
	if err != nil {
		return err
	}
	for _, l := range lists {
		name := filepath.Join(in.str("output"), l.Name+".txt")
		if err := os.WriteFile(name, []byte(l.Text), 0o644); err != nil {
			return err
		}
		e.say("wrote %s: %s, %s", name, count(l.Persons, "person"), count(l.Terms, "term"))
	}
	return nil
}

// runTrainRelate is casus train relate.
func runTrainRelate(ctx context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	p, err := pipeline.Load(pipeline.Options{NoClassifier: true, Workers: in.number("jobs"), Version: Version})
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(data, "events", "plv_train.jsonl"))
	if err != nil {
		return err
	}
	defer f.Close()
	gold, err := eval.ReadGoldEvents(f)
	if err != nil {
		return err
	}
	o := train.RelateOptions{Pipeline: p, Marked: gold, Log: e.err}
	for _, name := range []string{"dispatches.dev.jsonl", "items.dev.jsonl"} {
		f, err := os.Open(filepath.Join(data, "dispatches", name))
		if err != nil {
			return err
		}
		set, err := eval.ReadGoldDispatches(f)
		f.Close()
		if err != nil {
			return err
		}
		o.Dispatches = append(o.Dispatches, set)
	}
	for _, name := range []string{"ngec_headlines", "petr2_gsr", "news200", "plover_manual"} {
		f, err := os.Open(filepath.Join(data, "events", name+".jsonl"))
		if err != nil {
			return err
		}
		set, err := eval.ReadGoldEvents(f)
		f.Close()
		if err != nil {
			return err
		}
		o.Beside = append(o.Beside, set...)
	}
	if name := in.str("start"); name != "" {
		b, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("--start: %w", err)
		}
		if o.Start, err = relate.Load(b); err != nil {
			return fmt.Errorf("--start: %s: %w", name, err)
		}
	}
	src := &source{e: e}
	for _, name := range []string{"wiki-current-events-2002-2026.jsonl.gz", "bench-news.jsonl.gz"} {
		src.files = append(src.files, filepath.Join(data, "text", name))
	}
	o.Text = src.dispatches()
	model, err := train.Relate(ctx, o)
	if err != nil {
		return err
	}
	return save(e, in, model)
}

// sentences makes a function that splits running text.
func sentences(splitter *text.Splitter) func(string) []casus.Sentence {
	return func(s string) []casus.Sentence {
		doc := casus.Document{Dispatch: casus.Dispatch{Text: s}}
		splitter.Split(&doc)
		return doc.Sentences
	}
}

// runTrainNames is casus train names.
func runTrainNames(_ context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	splitter, err := text.Load(models.Split)
	if err != nil {
		return err
	}
	parser, err := syntax.Load(models.Syntax)
	if err != nil {
		return err
	}
	model, err := train.Names(train.NamesOptions{
		Data: data, Work: in.str("work"), Log: e.err,
		Teachers: in.number("teachers"), TeacherSteps: in.number("tsteps"), StudentSteps: in.number("steps"),
		Split: sentences(splitter), Parse: parser.NewParser().Parse,
	})
	if err != nil {
		return err
	}
	return save(e, in, model)
}
