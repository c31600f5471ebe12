package train

import (
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"casus/text"
)

// SplitterOptions are the settings of Splitter; the zero value of all but Data works.
type SplitterOptions struct {
	// Data is the folder that holds ud/.
	Data string
	// Files are the treebanks to learn from, by default EWT and GUM train.
	Files []string
	// Epochs, Rate and Decay of the learner; 0 means the default.
	Epochs      int
	Rate, Decay float64
	// Drop is the chance that a feature is hidden in a lesson.
	Drop float64
	Seed uint64
}

// SplitterReport tells what Splitter did.
type SplitterReport struct {
	// Questions and Wrong count, by question, the lessons and the last epoch's
	// mistakes.
	Questions, Wrong [2]int
}

func (r SplitterReport) String() string {
	return fmt.Sprintf("joins: %d questions, %d wrong in the last epoch; ends: %d, %d wrong",
		r.Questions[text.Joins], r.Wrong[text.Joins], r.Questions[text.Ends], r.Wrong[text.Ends])
}

// lesson is one question with its answer; its features lie in lessons.features.
type lesson struct {
	from, to int
	question text.Question
	answer   bool
}

// Splitter trains the model of package text: two logistic models, learned by
// stochastic gradient descent with a step of its own for each weight (AdaGrad).
func Splitter(o SplitterOptions) ([]byte, SplitterReport, error) {
	if len(o.Files) == 0 {
		o.Files = []string{"en_ewt-ud-train.conllu.gz", "en_gum-open-train.conllu.gz"}
	}
	if o.Epochs == 0 {
		o.Epochs = 12
	}
	if o.Rate == 0 {
		o.Rate = 0.07
	}
	if o.Decay == 0 {
		o.Decay = 2e-6
	}
	var report SplitterReport
	var lessons []lesson
	var features []uint32
	for _, f := range o.Files {
		gold, err := readGold(filepath.Join(o.Data, "ud", f))
		if err != nil {
			return nil, report, fmt.Errorf("training the splitter: %w", err)
		}
		truth := gold.Truth()
		for _, b := range gold.Blocks {
			text.Lessons(gold.Text, b, truth, func(q text.Question, f []uint32, answer bool) {
				lessons = append(lessons, lesson{len(features), len(features) + len(f), q, answer})
				features = append(features, f...)
				report.Questions[q]++
			})
		}
	}
	var m [2]*logistic
	for q := range m {
		m[q] = newLogistic(text.Question(q).Bits(), o.Rate, o.Decay)
	}
	var seen []uint32
	rng := rand.New(rand.NewPCG(o.Seed, 7))
	for range o.Epochs {
		report.Wrong = [2]int{}
		rng.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for _, l := range lessons {
			f := seen[:0]
			for _, x := range features[l.from:l.to] {
				if o.Drop == 0 || rng.Float64() >= o.Drop {
					f = append(f, x)
				}
			}
			if !m[l.question].learn(f, l.answer) {
				report.Wrong[l.question]++
			}
		}
	}
	return text.Encode(m[text.Joins].table(), m[text.Ends].table()), report, nil
}

// readGold reads a treebank, gzipped or not.
func readGold(path string) (*text.Gold, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if filepath.Ext(path) != ".gz" {
		return text.Treebank(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return text.Treebank(z)
}

// logistic is a binary classifier over hashed features.
type logistic struct {
	w, g        []float64 // weights, and sums of squared gradients
	shift       int
	rate, decay float64
}

func newLogistic(bits int, rate, decay float64) *logistic {
	return &logistic{make([]float64, 1<<bits), make([]float64, 1<<bits), 32 - bits, rate, decay}
}

// learn takes one step, and says whether the model was right before it.
func (m *logistic) learn(f []uint32, answer bool) bool {
	sum := 0.0
	for _, x := range f {
		sum += m.w[x>>m.shift]
	}
	grad := 1 / (1 + math.Exp(-sum))
	if answer {
		grad--
	}
	for _, x := range f {
		g := grad + m.decay*m.w[x>>m.shift]
		m.g[x>>m.shift] += g * g
		m.w[x>>m.shift] -= m.rate * g / math.Sqrt(m.g[x>>m.shift]+1e-6)
	}
	return sum > 0 == answer
}

// table rounds the weights to 8 bits.
func (m *logistic) table() []int8 {
	t := make([]int8, len(m.w))
	for i, w := range m.w {
		t[i] = int8(max(-127, min(127, math.Round(w*text.Unit))))
	}
	return t
}
