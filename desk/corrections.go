package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"casus"
	"casus/desk/access"
	"casus/record"
	"casus/store"
)

func correctionRoutes() []route {
	return []route{
		{"GET", "/queue", access.Coder, (*Desk).queue},
		{"POST", "/name", access.Reader, (*Desk).nameChange},
		{"GET", "/corrections", access.Reader, (*Desk).correctionList},
		{"GET", "/corrections.json", access.Reader, (*Desk).correctionListJSON},
		{"GET", "/corrections.txt", access.Reader, (*Desk).correctionListLexicon},
		{"POST", "/events/{id}/corrections", access.Coder, (*Desk).eventCorrect},
		{"POST", "/events/{id}/grouping", access.Editor, (*Desk).eventGroup},
		{"POST", "/dispatches/{id}/events", access.Coder, (*Desk).eventAdd},
		{"POST", "/corrections/{number}/undo", access.Coder, (*Desk).correctionUndo},
	}
}

// queueView is what queue.html shows.
type queueView struct {
	Event *eventShowView
	Skip  string
	// Back is the address to come back to.
	Back string
	Done int
	// Said is the correction just written, with what it becomes.
	Said   *saidView
	Author string
	Query  eventQuery
}

// saidView is a correction with what it becomes.
type saidView struct {
	store.Correction
	Lexicon string
	Told    string
}

// queue shows the event that is least sure and not judged by the visitor yet.
func (d *Desk) queue(v *visit) error {
	ctx := v.r.Context()
	var q eventQuery
	if err := readQuery(v.r.URL.Query(), &q); err != nil {
		return err
	}
	q.Unsure, q.Limit = true, 100
	f, err := q.filter()
	if err != nil {
		return err
	}
	mine, err := d.judged(ctx, v.who.Name)
	if err != nil {
		return err
	}
	body := queueView{Done: len(mine), Author: v.who.Name, Query: q}
	if body.Said, err = d.said(ctx, v); err != nil {
		return err
	}
	rest := v.r.URL.Query()
	rest.Del("said")
	body.Back = address("/queue", rest)
	for body.Event == nil {
		page, err := d.store.Events(ctx, f)
		if err = orEmpty(err); err != nil {
			return err
		}
		i := slices.IndexFunc(page.Events, func(e store.Event) bool { return !mine[e.Dispatch+"\x00"+record.EventKey(&e)] && !mine[e.ID] })
		if i >= 0 {
			e := &page.Events[i]
			if body.Event, err = d.eventView(ctx, e); err != nil {
				return err
			}
			rest.Set("after", strconv.FormatFloat(e.Confidence, 'g', -1, 64)+"~"+e.ID)
			body.Skip = address("/queue", rest)
		}
		if f.After = page.Next; f.After == "" {
			break
		}
	}
	return d.show(v, "queue.html", page{Title: "Queue", Nav: "/queue", Body: body})
}

// judged are the events that an author has judged, by their keys and ids.
func (d *Desk) judged(ctx context.Context, author string) (map[string]bool, error) {
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	undone := undoneOf(all)
	out := map[string]bool{}
	for _, c := range all {
		if c.Author != author || undone[c.Number] || c.Kind == "undo" || c.Kind == "add" {
			continue
		}
		if c.Key != "" {
			out[c.Dispatch+"\x00"+c.Key] = true
		} else {
			out[c.Event] = true
		}
	}
	return out, nil
}

func undoneOf(all []store.Correction) map[int64]bool {
	out := map[int64]bool{}
	for _, c := range all {
		if c.Kind == "undo" {
			if n, err := strconv.ParseInt(c.Value, 10, 64); err == nil {
				out[n] = true
			}
		}
	}
	return out
}

