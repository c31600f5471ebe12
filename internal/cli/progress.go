package cli

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// progress is a bar on standard error. It shows after a second, and only where
// standard error is a terminal. The nil bar does nothing.
type progress struct {
	w           *os.File
	what        string
	width       int
	begin, last time.Time
	shown       bool
}

// start puts up a bar.
func (e *env) start(what string) {
	f, ok := e.err.(*os.File)
	if !ok {
		return
	}
	if w := terminalWidth(f); w > 0 {
		e.bar = &progress{w: f, what: what, width: w, begin: time.Now()}
	}
}

// step shows how much of the whole is done (0 to 1; less than 0 if that is
// unknown) and a word on it.
func (e *env) step(part float64, word string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	b := e.bar
	now := time.Now()
	if b == nil || now.Sub(b.begin) < time.Second || now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.shown = now, true
	line := b.what + "  " + word
	if part >= 0 {
		const cells = 24
		full := int(min(part, 1) * cells)
		line = fmt.Sprintf("%s  [%s%s] %3.0f %%  %s", b.what, strings.Repeat("#", full), strings.Repeat(".", cells-full), 100*min(part, 1), word)
	}
	fmt.Fprintf(b.w, "\r\x1b[K%s", clip(line, b.width-1))
}

func (b *progress) hide() {
	if b != nil && b.shown {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.shown = false
	}
}
