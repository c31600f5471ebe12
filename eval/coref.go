package eval

import (
	"fmt"
	"slices"
	"strings"

	"casus"
)

// CorefMention is a mention as the scorer sees it.
type CorefMention struct {
	Span casus.Span
	// Head holds the words that carry the mention ("minister" in "the foreign
	// minister of Peru"), one span for each.
	Head []casus.Span
}

// CorefCluster are the mentions of one entity.
type CorefCluster struct {
	// Type is "person", "organization" or "place".
	Type string
	// Named: one of the mentions at least is a name.
	Named    bool
	Mentions []CorefMention
}

// CorefScore holds the three measures of coreference that are customary, each with
// numerators and denominators so that documents add up: MUC counts links (Vilain
// and others 1995), B3 mentions (Bagga and Baldwin 1998), CEAFe entities (Luo 2005).
// Mentions counts how many of the mentions themselves were found.
type CorefScore struct {
	Documents                int
	Mentions, MUC, B3, CEAFe corefPart
}

// corefPart is recall (right by gold) and precision (right by system).
type corefPart struct{ goldRight, gold, sysRight, sys float64 }

func (p corefPart) add(q corefPart) corefPart {
	return corefPart{p.goldRight + q.goldRight, p.gold + q.gold, p.sysRight + q.sysRight, p.sys + q.sys}
}

func (p corefPart) recall() float64    { return ratio(p.goldRight, p.gold) }
func (p corefPart) precision() float64 { return ratio(p.sysRight, p.sys) }

// F1 is the harmonic mean of precision and recall, 0 to 1.
func (p corefPart) F1() float64 {
	return ratio(2*p.recall()*p.precision(), p.recall()+p.precision())
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Mean is the mean of the F1 of MUC, B3 and CEAFe: the score of the CoNLL 2012
// shared task.
func (s CorefScore) Mean() float64 { return (s.MUC.F1() + s.B3.F1() + s.CEAFe.F1()) / 3 }

// Add joins the scores of two sets of documents.
func (s CorefScore) Add(t CorefScore) CorefScore {
	return CorefScore{s.Documents + t.Documents, s.Mentions.add(t.Mentions), s.MUC.add(t.MUC), s.B3.add(t.B3), s.CEAFe.add(t.CEAFe)}
}

func (s CorefScore) String() string {
	var b strings.Builder
	part := func(name string, p corefPart) {
		fmt.Fprintf(&b, "  %s %.1f/%.1f/%.1f", name, 100*p.precision(), 100*p.recall(), 100*p.F1())
	}
	part("mentions", s.Mentions)
	part("MUC", s.MUC)
	part("B3", s.B3)
	part("CEAFe", s.CEAFe)
	fmt.Fprintf(&b, "  mean %.1f", 100*s.Mean())
	return b.String()
}

// Coref scores one document. Mentions are matched one to one: first those with the
// same span, then those whose head the other one's head is, shorter gold mentions
// first. A mention that is not matched stays in its cluster, as one that the other
// side does not know. With singletons false, entities with one mention are left
// out on both sides, as in OntoNotes.
func Coref(gold, sys []CorefCluster, singletons bool) CorefScore {
	g, s := numbered(gold, singletons), numbered(sys, singletons)
	pairMentions(g, s)
	out := CorefScore{Documents: 1}
	out.Mentions = corefPart{float64(g.paired()), float64(len(g.flat)), float64(s.paired()), float64(len(s.flat))}
	out.MUC.goldRight, out.MUC.gold = muc(g, s)
	out.MUC.sysRight, out.MUC.sys = muc(s, g)
	out.B3.goldRight, out.B3.gold = bCubed(g, s)
	out.B3.sysRight, out.B3.sys = bCubed(s, g)
	alike := ceaf(g, s)
	out.CEAFe = corefPart{alike, float64(len(g.clusters)), alike, float64(len(s.clusters))}
	return out
}

// side is one side's clusters with the mentions in one list.
type corefSide struct {
	flat     []CorefMention
	cluster  []int // of each mention
	other    []int // mention of the other side that is the same, -1
	clusters [][]int
}

func numbered(cs []CorefCluster, singletons bool) *corefSide {
	s := &corefSide{}
	for _, c := range cs {
		if len(c.Mentions) == 0 || len(c.Mentions) < 2 && !singletons {
			continue
		}
		var ms []int
		for _, m := range c.Mentions {
			ms = append(ms, len(s.flat))
			s.flat = append(s.flat, m)
			s.cluster = append(s.cluster, len(s.clusters))
			s.other = append(s.other, -1)
		}
		s.clusters = append(s.clusters, ms)
	}
	return s
}

func (s *corefSide) paired() int {
	n := 0
	for _, o := range s.other {
		if o >= 0 {
			n++
		}
	}
	return n
}

func pairMentions(g, s *corefSide) {
	bySpan := map[casus.Span][]int{}
	for k, m := range s.flat {
		bySpan[m.Span] = append(bySpan[m.Span], k)
	}
	for i, m := range g.flat {
		if ks := bySpan[m.Span]; len(ks) > 0 {
			g.other[i], s.other[ks[0]] = ks[0], i
			bySpan[m.Span] = ks[1:]
		}
	}
	order := make([]int, len(g.flat))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return g.flat[a].Span.Len() - g.flat[b].Span.Len() })
	for _, i := range order {
		if g.other[i] >= 0 {
			continue
		}
		for k, m := range s.flat {
			if s.other[k] < 0 && sameHead(&g.flat[i], &m) {
				g.other[i], s.other[k] = k, i
				break
			}
		}
	}
}

