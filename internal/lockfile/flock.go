//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package lockfile

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// try holds a file with flock, which the system lets go of when a process ends.
func try(path string) (release func(), ok bool, err error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, false, fmt.Errorf("the lock: %w", err)
		}
		if err := flock(f); err != nil {
			_ = f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, false, nil
			}
			return nil, false, fmt.Errorf("the lock %s: %w", path, err)
		}
		// Who held it before may have taken it away in between: then the next one would
		// hold another file of the same name.
		if same(f, path) {
			return func() {
				_ = os.Remove(path) // one that stays is found free
				_ = f.Close()
			}, true, nil
		}
		_ = f.Close()
	}
}

func flock(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// same says whether a path still leads to an open file.
func same(f *os.File, path string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}