// said is the correction that the address names, with what it becomes.
func (d *Desk) said(ctx context.Context, v *visit) (*saidView, error) {
	n, err := strconv.ParseInt(v.r.URL.Query().Get("said"), 10, 64)
	if err != nil {
		return nil, nil
	}
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(c store.Correction) bool { return c.Number == n })
	if i < 0 || undoneOf(all)[n] {
		return nil, nil
	}
	x := &saidView{Correction: all[i], Told: told(&all[i])}
	if all[i].Kind == "undo" || all[i].Kind == "same" || all[i].Kind == "apart" {
		return x, nil
	}
	proposals, err := record.ProposalsOf(ctx, d.store, all[i].Dispatch)
	if err != nil {
		return nil, err
	}
	for k := range proposals {
		if p := &proposals[k]; p.Correction.Number == n {
			x.Lexicon = p.Lexicon()
		}
	}
	return x, nil
}

// told says a correction in words.
func told(c *store.Correction) string {
	switch c.Kind {
	case "accept":
		return "right as it is"
	case "reject":
		return "no such event"
	case "slot":
		if c.Value == "" {
			return c.Slot + " should be empty"
		}
		return c.Slot + " should be " + c.Value
	case "add":
		var m record.Missing
		if json.Unmarshal([]byte(c.Value), &m) == nil {
			return oneLine("missing: " + m.Actor + " " + m.Event + " " + m.Mode + " " + m.Recipient)
		}
		return "missing event"
	case "same":
		return "tells the same as event " + c.Value
	case "apart":
		return "tells an occurrence of its own"
	case "undo":
		return "takes back correction " + c.Value
	}
	return c.Kind
}

// maxReason bounds what a person may write.
const maxReason = 1000

// write writes a correction, brings the counts in line, and goes back.
func (d *Desk) write(v *visit, c store.Correction, back string) error {
	if len(c.Reason) > maxReason || len(c.Value) > maxReason {
		return fmt.Errorf("a reason has at most %d letters: %w", maxReason, casus.ErrInvalid)
	}
	c, err := d.correct(v.r.Context(), v.who, c)
	if err != nil {
		return err
	}
	u, err := url.Parse(inside(back))
	if err != nil {
		u = &url.URL{Path: "/corrections"}
	}
	q := u.Query()
	q.Set("said", strconv.FormatInt(c.Number, 10))
	http.Redirect(v.w, v.r, address(u.Path, q), http.StatusSeeOther)
	return nil
}

// correct writes a correction and brings the counts in line with it.
func (d *Desk) correct(ctx context.Context, who visitor, c store.Correction) (store.Correction, error) {
	c.Author = who.Name
	d.correcting.Lock()
	defer d.correcting.Unlock()
	c, err := d.recorder.Correct(ctx, c)
	if err != nil {
		return c, err
	}
	d.log.Info("correction", "number", c.Number, "kind", c.Kind, "event", c.Event, "dispatch", c.Dispatch, "slot", c.Slot, "author", c.Author)
	d.front.forget()
	d.saidCache.forget()
	d.pairSums.forget()
	d.dyads.forget()
	d.drawings.forget()
	d.places.forget()
	d.storyLists.forget()
	coders, err := d.store.Coders(ctx)
	if err != nil || len(coders) == 0 {
		return c, err
	}
	return c, d.recorder.ApplyCorrections(ctx, coders[0].Key)
}

// eventCorrect accepts, rejects or mends an event.
func (d *Desk) eventCorrect(v *visit) error {
	id := v.r.PathValue("id")
	c := store.Correction{Event: id, Kind: v.r.PostFormValue("kind"), Reason: oneLine(v.r.PostFormValue("reason"))}
	switch c.Kind {
	case "accept", "reject":
	case "slot":
		c.Slot, c.Value = v.r.PostFormValue("slot"), oneLine(v.r.PostFormValue("value"))
	default:
		return fmt.Errorf("a correction of kind %q; the kinds are accept, reject, slot: %w", c.Kind, casus.ErrInvalid)
	}
	return d.write(v, c, backOf(v, "/events/"+id))
}

