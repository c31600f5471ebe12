//go:build !unix

// Package pgtest runs a PostgreSQL server of a test's own; on this system it does not.
package pgtest

import (
	"os/exec"
	"testing"
)

// Server is a PostgreSQL server with an empty database.
type Server struct{}

// Start skips the test.
func Start(t *testing.T) *Server {
	t.Helper()
	t.Skip("no PostgreSQL server is started on this system")
	return nil
}

// URL is the address of the server's database.
func (*Server) URL() string { return "" }

// Kill kills the server.
func (*Server) Kill() {}

// Restart starts the server again.
func (*Server) Restart() {}

// Command is a program of PostgreSQL.
func (*Server) Command(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }
