package identity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Stories groups dispatches that tell of one matter, one after the other as they come:
// each joins the story that it is most like, if it is like it enough, else begins one.
//
// A dispatch is a vector of words weighted by tf-idf, in which names, numbers, and
// what the title and the first sentences say, count more: two quakes share their
// words, but not their places. The frequencies of words are those of the dispatches
// seen so far, on top of Prior.
type Stories struct {
	o        StoryOptions
	seen     map[string]float64 // word -> dispatches that have it
	n        float64
	stories  []*story
	postings map[string][]posting // word -> stories that have it
	dots     []float64            // of nearest, kept for the next
	// latest is the latest day seen.
	latest int
}

// StoryOptions of NewStories. The zero value has what was fitted.
type StoryOptions struct {
	// Threshold is the likeness from which a dispatch joins a story.
	Threshold float64
	// Window is how many days a story stays open after its last dispatch; 0 is for
	// ever.
	Window int
	// Prior says in which share of all dispatches a word occurs, from long experience;
	// nil where there is none.
	Prior func(word string) float64
}

// story is a sum of the vectors of its members.
type story struct {
	id     string
	sum    map[string]*float64
	square float64 // of the length of sum
	last   int     // day number of the last member
}

// posting is a story that has a word, and the word's place in its sum.
type posting struct {
	story int
	sum   *float64
}

// NewStories begins without a story.
func NewStories(o StoryOptions) *Stories {
	if o.Threshold == 0 {
		o.Threshold = 0.26
	}
	return &Stories{o: o, seen: map[string]float64{}, postings: map[string][]posting{}}
}

// priorWeight is how many dispatches the experience before the first counts for.
const priorWeight = 500

// Add puts a dispatch into its story, which is named after the first dispatch, and
// says why. day is a number of days.
func (s *Stories) Add(id, title, text string, day int) (group string, v Verdict) {
	terms := termsOf(title, text)
	s.learn(terms, day)
	vec := s.vector(terms)
	best, score := s.nearest(vec, day)
	if best < 0 || score < s.o.Threshold {
		s.begin(id, vec, day)
		return id, Verdict{Score: score, Why: "nothing like it"}
	}
	v = Verdict{Same: true, Score: score, Why: s.why(vec, s.stories[best], score)}
	s.join(best, vec, day)
	return s.stories[best].id, v
}

// Know puts a dispatch into the story that it is known to belong to.
func (s *Stories) Know(group, title, text string, day int) {
	terms := termsOf(title, text)
	s.learn(terms, day)
	vec := s.vector(terms)
	for i, x := range s.stories {
		if x.id == group {
			s.join(i, vec, day)
			return
		}
	}
	s.begin(group, vec, day)
}

func (s *Stories) learn(terms map[string]float64, day int) {
	s.n++
	s.latest = max(s.latest, day)
	if s.o.Window > 0 && int(s.n)%pruneEvery == 0 {
		s.prune()
	}
	for w := range terms {
		s.seen[w]++
	}
}

// pruneEvery is how many dispatches pass before closed stories are forgotten.
const pruneEvery = 500

// prune forgets the stories that are closed, so that memory and time stay bounded.
func (s *Stories) prune() {
	open := s.stories[:0]
	for _, x := range s.stories {
		if x.last >= s.latest-2*s.o.Window {
			open = append(open, x)
		}
	}
	clear(s.stories[len(open):])
	s.stories = open
	clear(s.postings)
	for i, x := range s.stories {
		for w, sum := range x.sum {
			s.postings[w] = append(s.postings[w], posting{i, sum})
		}
	}
}

// term is a word with its weight. A vector is a list of terms in the order of the words,
// so that sums come out the same each time.
type term struct {
	w string
	v float64
}

// vector weights terms by how rare they are and brings the whole to length 1.
func (s *Stories) vector(terms map[string]float64) []term {
	out := make([]term, 0, len(terms))
	sum := 0.0
	for w := range terms {
		df := s.seen[w]
		n := s.n
		if s.o.Prior != nil {
			df += s.o.Prior(w) * priorWeight
			n += priorWeight
		}
		if idf := math.Log((n + 1) / (df + 0.5)); idf > 0 {
			out = append(out, term{w, (1 + math.Log(terms[w])) * idf})
		}
	}
	slices.SortFunc(out, func(a, b term) int { return strings.Compare(a.w, b.w) })
	for _, t := range out {
		sum += t.v * t.v
	}
	if n := math.Sqrt(sum); n > 0 {
		for i := range out {
			out[i].v /= n
		}
	}
	return out
}

