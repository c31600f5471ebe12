package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
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
