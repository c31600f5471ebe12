package alerts

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"casus/store"
)

// finding is what rules look at: an event, a commitment or a statement with its
// dispatch.
type finding struct {
	subject  Subject
	id       string
	day      string
	dispatch *store.Dispatch
	parties  []store.Party
	// span is where its words are in the text.
	span [2]int
	body json.RawMessage
	// One of these is set.
	event      *store.Event
	commitment *store.Commitment
	statement  *store.Statement
}

// role is a party as findings are written.
type role struct {
	Name, Code, Country *string
	Sector              []string
}

func (r role) party(side store.Side) store.Party {
	p := store.Party{Side: side, Sectors: r.Sector, Name: plain(r.Name), Code: plain(r.Code), Country: plain(r.Country)}
	// As the record keys them: a state's code, else an organisation's.
	if p.Key = p.Country; p.Key == "" || p.Key == "IGO" {
		p.Key = p.Code
	}
	return p
}

func plain(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// written is what findings of all kinds have in their JSON.
type written struct {
	Evidence struct {
		Span [2]int
	}
	Parties, Recipients, Source, On, Addressee []role
	Cue                                        struct{ Span [2]int }
	Content                                    []struct{ Span [2]int }
}

func sides(actors, recipients []role) []store.Party {
	var out []store.Party
	for _, r := range actors {
		out = append(out, r.party(store.Actor))
	}
	for _, r := range recipients {
		out = append(out, r.party(store.Recipient))
	}
	return out
}

// findings of one coded dispatch.
func findings(d *store.Dispatch, c *store.Coding) []finding {
	var out []finding
	for i := range c.Events {
		e := &c.Events[i]
		out = append(out, eventFinding(d, e))
	}
	for i := range c.Commitments {
		x := &c.Commitments[i]
		var w written
		_ = json.Unmarshal(x.JSON, &w) // written by the record
		out = append(out, finding{subject: Commitments, id: x.ID, day: published(d), dispatch: d, parties: sides(w.Parties, w.Recipients), span: w.Evidence.Span, body: x.JSON, commitment: x})
	}
	for i := range c.Statements {
		x := &c.Statements[i]
		var w written
		_ = json.Unmarshal(x.JSON, &w) // written by the record
		span := w.Cue.Span
		for _, piece := range w.Content {
			if span[1] == 0 {
				span = piece.Span
			}
			span = [2]int{min(span[0], piece.Span[0]), max(span[1], piece.Span[1])}
		}
		out = append(out, finding{subject: Statements, id: x.ID, day: published(d), dispatch: d, parties: sides(w.Source, append(w.On, w.Addressee...)), span: span, body: x.JSON, statement: x})
	}
	return out
}

func eventFinding(d *store.Dispatch, e *store.Event) finding {
	var w written
	_ = json.Unmarshal(e.JSON, &w) // written by the record
	return finding{subject: Events, id: e.ID, day: e.Day, dispatch: d, parties: e.Parties, span: w.Evidence.Span, body: e.JSON, event: e}
}

func published(d *store.Dispatch) string {
	if d.Published.IsZero() {
		return ""
	}
	return d.Published.Format("2006-01-02")
}

// words are those that tell the finding.
func (f *finding) words() string {
	b, e := f.bounds()
	return oneLine(f.dispatch.Text[b:e])
}

func (f *finding) bounds() (begin, end int) {
	n := len(f.dispatch.Text)
	begin, end = min(max(f.span[0], 0), n), min(max(f.span[1], 0), n)
	return begin, max(begin, end)
}

// maxSentence is where a sentence without an end is cut, in bytes.
const maxSentence = 600

// sentence is the sentence around the words, as far as punctuation tells: the record
// keeps no parses, and people read it, no program does.
func (f *finding) sentence() string {
	text := f.dispatch.Text
	begin, end := f.bounds()
	for begin > 0 && text[begin-1] != '\n' && !endsAt(text, begin-1) && end-begin < maxSentence {
		begin--
	}
	for end < len(text) && text[end] != '\n' && end-begin < maxSentence {
		if end++; endsAt(text, end-1) {
			break
		}
	}
	for begin > 0 && !utf8.RuneStart(text[begin]) {
		begin--
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return oneLine(text[begin:end])
}

// endsAt says whether a sentence ends with the byte at i: a mark, maybe with a closing
// quote after it, then white space and a capital; not after an initial or a short title.
func endsAt(text string, i int) bool {
	j := i
	if text[j] == '"' && j > 0 {
		j--
	}
	if text[j] != '.' && text[j] != '!' && text[j] != '?' || i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' {
		return false
	}
	if next := strings.TrimLeft(text[i+1:], " \n\""); next != "" {
		if r, _ := utf8.DecodeRuneInString(next); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	word := text[strings.LastIndexAny(text[:j], " \n")+1 : j]
	return !strings.Contains(word, ".") && (len(word) > 3 || word == "" || !unicode.IsUpper(rune(word[0])) || strings.ToUpper(word) == word && len(word) > 1)
}

// oneLine puts text on one line, without what cannot be shown.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// codes are the keys of a side, "someone" where none is known.
func (f *finding) codes(s store.Side) string {
	var out []string
	for _, p := range f.parties {
		if p.Side != s {
			continue
		}
		name := p.Key
		if name == "" {
			name = p.Name
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, " + ")
}

// title says in a line what happened.
func (f *finding) title() string {
	parts := []string{f.codes(store.Actor)}
	if parts[0] == "" {
		parts[0] = "(unknown)"
	}
	switch f.subject {
	case Events:
		parts = append(parts, f.event.Event, f.event.Mode)
	case Commitments:
		parts = append(parts, f.commitment.Kind, f.commitment.State)
		if f.commitment.Due != "" {
			parts = append(parts, "due "+f.commitment.Due)
		}
	case Statements:
		parts = append(parts, f.statement.Position)
	}
	if to := f.codes(store.Recipient); to != "" {
		parts = append(parts, "> "+to)
	}
	if f.event != nil && f.event.Status != 0 {
		parts = append(parts, "("+statusText(f.event.Status)+")")
	}
	return oneLine(strings.Join(parts, " ") + ": " + clip(f.words(), 120))
}

// clip cuts text at a word.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > n/2 {
		n = i
	}
	return s[:n] + " …"
}
