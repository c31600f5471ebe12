package text

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"casus"
)

// Gold is a stretch of a treebank put back into running text: sentences joined as
// SpaceAfter says, a blank line where the treebank begins a paragraph or document.
type Gold struct {
	Text string
	// Blocks are the paragraphs, Sentences, Tokens (surface tokens) and Words
	// (syntactic words) what the treebank says lies where.
	Blocks, Sentences, Tokens, Words []casus.Span
}

// Treebank reads CoNLL-U as running text.
func Treebank(in io.Reader) (*Gold, error) {
	g := &goldReader{fresh: true}
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<24)
	for n := 1; sc.Scan(); n++ {
		if err := g.line(sc.Text()); err != nil {
			return nil, fmt.Errorf("treebank line %d: %w", n, err)
		}
	}
	g.sentence()
	g.block()
	g.gold.Text = g.text.String()
	return &g.gold, sc.Err()
}

type goldReader struct {
	gold   Gold
	text   strings.Builder // so far
	fresh  bool            // the next sentence begins a block
	begin  int             // of the present block
	from   int             // first token of the present sentence
	until  int             // last word of the present multiword token
	parts  []string
	spaces bool // white space follows the last token
}

func (g *goldReader) line(s string) error {
	switch {
	case s == "":
		g.sentence()
		return nil
	case strings.HasPrefix(s, "# newpar") && !strings.HasPrefix(s, "# newpar_block"), strings.HasPrefix(s, "# newdoc"):
		g.fresh = true
		return nil
	case s[0] == '#':
		return nil
	}
	col := strings.Split(s, "\t")
	if len(col) != 10 {
		return fmt.Errorf("%d columns, want 10: %w", len(col), casus.ErrInvalid)
	}
	id, last, multi := strings.Cut(col[0], "-")
	if strings.Contains(id, ".") {
		return nil // an empty node
	}
	if n, _ := strconv.Atoi(id); !multi && n <= g.until {
		return g.part(col[1], n == g.until)
	}
	g.surface(col[1], !hasNoSpace(col[9]))
	if multi {
		g.until, _ = strconv.Atoi(last)
		return nil
	}
	g.gold.Words = append(g.gold.Words, g.gold.Tokens[len(g.gold.Tokens)-1])
	return nil
}

func hasNoSpace(misc string) bool {
	for f := range strings.SplitSeq(misc, "|") {
		if f == "SpaceAfter=No" {
			return true
		}
	}
	return false
}

// surface adds a token of the text.
func (g *goldReader) surface(form string, space bool) {
	if g.fresh {
		g.block()
		if g.text.Len() > 0 {
			g.text.WriteString("\n\n")
		}
		g.begin, g.fresh = g.text.Len(), false
	} else if g.spaces {
		g.text.WriteByte(' ')
	}
	b := g.text.Len()
	g.text.WriteString(form)
	g.gold.Tokens = append(g.gold.Tokens, casus.Span{Begin: b, End: g.text.Len()})
	g.spaces = space
}

// part adds one word of a multiword token.
func (g *goldReader) part(form string, last bool) error {
	g.parts = append(g.parts, form)
	if !last {
		return nil
	}
	t := g.gold.Tokens[len(g.gold.Tokens)-1]
	if strings.Join(g.parts, "") == g.text.String()[t.Begin:t.End] {
		for _, p := range g.parts {
			w := casus.Span{Begin: t.Begin, End: t.Begin + len(p)}
			t.Begin = w.End
			g.gold.Words = append(g.gold.Words, w)
		}
	} else {
		for range g.parts {
			g.gold.Words = append(g.gold.Words, t)
		}
	}
	g.parts = g.parts[:0]
	return nil
}

func (g *goldReader) sentence() {
	t := g.gold.Tokens
	if len(t) > g.from {
		g.gold.Sentences = append(g.gold.Sentences, casus.Span{Begin: t[g.from].Begin, End: t[len(t)-1].End})
	}
	g.from, g.until = len(t), 0
}

func (g *goldReader) block() {
	if g.text.Len() > g.begin {
		g.gold.Blocks = append(g.gold.Blocks, casus.Span{Begin: g.begin, End: g.text.Len()})
	}
}
