package train

import (
	"math"
	"math/rand/v2"

	"casus"
	"casus/eval"
	"casus/lexicon"
	"casus/quotes"
)

// QuotesSettings are those that the model in models/ was trained with; only the lexicon
// and where to talk are left open.
var QuotesSettings = QuotesOptions{CueEpochs: 3, TagEpochs: 4, Rate: 0.07, CueDecay: 2e-6, TagDecay: 2e-6, Drop: 0.3, Threshold: -1.6, Least: 2}

// QuotesOptions are the settings of Quotes.
type QuotesOptions struct {
	Lexicon *lexicon.Lexicon
	// CueEpochs and TagEpochs are how often the lessons are gone through, Rate the
	// length of a step.
	CueEpochs, TagEpochs int
	Rate                 float64
	// CueDecay and TagDecay pull weights to nothing.
	CueDecay, TagDecay float64
	// Drop is the chance that a feature is hidden in a lesson.
	Drop float64
	// Threshold is the score from which a word counts as the head of a cue.
	Threshold float64
	Seed      uint64
	// Least is how often a feature must occur to count.
	Least int
	// Talk is told how it goes.
	Talk func(format string, args ...any)
}

// quoteLessons are the questions of all documents.
type quoteLessons struct {
	cues, runs []quoteQuestion
	sentences  []taggedSentence
	store      []uint32
	// flag, where it is set, answers for a model that has not seen the document.
	flag func([]uint32) bool
	// cuesOnly leaves the rest out.
	cuesOnly bool
}

func (l *quoteLessons) Flag(f []uint32) bool { return l.flag != nil && l.flag(f) }

type quoteQuestion struct {
	f      []uint32
	answer bool
}

type taggedSentence struct {
	words, borders [][]uint32
	answer         []quotes.Label
}

func (l *quoteLessons) keep(f []uint32) []uint32 {
	if cap(l.store)-len(l.store) < len(f) {
		l.store = make([]uint32, 0, 1<<20)
	}
	n := len(l.store)
	l.store = append(l.store, f...)
	return l.store[n:len(l.store):len(l.store)]
}

func (l *quoteLessons) Cue(f []uint32, answer bool) {
	l.cues = append(l.cues, quoteQuestion{l.keep(f), answer})
}

func (l *quoteLessons) Run(f []uint32, answer bool) {
	l.runs = append(l.runs, quoteQuestion{l.keep(f), answer})
}

func (l *quoteLessons) Words(words, borders [][]uint32, answer []quotes.Label) {
	if l.cuesOnly {
		return
	}
	s := taggedSentence{answer: append([]quotes.Label(nil), answer...)}
	for _, w := range words {
		s.words = append(s.words, l.keep(w))
	}
	for _, b := range borders {
		s.borders = append(s.borders, l.keep(b))
	}
	l.sentences = append(l.sentences, s)
}

// Quotes trains the model of package quotes on documents that have been parsed, and
// their attributions: logistic models of cues and of content that runs on, and a
// conditional random field over the words around a cue, all by stochastic gradient
// descent with a step of its own for each weight (AdaGrad).
func Quotes(docs []*casus.Document, gold []eval.QuoteDocument, o QuotesOptions) ([]byte, error) {
	f, err := quotes.New(o.Lexicon, nil)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, 11))
	// The tagger sees other cues as a model flags them that was trained on the
	// other half of the documents, so that it learns how far to trust them.
	var tables [2][]int8
	for half := range tables {
		l := &quoteLessons{cuesOnly: true}
		for i, d := range docs {
			if i%2 == half {
				f.Lessons(d, gold[i].Quotes, l)
			}
		}
		tables[1-half] = yesNo(l.cues, quotes.CueBits, o.CueEpochs, o, rng, "cues of a half")
	}
	l := &quoteLessons{}
	var lost quotes.Lost
	for i, d := range docs {
		table := tables[i%2]
		l.flag = func(f []uint32) bool {
			sum := 0
			for _, x := range f {
				sum += int(table[x>>(32-quotes.CueBits)])
			}
			return sum > int(o.Threshold*quotes.Unit)
		}
		x := f.Lessons(d, gold[i].Quotes, l)
		lost.Attributions += x.Attributions
		lost.Headless += x.Headless
		lost.Shared += x.Shared
	}
	o.Talk("%d documents, %d attributions (%d without a head of the cue, %d that share one): %d questions of cues, %d sentences, %d runs",
		len(docs), lost.Attributions, lost.Headless, lost.Shared, len(l.cues), len(l.sentences), len(l.runs))
	l.thin(o)
	w := &quotes.Weights{}
	w.Cues = yesNo(l.cues, quotes.CueBits, o.CueEpochs, o, rng, "cues")
	w.Runs = yesNo(l.runs, quotes.RunBits, o.CueEpochs, o, rng, "runs")
	w.Threshold = int8(math.Round(o.Threshold * quotes.Unit))
	field := newField(o.Rate, o.TagDecay)
	for e := range o.TagEpochs {
		rng.Shuffle(len(l.sentences), func(i, j int) { l.sentences[i], l.sentences[j] = l.sentences[j], l.sentences[i] })
		loss := 0.0
		for i := range l.sentences {
			loss += field.learn(&l.sentences[i], rng, o.Drop)
		}
		o.Talk("tags, epoch %d: loss %.3f a sentence", e+1, loss/float64(max(1, len(l.sentences))))
	}
	field.fill(w)
	return quotes.Encode(w), nil
}

