//go:build unix

// Package pgtest runs a PostgreSQL server of a test's own, which the test may kill and
// start again: for what must hold when the server of a record goes down.
package pgtest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a PostgreSQL server with an empty database.
type Server struct {
	t       *testing.T
	bin     string // the folder of the server's programs
	dir     string // the server's data
	port    int
	process *exec.Cmd
	log     *os.File
}

// Start makes a server and stops it when the test ends. The test is skipped where there
// is no PostgreSQL to run.
func Start(t *testing.T) *Server {
	t.Helper()
	bin := programs()
	if bin == "" {
		t.Skip("no PostgreSQL is installed here (initdb is neither in /usr/lib/postgresql nor in PATH); no server is started and killed")
	}
	if os.Geteuid() == 0 {
		if _, err := serverUser(); err != nil {
			t.Skipf("PostgreSQL does not run as root, and there is no other user for it: %v", err)
		}
	}
	// Not t.TempDir, whose parent other users may not enter.
	dir, err := os.MkdirTemp("", "casus-pgtest-")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, bin: bin, dir: filepath.Join(dir, "data")}
	t.Cleanup(func() {
		s.stop(syscall.SIGQUIT)
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := give(dir); err != nil {
		t.Fatal(err)
	}
	if s.log, err = os.Create(filepath.Join(dir, "log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.log.Close() })
	if s.port, err = freePort(); err != nil {
		t.Fatal(err)
	}
	if out, err := s.Command("initdb", "-D", s.dir, "-A", "trust", "-U", "postgres", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	s.start()
	return s
}

// URL is the address of the server's database, for postgres.Open.
func (s *Server) URL() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// Kill kills the server and each of its processes at once (kill -9), as a machine that
// goes down would.
func (s *Server) Kill() {
	s.t.Helper()
	if s.process == nil {
		return
	}
	pid := s.process.Process.Pid
	// A server that is stopped first starts no process that we would not see.
	_ = s.process.Process.Signal(syscall.SIGSTOP)
	all := children(pid)
	for _, p := range append([]int{pid}, all...) {
		_ = syscall.Kill(p, syscall.SIGKILL)
	}
	_ = s.process.Wait()
	s.process = nil
	for end := time.Now().Add(10 * time.Second); slices.ContainsFunc(all, alive); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("a process of the killed server goes on")
		}
	}
}

// Restart starts a killed server again, at the same address with the same data; one that
// runs is shut down first, as an upgrade would: who is connected is thrown out, who was
// in a transaction loses it.
func (s *Server) Restart() {
	s.t.Helper()
	s.stop(syscall.SIGINT)
	s.start()
}

func (s *Server) stop(how os.Signal) {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(how)
	late := time.AfterFunc(20*time.Second, func() { _ = s.process.Process.Kill() })
	_ = s.process.Wait()
	late.Stop()
	s.process = nil
}

// start runs the server and returns when it answers.
func (s *Server) start() {
	s.t.Helper()
	// Only processes are killed, never the machine, so what was written stays written.
	s.process = s.Command("postgres", "-D", s.dir, "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off")
	s.process.Stdout, s.process.Stderr = s.log, s.log
	if err := s.process.Start(); err != nil {
		s.process = nil
		s.t.Fatal(err)
	}
	var out []byte
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var err error
		if out, err = s.Command("pg_isready", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).CombinedOutput(); err == nil {
			return
		}
	}
	told, _ := os.ReadFile(s.log.Name())
	s.t.Fatalf("the PostgreSQL server does not answer: %s\n%s", out, told[max(0, len(told)-4000):])
}

// Command is a program of PostgreSQL (pg_dump, psql), run as a user that it accepts and
// speaking to this server.
func (s *Server) Command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = filepath.Dir(s.dir)
	c.Env = []string{"PATH=" + s.bin, "LC_ALL=C", "PGHOST=127.0.0.1", "PGPORT=" + strconv.Itoa(s.port), "PGUSER=postgres"}
	asServerUser(c)
	return c
}

// programs finds the folder of initdb: of the newest PostgreSQL that Debian's packages
// have put somewhere, or of the one in the PATH.
func programs() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(slices.Max(found))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// children lists the processes that a process has started; none where there is no /proc
// to tell of them (they end by themselves when the server is gone, a little later).
func children(of int) []int {
	var found []int
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, p := range all {
		pid, err := strconv.Atoi(filepath.Base(p))
		if parent, _, ok := status(pid); err == nil && ok && parent == of {
			found = append(found, pid)
		}
	}
	return found
}

// alive says whether a process is there and more than a corpse that waits for burial.
func alive(pid int) bool {
	_, state, ok := status(pid)
	return ok && state != "Z" && state != "X"
}

// status reads the parent and the state of a process: after the name, in brackets, stand
// state and parent.
func status(pid int) (parent int, state string, ok bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, "", false
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(fields) < 2 {
		return 0, "", false
	}
	parent, err = strconv.Atoi(fields[1])
	return parent, fields[0], err == nil
}
