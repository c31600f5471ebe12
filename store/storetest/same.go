package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/store"
)

// Same does the same to two records, at random, and asks both the same questions: they
// must answer alike. Only numbers of order may differ, which engines give out with gaps,
// and how a search ranks what it finds. The same seed does the same.
func Same(t *testing.T, a, b store.Store, seed uint64, steps int) {
	t.Helper()
	x := &twins{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 12)), stores: [2]store.Store{a, b}}
	for range steps {
		x.step++
		x.change()
		if x.step%4 == 0 {
			x.ask()
		}
		if t.Failed() {
			t.Fatalf("seed %d, step %d", seed, x.step)
		}
	}
	// The changes make no sense together, so neither need be sound; but alike.
	x.do("checking", func(ctx context.Context, s store.Store) (any, error) { return s.Check(ctx) })
}

// twins are two records to which the same is done.
type twins struct {
	t      *testing.T
	seed   uint64
	step   int
	r      *rand.Rand
	stores [2]store.Store
	ids    []string // of dispatches that were put
	events []string
	conses int
}

// do calls both records, and compares what they answer.
func (x *twins) do(what string, call func(context.Context, store.Store) (any, error)) {
	x.t.Helper()
	var said [2]string
	for i, s := range x.stores {
		answer, err := call(x.t.Context(), s)
		said[i] = kindOf(err)
		if err == nil {
			j, err := json.Marshal(answer)
			if err != nil {
				x.t.Fatal(err)
			}
			said[i] = string(j)
		}
		if said[i] == "another error" {
			x.t.Errorf("%s: %v", what, err)
		}
	}
	if said[0] != said[1] {
		n := 0
		for n < min(len(said[0]), len(said[1])) && said[0][n] == said[1][n] {
			n++
		}
		from := max(0, n-200)
		x.t.Errorf("%s: the answers part after %d bytes:\n%.400s\n%.400s", what, n, said[0][min(from, len(said[0])):], said[1][min(from, len(said[1])):])
	}
}

func kindOf(err error) string {
	for _, kind := range []error{casus.ErrNotFound, casus.ErrInvalid, casus.ErrConflict, casus.ErrUnavailable} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	if err != nil {
		return "another error"
	}
	return ""
}

var sameCoders = [...]store.Coder{store.NewCoder("1", "m", "l", "o"), store.NewCoder("2", "m", "l", "o")}

