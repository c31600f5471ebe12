package alerts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/alerts"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// day n of an invented March.
func day(n int) time.Time { return time.Date(2031, 3, n, 9, 0, 0, 0, time.UTC) }

// news is a small record that dispatches are added to.
type news struct {
	t *testing.T
	r *record.Recorder
	s store.Store
	n int
}

func newNews(t *testing.T) *news {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &news{t: t, s: s, r: &record.Recorder{Store: s, Pipeline: p, Now: func() time.Time { return day(1) }}}
}

// add takes dispatches in, codes them and concludes.
func (w *news) add(n int, publisher string, texts ...string) {
	w.t.Helper()
	stream := func(yield func(store.Dispatch, error) bool) {
		for _, text := range texts {
			w.n++
			d := casus.Dispatch{URL: fmt.Sprintf("https://wire.example/%d", w.n), Publisher: publisher, Published: day(n), Title: "Title", Text: text}
			if !yield(store.Dispatch{Dispatch: d, Language: "en"}, nil) {
				return
			}
		}
	}
	ctx := w.t.Context()
	if _, err := w.r.Take(ctx, iter.Seq2[store.Dispatch, error](stream), func(err error) { w.t.Error(err) }); err != nil {
		w.t.Fatal(err)
	}
	if _, failed, err := w.r.Code(ctx); err != nil || failed > 0 {
		w.t.Fatal(failed, err)
	}
	if err := w.r.Conclude(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// engine of rules that write to out.
func (w *news) engine(rules string, out *bytes.Buffer) *alerts.Engine {
	w.t.Helper()
	r, problems := alerts.Parse("rules", rules)
	for _, p := range problems {
		w.t.Error(p)
	}
	return &alerts.Engine{Store: w.s, Rules: r, Name: "rules", Coder: w.r.Coder().Key, Since: "2031-03-01", Out: out, Now: func() time.Time { return day(28) }}
}

// pass matches and delivers, and returns what was printed.
func pass(t *testing.T, g *alerts.Engine) string {
	t.Helper()
	if _, err := g.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	out := g.Out.(*bytes.Buffer)
	said := out.String()
	out.Reset()
	return said
}

// titles are the first lines of printed alerts.
func titles(said string) []string {
	var out []string
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, " ") {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

const threats = `alert threats
  party    KOR
  event    THREATEN
  to       out

target out
  stdout
`

func TestToldOnce(t *testing.T) {
	w := newNews(t)
	var out bytes.Buffer
	w.add(3, "Harbour Post", "North Korea threatened on Monday to attack South Korea.\n\nFrance thanked Japan for its help.")
	g := w.engine(threats, &out)
	said := pass(t, g)
	if n := titles(said); len(n) != 1 || !strings.HasPrefix(n[0], "2031-03-03  PRK THREATEN violence > KOR: North Korea threatened") {
		t.Fatalf("told: %q", said)
	}
	for _, want := range []string{"rule: threats (party KOR; event THREATEN)", "“North Korea threatened on Monday to attack South Korea.”", "Harbour Post, 2031-03-03, https://wire.example/1"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
	// Again, by another process, and by another outlet: the occurrence was told.
	if said := pass(t, w.engine(threats, &out)); said != "" {
		t.Errorf("told again: %s", said)
	}
	w.add(4, "Northgate Herald", "Pyongyang threatened on Monday to attack South Korea, officials in the capital said.")
	if said := pass(t, w.engine(threats, &out)); said != "" {
		t.Errorf("told again: %s", said)
	}
	// Another rule has not told it.
	if said := pass(t, w.engine(strings.Replace(threats, "alert threats", "alert other", 1), &out)); said != "" {
		t.Errorf("the cursor has passed it: %s", said)
	}
	w.add(9, "Harbour Post", "China threatened to attack South Korea with missiles.")
	if n := titles(pass(t, w.engine(threats, &out))); len(n) != 1 || !strings.Contains(n[0], "CHN") {
		t.Errorf("told: %q", n)
	}
}

func TestFirstRunTellsNothingOld(t *testing.T) {
	w := newNews(t)
	var out bytes.Buffer
	begin := func() *alerts.Engine {
		g := w.engine(threats, &out)
		g.Since = ""
		return g
	}
	w.add(3, "Harbour Post", "North Korea threatened to attack South Korea.")
	if said := pass(t, begin()); said != "" {
		t.Errorf("told: %s", said)
	}
	w.add(5, "Harbour Post", "China threatened to attack South Korea.")
	if n := titles(pass(t, begin())); len(n) != 1 || !strings.Contains(n[0], "CHN") {
		t.Errorf("told: %q", n)
	}
}

func TestFirstRunOnAnEmptyRecord(t *testing.T) {
	w := newNews(t)
	var out bytes.Buffer
	g := w.engine(threats, &out)
	g.Since = ""
	if said := pass(t, g); said != "" {
		t.Errorf("told: %s", said)
	}
	w.add(5, "Harbour Post", "China threatened to attack South Korea.")
	if n := titles(pass(t, g)); len(n) != 1 {
		t.Errorf("told: %q", n)
	}
}

// TestRecodedIsOld codes the record with a coder of another name: what it holds was
// told, what comes is not.
func TestRecodedIsOld(t *testing.T) {
	w := newNews(t)
	var out bytes.Buffer
	w.add(3, "Harbour Post", "North Korea threatened to attack South Korea.")
	if n := titles(pass(t, w.engine(threats, &out))); len(n) != 1 {
		t.Fatalf("told: %q", n)
	}
	p, err := pipeline.Load(pipeline.Options{Workers: 1, Version: "another"})
	if err != nil {
		t.Fatal(err)
	}
	w.r.Pipeline = p
	w.add(4, "Harbour Post", "China threatened to attack South Korea.")
	if n := titles(pass(t, w.engine(threats, &out))); len(n) != 1 || !strings.Contains(n[0], "CHN") {
		t.Errorf("told: %q", n)
	}
}

func TestConditions(t *testing.T) {
	w := newNews(t)
	w.add(3, "Harbour Post",
		"North Korea threatened to attack South Korea.",
		"Russia and China signed a treaty on trade in Moscow on Monday.",
		"Russia denied that it had attacked Ukraine.",
		"France may suspend aid to Niger.",
		"Niger ordered French Ambassador Sylvain Itte on Monday to leave the country within 48 hours.")
	for _, x := range []struct {
		conditions string
		want       []string // beginnings of titles
	}{
		{"party KOR", []string{"PRK THREATEN"}},
		{"party South Korea", []string{"PRK THREATEN"}},
		{"recipient KOR GOV", []string{"PRK THREATEN"}},
		{"recipient KOR MIL", nil},
		{"actor KOR", nil},
		{"dyad PRK > KOR", []string{"PRK THREATEN"}},
		{"dyad KOR > PRK", nil},
		{"dyad KOR, PRK", []string{"PRK THREATEN"}},
		{"cameo 13\n  quad 3", []string{"PRK THREATEN"}},
		{"words missiles, ATTACK south\n  event THREATEN", []string{"PRK THREATEN"}},
		{"words attac\n  event THREATEN", nil},
		{"publisher harbour post\n  mode violence", []string{"PRK THREATEN"}},
		{"claim any\n  event THREATEN", nil},
		{"claim none\n  event THREATEN", []string{"PRK THREATEN"}},
		{"sources 2\n  event THREATEN", nil},
		{"confidence 1\n  event THREATEN", nil},
		{"event SANCTION\n  party FRA", nil}, // it may happen, and so does not count
		{"event SANCTION\n  status hypothetical", []string{"FRA SANCTION"}},
		{"event SANCTION\n  status any\n  actor FRA", []string{"FRA SANCTION"}},
		{"event SANCTION\n  status real\n  actor FRA", nil},
		{"commitment treaty\n  state signed\n  party CHN", []string{"RUS + CHN treaty signed"}},
		{"commitment treaty\n  dyad CHN, RUS", []string{"RUS + CHN treaty signed"}},
		{"commitment treaty\n  state ended", nil},
		{"commitment ultimatum\n  due within 3 days", []string{""}},
		{"commitment ultimatum\n  due within 1 day", nil},
		{"statement deny\n  actor RUS", []string{"RUS deny"}},
		{"statement deny\n  actor CHN", nil},
	} {
		g := w.engine("alert a\n  "+x.conditions+"\n  to out\n\ntarget out\n  stdout\n", &bytes.Buffer{})
		list, err := g.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range list {
			got = append(got, a.Title)
		}
		ok := len(got) == len(x.want)
		for i := range x.want {
			ok = ok && strings.HasPrefix(got[i], x.want[i])
		}
		if !ok {
			t.Errorf("%q tells %q, want %q", x.conditions, got, x.want)
		}
	}
}

func TestCountAndSurprise(t *testing.T) {
	w := newNews(t)
	w.add(1, "Harbour Post", "Kenya thanked Peru for its help.")
	acts := []string{"condemned South Korea for its exercises", "threatened to attack South Korea", "expelled the South Korean ambassador", "accused South Korea of spying"}
	for i, act := range acts {
		w.add(20+i, "Harbour Post", "North Korea "+act+".")
	}
	counting := "alert many\n  dyad PRK > KOR\n  count 3 within 7 days\n  to out\n\ntarget out\n  stdout jsonl\n"
	var out bytes.Buffer
	g := w.engine(counting, &out)
	said := pass(t, g)
	if strings.Count(said, "\n") != 1 {
		t.Fatalf("told: %s", said) // the fourth comes while the rule is silent
	}
	var p alerts.Payload
	if err := json.Unmarshal([]byte(said), &p); err != nil {
		t.Fatal(err)
	}
	if p.Rule != "many" || p.Day != "2031-03-22" || len(p.Findings) != 3 || !slices.Contains(p.Why, "3 within 7 days, 2031-03-16 to 2031-03-22") {
		t.Errorf("%+v", p)
	}
	g = w.engine("alert new\n  dyad PRK, KOR\n  surprise 2 in a week\n  to out\n\ntarget out\n  stdout\n", &out)
	list, err := g.All(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d alerts, %v", len(list), err)
	}
	p, err = alerts.Read(&list[0])
	if err != nil || p.Surprise == nil || p.Surprise.Actor != "PRK" || p.Surprise.From != "2031-03-17" || p.Surprise.Kind != "conflict" || p.Surprise.Surprise < 2 {
		t.Errorf("%+v, %v", p.Surprise, err)
	}
}

// TestKilled stops the work at each step of matching; whoever goes on tells everything
// once.
func TestKilled(t *testing.T) {
	w := newNews(t)
	for i, who := range []string{"China", "Japan", "Russia", "Iran", "Cuba"} {
		w.add(3+i, "Harbour Post", who+" threatened to attack South Korea.")
	}
	var out bytes.Buffer
	said := ""
	for i := range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		g := w.engine(threats, &out)
		g.Store = &stopping{Store: w.s, after: i, stop: cancel}
		_, err := g.Match(ctx)
		if err == nil {
			_, err = g.Deliver(ctx)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
	}
	said = out.String()
	if n := titles(said); len(n) != 5 {
		t.Errorf("told: %q", n)
	}
}

// stopping is a record whose user is stopped after so many calls.
type stopping struct {
	store.Store
	after int
	stop  func()
}

func (s *stopping) step() {
	if s.after--; s.after < 0 {
		s.stop()
	}
}

func (s *stopping) Cursor(ctx context.Context, consumer string) (int64, error) {
	s.step()
	return s.Store.Cursor(ctx, consumer)
}

func (s *stopping) Apply(ctx context.Context, c store.Conclusions) error {
	s.step()
	return s.Store.Apply(ctx, c)
}

func (s *stopping) DueTo(ctx context.Context, target string, now time.Time, limit int) ([]store.Delivery, error) {
	s.step()
	return s.Store.DueTo(ctx, target, now, limit)
}
