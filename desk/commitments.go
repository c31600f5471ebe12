package desk

import (
	"encoding/json"
	"strings"
	"time"

	"casus/export"
	"casus/store"
)

// commitmentOf shows a commitment.
func (d *Desk) commitmentOf(c *store.Commitment) commitmentView {
	x := commitmentView{Commitment: *c}
	_ = json.Unmarshal(c.JSON, &x.Body) // written by the record
	side := func(list []export.Party) []actor {
		var out []actor
		for i := range list {
			out = append(out, d.exported(&list[i]))
		}
		return out
	}
	x.Parties, x.Recipients = side(x.Body.Parties), side(x.Body.Recipients)
	x.Text = oneLine(x.Body.Evidence.Text)
	x.Name = capital(c.Kind)
	if i := x.Body.Instrument; i != nil {
		x.Name = capital(oneLine(i.Text))
	}
	x.Overdue = c.Due != "" && c.Due < d.now().Format(time.DateOnly)
	return x
}

// commitmentListView is what commitments.html shows.
type commitmentListView struct {
	Query         speechQuery
	Commitments   []commitmentView
	Chosen        []link
	Kinds, States []string
	Next          string
}

var (
	commitmentKinds  = []string{"treaty", "promise", "threat", "ultimatum"}
	commitmentStates = []string{"proposed", "negotiated", "signed", "ratified", "in force", "suspended", "ended", "pledged", "threatened"}
)

// commitmentList is the page of commitments.
func (d *Desk) commitmentList(v *visit) error {
	q, f, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	list, err := d.store.Commitments(v.r.Context(), f)
	if err = orEmpty(err); err != nil {
		return err
	}
	body := commitmentListView{Query: q, Chosen: d.chosenSpeech(v), Kinds: commitmentKinds, States: commitmentStates}
	for i := range list {
		body.Commitments = append(body.Commitments, d.commitmentOf(&list[i]))
	}
	if n := len(list); n == pageOf(f) {
		last := list[n-1].Made
		if f.DueFrom != "" {
			last = list[n-1].Due
		}
		body.Next = nextPage(v.r.URL, last+"~"+list[n-1].ID)
	}
	return d.show(v, "commitments.html", page{Title: "Commitments", Nav: "/commitments", Twins: twins(v.r.URL, "json", "csv"), Body: body})
}

func (d *Desk) commitmentListJSON(v *visit) error {
	q, _, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	out, err := d.apiCommitments(v.r.Context(), &q)
	if err != nil {
		return err
	}
	return d.writeJSON(v, out)
}

func (d *Desk) commitmentListCSV(v *visit) error {
	_, f, err := speechQueryOf(v)
	if err != nil {
		return err
	}
	if f.Limit == 0 {
		f.Limit = twinLimit
	}
	list, err := d.store.Commitments(v.r.Context(), f)
	if err = orEmpty(err); err != nil {
		return err
	}
	rows := [][]string{{"id", "kind", "state", "parties", "recipients", "made", "due", "name", "text", "dispatch", "sentence"}}
	for i := range list {
		c := d.commitmentOf(&list[i])
		rows = append(rows, []string{c.ID, c.Kind, c.State, strings.Join(list[i].Parties, "; "), strings.Join(list[i].Recipients, "; "), c.Made, c.Due, c.Name, c.Text, c.Dispatch, thousands(c.Sentence)})
	}
	return d.writeCSV(v, "commitments.csv", rows)
}
