package text

import (
	"time"

	"casus"
)

func findBlocks(text, title string) []casus.Block {
	var out []casus.Block
	begin := -1
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == '\n' {
			if begin >= 0 {
				out = append(out, casus.Block{Span: casus.Span{Begin: begin, End: i}})
			}
			begin = -1
		} else if begin < 0 && text[i] > ' ' {
			begin = i
		}
	}
	return out
}

// DatelineDate finds the full date.
func DatelineDate(doc *casus.Document) (t time.Time, ok bool) { return }
