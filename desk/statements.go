package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"casus/desk/access"
	"casus/export"
	"casus/record"
	"casus/store"
)

func speechRoutes() []route {
	return []route{
		{"GET", "/statements", access.Reader, (*Desk).statementList},
		{"GET", "/statements.json", access.Reader, (*Desk).statementListJSON},
		{"GET", "/statements.csv", access.Reader, (*Desk).statementListCSV},
		{"GET", "/commitments", access.Reader, (*Desk).commitmentList},
		{"GET", "/commitments.json", access.Reader, (*Desk).commitmentListJSON},
		{"GET", "/commitments.csv", access.Reader, (*Desk).commitmentListCSV},
	}
}

// speechQuery is what may be asked of statements and commitments.
type speechQuery struct {
	Actor     []string `query:"actor" doc:"keys of speakers, or of those bound"`
	Recipient []string `query:"recipient" doc:"keys of those it is about, or to whom it is owed"`
	Party     []string `query:"party" doc:"keys of either"`
	Dyad      string   `query:"dyad" doc:"two keys with a hyphen, in either order" example:"KOR-RUS"`
	Position  string   `query:"position" doc:"position of a statement: support, condemn, deny, demand ..."`
	Kind      string   `query:"kind" doc:"kind of a commitment: treaty, promise, threat, ultimatum"`
	State     string   `query:"state" doc:"state of a commitment: proposed, negotiated, signed, ratified, in force, suspended, ended, pledged, threatened"`
	Source    string   `query:"source" doc:"publisher"`
	Dispatch  string   `query:"dispatch" doc:"id of a dispatch"`
	Story     string   `query:"story" doc:"id of a story"`
	From      string   `query:"from" doc:"first day"`
	To        string   `query:"to" doc:"last day"`
	Due       string   `query:"due" doc:"commitments due on this day or later, soonest first"`
	Words     string   `query:"words" maxLength:"400" doc:"words that the dispatch must hold"`
	After     string   `query:"after" maxLength:"400" doc:"where the page before ended: its next"`
	Limit     int      `query:"limit" minimum:"0" maximum:"1000" doc:"how many, 50 if not given"`
}

func (q *speechQuery) filter() (store.Filter, error) {
	f := store.Filter{Actor: upper(q.Actor), Recipient: upper(q.Recipient), Party: upper(q.Party), Position: q.Position, Kind: q.Kind, State: q.State, Publisher: q.Source,
		Dispatch: q.Dispatch, Story: q.Story, From: q.From, To: q.To, DueFrom: q.Due, Words: q.Words, After: q.After, Limit: q.Limit}
	if q.Dyad != "" {
		x := eventQuery{Dyad: q.Dyad}
		y, err := x.filter()
		if err != nil {
			return f, err
		}
		f.Dyad = y.Dyad
	}
	return f, daysOf(q.From, q.To, q.Due)
}

func speechQueryOf(v *visit) (q speechQuery, f store.Filter, err error) {
	if err = readQuery(v.r.URL.Query(), &q); err != nil {
		return q, f, err
	}
	f, err = q.filter()
	return q, f, err
}

// statementView is who said what.
type statementView struct {
	store.Statement
	Body    export.Statement
	Speaker actor
	Office  string
	About   []actor
	// Text is what was said.
	Text string
	// Direct says that the words are the speaker's own.
	Direct bool
	// Answers are those that it answers.
	Answers []statementView
}

// statementOf shows a statement.
func (d *Desk) statementOf(s *store.Statement) statementView {
	x := statementView{Statement: *s}
	_ = json.Unmarshal(s.JSON, &x.Body) // written by the record
	x.Speaker = d.actorOf(s.Speaker)
	if s.SpeakerName != "" {
		x.Speaker.Name = s.SpeakerName
	}
	for _, p := range x.Body.Source {
		if p.Office != "" && x.Office == "" {
			x.Office = string(p.Office)
		}
	}
	for _, p := range slices.Concat(x.Body.On, x.Body.Addressee) {
		a := d.exported(&p)
		if !slices.ContainsFunc(x.About, func(b actor) bool { return b.Name == a.Name }) {
			x.About = append(x.About, a)
		}
	}
	var words []string
	for _, w := range x.Body.Content {
		words = append(words, oneLine(w.Text))
	}
	x.Text = strings.Join(words, " … ")
	if x.Body.Form == "direct" { // the page writes the marks
		x.Direct, x.Text = true, strings.Trim(x.Text, `"“”,`)
	}
	return x
}