// eventGroup puts an event together with another, or apart.
func (d *Desk) eventGroup(v *visit) error {
	id := v.r.PathValue("id")
	c := store.Correction{Event: id, Kind: v.r.PostFormValue("kind"), Reason: oneLine(v.r.PostFormValue("reason"))}
	switch c.Kind {
	case "apart":
	case "same":
		// An address of an event may be pasted whole.
		c.Value = strings.TrimSpace(v.r.PostFormValue("value"))
		c.Value = c.Value[strings.LastIndex(c.Value, "/")+1:]
		if c.Value == id {
			return fmt.Errorf("an event tells the same as itself; name another: %w", casus.ErrInvalid)
		}
	default:
		return fmt.Errorf("a correction of kind %q; the kinds are same, apart: %w", c.Kind, casus.ErrInvalid)
	}
	return d.write(v, c, backOf(v, "/events/"+id))
}

func backOf(v *visit, otherwise string) string {
	if b := v.r.PostFormValue("back"); b != "" {
		return b
	}
	return otherwise
}

// eventAdd adds an event that was missed.
func (d *Desk) eventAdd(v *visit) error {
	ctx := v.r.Context()
	x, err := d.store.Dispatch(ctx, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.r.PostFormValue("sentence"))
	if err != nil {
		return fmt.Errorf("sentence %q: %w", v.r.PostFormValue("sentence"), casus.ErrInvalid)
	}
	doc, err := d.document(ctx, &x)
	if err != nil {
		return err
	}
	if n < 0 || n >= len(doc.Sentences) {
		return fmt.Errorf("the dispatch has no sentence %d: %w", n, casus.ErrInvalid)
	}
	words := strings.TrimSpace(v.r.PostFormValue("trigger"))
	span := doc.Sentences[n].Span
	at := strings.Index(doc.Slice(span), words)
	if words == "" || at < 0 {
		return fmt.Errorf("the words %q that carry the event are not in the sentence %q: %w", words, clip(80, doc.Slice(span)), casus.ErrInvalid)
	}
	m := record.Missing{Sentence: n, Trigger: [2]int{span.Begin + at, span.Begin + at + len(words)}, Event: strings.ToUpper(v.r.PostFormValue("event")), Mode: v.r.PostFormValue("mode"),
		Actor: strings.ToUpper(v.r.PostFormValue("actor")), Recipient: strings.ToUpper(v.r.PostFormValue("recipient")), Date: v.r.PostFormValue("date")}
	if !slices.Contains(d.codebook.Events, m.Event) {
		return fmt.Errorf("%q is no event of PLOVER: %w", m.Event, casus.ErrInvalid)
	}
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return d.write(v, store.Correction{Kind: "add", Dispatch: x.ID, Value: string(b), Reason: oneLine(v.r.PostFormValue("reason"))}, "/dispatches/"+x.ID)
}

// correctionUndo takes a correction back: one's own, and an editor anybody's.
func (d *Desk) correctionUndo(v *visit) error {
	n, err := strconv.ParseInt(v.r.PathValue("number"), 10, 64)
	if err != nil {
		return casus.ErrNotFound
	}
	if err := d.mayUndo(v.r.Context(), v.who, n); err != nil {
		return err
	}
	return d.write(v, store.Correction{Kind: "undo", Value: strconv.FormatInt(n, 10), Reason: oneLine(v.r.PostFormValue("reason"))}, backOf(v, "/corrections"))
}

// mayUndo says whether a correction is there and may be taken back by somebody.
func (d *Desk) mayUndo(ctx context.Context, who visitor, n int64) error {
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c store.Correction) bool { return c.Number == n })
	switch {
	case i < 0:
		return fmt.Errorf("correction %d: %w", n, casus.ErrNotFound)
	case all[i].Kind == "undo":
		return fmt.Errorf("correction %d takes one back; write that one again: %w", n, casus.ErrInvalid)
	case undoneOf(all)[n]:
		return fmt.Errorf("correction %d is taken back already: %w", n, casus.ErrConflict)
	case all[i].Author != who.Name && who.Role < access.Editor:
		return errDenied
	}
	return nil
}

