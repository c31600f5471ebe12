package train

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"math"
	"slices"
	"strings"

	"casus"
	"casus/eval"
	"casus/pipeline"
	"casus/relate"
)

// RelateOptions say how to make the classifier of pairs.
type RelateOptions struct {
	// Pipeline reads the texts; its own classifier plays no part.
	Pipeline *pipeline.Pipeline
	// Start is a model whose words' classifier is kept, or nil to make it anew from
	// Text, which takes minutes.
	Start *relate.Model
	// Text is running text; Marked are the pairs of plv_train, of which every fifth is
	// held out; Beside are sentences and headlines with a label, which teach words.
	Text           iter.Seq2[casus.Dispatch, error]
	Marked, Beside []eval.GoldEvent
	// Dispatches are coded by hand; of each set every third is held out.
	Dispatches [][]eval.GoldDispatch
	Log        io.Writer
}

// Sizes and penalties of the two regressions, found on the four fifths.
const (
	wordBits, pairBits     = 16, 15
	wordC, pairC           = 0.05, 1.0
	wordRounds, pairRounds = 60, 120
	// leastSeen is how often running text must show a feature.
	leastSeen = 4
	// besideWeight is what a label by hand counts for, against one by the coder.
	besideWeight = 3
	heldOut      = 5
	leastSure    = 0.6
)

// Relate trains the classifier of pairs. The words' classifier learns from what the coder
// is sure of in running text, with the coder's own reasons hidden; the pairs' classifier
// learns from marked pairs.
func Relate(ctx context.Context, o RelateOptions) ([]byte, error) {
	m := &relate.Model{Slope: 1}
	var err error
	if o.Start != nil {
		m.Words = o.Start.Words
	} else if m.Words, err = wordTable(ctx, o); err != nil {
		return nil, err
	}
	var v vocabulary
	marked, err := markedPairs(ctx, o, m, &v)
	if err != nil {
		return nil, err
	}
	crossValidate(o.Log, marked, m, v.len())
	var rest []row
	for i := range marked {
		if i%heldOut != heldOut-1 {
			rest = append(rest, marked[i])
		}
	}
	l := pairModel(rest, v.len())
	if m.Pair, err = table(l, pairBits, v.known(rest)); err != nil {
		return nil, err
	}
	n := l.classes
	for d := range n {
		w := make([]float32, n)
		for c := range w {
			w[c] = float32(l.w[(l.buckets+d)*n+c])
		}
		m.Opinion = append(m.Opinion, w)
	}
	if m.Event, err = eventWeights(ctx, o, m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = m.Write(&b)
	return b.Bytes(), err
}

func pairModel(rows []row, features int) *multinomial {
	l := &multinomial{buckets: features, dense: len(relate.Classes()), classes: len(relate.Classes())}
	l.fit(rows, pairC, pairRounds)
	return l
}

// table packs the weights of the named features; an empty name is left out.
func table(l *multinomial, bits int, names []string) (relate.Table, error) {
	n := l.classes
	var kept []string
	var w []float64
	for i, name := range names {
		if name != "" {
			kept = append(kept, name)
			w = append(w, l.w[i*n:(i+1)*n]...)
		}
	}
	return relate.NewTable(bits, kept, w, l.w[(l.buckets+l.dense)*n:])
}

// wordTable trains the words' classifier.
func wordTable(ctx context.Context, o RelateOptions) (relate.Table, error) {
	var v vocabulary
	rows, err := silverPairs(ctx, o, &v)
	if err != nil {
		return relate.Table{}, err
	}
	beside, err := besidePairs(ctx, o, &v)
	if err != nil {
		return relate.Table{}, err
	}
	rows = append(rows, beside...)
	names := v.frequent(rows, leastSeen)
	l := &multinomial{buckets: len(names), classes: len(relate.Classes())}
	l.fit(rows, wordC, wordRounds)
	fmt.Fprintf(o.Log, "words: %d pairs, %d of them labelled by hand, %d features\n", len(rows), len(beside), len(names))
	return table(l, wordBits, names)
}

// silverPairs are the events of running text that the coder is sure of. Those of frequent
// classes weigh less, by the root of how many there are.
func silverPairs(ctx context.Context, o RelateOptions, v *vocabulary) ([]row, error) {
	var rows []row
	count := make([]int, len(relate.Classes()))
	for doc, err := range o.Pipeline.ReadAll(ctx, o.Text) {
		if err != nil {
			continue // one bad dispatch stops nothing
		}
		for i := range doc.Events {
			ev := &doc.Events[i]
			pair, ok := surePair(ev)
			class := silverClass(ev)
			if !ok || class < 0 || !drawn(ev) {
				continue
			}
			f, ok := o.Pipeline.Relater().DescribeWords(doc, pair)
			if !ok {
				continue
			}
			count[class]++
			rows = append(rows, row{on: v.ids(f), class: class, weight: 1})
		}
	}
	for i := range rows {
		rows[i].weight = math.Sqrt(1500 / float64(count[rows[i].class]))
	}
	fmt.Fprintf(o.Log, "of each class in running text: %v\n", count)
	return rows, ctx.Err()
}

// surePair is the first actor and the first recipient of an event that is told as real
// or to come, if the coder is sure of it.
func surePair(ev *casus.Event) (p relate.Pair, ok bool) {
	if s := ev.Status; s.Negated || s.Denied || s.Hypothetical || ev.Confidence < leastSure || len(ev.Actors) == 0 {
		return p, false
	}
	p.Source = ev.Actors[0].Span
	switch {
	case len(ev.Recipients) > 0:
		p.Target = ev.Recipients[0].Span
	case ev.Reciprocal && len(ev.Actors) > 1:
		p.Target = ev.Actors[1].Span
	default:
		return p, false
	}
	return p, !p.Source.Overlaps(p.Target)
}

// silverClass is the class that published tests give to an event.
func silverClass(ev *casus.Event) int {
	reading := ev.Evidence.Reading
	class := relate.ClassOf(ev.Event)
	switch {
	case class < 0:
		return -1
	case ev.Event == "SANCTION" && strings.Contains(reading, "EMBARGO"):
		return relate.ClassOf("COERCE")
	case (ev.Event == "CONCEDE" || ev.Event == "RETREAT") && strings.Contains(reading, "FUTURE"):
		return relate.ClassOf("AGREE")
	}
	return class
}

// drawn thins out the most frequent events, always the same ones, so that those that
// are kept come from the whole of the text.
func drawn(ev *casus.Event) bool {
	switch ev.Event {
	case "CONSULT", "ASSAULT", "ACCUSE", "COERCE":
		h := fnv.New32a()
		io.WriteString(h, ev.ID)
		return h.Sum32()%4 == 0
	}
	return true
}

// markedPairs are the rows of the marked set.
func markedPairs(ctx context.Context, o RelateOptions, m *relate.Model, v *vocabulary) ([]row, error) {
	rows := make([]row, 0, len(o.Marked))
	for i := range o.Marked {
		g := &o.Marked[i]
		doc, err := o.Pipeline.Read(ctx, casus.Dispatch{ID: g.ID, Text: g.Text})
		if err != nil {
			return nil, err
		}
		f, _ := o.Pipeline.Relater().Describe(doc, relate.Pair{Source: g.Source.Bytes(g.Text), Target: g.Target.Bytes(g.Text)})
		r := row{on: v.ids(slices.Concat(f.Rules, f.Words)), class: relate.ClassOf(g.Plover), weight: 1}
		if r.class < 0 {
			return nil, fmt.Errorf("marked pair %s has the event %q: %w", g.ID, g.Plover, casus.ErrInvalid)
		}
		r.dense = m.Opinions(f.Words)
		rows = append(rows, r)
	}
	return rows, nil
}

// crossValidate tells how well each fifth is answered after training on the others, and
// calibrates the model on four of them.
func crossValidate(log io.Writer, rows []row, m *relate.Model, features int) {
	names := relate.Classes()
	var logits []float64
	var right []bool
	gold, system := make([]string, len(rows)), make([]string, len(rows))
	for f := range heldOut {
		var train []row
		for i := range rows {
			if i%heldOut != f && (f == heldOut-1 || i%heldOut != heldOut-1) {
				train = append(train, rows[i])
			}
		}
		l := pairModel(train, features)
		s := make([]float64, l.classes)
		for i := f; i < len(rows); i += heldOut {
			l.scores(l.w, &rows[i], s)
			softmaxLoss(s, 0)
			best := 0
			for c := range s {
				if s[c] > s[best] {
					best = c
				}
			}
			gold[i], system[i] = names[rows[i].class], names[best]
			if f != heldOut-1 {
				p := min(max(s[best], 1e-6), 1-1e-6)
				logits, right = append(logits, math.Log(p/(1-p))), append(right, best == rows[i].class)
			}
		}
	}
	pick := func(keep func(int) bool) (g, s []string) {
		for i := range gold {
			if keep(i) {
				g, s = append(g, gold[i]), append(s, system[i])
			}
		}
		return g, s
	}
	g, s := pick(func(i int) bool { return i%heldOut != heldOut-1 })
	fmt.Fprintf(log, "four fifths, each after training on the other three: %s\n", eval.ClassScore(g, s))
	g, s = pick(func(i int) bool { return true })
	fmt.Fprintf(log, "with the fifth held out, after training on the four: %s\n", eval.ClassScore(g, s))
	m.Slope, m.Shift = platt(logits, right)
}

// platt fits the logit of being right to the logit of the model (Platt 1999).
func platt(x []float64, right []bool) (slope, shift float32) {
	w := []float64{1, 0}
	minimise(w, 100, func(w, g []float64) float64 {
		clear(g)
		total := 0.0
		for i := range x {
			z := w[0]*x[i] + w[1]
			y := 0.0
			if right[i] {
				y = 1
			}
			p := 1 / (1 + math.Exp(-z))
			total += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0) - y*z
			g[0] += (p - y) * x[i]
			g[1] += p - y
		}
		return total
	})
	return float32(w[0]), float32(w[1])
}

