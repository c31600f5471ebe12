package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/postgres/pgtest"
	"casus/store/sqlite"
)

// What goes wrong outside the program: it says so, leaves nothing half written, and goes
// on when it is run again.

// failing runs a command that must fail, and returns what it said.
func failing(t *testing.T, args []string) string {
	t.Helper()
	out, err := program(t, args).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("casus %s: %v, want exit code 1\n%s", strings.Join(args, " "), err, out)
	}
	isClear(t, string(out))
	return string(out)
}

// isClear looks whether an error tells its reader something.
func isClear(t *testing.T, said string) {
	t.Helper()
	if strings.TrimSpace(said) == "" || strings.Contains(said, "goroutine ") || strings.Contains(said, "panic") {
		t.Errorf("no clear error: %q", said)
	}
}

// TestPostgresKilled kills the server of a record while a program writes to it, and
// starts it again. The program ends with a clear error or goes on by itself; run again it
// ends with the record of a program whose server was never killed.
func TestPostgresKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("a short test kills nobody")
	}
	server := pgtest.Start(t)
	kills := killsWanted()
	dir := t.TempDir()
	news, lexicon := invented(t, dir, 600+60*kills), otherLexicon(t, dir)
	calm := filepath.Join(dir, "calm.db")
	r := rand.New(rand.NewPCG(41, uint64(kills)))
	for _, args := range [][]string{{"ingest", news, "--jobs", "1"}, {"recode", "--lexicon", lexicon, "--jobs", "1"}} {
		finish(t, append(args, "--store", calm))
		args = append(args, "--store", server.URL())
		ended, went := 0, 0
		for k := range kills {
			c := program(t, args)
			var said bytes.Buffer
			c.Stdout, c.Stderr = &said, &said
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(120+r.IntN(300)) * time.Millisecond)
			if k%3 == 2 {
				server.Restart() // shut down in order, as for an upgrade
			} else {
				server.Kill()
				time.Sleep(time.Duration(r.IntN(200)) * time.Millisecond)
				server.Restart()
			}
			late := time.AfterFunc(time.Minute, func() {
				t.Error("the program hangs")
				_ = c.Process.Kill()
			})
			err := c.Wait()
			late.Stop()
			var exit *exec.ExitError
			switch {
			case err == nil:
				went++
			case errors.As(err, &exit) && exit.ExitCode() == 1:
				ended++
				isClear(t, said.String())
				if !strings.Contains(said.String(), casus.ErrUnavailable.Error()) {
					t.Errorf("the error does not say that the record is unavailable: %s", said.String())
				}
			default:
				t.Errorf("casus %s: %v\n%s", strings.Join(args, " "), err, said.String())
			}
		}
		finish(t, args)
		same(t, args[0], dump(t, calm), dump(t, server.URL()))
		t.Logf("%s: the server went %d times; the program ended with an error %d times, and was done %d times", args[0], kills, ended, went)
	}
	server.Kill()
	if said := failing(t, []string{"ingest", news, "--store", server.URL()}); !strings.Contains(said, "is it running") {
		t.Errorf("no server: %s", said)
	}
	server.Restart()
	same(t, "after an attempt without a server", dump(t, calm), dump(t, server.URL()))
	// A server that may only be read, as one is that stands by for another.
	if said := failing(t, []string{"ingest", news, "--store", server.URL() + "&default_transaction_read_only=on"}); !strings.Contains(said, "read-only") {
		t.Errorf("a server that may only be read: %s", said)
	}
}

// smallDisk mounts a disk of its own, which root can do.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no disk of its own can be made (that needs root): %s", bytes.TrimSpace(out))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	return dir
}

func remount(t *testing.T, dir, options string) {
	t.Helper()
	if out, err := exec.Command("mount", "-o", "remount,"+options, dir).CombinedOutput(); err != nil {
		t.Fatalf("remount: %s", out)
	}
}

