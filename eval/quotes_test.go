package eval_test

import (
	"testing"

	"casus"
	"casus/eval"
)

func spans(at ...int) (out []casus.Span) {
	for i := 0; i < len(at); i += 2 {
		out = append(out, casus.Span{Begin: at[i], End: at[i+1]})
	}
	return out
}

func TestQuotes(t *testing.T) {
	gold := &eval.QuoteDocument{
		Quotes: []casus.Quote{
			{Source: spans(0, 5), Cue: spans(6, 10), Content: spans(11, 20, 30, 40)},
			{Source: spans(0, 5), Cue: spans(50, 55), Content: spans(56, 60)},
			{Cue: spans(70, 75), Content: spans(76, 80)},
		},
		Discard: spans(90, 100),
	}
	found := []casus.Quote{
		{Source: spans(0, 5), Cue: spans(6, 10), Content: spans(11, 20, 31, 40)}, // half of the content
		{Source: spans(1, 5), Cue: spans(49, 55), Content: spans(56, 60)},        // overlaps
		{Cue: spans(70, 75), Content: spans(76, 80)},                             // whole
		{Cue: spans(92, 95), Content: spans(96, 99)},                             // told to pass over
		{Cue: spans(110, 112), Content: spans(113, 114)},                         // invented
	}
	s := eval.Quotes(gold, found)
	for _, x := range []struct {
		name string
		got  eval.Tally
		want eval.Tally
	}{
		{"source", s.Source, eval.Tally{Right: 1, Found: 2, Gold: 1}},
		{"cue", s.Cue, eval.Tally{Right: 2, Found: 4, Gold: 3}},
		{"content", s.Content, eval.Tally{Right: 3, Found: 5, Gold: 4}},
		{"whole", s.Whole, eval.Tally{Right: 1, Found: 4, Gold: 3}},
		{"loose", s.Loose, eval.Tally{Right: 3, Found: 4, Gold: 3}},
		{"joined", s.Joined, eval.Tally{Right: 3, Found: 4, Gold: 3}},
	} {
		if x.got != x.want {
			t.Errorf("%s: got %+v, want %+v", x.name, x.got, x.want)
		}
	}
}

// TestSpeakersAreRead checks that the offsets of our own gold can be read.
func TestSpeakersAreRead(t *testing.T) {
	d := &eval.QuoteDocument{ID: "nobody"}
	if g, err := eval.Speakers(d); err != nil || len(g) > 0 {
		t.Errorf("%v %v", g, err)
	}
	d = &eval.QuoteDocument{ID: "breitbart_2016-09-12_stealth-over-health-hillary-clin", Text: string(make([]byte, 2000))}
	g, err := eval.Speakers(d)
	if err != nil || len(g) != 1 || len(g[0].Named) == 0 {
		t.Errorf("%v %v", g, err)
	}
	d.Text = ""
	if _, err := eval.Speakers(d); err == nil {
		t.Error("offsets behind the end were taken")
	}
}

func TestScoreSpeakers(t *testing.T) {
	doc := &casus.Document{
		Entities: make([]casus.Entity, 2),
		Mentions: []casus.Mention{{Span: spans(0, 4)[0]}, {Span: spans(50, 54)[0], Entity: 1}, {Span: spans(90, 92)[0]}},
		Quotes:   []casus.Quote{{Cue: spans(20, 24)}, {Cue: spans(60, 64), Entity: 1}, {Cue: spans(80, 84), Entity: -1}},
	}
	gold := []eval.Speaker{
		{Cue: spans(20, 24)[0], Named: spans(0, 8)},    // right
		{Cue: spans(60, 64)[0], Named: spans(0, 8)},    // another
		{Cue: spans(80, 84)[0], Named: spans(0, 8)},    // nobody
		{Cue: spans(99, 104)[0], Named: spans(50, 54)}, // not found
	}
	if got, want := eval.ScoreSpeakers(gold, doc), (eval.SpeakerScore{Gold: 4, Found: 3, Named: 2, Right: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
