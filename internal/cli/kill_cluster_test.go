package cli_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillCluster kills workers and the coordinator, with the queue and the sink in it,
// at random moments, deletes the queue once, and in the end finds every dispatch coded
// once. CASUS_KILLS says how often somebody is killed, 3 times if not given.
func TestKillCluster(t *testing.T) {
	if testing.Short() {
		t.Skip("a short test kills nobody")
	}
	kills := killsWanted()
	dir := t.TempDir()
	news := invented(t, dir, 600+60*kills)
	calm := filepath.Join(dir, "calm.db")
	finish(t, []string{"ingest", news, "--store", calm})
	want := unordered(dump(t, calm))
	for _, engine := range []struct {
		name string
		make func(*testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "killed.db") }},
		{"postgres", schema},
	} {
		t.Run(engine.name, func(t *testing.T) {
			at := engine.make(t)
			finish(t, []string{"ingest", news, "--uncoded", "--store", at})
			clustered(t, kills, at)
			same(t, "coded by a cluster", want, unordered(dump(t, at)))
		})
	}
}

// TestKillShards does so while workers read an archive.
func TestKillShards(t *testing.T) {
	if testing.Short() {
		t.Skip("a short test kills nobody")
	}
	dir := t.TempDir()
	calm, at, archive := filepath.Join(dir, "calm.db"), filepath.Join(dir, "killed.db"), filepath.Join(dir, "archive")
	if err := os.Mkdir(archive, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if err := os.WriteFile(filepath.Join(archive, fmt.Sprintf("day%d.warc.gz", i)), packed(t, pagesOf(150*i, 150)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, []string{"ingest", archive, "--store", calm})
	clustered(t, killsWanted(), at, archive)
	same(t, "read by a cluster", apart(dump(t, calm)), apart(dump(t, at)))
}

// apart keeps of a dump what does not depend on the order of shards: which of like
// dispatches begins their story does.
func apart(dumped string) string {
	var b strings.Builder
	for line := range strings.Lines(unordered(dumped)) {
		if !strings.HasPrefix(line, "story ") {
			b.WriteString(cutFields(line, `"Story":"`))
		}
	}
	return sorted(b.String())
}

// clustered codes a record with a coordinator and three workers, of which one is killed
// now and then and started again.
func clustered(t *testing.T, kills int, at string, shards ...string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	queue := filepath.Join(t.TempDir(), "queue")
	commands := [][]string{{"cluster", "--store", at, "--listen", address, "--queue", queue, "--coordinate"}}
	commands[0] = append(commands[0], shards...)
	for range 3 {
		commands = append(commands, []string{"worker", "--connect", "nats://" + address, "--jobs", "1"})
	}
	processes := make([]*exec.Cmd, len(commands))
	start := func(i int) {
		processes[i] = program(t, commands[i])
		if err := processes[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	stop := func(i int) error {
		_ = processes[i].Process.Kill()
		return processes[i].Wait()
	}
	for i := range commands {
		start(i)
	}
	r := rand.New(rand.NewPCG(17, uint64(kills)))
	for k := range kills {
		time.Sleep(time.Duration(200+r.IntN(600)) * time.Millisecond)
		i := r.IntN(len(commands))
		if err := stop(i); err == nil && i == 0 {
			break // the work was done before its time
		}
		if i == 0 && k%3 == 0 {
			if err := os.RemoveAll(queue); err != nil {
				t.Fatal(err)
			}
		}
		start(i)
	}
	// The coordinator ends by itself when all is coded; the workers are asked to.
	if err := processes[0].Wait(); err != nil {
		if !strings.Contains(err.Error(), "already") {
			t.Errorf("the coordinator: %v", err)
		}
	}
	for i := range commands[1:] {
		_ = stop(i + 1)
	}
}

// unordered keeps of a dump what does not depend on who answered first: dispatches with
// their stories, codings with their events, but not which event of an occurrence leads
// it.
func unordered(dumped string) string {
	var b strings.Builder
	for line := range strings.Lines(dumped) {
		if strings.HasPrefix(line, "day ") {
			continue
		}
		for _, field := range []string{`"Occurrence":"`, `"Mentions":`, `"Sources":`} {
			if i := strings.Index(line, field); i >= 0 {
				line = cutFields(line, field)
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// cutFields takes the values of a JSON field out of a line.
func cutFields(line, field string) string {
	var b strings.Builder
	for {
		i := strings.Index(line, field)
		if i < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:i])
		rest := line[i+len(field):]
		n := strings.IndexAny(rest, `",}`)
		line = rest[n+1:]
	}
}
