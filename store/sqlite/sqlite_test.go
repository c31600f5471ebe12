package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"casus"
	"casus/store"
	"casus/store/sqlite"
	"casus/store/storetest"
)

func open(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a record?.db"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestNotARecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(file, []byte("These are notes, and long ones."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), file); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("a text file: %v", err)
	}
	if b, _ := os.ReadFile(file); !strings.HasPrefix(string(b), "These are notes") {
		t.Error("it was written to")
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder.db")); err == nil {
		t.Error("a folder that is not there: no error")
	}
}

func TestBackup(t *testing.T) {
	s := open(t)
	defer s.Close()
	d := store.Dispatch{Dispatch: casus.Dispatch{Text: "Halvia spoke."}}
	if _, err := s.Put(t.Context(), []store.Dispatch{d}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), file); !errors.Is(err, casus.ErrConflict) {
		t.Errorf("over another file: %v", err)
	}
	c, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n, err := c.Counts(t.Context()); err != nil || n.Dispatches != 1 {
		t.Errorf("the copy holds %+v, %v", n, err)
	}
}

// TestBackupWhileWriting copies a record in which somebody goes on writing: the copy is
// as of one moment, and sound.
func TestBackupWhileWriting(t *testing.T) {
	s := open(t)
	defer s.Close()
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			pair := []store.Dispatch{
				{Dispatch: casus.Dispatch{Text: "Halvia spoke."}, Name: fmt.Sprint("a", n), Source: "wire"},
				{Dispatch: casus.Dispatch{Text: "Tornia answered."}, Name: fmt.Sprint("b", n), Source: "wire"},
			}
			if _, err := s.Put(context.Background(), pair); err != nil {
				done <- err
				return
			}
		}
	}()
	for i := range 5 {
		file := filepath.Join(t.TempDir(), fmt.Sprint(i, ".db"))
		if err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		c, err := sqlite.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Counts(t.Context())
		if err != nil || n.Dispatches%2 != 0 {
			t.Errorf("the copy holds half a batch: %d dispatches, %v", n.Dispatches, err)
		}
		if wrong, err := c.Check(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("the copy is not sound: %v %v", wrong, err)
		}
		c.Close()
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestDiskFull needs a small disk of its own, which root can make.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be made: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "small.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := 0
	for n := range 200 {
		d := store.Dispatch{Dispatch: casus.Dispatch{Text: strings.Repeat("Halvia spoke at length. ", 2000)}, Name: fmt.Sprint(n), Source: "wire"}
		if _, err = s.Put(t.Context(), []store.Dispatch{d}); err != nil {
			break
		}
		kept++
	}
	if !errors.Is(err, casus.ErrUnavailable) {
		t.Errorf("a full disk: %v", err)
	}
	n, err := s.Counts(t.Context())
	if err != nil || n.Dispatches != kept || kept == 0 {
		t.Errorf("%d dispatches of %d that were put: %v", n.Dispatches, kept, err)
	}
	if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the record is not sound: %v %v", wrong, err)
	}
}

// TestOpenedAtOnce: several open a record that is not there yet.
func TestOpenedAtOnce(t *testing.T) {
	for range 5 {
		file := filepath.Join(t.TempDir(), "new.db")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				s, err := sqlite.Open(context.Background(), file)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}
