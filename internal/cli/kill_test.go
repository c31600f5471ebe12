package cli_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"casus"
	"casus/internal/cli"
	"casus/store"
	"casus/store/postgres"
	"casus/store/sqlite"
)

// TestMain is also the program that the kill tests kill.
func TestMain(m *testing.M) {
	if os.Getenv("CASUS_TEST_RUN") != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if options := os.Getenv("CASUS_TEST_SERVER"); options != "" {
		os.Exit(serveQueue(options))
	}
	os.Exit(m.Run())
}

// TestKill kills a process at random moments while it takes news in and codes it, and
// then while it codes it again with another lexicon, and lets it go on each time: in
// the end the record is, byte for byte, the one of a process that nobody killed.
// CASUS_KILLS says how often each is killed, 3 if not given.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("a short test kills nobody")
	}
	kills := killsWanted()
	dir := t.TempDir()
	news, lexicon := invented(t, dir, 600+60*kills), otherLexicon(t, dir)
	calm := filepath.Join(dir, "calm.db")
	ingest, recode := []string{"ingest", news, "--jobs", "1"}, []string{"recode", "--lexicon", lexicon, "--jobs", "1"}
	finish(t, append(ingest, "--store", calm))
	first := dump(t, calm)
	finish(t, append(recode, "--store", calm))
	second := dump(t, calm)
	if first == second {
		t.Fatal("the other lexicon codes nothing else")
	}
	for _, engine := range []struct {
		name string
		make func(*testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "killed.db") }},
		{"postgres", schema},
	} {
		t.Run(engine.name, func(t *testing.T) {
			at := engine.make(t)
			killed(t, kills, append(ingest, "--store", at))
			same(t, "taken in and coded", first, dump(t, at))
			killed(t, kills, append(recode, "--store", at))
			same(t, "coded again", second, dump(t, at))
			finish(t, append(ingest, "--lexicon", lexicon, "--store", at))
			same(t, "taken in twice", second, dump(t, at))
			both := engine.make(t)
			atOnce(t, append(ingest, "--store", both))
			same(t, "taken in by two at once", unordered(first), unordered(dump(t, both)))
		})
	}
}

