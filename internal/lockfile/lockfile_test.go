package lockfile_test

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"casus/internal/lockfile"
)

func TestTry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "held")
	release, ok, err := lockfile.Try(path)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := lockfile.Try(path); ok || err != nil {
		t.Errorf("held twice: %v %v", ok, err)
	}
	release()
	if _, err := os.Stat(path); err == nil {
		t.Error("the file stays")
	}
	if release, ok, err = lockfile.Try(path); err != nil || !ok {
		t.Fatal("not free after the release", ok, err)
	}
	release()
	if _, _, err := lockfile.Try(filepath.Join(t.TempDir(), "none", "held")); err == nil {
		t.Error("held in a folder that is not there")
	}
}

// TestOneAtATime: however often it is taken and released, one holds it.
func TestOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "held")
	var holders, times atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				release, ok, err := lockfile.Try(path)
				if err != nil {
					t.Error(err)
					return
				}
				if !ok {
					continue
				}
				if holders.Add(1) > 1 {
					t.Error("two hold it")
				}
				times.Add(1)
				holders.Add(-1)
				release()
			}
		})
	}
	all.Wait()
	if times.Load() == 0 {
		t.Error("nobody held it")
	}
}
