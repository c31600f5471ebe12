package identity_test

import (
	"slices"
	"strings"
	"testing"

	"casus/identity"
)

const quake = "MERIA CITY, March 3 (Reuters) - A strong earthquake shook the coast of Meria on Monday, killing at least twelve people and cutting power to the port, the government said. Rescuers searched the ruins of a market hall in Saltport."

func TestSketch(t *testing.T) {
	a, b := identity.NewSketch(quake), identity.NewSketch(strings.ToUpper(strings.ReplaceAll(quake, ",", "  ")))
	if got := a.Alike(&b); got != 1 {
		t.Errorf("the same words in capitals are alike by %g, want 1", got)
	}
	c := identity.NewSketch(strings.Replace(quake, "twelve", "fourteen", 1))
	if got := a.Alike(&c); got < 0.75 || got == 1 {
		t.Errorf("one word changed: alike by %g", got)
	}
	d := identity.NewSketch("The parliament of Halvia voted on the budget after a debate that went on until the small hours of Tuesday morning.")
	if got := a.Alike(&d); got > 0.05 {
		t.Errorf("another text: alike by %g", got)
	}
	shared := slices.ContainsFunc(a.Bands(), func(x uint64) bool { return slices.Contains(c.Bands(), x) })
	if !shared {
		t.Error("near copies share no band")
	}
	back, err := identity.ParseSketch(a.Bytes())
	if err != nil || back != a {
		t.Errorf("came back changed, %v", err)
	}
	if _, err := identity.ParseSketch([]byte("short")); err == nil {
		t.Error("a short signature: no error")
	}
	if s := identity.NewSketch("Two words"); !s.Empty() {
		t.Error("two words have a signature")
	}
}

func TestCopy(t *testing.T) {
	for _, x := range []struct {
		alike  float64
		a, b   string
		copied bool
	}{{1, "", "", true}, {0.8, "", "AP", true}, {0.4, "AP", "AP", true}, {0.4, "AP", "AFP", false}, {0.4, "", "", false}, {0.1, "AP", "AP", false}} {
		if v := identity.Copy(x.alike, x.a, x.b); v.Same != x.copied || v.Same && v.Why == "" {
			t.Errorf("alike by %g, %q and %q: %+v", x.alike, x.a, x.b, v)
		}
	}
}

func TestAgency(t *testing.T) {
	for text, want := range map[string]string{
		quake: "Reuters", "SEOUL, June 21 (Yonhap) -- It rained.": "Yonhap", "It rained. (AFP)": "AFP", "It rained.\n-- The Associated Press": "", "It rained.\n-- Associated Press": "AP",
		"The (AP) said so.": "", "It rained (Radio Halvia) - a lot.": "", "": "",
	} {
		if got := identity.Agency(text); got != want {
			t.Errorf("%q credits %q, want %q", text, got, want)
		}
	}
	if got := identity.Source("Halvia Post", quake); got != "Reuters" {
		t.Errorf("the source is %q, want Reuters", got)
	}
	if got := identity.Independent([]string{"AP", "AP", "", "Halvia Post"}); got != 2 {
		t.Errorf("%d independent, want 2", got)
	}
}

func TestStories(t *testing.T) {
	s := identity.NewStories(identity.StoryOptions{Window: 7})
	add := func(id, text string, day int) string {
		group, v := s.Add(id, "", text, day)
		if v.Why == "" {
			t.Errorf("%s: no reason", id)
		}
		return group
	}
	add("a", quake, 100)
	if got := add("b", "Rescuers in Saltport found two more dead under the market hall, after the earthquake that shook the coast of Meria on Monday.", 101); got != "a" {
		t.Errorf("the rescue is in story %s, want a", got)
	}
	if got := add("c", "The parliament of Halvia voted on the budget after a debate that went on until the small hours.", 101); got != "c" {
		t.Errorf("the budget is in story %s", got)
	}
	if got := add("d", quake, 140); got != "d" {
		t.Errorf("weeks later it is in story %s, want one of its own", got)
	}
}

func TestSame(t *testing.T) {
	base := identity.Fact{Event: "AID", Mode: "x", CAMEO: "071", Day: 100, Actors: []string{"HAL"}, Recipients: []string{"TOR"}, Trigger: "sent", Story: "s", Dispatch: "1", Copy: "1"}
	with := func(change func(*identity.Fact)) identity.Fact {
		f := base
		f.Dispatch, f.Copy = "2", "2"
		change(&f)
		return f
	}
	for name, x := range map[string]struct {
		f    identity.Fact
		same bool
	}{
		"told elsewhere":     {with(func(*identity.Fact) {}), true},
		"the next day":       {with(func(f *identity.Fact) { f.Day++ }), true},
		"a week later":       {with(func(f *identity.Fact) { f.Day += 7 }), false},
		"both days are told": {with(func(f *identity.Fact) { f.Day++; f.Told = true }), true},
		"another recipient":  {with(func(f *identity.Fact) { f.Recipients = []string{"MER"} }), false},
		"no recipient":       {with(func(f *identity.Fact) { f.Recipients = nil }), true},
		"another event":      {with(func(f *identity.Fact) { f.Event = "ASSAULT" }), false},
		"planned":            {with(func(f *identity.Fact) { f.Status = "2" }), false},
		"nothing in common": {with(func(f *identity.Fact) {
			f.Mode, f.CAMEO, f.Trigger, f.Story, f.Recipients = "", "070", "shipped", "t", nil
		}), false},
		"nobody is known":     {with(func(f *identity.Fact) { f.Actors, f.Recipients = nil, nil }), false},
		"more actors with it": {with(func(f *identity.Fact) { f.Actors = []string{"HAL", "MER"} }), true},
	} {
		a, b := identity.Same(&base, &x.f), identity.Same(&x.f, &base)
		if a.Same != x.same || a != b {
			t.Errorf("%s: %+v, and turned %+v; want %v", name, a, b, x.same)
		}
	}
	p := identity.Fact{Event: "CONSULT", Reciprocal: true, Actors: []string{"HAL", "TOR"}, Day: 1, Story: "s", Trigger: "met", Mode: "visit"}
	q := identity.Fact{Event: "CONSULT", Actors: []string{"TOR"}, Recipients: []string{"HAL"}, Day: 1, Story: "s", Trigger: "met", Mode: "visit"}
	if v := identity.Same(&p, &q); !v.Same {
		t.Errorf("a meeting told from one side: %+v", v)
	}
}