// TestDiskFullThenLarger lets a program run until its disk is full, and again when there
// is room.
func TestDiskFullThenLarger(t *testing.T) {
	disk, dir := smallDisk(t, "size=3m"), t.TempDir()
	news, calm, full := invented(t, dir, 900), filepath.Join(dir, "calm.db"), filepath.Join(disk, "full.db")
	ingest := []string{"ingest", news, "--jobs", "1", "--store"}
	finish(t, append(ingest, calm))
	if said := failing(t, append(ingest, full)); !strings.Contains(said, "full") {
		t.Errorf("a full disk: %s", said)
	}
	s, err := sqlite.Open(t.Context(), full)
	if err != nil {
		t.Fatal(err)
	}
	if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the record on a full disk: %v %v", wrong, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	remount(t, disk, "size=200m")
	finish(t, append(ingest, full))
	same(t, "with room again", dump(t, calm), dump(t, full))
}

// TestReadOnlyStore runs a program on a record that may not be written to, and again
// when it may.
func TestReadOnlyStore(t *testing.T) {
	disk, dir := smallDisk(t, "size=200m"), t.TempDir()
	calm, kept := filepath.Join(dir, "calm.db"), filepath.Join(disk, "kept.db")
	some := invented(t, dir, 40)
	for _, at := range []string{calm, kept} {
		finish(t, []string{"ingest", some, "--jobs", "1", "--store", at})
	}
	more := []string{"ingest", invented(t, dir, 120), "--jobs", "1", "--store"}
	before := dump(t, kept)
	remount(t, disk, "ro")
	for _, args := range [][]string{append(more, kept), {"recode", "--lexicon", otherLexicon(t, dir), "--store", kept}, append(more, filepath.Join(disk, "new.db"))} {
		if said := failing(t, args); !strings.Contains(said, "read-only") && !strings.Contains(said, "readonly") && !strings.Contains(said, "unable to open") {
			t.Errorf("a record that may only be read: %s", said)
		}
	}
	remount(t, disk, "rw")
	same(t, "after attempts to write", before, dump(t, kept))
	finish(t, append(more, kept))
	finish(t, append(more, calm))
	same(t, "when it may be written to", dump(t, calm), dump(t, kept))
}

// TestClockSetBack takes news in and codes it while the clock jumps, mostly back: only
// the hours at which dispatches came in differ.
func TestClockSetBack(t *testing.T) {
	dir := t.TempDir()
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(invented(t, dir, 200))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2031, 5, 1, 9, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(5, 9))
	var dumps []string
	for i, clock := range []func() time.Time{
		func() time.Time { now = now.Add(time.Second); return now },
		func() time.Time {
			now = now.Add(time.Duration(r.IntN(40)-30) * 24 * time.Hour)
			return now
		},
		func() time.Time { return time.Time{} },
	} {
		at := filepath.Join(dir, string(rune('a'+i))+".db")
		s, err := sqlite.Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		rec := &record.Recorder{Store: s, Pipeline: p, Now: clock}
		if _, err := rec.Take(t.Context(), wire(file), func(err error) { t.Error(err) }); err != nil {
			t.Fatal(err)
		}
		if _, _, err := rec.Code(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := rec.Conclude(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		dumps = append(dumps, dump(t, at))
	}
	same(t, "with a clock that jumps", dumps[0], dumps[1])
	same(t, "with a clock that was never set", dumps[0], dumps[2])
}

// wire reads what invented has written.
func wire(file []byte) iter.Seq2[store.Dispatch, error] {
	return func(yield func(store.Dispatch, error) bool) {
		for line := range bytes.Lines(file) {
			var d struct{ ID, URL, Publisher, Date, Title, Text string }
			err := json.Unmarshal(line, &d)
			day, derr := time.Parse(time.DateOnly, d.Date)
			x := store.Dispatch{Dispatch: casus.Dispatch{URL: d.URL, Publisher: d.Publisher, Published: day, Title: d.Title, Text: d.Text}, Name: d.ID, Source: "files", Language: "en"}
			if !yield(x, errors.Join(err, derr)) {
				return
			}
		}
	}
}
