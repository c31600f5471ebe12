package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"casus"
	"casus/actors"
	"casus/coding"
	"casus/commitments"
	"casus/geoparse"
	"casus/lexicon"
	"casus/locate"
	"casus/models"
	"casus/ontology"
	"casus/quotes"
	"casus/relate"
	"casus/sizes"
	"casus/statements"
	"casus/syntax"
	"casus/text"
	"casus/timex"
)

// Options of Load. The zero value reads English with all that comes with the program.
type Options struct {
	// LexiconDir is a folder laid over the built-in lexicon, or "". Its files
	// replace those of the same name and add to them.
	LexiconDir string
	// Model is a syntax model to use in place of the built-in one, or nil. It
	// must not change afterwards.
	Model []byte
	// Gazetteer is a file in GeoNames's layout, plain or packed with gzip, to lay
	// over the built-in gazetteer, or "".
	Gazetteer string
	// NoClassifier leaves the classifier of pairs out: Relate then goes by the
	// readings of the lexicon alone.
	NoClassifier bool
	// Layers are those that are wanted; stages that they do not need are left
	// out, and what those would load is not loaded. 0 wants all.
	Layers casus.Layer
	// Workers is the number of dispatches that ReadAll reads at a time; 0 is one
	// for each core.
	Workers int
	// Day is the day of publication of dispatches that tell none, or the zero
	// time.
	Day time.Time
	// Version of the program, for the record.
	Version string
}

// parts are what the stages were made of; a part is nil where no stage needs it.
type parts struct {
	lexicon *lexicon.Lexicon
	onto    *ontology.Ontology
	coder   *coding.Coder
	relater *relate.Relater
}

// Load makes the pipeline that reads dispatches.
func Load(o Options) (*Pipeline, error) {
	l := &loading{Options: o, p: &Pipeline{workers: o.Workers}}
	l.p.versions.Casus = o.Version
	var stages []Stage
	for _, b := range needed(outline(), o.Layers) {
		s, err := l.stage(b)
		if err != nil {
			return nil, fmt.Errorf("loading the stage %q: %w", b.Name, err)
		}
		stages = append(stages, s)
	}
	if err := check(stages); err != nil {
		return nil, err
	}
	l.p.stages = stages
	return l.p, nil
}

// outline is the order of the stages, before anything is loaded.
func outline() []Stage {
	return []Stage{
		{Name: "text", Sets: casus.LayerText},
		{Name: "syntax", Needs: casus.LayerText, Sets: casus.LayerSyntax | casus.LayerNames},
		{Name: "timex", Needs: casus.LayerText | casus.LayerSyntax, Sets: casus.LayerTimexes},
		{Name: "actors", Needs: casus.LayerSyntax | casus.LayerNames, Sets: casus.LayerMentions},
		{Name: "places", Needs: casus.LayerSyntax | casus.LayerNames, Sets: casus.LayerPlaces},
		{Name: "quotes", Needs: casus.LayerSyntax | casus.LayerNames | casus.LayerMentions, Sets: casus.LayerQuotes},
		{Name: "coding", Needs: casus.LayerSyntax | casus.LayerMentions | casus.LayerTimexes | casus.LayerPlaces, Sets: casus.LayerEvents},
		{Name: "statements", Needs: casus.LayerQuotes | casus.LayerEvents, Sets: casus.LayerStatements},
		{Name: "commitments", Needs: casus.LayerEvents, Sets: casus.LayerCommitments},
	}
}

// loading is a pipeline in the making.
type loading struct {
	Options
	p *Pipeline
}

func (l *loading) stage(s Stage) (Stage, error) {
	var err error
	switch s.Name {
	case "text":
		s.New, err = l.text()
	case "syntax":
		s.New, err = l.syntax()
	case "timex":
		s.New, err = l.timex()
	case "actors":
		s.New, err = l.actors()
	case "places":
		s.New, err = l.places()
	case "quotes":
		s.New, err = l.quotes()
	case "coding":
		s.New, err = l.coding()
	case "statements":
		s.New, err = l.statements()
	case "commitments":
		s.New, err = l.commitments()
	}
	return s, err
}

