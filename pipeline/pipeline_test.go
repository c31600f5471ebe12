package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"casus"
	"casus/pipeline"
)

// toy stages: the text is one sentence, its words are tokens; a name is a token in
// capitals.
func toy(name string, needs, sets casus.Layer, run func(*casus.Document) error) pipeline.Stage {
	return pipeline.Stage{Name: name, Needs: needs, Sets: sets, New: func() pipeline.Run {
		return func(_ context.Context, d *casus.Document) error { return run(d) }
	}}
}

func words() pipeline.Stage {
	return toy("words", 0, casus.LayerText, func(d *casus.Document) error {
		switch d.Dispatch.Text {
		case "fault":
			var none []int
			_ = none[len(d.Dispatch.Text)]
		case "error":
			return casus.ErrInvalid
		}
		s := casus.Sentence{Span: casus.Span{End: len(d.Dispatch.Text)}}
		for _, w := range strings.Fields(d.Dispatch.Text) {
			s.Tokens = append(s.Tokens, casus.Token{Form: w})
		}
		d.Sentences = append(d.Sentences, s)
		return nil
	})
}

func TestOrderIsRefused(t *testing.T) {
	nothing := func(*casus.Document) error { return nil }
	for _, c := range []struct {
		stages []pipeline.Stage
		want   string
	}{
		{[]pipeline.Stage{toy("syntax", casus.LayerText, casus.LayerSyntax, nothing)}, `"syntax" needs text`},
		{[]pipeline.Stage{toy("a", 0, casus.LayerText, nothing), toy("b", 0, casus.LayerText, nothing)}, `"b" sets text, which is set already`},
		{[]pipeline.Stage{toy("a", 0, casus.LayerText, nothing), toy("b", casus.LayerText, casus.LayerSyntax, nothing)}, ""},
	} {
		_, err := pipeline.New(c.stages...)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("a good order was refused: %v", err)
		case c.want != "" && (!errors.Is(err, casus.ErrInvalid) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("got %v, want it to say %s", err, c.want)
		}
	}
}

func TestReadGivesUpOneDispatch(t *testing.T) {
	p, err := pipeline.New(words())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err = p.Read(t.Context(), casus.Dispatch{ID: "bad", Text: "fault"})
		var fault *pipeline.PanicError
		if !errors.As(err, &fault) || len(fault.Stack) == 0 || !strings.Contains(err.Error(), `"bad": words: `) {
			t.Fatalf("a panic came back as %v", err)
		}
		if _, err = p.Read(t.Context(), casus.Dispatch{Text: "error"}); !errors.Is(err, casus.ErrInvalid) {
			t.Fatalf("an error came back as %v", err)
		}
		doc, err := p.Read(t.Context(), casus.Dispatch{Text: "all is well"})
		if err != nil || len(doc.Sentences[0].Tokens) != 3 || doc.Layers != casus.LayerText {
			t.Fatalf("%+v, %v", doc, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Read(ctx, casus.Dispatch{Text: "late"}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
}

func TestExtendKeepsWhatIsThere(t *testing.T) {
	p, _ := pipeline.New(words())
	doc := &casus.Document{Layers: casus.LayerText, Dispatch: casus.Dispatch{Text: "a b c"}}
	if err := p.Extend(t.Context(), doc); err != nil || len(doc.Sentences) != 0 {
		t.Errorf("the text was read again: %v, %v", doc.Sentences, err)
	}
}

// numbered yields n dispatches and counts how many were asked for.
func numbered(n int, asked *atomic.Int64) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for i := range n {
			asked.Add(1)
			d := casus.Dispatch{ID: fmt.Sprint(i), Text: strings.Repeat("w ", i%7+1)}
			var err error
			switch i % 10 {
			case 3:
				d.Text = "fault"
			case 5:
				d.Text = "error"
			case 7:
				err = fmt.Errorf("line %d is broken: %w", i, casus.ErrInvalid)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func TestReadAllKeepsOrder(t *testing.T) {
	slow := toy("slow", casus.LayerText, casus.LayerSyntax, func(d *casus.Document) error {
		if strings.HasSuffix(d.Dispatch.ID, "0") {
			time.Sleep(time.Millisecond)
		}
		return nil
	})
	p, _ := pipeline.New(words(), slow)
	var asked atomic.Int64
	i := 0
	for doc, err := range p.ReadAll(t.Context(), numbered(500, &asked)) {
		if doc.Dispatch.ID != fmt.Sprint(i) {
			t.Fatalf("dispatch %s came as number %d", doc.Dispatch.ID, i)
		}
		if bad := i%10 == 3 || i%10 == 5 || i%10 == 7; bad != (err != nil) {
			t.Fatalf("dispatch %d: %v", i, err)
		}
		i++
	}
	if i != 500 {
		t.Errorf("%d of 500 came back", i)
	}
}

func TestReadAllStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := pipeline.New(words())
		var asked atomic.Int64
		for range p.ReadAll(t.Context(), numbered(1e6, &asked)) {
			break
		}
		synctest.Wait()
		if n := asked.Load(); n > 1000 {
			t.Errorf("after a break %d dispatches had been asked for", n)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		for range p.ReadAll(ctx, numbered(1e6, &asked)) {
			if n++; n == 10 {
				cancel()
			}
		}
		if n > 2000 {
			t.Errorf("after the end of the context %d more came", n-10)
		}
	})
}

// TestReadAllStopsWaiting ends the context while the source waits for input.
func TestReadAllStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := pipeline.New(words())
		ctx, cancel := context.WithCancel(t.Context())
		input := make(chan struct{})
		go func() {
			time.Sleep(time.Second)
			cancel()
		}()
		n := 0
		for range p.ReadAll(ctx, func(yield func(casus.Dispatch, error) bool) {
			if yield(casus.Dispatch{Text: "one"}, nil) {
				<-input
			}
		}) {
			n++
		}
		if n != 1 || ctx.Err() == nil {
			t.Errorf("%d came, context: %v", n, ctx.Err())
		}
		close(input)
	})
}

// TestReadAllIsFlat reads a million dispatches and looks at the memory in use.
func TestReadAllIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("a million dispatches; not with -short")
	}
	p, _ := pipeline.New(words())
	var asked atomic.Int64
	var early, late runtime.MemStats
	n := 0
	for range p.ReadAll(t.Context(), numbered(1e6, &asked)) {
		n++
		switch n {
		case 100_000:
			runtime.GC()
			runtime.ReadMemStats(&early)
		case 1_000_000:
			runtime.GC()
			runtime.ReadMemStats(&late)
		}
	}
	if n != 1e6 {
		t.Fatalf("%d came back", n)
	}
	if late.HeapInuse > early.HeapInuse+8<<20 {
		t.Errorf("memory in use grew from %d to %d bytes", early.HeapInuse, late.HeapInuse)
	}
}
