package relate_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"casus"
	"casus/pipeline"
	"casus/relate"
)

func loaded(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// pairIn finds the pair that brackets mark: [s source] and [t target].
func pairIn(marked string) (text string, p relate.Pair) {
	for marked != "" {
		i := strings.IndexByte(marked, '[')
		if i < 0 {
			break
		}
		j := i + strings.IndexByte(marked[i:], ']')
		text += marked[:i]
		at := casus.Span{Begin: len(text)}
		text += marked[i+3 : j]
		at.End = len(text)
		if marked[i+1] == 's' {
			p.Source = at
		} else {
			p.Target = at
		}
		marked = marked[j+1:]
	}
	return text + marked, p
}

func TestRelate(t *testing.T) {
	p := loaded(t)
	for _, c := range []struct{ text, event string }{
		{"[s Halvia] condemned [t Tornia] on Monday.", "ACCUSE"},
		{"[t Tornia] was condemned by [s the parliament of Halvia] on Monday.", "ACCUSE"},
		{"[s The court] sentenced [t two Tornian spies] to ten years in prison.", "COERCE SANCTION"},
		{"[s Halvian troops] shelled a market in the north of [t Tornia].", "ASSAULT"},
		{"[s The minister] refused to meet [t the striking nurses].", "REJECT"},
		{"[s Halvia] lifted the curfew in the capital.", "CONCEDE RETREAT"},
		{"The curfew was lifted by [s Halvia] for [t the citizens].", "CONCEDE RETREAT"},
		{"It rained in [s Halvia]. It rained. It poured. It hailed. It snowed. The sun shone in [t Tornia].", ""},
		{"[s Halvia] did not wait. It demanded that [t Tornia] return the ships.", "REQUEST"},
	} {
		text, pair := pairIn(c.text)
		_, got, err := p.Relate(context.Background(), casus.Dispatch{Text: text}, []relate.Pair{pair})
		if err != nil {
			t.Fatal(err)
		}
		if a := got[0]; a.Event != c.event && (a.Event == "" || !strings.Contains(c.event, a.Event)) {
			t.Errorf("%s\ngives %s by %s, not %s", c.text, a.Event, a.Evidence.Reading, c.event)
		}
	}
}

func TestPairsOutsideTheText(t *testing.T) {
	p := loaded(t)
	for _, pair := range []relate.Pair{
		{},
		{Source: casus.Span{Begin: 0, End: 100}},
		{Source: casus.Span{Begin: -1, End: 3}},
		{Source: casus.Span{Begin: 5, End: 3}, Target: casus.Span{Begin: 0, End: 2}},
	} {
		if _, _, err := p.Relate(context.Background(), casus.Dispatch{Text: "Halvia condemned Tornia."}, []relate.Pair{pair}); err == nil {
			t.Errorf("%v is taken", pair)
		}
	}
}

func FuzzRelate(f *testing.F) {
	p := loaded(f)
	f.Add("Halvia condemned Tornia. It was the first time.", 0, 6, 17, 23)
	f.Add("\"Never\",\n\nsaid Halvia — to whom?", 0, 1, 2, 300)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		pairs := []relate.Pair{{Source: casus.Span{Begin: a, End: b}, Target: casus.Span{Begin: c, End: d}}}
		_, first, err := p.Relate(context.Background(), casus.Dispatch{Text: text}, pairs)
		if err != nil {
			return
		}
		_, again, _ := p.Relate(context.Background(), casus.Dispatch{Text: text}, pairs)
		if !reflect.DeepEqual(first, again) {
			t.Error("asked twice, answered in two ways")
		}
	})
}
