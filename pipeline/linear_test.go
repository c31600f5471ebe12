//go:build unix

package pipeline_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
)

// shapes are texts of n bytes or so that make work for some stage.
var shapes = []struct {
	name string
	text func(n int) string
}{
	{"news", func(n int) string {
		return upTo(n, func(i int) string {
			return fmt.Sprintf("South Korea urged Russia on Monday to halt step %d of the talks, and Minister Kim said that Japan would sign. \"We reject it,\" he said.\n\n", i)
		})
	}},
	{"no stop", func(n int) string { return upTo(n, func(i int) string { return "envoys of the north met and " }) }},
	{"names", func(n int) string {
		return upTo(n, func(i int) string { return fmt.Sprintf("Minister Kim%d of Peru, ", i) })
	}},
	{"said that", func(n int) string { return upTo(n, func(i int) string { return "he said that Seoul said that " }) }},
	{"open quotes", func(n int) string { return upTo(n, func(i int) string { return "\"We reject, “he said, " }) }},
	{"open brackets", func(n int) string { return upTo(n, func(i int) string { return "(Seoul [" }) }},
	{"one token", func(n int) string { return strings.Repeat("a", n) }},
	{"stops", func(n int) string { return strings.Repeat(". ", n/2) }},
	{"lines", func(n int) string { return strings.Repeat("Seoul spoke\n", n/12) }},
	{"days", func(n int) string {
		return upTo(n, func(i int) string { return fmt.Sprintf("on %d March 2024 and yesterday ", i%28+1) })
	}},
	{"treaties", func(n int) string {
		return upTo(n, func(i int) string {
			return fmt.Sprintf("Peru signed the treaty with Chile and threatened to leave treaty %d unless Chile paid. Chile denied it. ", i)
		})
	}},
	{"invalid UTF-8", func(n int) string { return strings.Repeat("\xff\xfe a\x00 ", n/6) }},
	{"right to left", func(n int) string { return strings.Repeat("\u202eSeoul \u202c\u2066met\u2069 ", n/22) }},
	{"pictures", func(n int) string { return strings.Repeat("🙂🇰🇷👩\u200d👩\u200d👧 ", n/32) }},
}

func upTo(n int, part func(i int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(part(i))
	}
	return b.String()
}

// most is how much longer a text of twice the length may take.
const most = 2.3

// BenchmarkDoubled reads texts that make work, and the same twice as long: time grows
// with the length of the text and no faster. Each is timed by what the processor spent,
// and the least of several times counts; more are taken while the ratio is too large, as
// a short time on a busy machine is told badly.
func BenchmarkDoubled(b *testing.B) {
	p := whole(b)
	for _, s := range shapes {
		b.Run(strings.ReplaceAll(s.name, " ", "_"), func(b *testing.B) {
			const n, few, many = 100_000, 3, 30
			one, two := time.Duration(1<<62), time.Duration(1<<62)
			ratio := func() float64 { return float64(two) / float64(one) }
			for b.Loop() {
				for i := 0; i < few || i < many && ratio() > most; i++ {
					one, two = min(one, spent(b, p, s.text(n))), min(two, spent(b, p, s.text(2*n)))
				}
			}
			b.ReportMetric(ratio(), "x")
			b.ReportMetric(float64(one)/1e6, "ms/100kB")
			b.ReportMetric(0, "ns/op")
			if ratio() > most {
				b.Errorf("twice the text takes %.2f times as long, more than %.1f", ratio(), most)
			}
		})
	}
}

// spent is the processor's time for a text.
func spent(b *testing.B, p *pipeline.Pipeline, text string) time.Duration {
	b.Helper()
	begin := processor(b)
	if _, err := p.Read(b.Context(), casus.Dispatch{Text: text, Published: friday}); err != nil {
		b.Fatal(err)
	}
	return processor(b) - begin
}

func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