func sameHead(a, b *CorefMention) bool {
	for _, x := range a.Head {
		for _, y := range b.Head {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}

// muc counts, over the clusters of a, the links that b keeps, and all links.
func muc(a, b *corefSide) (right, all float64) {
	for _, c := range a.clusters {
		parts, lost := map[int]bool{}, 0
		for _, m := range c {
			if o := a.other[m]; o >= 0 {
				parts[b.cluster[o]] = true
			} else {
				lost++
			}
		}
		right += float64(len(c) - len(parts) - lost)
		all += float64(len(c) - 1)
	}
	return right, all
}

// bCubed sums over the mentions of a the share of its cluster that b has with it.
func bCubed(a, b *corefSide) (right, all float64) {
	for _, c := range a.clusters {
		common := map[int]int{}
		for _, m := range c {
			if o := a.other[m]; o >= 0 {
				common[b.cluster[o]]++
			}
		}
		for _, n := range common {
			right += float64(n*n) / float64(len(c))
		}
		all += float64(len(c))
	}
	return right, all
}

// ceaf is the similarity of the best one-to-one alignment of clusters, each pair
// being alike by twice their common mentions over the sum of their sizes.
func ceaf(a, b *corefSide) float64 {
	n := max(len(a.clusters), len(b.clusters))
	like := make([][]float64, n)
	for i := range like {
		like[i] = make([]float64, n)
		if i >= len(a.clusters) {
			continue
		}
		for _, m := range a.clusters[i] {
			if o := a.other[m]; o >= 0 {
				like[i][b.cluster[o]]++
			}
		}
		for j := range b.clusters {
			like[i][j] *= 2 / float64(len(a.clusters[i])+len(b.clusters[j]))
		}
	}
	total := 0.0
	for i, j := range hungarian(like) {
		total += like[i][j]
	}
	return total
}

// hungarian is the assignment of rows to columns of a square matrix that has the
// greatest sum (Kuhn 1955 and Munkres 1957, in the form with potentials).
func hungarian(w [][]float64) []int {
	const far = 1e18
	n := len(w)
	u, v := make([]float64, n+1), make([]float64, n+1)
	row, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		j0 := 0
		least, used := make([]float64, n+1), make([]bool, n+1)
		for j := range least {
			least[j] = far
		}
		for row[j0] != 0 {
			used[j0] = true
			i0, delta, j1 := row[j0], far, 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := -w[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			row[j0] = row[way[j0]]
			j0 = way[j0]
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		if row[j] > 0 {
			out[row[j]-1] = j - 1
		}
	}
	return out
}

// NamedPeople keeps the clusters of persons of whom one mention at least is a name.
func NamedPeople(cs []CorefCluster) []CorefCluster {
	return slices.DeleteFunc(slices.Clone(cs), func(c CorefCluster) bool { return c.Type != "person" || !c.Named })
}

// CorefOf are the clusters that the program found, up to a byte of the text. Unless
// all are asked for, adjectives ("Peruvian") and relative pronouns ("who") are left
// out: the actors of events are found by them, but GUM does not mark them.
func CorefOf(doc *casus.Document, limit int, all bool) []CorefCluster {
	out := make([]CorefCluster, len(doc.Entities))
	for i := range doc.Entities {
		switch doc.Entities[i].Type {
		case "PER", "GRP", "NORP":
			out[i].Type = "person"
		case "LOC":
			out[i].Type = "place"
		default:
			out[i].Type = "organization"
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Span.End > limit {
			continue
		}
		t := &doc.Sentences[m.Sentence].Tokens[m.Head]
		if !all && (t.UPOS == "ADJ" || t.Feat("PronType") == "Rel") {
			continue
		}
		c := &out[m.Entity]
		c.Named = c.Named || m.Form == casus.FormName
		c.Mentions = append(c.Mentions, CorefMention{m.Span, []casus.Span{t.Span}})
	}
	return slices.DeleteFunc(out, func(c CorefCluster) bool { return len(c.Mentions) == 0 })
}
