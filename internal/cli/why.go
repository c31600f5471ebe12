package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"casus"
	"casus/coding"
	"casus/pipeline"
)

// runWhy is casus why.
func runWhy(ctx context.Context, e *env, in *input) error {
	text := strings.TrimSpace(strings.Join(in.args, " "))
	if text == "" {
		return misuse(`give a sentence: casus why "Seoul urged Moscow to halt the talks."`)
	}
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	doc, err := p.Read(ctx, casus.Dispatch{ID: "why", Text: text})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	for i := range doc.Sentences {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if err := writeWhy(out, p, doc, i, in.on("all")); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeWhy(w *bufio.Writer, p *pipeline.Pipeline, doc *casus.Document, n int, all bool) error {
	x, err := p.Explain(doc, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n\n", oneLine(x.Text))
	writeTree(w, doc, n)
	fmt.Fprint(w, "\nPatterns\n")
	shown := 0
	for i := range x.Tries {
		if t := &x.Tries[i]; t.Won {
			writeWinner(w, doc, t)
			shown++
		}
	}
	if shown == 0 {
		fmt.Fprintln(w, "  none holds")
	}
	writeOthers(w, doc, x.Tries, all)
	fmt.Fprint(w, "\nEvents\n")
	for i := range x.Events {
		ev := &x.Events[i]
		fmt.Fprintf(w, "  %s\n      %s\n", eventLine(doc, ev), reason(ev))
	}
	if len(x.Events) == 0 {
		fmt.Fprintln(w, "  none")
	}
	return nil
}

func writeWinner(w *bufio.Writer, doc *casus.Document, t *coding.Try) {
	fmt.Fprintf(w, "  * %-12s %s  %s:%d\n", doc.Slice(t.Trigger), t.Pattern, t.Pos.File, t.Pos.Line)
	if t.Source != "" {
		fmt.Fprintf(w, "      %s\n", oneLine(t.Source))
	}
	for _, s := range t.Slots {
		far := ""
		if s.Far > 0 {
			far = fmt.Sprintf("  (found %s away)", count(s.Far, "step"))
		}
		fmt.Fprintf(w, "      %-9s = %s%s\n", s.Slot, oneLine(s.Text), far)
	}
	for _, s := range t.Steps {
		fmt.Fprintf(w, "      %s\n", s)
	}
	if t.Blocked != "" {
		fmt.Fprintf(w, "      no event of its own: %s\n", t.Blocked)
	}
}

// writeOthers tells of the patterns that lost: those that fit as well, and those
// that lacked one thing; with all, the rest too.
func writeOthers(w *bufio.Writer, doc *casus.Document, tries []coding.Try, all bool) {
	const few = 8
	hidden := 0
	for i := range tries {
		t := &tries[i]
		if t.Won {
			continue
		}
		if !all && i-hidden > few+len(tries)/4 {
			hidden++
			continue
		}
		why := t.Blocked
		if t.Fits && why == "" {
			why = "holds too, but another is more specific"
		}
		fmt.Fprintf(w, "  - %-12s %s  %s:%d  %s\n", doc.Slice(t.Trigger), t.Pattern, t.Pos.File, t.Pos.Line, why)
	}
	if hidden > 0 {
		fmt.Fprintf(w, "  - and %d more; --all shows them\n", hidden)
	}
}

// eventLine is an event on one line, as the lexicon's examples have it.
func eventLine(doc *casus.Document, ev *casus.Event) string {
	r := newRow(doc, ev)
	parts := []string{r.actor + " " + ev.Event + " " + r.whom}
	if ev.Mode != "" {
		parts = append(parts, ev.Mode)
	}
	parts = append(parts, ev.Contexts...)
	if r.under != "" {
		parts = append(parts, r.under)
	}
	if ev.Date.Value != "" {
		parts = append(parts, ev.Date.Value)
	}
	return strings.Join(parts, ", ")
}

// writeTree shows the parse, the dependents of a word below it.
func writeTree(w *bufio.Writer, doc *casus.Document, n int) {
	s := &doc.Sentences[n]
	t := tree{w: w, doc: doc, tokens: s.Tokens, notes: map[int]string{}}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence == n && m.Entity >= 0 && m.Entity < len(doc.Entities) {
			t.notes[m.Head] = "= " + party(&doc.Entities[m.Entity])
		}
	}
	for i := range doc.Timexes {
		if x := &doc.Timexes[i]; x.Sentence == n && x.Value != "" {
			t.notes[x.Head] = "= " + x.Value
		}
	}
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 {
			t.write(i, "", "")
		}
	}
}

// tree is a parse on its way to paper.
type tree struct {
	w      *bufio.Writer
	doc    *casus.Document
	tokens []casus.Token
	notes  map[int]string
}

func (t *tree) write(i int, mark, indent string) {
	k := &t.tokens[i]
	fmt.Fprintf(t.w, "%s%s  %s %s", mark, k.Form, k.Deprel, k.UPOS)
	if k.Lemma != "" && !strings.EqualFold(k.Lemma, k.Form) {
		fmt.Fprintf(t.w, " (%s)", k.Lemma)
	}
	if note := t.notes[i]; note != "" {
		fmt.Fprintf(t.w, "  %s", note)
	}
	fmt.Fprintln(t.w)
	var below []int
	for j := range t.tokens {
		if t.tokens[j].Head == i && t.tokens[j].UPOS != "PUNCT" {
			below = append(below, j)
		}
	}
	for n, j := range below {
		if n == len(below)-1 {
			t.write(j, indent+"└─ ", indent+"   ")
		} else {
			t.write(j, indent+"├─ ", indent+"│  ")
		}
	}
}
