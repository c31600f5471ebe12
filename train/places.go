package train

import (
	"fmt"
	"io"
	"math"

	"casus"
	"casus/eval"
	"casus/geoparse"
)

// PlacesOptions of Places.
type PlacesOptions struct {
	// Sets are the documents to learn from.
	Sets []PlacesSet
	// Read parses a text, with the names found in it.
	Read func(casus.Dispatch) (*casus.Document, error)
	// Parser makes a parser of places with these weights.
	Parser func(weights string) (*geoparse.Parser, error)
	// Log tells of the rounds.
	Log io.Writer
}

// PlacesSet is a set of documents with toponyms. Adjectives says that the set counts
// the adjectives of states.
type PlacesSet struct {
	Documents  []eval.GoldPlaces
	Adjectives bool
}

// placesRounds: what is weighed depends on what was chosen for the other names, so
// learning goes round a few times.
const placesRounds = 6

// Places learns the weights by which places are found and told apart, by logistic
// regression: one for whether words name a place, one over the places of a name. It
// returns them as a text. The same documents give the same weights.
func Places(o PlacesOptions) (string, error) {
	docs := make([][]*casus.Document, len(o.Sets))
	for i, s := range o.Sets {
		for j := range s.Documents {
			d, err := o.Read(s.Documents[j].Dispatch)
			if err != nil {
				return "", err
			}
			docs[i] = append(docs[i], d)
		}
	}
	weights := ""
	var detect, rank []float64
	for round := range placesRounds {
		p, err := o.Parser(weights)
		if err != nil {
			return "", err
		}
		var yes placeExamples
		var which choiceExamples
		for i, s := range o.Sets {
			for j := range s.Documents {
				gold := &s.Documents[j]
				p.Learn(docs[i][j], func(x geoparse.Observation) {
					g := goldAt(gold, x.Span)
					if !x.Adjective || s.Adjectives {
						yes.add(x.Place, g != nil)
					}
					if g != nil && g.Located && len(x.Which) > 1 {
						which.add(x.Which, g)
					}
				})
			}
		}
		detect = yes.fit()
		// Rounds swing about; half a step settles them.
		rank = halfway(rank, which.fit())
		weights = geoparse.FormatWeights(detect, rank)
		fmt.Fprintf(o.Log, "round %d: %d spans, loss %.4f; %d choices, loss %.4f\n", round+1, len(yes.label), yes.loss(detect), len(which.options), which.loss(rank))
	}
	return weights, nil
}

// halfway is the middle of two sets of weights, or the second where there is no first.
func halfway(a, b []float64) []float64 {
	for i := range a {
		b[i] = (a[i] + b[i]) / 2
	}
	return b
}

func goldAt(g *eval.GoldPlaces, sp casus.Span) *eval.GoldPlace {
	for i := range g.Places {
		if g.Places[i].Span.Overlaps(sp) {
			return &g.Places[i]
		}
	}
	return nil
}

// placeExamples are words that name a place, or do not.
type placeExamples struct {
	reasons [][]float32
	label   []float64
}

func (e *placeExamples) add(reasons []float32, place bool) {
	e.reasons = append(e.reasons, append([]float32(nil), reasons...))
	y := 0.0
	if place {
		y = 1
	}
	e.label = append(e.label, y)
}

func (e *placeExamples) loss(w []float64) float64 {
	sum := 0.0
	for i, x := range e.reasons {
		p := 1 / (1 + math.Exp(-dotReasons(w, x)))
		sum -= e.label[i]*math.Log(p+1e-12) + (1-e.label[i])*math.Log(1-p+1e-12)
	}
	return sum / float64(max(1, len(e.reasons)))
}

func (e *placeExamples) fit() []float64 {
	if len(e.reasons) == 0 {
		return nil
	}
	return descend(len(e.reasons[0]), 0.5/float64(len(e.reasons)), func(w, grad []float64) {
		for i, x := range e.reasons {
			d := (1/(1+math.Exp(-dotReasons(w, x))) - e.label[i]) / float64(len(e.reasons))
			for k, v := range x {
				grad[k] += d * float64(v)
			}
		}
	})
}

// choiceExamples are names with the places that they may mean; right marks those that
// gold means.
type choiceExamples struct {
	options [][][]float32
	right   [][]bool
}

// add takes a choice where gold's place is among the places: by its id, else by its
// point.
func (e *choiceExamples) add(which []geoparse.Choice, g *eval.GoldPlace) {
	right := make([]bool, len(which))
	some := false
	for i, c := range which {
		right[i] = g.GeoNames != 0 && c.GeoNames == g.GeoNames
		some = some || right[i]
	}
	for i, c := range which {
		if !some && geoparse.Distance(c.Lat, c.Lon, g.Lat, g.Lon) < 100 {
			right[i] = true
		}
	}
	options := make([][]float32, len(which))
	n := 0
	for i, c := range which {
		options[i] = append([]float32(nil), c.Reasons...)
		if right[i] {
			n++
		}
	}
	if n > 0 {
		e.options, e.right = append(e.options, options), append(e.right, right)
	}
}

// chances are the chances of each option, and that of the right ones.
func chances(w []float64, options [][]float32, right []bool, p []float64) float64 {
	top := math.Inf(-1)
	for i, x := range options {
		p[i] = dotReasons(w, x)
		top = max(top, p[i])
	}
	sum, good := 0.0, 0.0
	for i := range options {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
		if right[i] {
			good += p[i]
		}
	}
	for i := range options {
		p[i] /= sum
	}
	return good / sum
}

func (e *choiceExamples) loss(w []float64) float64 {
	sum := 0.0
	var p [512]float64
	for i := range e.options {
		sum -= math.Log(chances(w, e.options[i], e.right[i], p[:]) + 1e-12)
	}
	return sum / float64(max(1, len(e.options)))
}

func (e *choiceExamples) fit() []float64 {
	if len(e.options) == 0 {
		return nil
	}
	n := float64(len(e.options))
	return descend(len(e.options[0][0]), 0.5/n, func(w, grad []float64) {
		var p [512]float64
		for i, options := range e.options {
			good := chances(w, options, e.right[i], p[:])
			for k, x := range options {
				d := p[k]
				if e.right[i][k] {
					d -= p[k] / (good + 1e-12)
				}
				for j, v := range x {
					grad[j] += d * float64(v) / n
				}
			}
		}
	})
}

func dotReasons(w []float64, x []float32) float64 {
	s := 0.0
	for i, v := range x {
		s += w[i] * float64(v)
	}
	return s
}

// descend finds the least loss by Adam over all examples at a time; l2 draws the
// weights to zero.
func descend(n int, l2 float64, gradient func(w, grad []float64)) []float64 {
	const steps, rate, b1, b2 = 600, 0.05, 0.9, 0.999
	w, grad, m, v := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for t := 1; t <= steps; t++ {
		clear(grad)
		gradient(w, grad)
		for i := range w {
			g := grad[i] + l2*w[i]
			m[i] = b1*m[i] + (1-b1)*g
			v[i] = b2*v[i] + (1-b2)*g*g
			w[i] -= rate * m[i] / (1 - math.Pow(b1, float64(t))) / (math.Sqrt(v[i]/(1-math.Pow(b2, float64(t)))) + 1e-8)
		}
	}
	return w
}