func (l *loading) text() (func() Run, error) {
	s, err := text.Load(models.Split)
	if err != nil {
		return nil, err
	}
	day := l.Day
	return same(func(doc *casus.Document) {
		s.Split(doc)
		if doc.Dispatch.Published.IsZero() {
			doc.Dispatch.Published = day
		}
	}), nil
}

func (l *loading) timex() (func() Run, error) { return same(timex.New().Mark), nil }

// same is a stage without scratch memory of its own that never fails.
func same(mark func(*casus.Document)) func() Run {
	run := func(_ context.Context, doc *casus.Document) error { mark(doc); return nil }
	return func() Run { return run }
}

func (l *loading) syntax() (func() Run, error) {
	b := l.Model
	if b == nil {
		b = models.Syntax
	}
	m, err := syntax.Load(b)
	if err != nil {
		return nil, err
	}
	lemmas, err := syntax.LoadLemmas(models.Lemmas)
	if err != nil {
		return nil, err
	}
	names, err := syntax.LoadNames(models.Names)
	if err != nil {
		return nil, err
	}
	m = m.WithLemmas(lemmas).WithNames(names)
	l.p.versions.Model = models.Digest(slices.Concat(models.Split, b, models.Lemmas, models.Names, models.Relate, models.Quotes))
	return func() Run {
		parser, agreement := m.NewParser(), syntax.NewAgreement()
		return func(ctx context.Context, doc *casus.Document) error {
			for i := range doc.Sentences {
				if i%64 == 63 && ctx.Err() != nil {
					return ctx.Err()
				}
				parser.Parse(&doc.Sentences[i])
			}
			agreement.Settle(doc.Sentences)
			return nil
		}
	}, nil
}

func (l *loading) actors() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	r, err := actors.New(lex)
	if err != nil {
		return nil, err
	}
	return same(r.Resolve), nil
}

func (l *loading) places() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	var o geoparse.Options
	if l.Gazetteer != "" {
		f, err := os.Open(l.Gazetteer)
		if err != nil {
			return nil, fmt.Errorf("the gazetteer: %w", err)
		}
		defer f.Close()
		o.Gazetteer = f
	}
	p, err := geoparse.New(lex, o)
	if err != nil {
		return nil, err
	}
	return same(p.Mark), nil
}

func (l *loading) quotes() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	f, err := quotes.New(lex, models.Quotes)
	if err != nil {
		return nil, err
	}
	return same(f.Find), nil
}

func (l *loading) statements() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	m, err := statements.New(lex)
	if err != nil {
		return nil, err
	}
	return same(m.Make), nil
}

func (l *loading) coding() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	onto, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	c, err := coding.New(lex, onto)
	if err != nil {
		return nil, err
	}
	var m *relate.Model
	if !l.NoClassifier {
		if m, err = relate.Load(models.Relate); err != nil {
			return nil, err
		}
	}
	related := relate.New(c, m)
	l.p.parts.onto, l.p.parts.coder, l.p.parts.relater = onto, c, related
	l.p.versions.Ontology = onto.Digest()
	count := sizes.New(lex)
	return same(func(doc *casus.Document) {
		c.Code(doc)
		count.Count(doc)
		related.Weigh(doc)
		locate.Events(doc)
	}), nil
}

func (l *loading) commitments() (func() Run, error) {
	lex, err := l.words()
	if err != nil {
		return nil, err
	}
	return same(commitments.New(lex).Find), nil
}

// words loads the lexicon once.
func (l *loading) words() (*lexicon.Lexicon, error) {
	if l.p.parts.lexicon != nil {
		return l.p.parts.lexicon, nil
	}
	var over []fs.FS
	if l.LexiconDir != "" {
		if st, err := os.Stat(l.LexiconDir); err != nil {
			return nil, fmt.Errorf("the lexicon folder %s: %w", l.LexiconDir, err)
		} else if !st.IsDir() {
			return nil, fmt.Errorf("the lexicon folder %s is a file; name the folder that holds \"en\": %w", l.LexiconDir, casus.ErrInvalid)
		}
		over = append(over, os.DirFS(l.LexiconDir))
	}
	lex, err := lexicon.Load(lexicon.Builtin(), over...)
	if err != nil {
		return nil, err
	}
	l.p.parts.lexicon = lex
	l.p.versions.Lexicon = lex.Digest()
	return lex, nil
}
