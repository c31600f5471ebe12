package desk

import (
	"context"
	"fmt"
	"strings"

	"casus"
	"casus/desk/access"
	"casus/record"
	"casus/store"
)

func dispatchRoutes() []route {
	return []route{
		{"GET", "/dispatches/{id}", access.Reader, (*Desk).dispatchShow},
		{"GET", "/search", access.Reader, (*Desk).search},
	}
}

// dispatchShowView is what dispatch.html shows.
type dispatchShowView struct {
	Dispatch   store.Dispatch
	Paragraphs []paragraph
	Events     []telling
	Rejected   []telling
	Statements []statementView
	Promises   []commitmentView
	Warnings   []string
	// Failure says why it could not be coded.
	Failure string
	// Sentences are offered where an event is missing.
	Sentences []sentenceChoice
	Codebook  codebook
	Story     *store.Story
}

// paragraph is a block of the text, with its findings.
type paragraph struct {
	Kind     string
	Segments []segment
}

// sentenceChoice is a sentence that an event may be added to.
type sentenceChoice struct {
	N    int
	Text string
}

// dispatchShow is the page of one dispatch.
func (d *Desk) dispatchShow(v *visit) error {
	ctx := v.r.Context()
	x, err := d.store.Dispatch(ctx, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	body := dispatchShowView{Dispatch: x, Codebook: d.codebook}
	found, err := d.store.Findings(ctx, "", x.ID)
	if err = orEmpty(err); err != nil {
		return err
	}
	body.Failure, body.Warnings = found.Error, found.Warnings
	corrections, err := d.correctionsOf(ctx, x.ID)
	if err != nil {
		return err
	}
	held := record.Overlay(found.Events, corrections)
	for i := range held {
		if t := d.tellCorrected(&held[i]); held[i].Verdict == "rejected" {
			body.Rejected = append(body.Rejected, t)
		} else {
			body.Events = append(body.Events, t)
		}
	}
	for i := range found.Statements {
		body.Statements = append(body.Statements, d.statementOf(&found.Statements[i]))
	}
	for i := range found.Commitments {
		body.Promises = append(body.Promises, d.commitmentOf(&found.Commitments[i]))
	}
	d.addParagraphs(ctx, &body, held)
	title := x.Title
	if title == "" {
		title = clip(60, oneLine(x.Text))
	}
	return d.show(v, "dispatch.html", page{Title: title, Nav: "/events", Crumbs: []link{{"Events", "/events"}}, Wide: true, Body: body})
}

// addParagraphs marks all findings in the text. What cannot be read is shown plain.
func (d *Desk) addParagraphs(ctx context.Context, b *dispatchShowView, held []record.Corrected) {
	var doc *casus.Document
	if b.Dispatch.Language == "" || b.Dispatch.Language == "en" {
		if x, err := d.document(ctx, &b.Dispatch); err != nil {
			b.Failure = err.Error()
		} else {
			doc = x
		}
	}
	if doc == nil {
		for line := range strings.SplitSeq(b.Dispatch.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				b.Paragraphs = append(b.Paragraphs, paragraph{"body", []segment{{Text: line}}})
			}
		}
		return
	}
	marks := d.documentMarks(doc)
	for i := range held {
		e := &held[i]
		if t := bodyOf(&e.Event).Evidence.Trigger; e.Verdict != "rejected" && !t.Empty() {
			told := d.tell(&e.Event)
			marks = append(marks, mark{Span: t, Kind: "trigger", Note: told.Plain(), Href: "#e-" + e.ID, Name: "t-" + e.ID})
		}
	}
	for i := range b.Statements {
		s := &b.Statements[i]
		if s.Body.Cue != nil {
			marks = append(marks, mark{Span: s.Body.Cue.Span, Kind: "cue", Note: s.Speaker.Name + ": " + s.Position, Href: "#s-" + s.ID, Name: "c-" + s.ID})
		}
	}
	for i := range doc.Blocks {
		k := &doc.Blocks[i]
		b.Paragraphs = append(b.Paragraphs, paragraph{k.Kind.String(), segments(doc.Dispatch.Text, k.Span, marks)})
	}
	for i := range doc.Sentences {
		b.Sentences = append(b.Sentences, sentenceChoice{i, clip(90, oneLine(doc.Slice(doc.Sentences[i].Span)))})
	}
}

// documentMarks are the actors, times, places and quotes of a document.
func (d *Desk) documentMarks(doc *casus.Document) []mark {
	var out []mark
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Entity < 0 || m.Entity >= len(doc.Entities) {
			continue
		}
		e := &doc.Entities[m.Entity]
		if e.Code == "" && e.Country == "" && len(e.Sectors) == 0 {
			continue
		}
		note := e.Name
		for _, x := range []string{e.Office, e.Code} {
			if x != "" && x != note {
				note += ", " + x
			}
		}
		out = append(out, mark{Span: m.Span, Kind: "mention", Note: note})
	}
	for i := range doc.Timexes {
		if t := &doc.Timexes[i]; t.Value != "" {
			out = append(out, mark{Span: t.Span, Kind: "time", Note: t.Value})
		}
	}
	for i := range doc.Places {
		if p := &doc.Places[i]; p.Located && !p.Adjective && !p.Within {
			out = append(out, mark{Span: p.Span, Kind: "place", Note: fmt.Sprintf("%s (%.1f, %.1f)", p.Name, p.Lat, p.Lon)})
		}
	}
	for i := range doc.Quotes {
		for _, s := range doc.Quotes[i].Content {
			out = append(out, mark{Span: s, Kind: "quote"})
		}
	}
	return out
}

// searchView is what search.html shows.
type searchView struct {
	Words string
	Found []foundView
	Next  string
}

type foundView struct {
	store.Found
	Pieces []segment
}

const searchLimit = 20

// search finds dispatches by their words.
func (d *Desk) search(v *visit) error {
	var q struct {
		Words  string `query:"words"`
		Offset int    `query:"offset"`
	}
	if err := readQuery(v.r.URL.Query(), &q); err != nil {
		return err
	}
	body := searchView{Words: q.Words}
	if q.Words != "" {
		list, err := d.store.Search(v.r.Context(), q.Words, max(0, q.Offset), searchLimit+1)
		if err != nil {
			return err
		}
		if len(list) > searchLimit {
			list = list[:searchLimit]
			values := v.r.URL.Query()
			values.Set("offset", fmt.Sprint(q.Offset+searchLimit))
			body.Next = address("/search", values)
		}
		for _, x := range list {
			body.Found = append(body.Found, foundView{x, pieces(oneLine(x.Snippet))})
		}
	}
	return d.show(v, "search.html", page{Title: "Search", Nav: "", Body: body})
}

// pieces takes a piece of text apart in which the words found stand in brackets.
func pieces(text string) []segment {
	var out []segment
	for text != "" {
		before, rest, ok := strings.Cut(text, "[")
		out = append(out, segment{Text: before})
		if !ok {
			break
		}
		word, after, _ := strings.Cut(rest, "]")
		out = append(out, segment{Text: word, Kinds: []string{"found"}})
		text = after
	}
	return out
}