// yesNo learns a logistic model and returns its table, the mean over all steps.
func yesNo(qs []quoteQuestion, bits, epochs int, o QuotesOptions, rng *rand.Rand, name string) []int8 {
	w, g, u := make([]float64, 1<<bits), make([]float64, 1<<bits), make([]float64, 1<<bits)
	shift := 32 - bits
	count := 0.0
	var seen []uint32
	for e := range epochs {
		rng.Shuffle(len(qs), func(i, j int) { qs[i], qs[j] = qs[j], qs[i] })
		loss := 0.0
		for _, q := range qs {
			count++
			seen = seen[:0]
			sum := 0.0
			for _, x := range q.f {
				if o.Drop == 0 || rng.Float64() >= o.Drop {
					seen = append(seen, x>>shift)
					sum += w[x>>shift]
				}
			}
			grad := 1 / (1 + math.Exp(-sum))
			if q.answer {
				loss -= math.Log(grad + 1e-9)
				grad--
			} else {
				loss -= math.Log(1 - grad + 1e-9)
			}
			for _, x := range seen {
				d := grad + o.CueDecay*w[x]
				g[x] += d * d
				d *= o.Rate / math.Sqrt(g[x]+1e-6)
				w[x] -= d
				u[x] -= d * count
			}
		}
		o.Talk("%s, epoch %d: loss %.4f", name, e+1, loss/float64(max(1, len(qs))))
	}
	return quotesTable(averaged(w, u, count))
}

// quotesTable rounds the weights to 8 bits.
func quotesTable(w []float64) []int8 {
	t := make([]int8, len(w))
	for i, x := range w {
		t[i] = int8(max(-127, min(127, math.Round(x*quotes.Unit))))
	}
	return t
}

// thin takes the features away that hardly occur, so that the tables hold few
// weights and those not seen before meet no strangers'.
func (l *quoteLessons) thin(o QuotesOptions) {
	var cues, runs, words, borders [][]uint32
	for i := range l.cues {
		cues = append(cues, l.cues[i].f)
	}
	for i := range l.runs {
		runs = append(runs, l.runs[i].f)
	}
	for i := range l.sentences {
		words = append(words, l.sentences[i].words...)
		borders = append(borders, l.sentences[i].borders...)
	}
	kept := func(fs [][]uint32, least int) int {
		count := make([]uint8, 1<<26)
		for _, f := range fs {
			for _, x := range f {
				if count[x>>6] < 255 {
					count[x>>6]++
				}
			}
		}
		n := 0
		for _, c := range count {
			if int(c) >= least {
				n++
			}
		}
		for i, f := range fs {
			g := f[:0]
			for _, x := range f {
				if int(count[x>>6]) >= least {
					g = append(g, x)
				}
			}
			fs[i] = g
		}
		return n
	}
	nc, nr := kept(cues, o.Least), kept(runs, 3)
	nw, nb := kept(words, o.Least), kept(borders, o.Least)
	for i := range l.cues {
		l.cues[i].f = cues[i]
	}
	for i := range l.runs {
		l.runs[i].f = runs[i]
	}
	at := 0
	bt := 0
	for i := range l.sentences {
		s := &l.sentences[i]
		at += copy(s.words, words[at:at+len(s.words)])
		bt += copy(s.borders, borders[bt:bt+len(s.borders)])
	}
	o.Talk("features: %d of cues, %d of runs, %d of words, %d of borders", nc, nr, nw, nb)
}