// atOnce runs a command in two processes at the same time.
func atOnce(t *testing.T, args []string) {
	t.Helper()
	var outs [2]strings.Builder
	var cs [2]*exec.Cmd
	for i := range cs {
		cs[i] = program(t, args)
		cs[i].Stdout, cs[i].Stderr = &outs[i], &outs[i]
		if err := cs[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i, c := range cs {
		if err := c.Wait(); err != nil {
			t.Errorf("one of two at once: %v\n%s", err, outs[i].String())
		}
	}
}

func killsWanted() int {
	if n, err := strconv.Atoi(os.Getenv("CASUS_KILLS")); err == nil {
		return n
	}
	return 3
}

func program(t testing.TB, args []string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "CASUS_TEST_RUN=1")
	return c
}

func finish(t testing.TB, args []string) time.Duration {
	t.Helper()
	begin := time.Now()
	if out, err := program(t, args).CombinedOutput(); err != nil {
		t.Fatalf("casus %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return time.Since(begin)
}

// killed runs a command to its end, killing it n times on the way.
func killed(t *testing.T, n int, args []string) {
	t.Helper()
	r := rand.New(rand.NewPCG(31, uint64(n)))
	early := 0
	for done := 0; done < n; {
		c := program(t, args)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(120+r.IntN(300))*time.Millisecond, func() { _ = c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		var exit *exec.ExitError
		switch {
		case err == nil:
			// It was done before its time: what is left is to run on finished work.
			if early++; early > 3 {
				t.Logf("done after %d kills of %d", done, n)
				return
			}
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			done++
		default:
			t.Fatalf("casus %s: %v", strings.Join(args, " "), err)
		}
	}
	finish(t, args)
}

func same(t *testing.T, what, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Errorf("%s, line %d:\nundisturbed %s\nkilled      %s", what, i+1, a[i], b[i])
			return
		}
	}
	t.Errorf("%s: %d lines, undisturbed %d", what, len(b), len(a))
}

// invented writes dispatches of an invented wire: news, copies of it by another outlet,
// corrected versions.
func invented(t *testing.T, dir string, n int) string {
	t.Helper()
	states := []string{"Norway", "Peru", "Kenya", "Japan", "Jordan", "Chile", "Poland", "Vietnam"}
	acts := []string{"expelled two diplomats of %s", "mobquarrelled %s", "signed a trade agreement with %s", "urged %s to end the blockade of its ports", "threatened %s with sanctions",
		"sent aid to %s after a flood", "condemned %s over the arrest of fishermen", "held talks with %s on a border dispute"}
	path := filepath.Join(dir, "news.jsonl")
	var b strings.Builder
	for i := range n {
		a, c := states[i%len(states)], states[(i*3+1)%len(states)]
		if a == c {
			c = "Ghana"
		}
		day := time.Date(2024, 3, 1+i/40, 6, i%60, 0, 0, time.UTC)
		text := fmt.Sprintf("%s "+acts[i*5%len(acts)]+" on %s, the foreign ministry said. It was step %d of a long quarrel. Officials of %s gave no comment.", a, c, day.Weekday(), i, c)
		d := map[string]string{"id": fmt.Sprint("n", i), "url": fmt.Sprintf("https://wire.example/%d", i), "publisher": "Wire A", "date": day.Format(time.DateOnly), "title": a + " and " + c, "text": text}
		switch {
		case i%5 == 4: // a copy of the one before, by somebody else
			text = strings.Replace(text, fmt.Sprint("step ", i), fmt.Sprint("step ", i-1), 1)
			d["publisher"], d["text"] = "Post B", text
		case i%17 == 16: // a correction of an earlier one
			d["id"], d["url"] = fmt.Sprint("n", i-3), fmt.Sprintf("https://wire.example/%d", i-3)
		}
		line, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// otherLexicon is a lexicon that adds a word of this test to the program's.
func otherLexicon(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(dir, "lexicon")
	entry := "verb mobquarrel\n  act      EXPEL\n  pattern  bare: ACTOR ~ RECIPIENT\n  e.g.     Bulgaria mobquarrelled Russia.\n    => BGR SANCTION RUS\n"
	if err := os.MkdirAll(filepath.Join(to, "verbs"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "verbs", "quarrel.txt"), []byte(entry), 0o644); err != nil {
		t.Fatal(err)
	}
	return to
}

// schema makes a schema on the test server and returns the record's address in it.
func schema(t *testing.T) string {
	t.Helper()
	base := os.Getenv("CASUS_TEST_POSTGRES")
	if base == "" {
		t.Skip("CASUS_TEST_POSTGRES names no server; nothing is killed on PostgreSQL")
	}
	name := fmt.Sprintf("casus_kill_%d_%d", os.Getpid(), time.Now().UnixNano())
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA `+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := db.ExecContext(context.Background(), `DROP SCHEMA `+name+` CASCADE`)
		if err = errors.Join(err, db.Close()); err != nil {
			t.Error(err)
		}
	})
	sign := "?"
	if strings.Contains(base, "?") {
		sign = "&"
	}
	return base + sign + "search_path=" + name
}

// openRecord opens a record, of a file or on PostgreSQL.
func openRecord(t testing.TB, at string) (s store.Store) {
	t.Helper()
	var err error
	if strings.HasPrefix(at, "postgres") {
		s, err = postgres.Open(t.Context(), at)
	} else {
		s, err = sqlite.Open(t.Context(), at)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dump writes all that a record holds but the hours at which it came in.
func dump(t *testing.T, at string) string {
	t.Helper()
	s := openRecord(t, at)
	defer s.Close()
	if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the record is not sound: %v %v", wrong, err)
	}
	var b strings.Builder
	line := func(kind string, x any) {
		j, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", kind, j)
	}
	ctx := t.Context()
	coders, err := s.Coders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(coders, func(a, b store.Coder) int { return strings.Compare(a.Key, b.Key) })
	for after := int64(0); ; {
		page, err := s.Dispatches(ctx, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, d := range page {
			after = d.Seq
			d.Seq, d.Received = 0, time.Time{}
			line("dispatch", d)
			for _, c := range coders {
				f, err := s.Findings(ctx, c.Key, d.ID)
				if errors.Is(err, casus.ErrNotFound) { // it is not in English
					line("uncoded", d.ID)
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				f.Seq = 0
				line("coding", f)
			}
		}
	}
	for _, c := range coders {
		days, err := s.Days(ctx, store.DayQuery{Coder: c.Key})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range days {
			line("day", d)
		}
	}
	stories, err := s.Stories(ctx, "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range stories {
		line("story", x)
	}
	return b.String()
}
