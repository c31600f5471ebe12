package record

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"casus/store"
)

// Proposal is what a correction becomes: an example for the lexicon, which is a test,
// under the entry that coded the event, or as one that still lacks an entry.
type Proposal struct {
	Correction store.Correction
	// Entry is the file and line that coded the event ("en/verbs/ask.txt:12"), "" for
	// one that was missed; Pattern its pattern.
	Entry, Pattern string
	// Day and Text are the example, Want what it must code ("KOR AID RUS" or "none").
	Day, Text, Want string
}

// Proposals turns the corrections of the record into examples.
func Proposals(ctx context.Context, s store.Store) ([]Proposal, error) {
	all, err := s.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []Proposal
	done := map[string]bool{}
	for i := range all {
		if all[i].Kind == "undo" || done[all[i].Dispatch] {
			continue
		}
		done[all[i].Dispatch] = true
		list, err := proposalsOf(ctx, s, all[i].Dispatch, all)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// ProposalsOf turns the corrections of one dispatch into examples.
func ProposalsOf(ctx context.Context, s store.Store, dispatch string) ([]Proposal, error) {
	all, err := s.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	return proposalsOf(ctx, s, dispatch, all)
}

func proposalsOf(ctx context.Context, s store.Store, dispatch string, all []store.Correction) ([]Proposal, error) {
	found, err := s.Findings(ctx, "", dispatch)
	if err != nil {
		return nil, ignoreNotFound(err)
	}
	d, err := s.Dispatch(ctx, dispatch)
	if err != nil {
		return nil, err
	}
	var of []store.Correction
	for _, c := range all {
		if c.Dispatch == dispatch || c.Kind == "undo" {
			of = append(of, c)
		}
	}
	var out []Proposal
	for _, x := range Overlay(found.Events, of) {
		if x.Verdict == "" {
			continue
		}
		p := Proposal{Correction: x.By[len(x.By)-1], Day: day(d.Published), Want: want(&x)}
		var body struct {
			Evidence struct {
				Text           string
				Pattern, Entry *string
				Trigger        [2]int
			}
		}
		if err := json.Unmarshal(x.JSON, &body); err != nil {
			return nil, fmt.Errorf("event %s: %w", x.ID, err)
		}
		p.Text = body.Evidence.Text
		if p.Text == "" {
			p.Text = sentenceAround(d.Text, body.Evidence.Trigger[0])
		}
		if body.Evidence.Entry != nil && body.Evidence.Pattern != nil {
			p.Entry, p.Pattern = *body.Evidence.Entry, *body.Evidence.Pattern
		}
		out = append(out, p)
	}
	return out, nil
}

// want writes an event as an example of the lexicon expects it.
func want(x *Corrected) string {
	if x.Verdict == "rejected" {
		return "none"
	}
	names := func(side store.Side) string {
		var out []string
		for _, p := range x.Parties {
			if p.Side == side && p.Country != "" {
				out = append(out, p.Country)
			}
		}
		return strings.Join(out, " ")
	}
	s := strings.Join(strings.Fields(names(store.Actor)+" "+x.Event.Event+" "+names(store.Recipient)), " ")
	if x.Mode != "" {
		s += ", " + x.Mode
	}
	return s
}

// sentenceAround is the line of a text around a byte, up to the stops on both sides.
func sentenceAround(text string, at int) string {
	at = min(max(at, 0), len(text))
	begin := strings.LastIndexAny(text[:at], ".\n") + 1
	end := len(text)
	if k := strings.IndexAny(text[at:], ".\n"); k >= 0 {
		end = at + k + 1
	}
	return strings.TrimSpace(text[begin:end])
}

// Lexicon writes the proposal as lines of a lexicon file.
func (p *Proposal) Lexicon() string {
	from := p.Entry + " (" + p.Pattern + ")"
	if p.Entry == "" {
		from = "no entry yet"
	}
	return fmt.Sprintf("# %s; %s, %s: %s\n  e.g.  %s: %s\n    =>  %s\n", from, p.Correction.Author, day(p.Correction.At), oneLine(p.Correction.Reason), p.Day, oneLine(p.Text), p.Want)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