// correctionListView is what corrections.html shows.
type correctionListView struct {
	Corrections []correctionView
	Agreements  []agreementView
	Said        *saidView
	Total       int
}

type correctionView struct {
	store.Correction
	Told    string
	Undone  bool
	MayUndo bool
	Lexicon string
}

type agreementView struct {
	record.Agreement
	Share, KappaText, AlphaText string
}

// correctionShown is how many corrections the page lists, the newest first.
const correctionShown = 200

// correctionList is the page of what people have said.
func (d *Desk) correctionList(v *visit) error {
	ctx := v.r.Context()
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return err
	}
	body := correctionListView{Total: len(all)}
	undone := undoneOf(all)
	slices.Reverse(all)
	for _, c := range all[:min(len(all), correctionShown)] {
		x := correctionView{Correction: c, Told: told(&c), Undone: undone[c.Number]}
		x.MayUndo = !x.Undone && c.Kind != "undo" && v.who.Role >= access.Coder && (c.Author == v.who.Name || v.who.Role >= access.Editor)
		body.Corrections = append(body.Corrections, x)
	}
	agreements, err := record.Agreements(ctx, d.store)
	if err != nil {
		return err
	}
	for _, a := range agreements {
		body.Agreements = append(body.Agreements, agreementView{a, strconv.Itoa(100*a.Agreed/max(1, a.Events)) + "%", coefficient(a.Kappa), coefficient(a.Alpha)})
	}
	if body.Said, err = d.said(ctx, v); err != nil {
		return err
	}
	return d.show(v, "corrections.html", page{Title: "Corrections", Nav: "/corrections", Twins: []link{{"JSON", "/corrections.json"}, {"Lexicon examples", "/corrections.txt"}}, Body: body})
}

// coefficient writes a measure of agreement.
func coefficient(x float64) string {
	if math.IsNaN(x) {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// correctionJSON is a correction for programs.
type correctionJSON struct {
	Number   int64  `json:"number"`
	Dispatch string `json:"dispatch"`
	Event    string `json:"event"`
	Kind     string `json:"kind"`
	Slot     string `json:"slot"`
	Value    string `json:"value"`
	Author   string `json:"author"`
	Reason   string `json:"reason"`
	At       string `json:"at"`
	Undone   bool   `json:"undone"`
}

func correctionsJSON(all []store.Correction) []correctionJSON {
	undone := undoneOf(all)
	out := make([]correctionJSON, len(all))
	for i, c := range all {
		out[i] = correctionJSON{c.Number, c.Dispatch, c.Event, c.Kind, c.Slot, c.Value, c.Author, c.Reason, c.At.UTC().Format("2006-01-02T15:04:05Z07:00"), undone[c.Number]}
	}
	return out
}

func (d *Desk) correctionListJSON(v *visit) error {
	all, err := d.store.Corrections(v.r.Context(), "")
	if err != nil {
		return err
	}
	return d.writeJSON(v, map[string]any{"corrections": correctionsJSON(all)})
}

// correctionListLexicon writes the corrections as examples for the lexicon.
func (d *Desk) correctionListLexicon(v *visit) error {
	list, err := record.Proposals(v.r.Context(), d.store)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	for i := range list {
		if _, err := fmt.Fprintln(v.w, list[i].Lexicon()); err != nil {
			return gone(err)
		}
	}
	return nil
}

// nameChange keeps the name under which somebody corrects where nobody logs in.
func (d *Desk) nameChange(v *visit) error {
	name := clip(60, oneLine(v.r.PostFormValue("name")))
	d.cookie(v, "author", url.QueryEscape(name), yearLong)
	http.Redirect(v.w, v.r, backAfter(v), http.StatusSeeOther)
	return nil
}

func backAfter(v *visit) string { return inside(v.r.PostFormValue("back")) }
