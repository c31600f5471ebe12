//go:build !unix || aix || solaris || illumos

package cluster

import "time"

// processTime is how long this program has computed; here, how long it has been there.
func processTime() time.Duration { return time.Since(begun) }