var (
	sameStates = []string{"HAL", "TOR", "MER", "KLO", ""}
	sameKinds  = []string{"REQUEST", "AID", "ASSAULT", "CONSULT"}
	sameTexts  = []string{"Halvia spoke to Tornia.", "Tornia refused; 50% of it _was_ 'lost'.", "“Meridia” called 漢字 🙂 \u202e back\u202c.", "Klow\x00 and\tHalvia \u2028 met.", "", strings.Repeat("Long. ", 3000), "Halvia\xff fell\xc3."}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// change does one thing to both.
func (x *twins) change() {
	switch n := x.r.IntN(20); {
	case n < 6:
		batch := make([]store.Dispatch, 1+x.r.IntN(4))
		for i := range batch {
			batch[i] = x.dispatch()
			x.ids = append(x.ids, store.ID(&batch[i]))
		}
		x.do("putting", func(ctx context.Context, s store.Store) (any, error) { return s.Put(ctx, batch) })
	case n < 12:
		batch := x.codings()
		x.do("recording", func(ctx context.Context, s store.Store) (any, error) { return nil, s.Record(ctx, batch) })
	case n < 16:
		x.conclude()
	case n < 17:
		c := pick(x.r, sameCoders[:])
		x.do("using a coder", func(ctx context.Context, s store.Store) (any, error) { return nil, s.UseCoder(ctx, c) })
	case n < 18 && len(x.ids) > 0 && len(x.events) > 0:
		c := store.Correction{Dispatch: pick(x.r, x.ids), Event: pick(x.r, x.events), Kind: pick(x.r, []string{"accept", "reject"}), Key: "k", Author: "ana", Reason: pick(x.r, sameTexts[:3]), At: at(1 + x.r.IntN(28))}
		x.do("correcting", func(ctx context.Context, s store.Store) (any, error) { return s.Correct(ctx, c) })
	case n < 19:
		note := store.SourceNote{Source: fmt.Sprint("feed ", x.r.IntN(3)), At: at(1 + x.r.IntN(28)).Add(time.Duration(x.step) * time.Second), Items: x.r.IntN(9), New: x.r.IntN(5), ETag: "e"}
		x.do("noting", func(ctx context.Context, s store.Store) (any, error) { return nil, s.Note(ctx, note) })
	default:
		c := pick(x.r, sameCoders[:]).Key
		x.do("retrying", func(ctx context.Context, s store.Store) (any, error) { return s.Retry(ctx, c) })
	}
}

func (x *twins) dispatch() store.Dispatch {
	n := x.r.IntN(30)
	d := dispatch(n%28 + 1)
	d.Text, d.Source = pick(x.r, sameTexts)+fmt.Sprint(" ", x.r.IntN(3)), pick(x.r, []string{"feed", "files"})
	d.Language = pick(x.r, []string{"en", "en", "en", "fr", ""})
	if n%7 == 0 {
		d.URL, d.Published = "", time.Time{}
	}
	return d
}

func (x *twins) codings() []store.Coding {
	if len(x.ids) == 0 {
		return nil
	}
	var batch []store.Coding
	for range 1 + x.r.IntN(3) {
		c := store.Coding{Dispatch: pick(x.r, x.ids), Coder: pick(x.r, sameCoders[:]).Key}
		if x.r.IntN(5) == 0 {
			c.Error = "it hung"
			batch = append(batch, c)
			continue
		}
		for k := range x.r.IntN(4) {
			e := event(fmt.Sprintf("%s-%d", c.Dispatch[:8], k), 1+x.r.IntN(28), pick(x.r, sameKinds), pick(x.r, sameStates[:4]), pick(x.r, sameStates))
			e.Dispatch, e.Coder, e.Sentence, e.Counted = c.Dispatch, c.Coder, k, x.r.IntN(3) > 0
			e.Status, e.Quad, e.Claimant, e.Place = store.Status(x.r.IntN(128)), 1+x.r.IntN(4), pick(x.r, sameStates), pick(x.r, sameStates)
			if x.r.IntN(5) == 0 {
				e.Day = ""
			}
			c.Events, x.events = append(c.Events, e), append(x.events, e.ID)
		}
		for k := range x.r.IntN(2) {
			day := at(1 + x.r.IntN(28)).Format(time.DateOnly)
			c.Statements = append(c.Statements, store.Statement{ID: fmt.Sprintf("s%s%d", c.Dispatch[:8], k), Speaker: pick(x.r, sameStates), About: pick(x.r, sameStates), Position: pick(x.r, []string{"demand", "deny"}), Day: day, JSON: []byte(`{}`)})
			c.Commitments = append(c.Commitments, store.Commitment{ID: fmt.Sprintf("c%s%d", c.Dispatch[:8], k), Kind: pick(x.r, []string{"threat", "treaty"}), State: "made", Parties: []string{pick(x.r, sameStates[:4])}, Made: day, Due: day, JSON: []byte(`{}`)})
		}
		batch = append(batch, c)
	}
	return batch
}

// conclude moves a consumer's cursor by one with conclusions, or tries to from where it
// is not.
func (x *twins) conclude() {
	c := store.Conclusions{Consumer: "twin", From: int64(x.conses), To: int64(x.conses + 1), Coder: pick(x.r, sameCoders[:]).Key}
	if x.r.IntN(6) == 0 {
		c.From += 7
	}
	for range x.r.IntN(4) {
		n, m, k := x.r.IntN(3)-1, x.r.IntN(3), x.r.IntN(len(sameKinds))
		c.Counts = append(c.Counts, store.Tally{DayCount: store.DayCount{Actor: pick(x.r, sameStates[:4]), Recipient: pick(x.r, sameStates[:4]), Mutual: x.r.IntN(4) == 0, Day: at(1 + x.r.IntN(5)).Format(time.DateOnly),
			Event: sameKinds[k], Quad: k + 1, Count: n, Plover: 0.5 * float64(n), Goldstein: -0.25 * float64(n)}, Mentions: m, MentionPlover: 0.5 * float64(m), MentionGoldstein: 0.25 * float64(m)})
	}
	if len(x.ids) > 1 {
		of, d := pick(x.r, x.ids), pick(x.r, x.ids)
		c.Stories = []store.Membership{{Member: of, Group: of, Why: "first", First: true, Independent: true, Day: "2031-03-01", Title: "a"}, {Member: d, Group: of, Why: "words", Score: 0.5, Independent: x.r.IntN(2) == 0, Day: "2031-03-02", Title: "b"}}
		if d != of && x.r.IntN(3) == 0 {
			c.Copies = []store.Copy{{Dispatch: d, Of: of, Why: "word for word"}}
		}
		if x.r.IntN(2) == 0 {
			c.Signatures = []store.Signed{{Dispatch: d, Bands: []uint64{x.r.Uint64N(5), 1<<63 + x.r.Uint64N(5)}, Sketch: []byte{byte(x.step), 0, 255}}}
		}
	}
	if len(x.events) > 1 {
		e, f := pick(x.r, x.events), pick(x.r, x.events)
		c.Occurrences = []store.Membership{{Member: e, Group: e, Why: "first", First: true, Independent: true}}
		if e != f {
			c.Occurrences = append(c.Occurrences, store.Membership{Member: f, Group: e, Why: "same", Score: 0.75, Independent: x.r.IntN(2) == 0})
		}
	}
	if x.r.IntN(3) == 0 && len(x.ids) > 0 {
		// Codings that are there already make it fail, in both.
		if c.Codings = x.codings(); len(c.Codings) > 1 {
			c.Codings = c.Codings[:1]
		}
	}
	failed := false
	x.do("concluding", func(ctx context.Context, s store.Store) (any, error) {
		err := s.Apply(ctx, c)
		failed = err != nil
		return nil, err
	})
	if !failed {
		x.conses++
	}
}
