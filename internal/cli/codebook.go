package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"casus/lexicon"
	"casus/ontology"
)

// runCodebook is casus codebook.
func runCodebook(_ context.Context, e *env, in *input) error {
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	for _, a := range in.args {
		if !onto.Event(a) {
			return misuse("%q is no PLOVER event%s", a, didYouMean(a, onto.Events()))
		}
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	defer out.Flush()
	writeCodebook(out, onto, lex, in.args)
	return nil
}

// How much of the lexicon a chapter shows.
const (
	shownCues     = 60
	shownExamples = 6
	shownRefused  = 5
)

// writeCodebook writes the chapters of the events, all where none are named.
func writeCodebook(w io.Writer, onto *ontology.Ontology, lex *lexicon.Lexicon, events []string) {
	words := wordsOf(onto, lex)
	for _, c := range onto.Codebook() {
		if len(events) > 0 && !slices.Contains(events, c.Event) {
			continue
		}
		writeChapter(w, &c, words[c.Event])
	}
}

var quadNames = [...]string{"", "Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"}

func writeChapter(w io.Writer, c *ontology.Chapter, words *eventWords) {
	fmt.Fprintf(w, "### `%s`\n\n%s (quad %d), score %s. %s\n\n", c.Event, quadNames[c.Quad], c.Quad, scoreText(c.Score), c.Is)
	if len(c.Not) > 0 {
		fmt.Fprint(w, "Refused:\n\n")
		for _, n := range c.Not {
			fmt.Fprintf(w, "* %s\n", n)
		}
		fmt.Fprintln(w)
	}
	if len(c.Modes) > 0 {
		fmt.Fprint(w, "| mode | score | |\n|---|---|---|\n")
		for _, m := range c.Modes {
			fmt.Fprintf(w, "| `%s` | %s | %s |\n", m.Name, scoreText(m.Score), m.Gloss)
		}
		fmt.Fprintln(w)
	}
	if len(c.Acts) > 0 {
		fmt.Fprintf(w, "**Acts** that are coded so when they are simply done: %s.\n\n", strings.Join(c.Acts, ", "))
	}
	if len(c.Rows) > 0 {
		var rows []string
		for _, r := range c.Rows {
			rows = append(rows, fmt.Sprintf("%s(%s)", r.Outer, r.Inner))
		}
		fmt.Fprintf(w, "**Compositions**: %s.\n\n", strings.Join(slices.Compact(rows), ", "))
	}
	if words == nil {
		return
	}
	fmt.Fprintf(w, "**Words** (%d in all): %s.\n\n", len(words.cues), strings.Join(words.cues[:min(shownCues, len(words.cues))], ", "))
	writeExamples(w, "Coded", words.coded, shownExamples)
	writeExamples(w, "Not coded, though the word is there", words.refused, shownRefused)
}

func writeExamples(w io.Writer, title string, list []lexicon.Example, most int) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "%s:\n\n", title)
	for _, x := range list[:min(most, len(list))] {
		fmt.Fprintf(w, "* %s — `%s`\n", x.Text, strings.Join(x.Want, "; "))
	}
	fmt.Fprintln(w)
}

func scoreText(s *float64) string {
	if s == nil {
		return "-"
	}
	return strconv.FormatFloat(*s, 'g', -1, 64)
}

// eventWords are the words of the lexicon that mean an event by themselves, and its
// examples.
type eventWords struct {
	cues           []string
	coded, refused []lexicon.Example
}

func wordsOf(onto *ontology.Ontology, lex *lexicon.Lexicon) map[string]*eventWords {
	out := map[string]*eventWords{}
	of := func(event string) *eventWords {
		if out[event] == nil {
			out[event] = &eventWords{}
		}
		return out[event]
	}
	owner := map[string][]*lexicon.Predicate{} // file -> its entries, in order
	for i := range lex.Predicates {
		p := &lex.Predicates[i]
		owner[p.Pos.File] = append(owner[p.Pos.File], p)
		if ev := eventOf(onto, p); ev != "" {
			of(ev).cues = append(of(ev).cues, p.Lemmas...)
		}
	}
	for _, x := range lex.Examples {
		var entry *lexicon.Predicate
		for _, p := range owner[x.Pos.File] {
			if p.Pos.Line < x.Pos.Line {
				entry = p
			}
		}
		switch {
		case entry == nil:
		case len(x.Want) == 1 && x.Want[0] == "none":
			if ev := eventOf(onto, entry); ev != "" {
				of(ev).refused = append(of(ev).refused, x)
			}
		default:
			for w := range strings.FieldsSeq(strings.ReplaceAll(x.Want[0], ",", " ")) {
				if onto.Event(w) {
					of(w).coded = append(of(w).coded, x)
					break
				}
			}
		}
	}
	for _, w := range out {
		slices.Sort(w.cues)
		w.cues = slices.Compact(w.cues)
		spread(w.coded)
		spread(w.refused)
	}
	return out
}

// spread orders examples so that the first ones come from different files, short ones
// before long ones.
func spread(list []lexicon.Example) {
	slices.SortStableFunc(list, func(a, b lexicon.Example) int {
		return cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text))
	})
	seen := map[string]int{}
	rank := map[string]int{}
	for _, x := range list {
		rank[x.Text] = seen[x.Pos.File]
		seen[x.Pos.File]++
	}
	slices.SortStableFunc(list, func(a, b lexicon.Example) int { return cmp.Compare(rank[a.Text], rank[b.Text]) })
}

// eventOf is what an entry means when nothing else is said.
func eventOf(onto *ontology.Ontology, p *lexicon.Predicate) string {
	if p.Sense.Event != "" {
		return p.Sense.Event
	}
	code, ok := onto.Compose(readingOf(&p.Sense))
	if !ok || !onto.Event(code.Event) {
		return ""
	}
	return code.Event
}

func readingOf(s *lexicon.Sense) *ontology.Reading {
	r := &ontology.Reading{Name: cmp.Or(s.Operator, s.Act), Variant: s.Variant, Domains: s.Domains}
	if s.Inner != nil {
		r.Inner = readingOf(s.Inner)
	}
	return r
}
