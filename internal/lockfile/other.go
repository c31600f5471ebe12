//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package lockfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// try holds a file by having it open: such systems remove none that somebody has open,
// and one that a killed process left behind can be removed.
func try(path string) (release func(), ok bool, err error) {
	_ = os.Remove(path) // the next step tells
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("the lock: %w", err)
	}
	return func() {
		_ = f.Close()
		_ = os.Remove(path)
	}, true, nil
}
