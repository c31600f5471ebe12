package cli_test

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casus/store"
	"casus/store/postgres/pgtest"
)

// TestMany codes many dispatches with a coordinator and three workers, each a process of
// its own, and kills each of them, the queue's servers and the database in the middle, at
// moments that chance chooses. In the end every dispatch is coded once, and the record
// holds what one process that nobody disturbed makes of the same news. CASUS_DOCUMENTS
// says how many dispatches, CASUS_RUNS how often; without the first it is skipped.
func TestMany(t *testing.T) {
	n := documents(t)
	runs, err := strconv.Atoi(cmp.Or(os.Getenv("CASUS_RUNS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	news := crowd(t, dir, n)
	base, calm := filepath.Join(dir, "base.db"), filepath.Join(dir, "calm.db")
	t.Logf("%d dispatches taken in within %s", n, finish(t, []string{"ingest", news, "--uncoded", "--store", base}))
	copyFile(t, base, calm)
	t.Logf("coded by one process within %s", finish(t, []string{"recode", "--store", calm}))
	want := digest(t, calm)
	t.Run("embedded", func(t *testing.T) {
		var all tally
		for run := range runs {
			at := filepath.Join(dir, fmt.Sprint("run", run, ".db"))
			copyFile(t, base, at)
			c := embedded(t, at, filepath.Join(dir, fmt.Sprint("queue", run)))
			all.add(t, run, c.disturbed(t, n, rand.New(rand.NewPCG(uint64(run), 41)), nil))
			if got := digest(t, at); got != want {
				t.Errorf("run %d: the record is another: %s, undisturbed %s", run, got, want)
			}
			_ = os.Remove(at)
		}
		all.tell(t)
	})
	t.Run("cluster", func(t *testing.T) {
		pg := pgtest.Start(t)
		first := database(t, pg, "base", "")
		finish(t, []string{"ingest", news, "--uncoded", "--store", first})
		var all tally
		for run := range runs {
			at := database(t, pg, fmt.Sprint("run", run), "base")
			c := threeServers(t, at)
			all.add(t, run, c.disturbed(t, n, rand.New(rand.NewPCG(uint64(run), 43)), pg))
			if got := digest(t, at); got != want {
				t.Errorf("run %d: the record is another: %s, undisturbed %s", run, got, want)
			}
		}
		all.tell(t)
	})
}

// TestMemory codes many dispatches, as CASUS_DOCUMENTS says, and looks how much memory
// each role holds: in the last quarter no tenth more than in the second.
func TestMemory(t *testing.T) {
	n := documents(t)
	dir := t.TempDir()
	at := filepath.Join(dir, "record.db")
	finish(t, []string{"ingest", crowd(t, dir, n), "--uncoded", "--store", at})
	c := embedded(t, at, filepath.Join(dir, "queue"))
	end := c.disturbed(t, n, nil, nil)
	t.Logf("%d dispatches in %s, %.0f a second", n, end.took.Round(time.Second), float64(n)/end.took.Seconds())
	for role, list := range c.memory {
		second, last := median(list[len(list)/4:len(list)/2]), median(list[len(list)*3/4:])
		t.Logf("%s: %d MB in the second quarter, %d MB in the last", role, second, last)
		if float64(last) > 1.1*float64(second) {
			t.Errorf("%s: its memory grows", role)
		}
	}
}

func documents(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("CASUS_DOCUMENTS"))
	if err != nil {
		t.Skip("CASUS_DOCUMENTS says how many dispatches to code; none are")
	}
	return n
}

// tally is what several runs came to.
type tally struct {
	runs, kills int
	took        []time.Duration
	back        map[string][]time.Duration
}

func (x *tally) add(t *testing.T, run int, o outcome) {
	t.Helper()
	t.Logf("run %d: %d kills, %s; back after %v", run, o.kills, o.took.Round(100*time.Millisecond), o.back)
	x.runs++
	x.kills += o.kills
	x.took = append(x.took, o.took)
	for k, d := range o.back {
		if x.back == nil {
			x.back = map[string][]time.Duration{}
		}
		x.back[k] = append(x.back[k], d)
	}
}

func (x *tally) tell(t *testing.T) {
	t.Helper()
	t.Logf("%d runs, %d kills; median time of a run %s", x.runs, x.kills, median(x.took))
	for k, list := range x.back {
		t.Logf("%s killed: back at the full rate after %s, at most %s", k, median(list).Round(10*time.Millisecond), slices.Max(list).Round(10*time.Millisecond))
	}
}

func median[T cmp.Ordered](list []T) (m T) {
	if len(list) == 0 {
		return m
	}
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// database makes a database on a server, as a copy of another where one is named.
func database(t *testing.T, pg *pgtest.Server, name, like string) string {
	t.Helper()
	db, err := sql.Open("pgx", pg.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statement := "CREATE DATABASE " + name
	if like != "" {
		statement += " TEMPLATE " + like
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(pg.URL(), "/postgres?", "/"+name+"?", 1)
}

// digest is that of all that a record holds but what depends on who answered first, and
// a check that it is sound, with every dispatch coded and none that failed.
func digest(t *testing.T, at string) string {
	t.Helper()
	s := openRecord(t, at)
	defer s.Close()
	ctx := t.Context()
	if wrong, err := s.Check(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("the record is not sound: %v %v", wrong, err)
	}
	n, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n.Coded != n.Dispatches || n.Failed != 0 || n.Pending != 0 {
		t.Errorf("%d of %d dispatches are coded, %d failed, %d are pending", n.Coded, n.Dispatches, n.Failed, n.Pending)
	}
	h := sha256.New()
	enc := json.NewEncoder(h)
	for after := int64(0); ; {
		page, err := s.Dispatches(ctx, after, 400)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		var ids []string
		for _, d := range page {
			after = d.Seq
			ids = append(ids, d.ID)
			if err := enc.Encode([]string{d.ID, d.Text, d.CopyOf, d.Replaces}); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(ids)
		events, err := s.EventsIn(ctx, "", ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			e.Occurrence, e.Mentions, e.Sources = "", 0, 0
			if err := enc.Encode(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	// The series, by mentions: which of them count as an occurrence's first may differ.
	days, err := s.Days(ctx, store.DayQuery{Mentions: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		fmt.Fprintln(h, d.Actor, d.Recipient, d.Mutual, d.Day, d.Event, d.Count)
	}
	fmt.Fprint(h, n.Events, n.Statements, n.Commitments)
	return fmt.Sprintf("%x of %d dispatches, %d events, %d days", h.Sum(nil)[:8], n.Dispatches, n.Events, len(days))
}

// crowd writes many short dispatches of an invented wire, hardly two alike.
func crowd(t testing.TB, dir string, n int) string {
	t.Helper()
	states := strings.Fields("Norway Peru Kenya Japan Jordan Chile Poland Vietnam Ghana Cuba Nepal Oman Spain Italy Brazil Canada Egypt Greece India Iraq Latvia Mexico Morocco Panama Qatar Sweden Turkey Uganda Yemen Zambia")
	acts := []string{"expelled two diplomats of %s", "signed a trade agreement with %s", "urged %s to end the blockade of its ports", "threatened %s with sanctions", "sent aid to %s after a flood",
		"condemned %s over the arrest of fishermen", "held talks with %s on a border dispute", "imposed sanctions on %s", "promised to withdraw its troops from %s", "accused %s of breaking the truce"}
	syllables := strings.Fields("tar vik mel osk dra un pel ga ri son be lo ken ash mir to val en zu hor")
	r := rand.New(rand.NewPCG(7, 11))
	word := func() string {
		w := ""
		for range 2 + r.IntN(2) {
			w += syllables[r.IntN(len(syllables))]
		}
		return strings.ToUpper(w[:1]) + w[1:]
	}
	path := filepath.Join(dir, "crowd.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(f)
	for i := range n {
		a, b := states[r.IntN(len(states))], states[r.IntN(len(states))]
		if a == b {
			b = "Fiji"
		}
		day := time.Date(2014, 1, 1+i/400, 6, i%60, 0, 0, time.UTC)
		text := fmt.Sprintf("%s "+acts[r.IntN(len(acts))]+" on %s, the minister %s %s said in %s.", a, b, day.Weekday(), word(), word(), word())
		if r.IntN(3) == 0 {
			text += fmt.Sprintf(" The paper %s %s called it step %d of the %s affair.", word(), word(), i, word())
		}
		d := map[string]string{"id": fmt.Sprint("n", i), "url": fmt.Sprintf("https://wire.example/%d", i), "publisher": "Wire " + word(), "date": day.Format(time.DateOnly), "title": a + " and " + b + " in " + word(), "text": text}
		if err := enc.Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// BenchmarkWorkers codes news with a coordinator and workers of one core each, in three
// ways: one worker beside the coordinator, two, and one with all that it needs on one
// core (taskset), which is what a second core is measured by.
func BenchmarkWorkers(b *testing.B) {
	dir := b.TempDir()
	news, n := benchNews(b, dir, 3000)
	base := filepath.Join(dir, "base.db")
	finish(b, []string{"ingest", news, "--uncoded", "--store", base})
	for _, x := range []struct {
		name    string
		workers int
		pinned  bool
	}{{"one worker, all on one core", 1, true}, {"one worker", 1, false}, {"two workers", 2, false}} {
		b.Run(x.name, func(b *testing.B) {
			for i := range b.N {
				at := filepath.Join(dir, fmt.Sprint(x.workers, x.pinned, i, ".db"))
				copyFile(b, base, at)
				c := embedded(b, at, at+".queue")
				c.roles = c.roles[:1+x.workers]
				for _, r := range c.roles {
					r.pinned = x.pinned
				}
				took := c.disturbed(b, n, nil, nil).took
				b.ReportMetric(float64(n)/took.Seconds(), "dispatches/s")
			}
		})
	}
}

// benchNews are dispatches of the shared running news where they are at hand, else
// invented ones.
func benchNews(t testing.TB, dir string, n int) (path string, of int) {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("CASUS_DATA"), "text", "bench-news.jsonl.gz"))
	if err != nil {
		return crowd(t, dir, n), n
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var b []byte
	lines := bufio.NewReaderSize(z, 1<<20)
	for of < n {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		b = append(b, line...)
		of++
	}
	path = filepath.Join(dir, "news.jsonl")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path, of
}
