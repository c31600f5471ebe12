// Package cli is the program: one table of commands (table.go), from which the
// parsing of arguments, the help and docs/cli.md come, and one file for each
// command. Data goes to standard output, talk to standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"casus"
)

// Version of the program.
const Version = "0.1.0"

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3 // done, but some dispatches could not be read
)

// errPartly ends a command that did its work but for some dispatches. What was
// wrong has been told already.
var errPartly = errors.New("some dispatches could not be read")

// errTold ends a command that failed and has told why.
var errTold = errors.New("failed")

// usageError is a wrong use of the program.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func misuse(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// Main runs the program and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e := newEnv(stdin, stdout, stderr)
	name, err := run(ctx, e, args)
	e.finish()
	var wrong *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPartly):
		return exitPartly
	case errors.Is(err, errTold):
		return exitFailed
	case errors.As(err, &wrong):
		e.say("%v", err)
		fmt.Fprintf(stderr, "%s -h tells how it is used.\n", strings.TrimSpace("casus "+name))
		return exitUsage
	case ctx.Err() != nil:
		e.say("stopped")
		return exitFailed
	}
	e.say("%s", plainly(err))
	return exitFailed
}

// plainly drops the name of an error's kind, which is for programs.
func plainly(err error) string {
	return strings.ReplaceAll(err.Error(), ": "+casus.ErrInvalid.Error(), "")
}

// run finds the command and runs it. It returns the name of the command.
func run(ctx context.Context, e *env, args []string) (string, error) {
	all := commands()
	if len(args) == 0 {
		writeOverview(e.out, all)
		return "", misuse("name a command")
	}
	if isHelp(args[0]) {
		if len(args) > 1 {
			args = append(args[1:], "-h")
		} else {
			writeOverview(e.out, all)
			return "", nil
		}
	}
	c, rest := find(all, args)
	if c == nil {
		if group := under(all, args[0]); len(group) > 0 {
			if len(rest) > 0 && isHelp(rest[0]) {
				writeGroup(e.out, args[0], group)
				return args[0], nil
			}
			return args[0], misuse("%s wants one of %s", args[0], strings.Join(names(group), ", "))
		}
		return "", misuse("there is no command %q%s", args[0], didYouMean(args[0], names(all)))
	}
	in, help, err := parse(c, rest, os.Getenv)
	if err != nil {
		return c.name, err
	}
	if help {
		writeHelp(e.out, c)
		return c.name, nil
	}
	return c.name, c.run(ctx, e, in)
}

func isHelp(s string) bool { return s == "-h" || s == "--help" || s == "help" }
