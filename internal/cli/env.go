package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// env is the world of a command: its streams, and how it talks.
type env struct {
	in  io.Reader
	out io.Writer
	// width is that of the terminal that out is, 0 where it is none; colour
	// says that it takes colours.
	width  int
	colour bool

	mu   sync.Mutex // of what follows
	err  io.Writer
	bar  *progress
	told map[string]int // how often each kind of message came
}

// limits are how many messages of a kind are told in full.
var limits = map[string]int{"errors": 50, "warnings": 20, "dispatches without a date": 3}

func newEnv(in io.Reader, out, err io.Writer) *env {
	e := &env{in: in, out: out, err: err, told: map[string]int{}}
	if f, ok := out.(*os.File); ok {
		e.width = terminalWidth(f)
		e.colour = e.width > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	return e
}

// say writes a message of the program.
func (e *env) say(format string, args ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bar.hide()
	fmt.Fprintf(e.err, "casus: "+format+"\n", args...)
}

// tell writes a message of a kind of which there may be many: after some it only
// counts them, and finish says how many there were.
func (e *env) tell(kind, message string) {
	e.mu.Lock()
	e.told[kind]++
	n := e.told[kind]
	e.mu.Unlock()
	if n <= limits[kind] {
		e.say("%s", message)
	}
}

func (e *env) warn(message string) { e.tell("warnings", "warning: "+message) }

// finish takes the progress bar away and tells what was held back.
func (e *env) finish() {
	e.mu.Lock()
	e.bar.hide()
	e.bar = nil
	e.mu.Unlock()
	for _, kind := range []string{"warnings", "errors", "dispatches without a date"} {
		if more := e.told[kind] - limits[kind]; more > 0 {
			e.say("and %d more %s", more, kind)
		}
	}
}
