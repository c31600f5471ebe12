// Package lockfile lets one process at a time hold what a file stands for. Whoever
// ends, or is killed, holds it no more.
package lockfile

// Try holds a file, which is made for it and taken away at the release. It does not
// wait: where another process, or another part of this one, holds it, ok is false.
func Try(path string) (release func(), ok bool, err error) { return try(path) }