// heldThird: of the dispatches coded by hand every third is held out.
const heldThird = 3

// eventWeights fits the weights of what speaks for an event to whether it was right, in
// the dispatches that are not held out.
func eventWeights(ctx context.Context, o RelateOptions, m *relate.Model) (out [relate.Evidences]float32, err error) {
	var rows []row
	for _, set := range o.Dispatches {
		var open []eval.GoldDispatch
		for i := range set {
			if i%heldThird != heldThird-1 {
				open = append(open, set[i])
			}
		}
		judged, err := eval.Judge(ctx, o.Pipeline, open)
		if err != nil {
			return out, err
		}
		r := o.Pipeline.Relater().With(m)
		for _, j := range judged {
			x := row{weight: 1}
			for _, v := range r.Evidence(j.Doc, j.Event) {
				x.dense = append(x.dense, float32(v))
			}
			if j.Right {
				x.class = 1
			}
			rows = append(rows, x)
		}
	}
	l := multinomial{dense: relate.Evidences, classes: 2}
	l.fit(rows, 1, 200)
	for k := range out {
		out[k] = float32(l.w[2*k+1] - l.w[2*k])
	}
	out[0] += float32(l.w[2*relate.Evidences+1] - l.w[2*relate.Evidences])
	fmt.Fprintf(o.Log, "%d events coded by hand; weights of the evidence: %.3f\n", len(rows), out)
	return out, nil
}
