//go:build unix && !aix && !solaris && !illumos

package cluster

import (
	"syscall"
	"time"
)

// processTime is how long this program has computed.
func processTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return time.Since(begun)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