// nearest is the story most like a vector, -1 where none shares a word.
func (s *Stories) nearest(vec []term, day int) (best int, score float64) {
	s.dots = slices.Grow(s.dots[:0], len(s.stories))[:len(s.stories)]
	clear(s.dots)
	for _, t := range vec {
		for _, p := range s.postings[t.w] {
			s.dots[p.story] += t.v * *p.sum
		}
	}
	best = -1
	for i, dot := range s.dots {
		x := s.stories[i]
		if dot == 0 || s.o.Window > 0 && abs(day-x.last) > s.o.Window {
			continue
		}
		if c := dot / math.Sqrt(x.square); c > score {
			best, score = i, c
		}
	}
	return best, score
}

func (s *Stories) begin(id string, vec []term, day int) {
	s.stories = append(s.stories, &story{id: id, sum: map[string]*float64{}, last: day})
	s.join(len(s.stories)-1, vec, day)
}

func (s *Stories) join(i int, vec []term, day int) {
	x := s.stories[i]
	x.last = max(x.last, day)
	for _, t := range vec {
		sum := x.sum[t.w]
		if sum == nil {
			sum = new(float64)
			x.sum[t.w] = sum
			s.postings[t.w] = append(s.postings[t.w], posting{i, sum})
		}
		x.square += t.v * (2**sum + t.v)
		*sum += t.v
	}
}

// why names the words that made a dispatch like a story.
func (s *Stories) why(vec []term, x *story, score float64) string {
	var parts []term
	for _, t := range vec {
		if sum := x.sum[t.w]; sum != nil {
			parts = append(parts, term{strings.TrimPrefix(t.w, "="), t.v * *sum})
		}
	}
	slices.SortFunc(parts, func(a, b term) int { return cmp.Or(cmp.Compare(b.v, a.v), cmp.Compare(a.w, b.w)) })
	var names []string
	for _, p := range parts {
		if len(names) == 5 {
			break
		}
		if !slices.Contains(names, p.w) {
			names = append(names, p.w)
		}
	}
	return fmt.Sprintf("likeness %.2f, by %s", score, strings.Join(names, ", "))
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Weights of a word by where it stands and what it looks like.
const (
	leadWords  = 60
	leadWeight = 1.0

	titleWeight = 2.0
	nameWeight  = 1.0
)

// termsOf counts the words of a dispatch. A name counts as itself beside the word: it
// is written with a "=" before it.
func termsOf(title, text string) map[string]float64 {
	out := map[string]float64{}
	add := func(part string, weight float64, lead int) {
		n := 0
		begin := true
		for _, raw := range strings.FieldsFunc(part, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '.' && r != '!' && r != '?'
		}) {
			w := strings.Trim(raw, ".!?'’")
			ends := strings.ContainsAny(raw, ".!?")
			if w == "" {
				begin = begin || ends
				continue
			}
			lower := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s"))
			n++
			f := weight
			if n <= lead {
				f += leadWeight
			}
			if !stop[lower] && len(lower) > 1 {
				out[stem(lower)] += f
				if first := []rune(w)[0]; !begin && (unicode.IsUpper(first) || unicode.IsDigit(first)) {
					out["="+lower] += f * nameWeight
				}
			}
			begin = ends
		}
	}
	add(title, titleWeight, 0)
	add(text, 1, leadWords)
	return out
}

// stem takes the commonest endings off; what it cuts too much it cuts alike.
func stem(w string) string {
	for _, end := range [...]string{"ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly"} {
		if rest, ok := strings.CutSuffix(w, end); ok && len(rest) >= 4 {
			return rest
		}
	}
	return w
}

var stop = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a about above after again against all also am an and any are as at be because been before being below
		between both but by can could did do does doing down during each few for from further had has have having he her here hers him his how i if in
		into is it its itself just me more most my no nor not now of off on once one only or other our out over own same she should so some such than that the
		their them then there these they this those through to too under until up us very was we were what when where which while who whom why will with
		would you your said says say told according mr mrs ms new two three first last year years day days monday tuesday wednesday thursday friday saturday
		sunday january february march april may june july august september october november december people time`) {
		m[w] = true
	}
	return m
}()