// exported shows a party as the record's JSON has it.
func (d *Desk) exported(p *export.Party) actor {
	q := store.Party{Country: string(p.Country), Code: string(p.Code), Name: string(p.Name), Sectors: p.Sector}
	switch {
	case q.Country != "" && q.Country != "IGO":
		q.Key = q.Country
	case q.Code != "":
		q.Key = q.Code
	}
	if q.Name == "" {
		q.Name = oneLine(string(p.Text))
	}
	return d.partyOf(&q)
}

// withAnswers finds the statements that those of a list answer.
func (d *Desk) withAnswers(ctx context.Context, list []statementView) error {
	byDispatch := map[string]map[string]*store.Statement{}
	for i := range list {
		s := &list[i]
		if len(s.Body.Answers) == 0 {
			continue
		}
		all := byDispatch[s.Dispatch]
		if all == nil {
			found, err := d.store.Statements(ctx, store.Filter{Dispatch: s.Dispatch, Limit: 1000})
			if err != nil {
				return err
			}
			all = map[string]*store.Statement{}
			for k := range found {
				all[found[k].ID] = &found[k]
			}
			byDispatch[s.Dispatch] = all
		}
		for _, n := range s.Body.Answers {
			for _, other := range all {
				x := d.statementOf(other)
				if x.Body.Cue != nil && record.StatementID(s.Dispatch, n, x.Body.Cue.Span.Begin) == other.ID {
					s.Answers = append(s.Answers, x)
				}
			}
		}
	}
	return nil
}

// statementListView is what statements.html shows.
type statementListView struct {
	Query      speechQuery
	Statements []statementView
	Chosen     []link
	Positions  []string
	Next       string
}

// positions that a statement may take.
var positions = []string{"accuse", "admit", "announce", "ask", "believe", "claim", "condemn", "confirm", "demand", "deny", "doubt", "hope", "offer", "plan", "praise", "predict",
	"promise", "reject", "say", "support", "threaten", "warn"}

// statementList is the page of statements.
func (d *Desk) statementList(v *visit) error {
	q, f, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	list, err := d.store.Statements(v.r.Context(), f)
	if err = orEmpty(err); err != nil {
		return err
	}
	body := statementListView{Query: q, Positions: positions, Chosen: d.chosenSpeech(v)}
	for i := range list {
		body.Statements = append(body.Statements, d.statementOf(&list[i]))
	}
	if n := len(list); n == pageOf(f) {
		body.Next = nextPage(v.r.URL, list[n-1].Day+"~"+list[n-1].ID)
	}
	if err := d.withAnswers(v.r.Context(), body.Statements); err != nil {
		return err
	}
	return d.show(v, "statements.html", page{Title: "Statements", Nav: "/statements", Twins: twins(v.r.URL, "json", "csv"), Body: body})
}

// chosenSpeech are the conditions of an address on statements or commitments.
func (d *Desk) chosenSpeech(v *visit) []link {
	out := d.chosen(v.r.URL)
	for _, name := range []string{"position", "kind", "state", "due"} {
		if value := v.r.URL.Query().Get(name); value != "" {
			out = append(out, link{name + " " + value, with(v.r.URL, name, "")})
		}
	}
	return out
}

func (d *Desk) statementListJSON(v *visit) error {
	q, _, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	out, err := d.apiStatements(v.r.Context(), &q)
	if err != nil {
		return err
	}
	return d.writeJSON(v, out)
}

func (d *Desk) statementListCSV(v *visit) error {
	_, f, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	if f.Limit == 0 {
		f.Limit = twinLimit
	}
	list, err := d.store.Statements(v.r.Context(), f)
	if err = orEmpty(err); err != nil {
		return err
	}
	rows := [][]string{{"id", "day", "speaker", "speaker_name", "office", "position", "about", "form", "content", "dispatch", "sentence"}}
	for i := range list {
		s := d.statementOf(&list[i])
		rows = append(rows, []string{s.ID, s.Day, s.Statement.Speaker, s.SpeakerName, s.Office, s.Position, s.Statement.About, string(s.Body.Form), s.Text, s.Dispatch, thousands(s.Sentence)})
	}
	return d.writeCSV(v, "statements.csv", rows)
}
