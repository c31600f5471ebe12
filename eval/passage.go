package eval

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"casus"
	"casus/pipeline"
)

// Passage points to a stretch of a shared text: gold refers to the texts of others by
// place, and never holds their words.
type Passage struct {
	// Set is the file of texts, without its ending; ID the text.
	Set string `json:"set"`
	ID  string `json:"id"`
	// Span is the stretch that is read, in bytes of the text.
	Span casus.Span `json:"passage"`
	// Hash is the beginning of the SHA-256 of the stretch, in hexadecimal; "" where
	// it is not looked at.
	Hash string `json:"hash,omitempty"`

	text string
	date time.Time
}

// at makes Passage a Referring.
func (p *Passage) at() *Passage { return p }

// Referring is gold that points to a passage.
type Referring interface{ at() *Passage }

// within is a span of the text as one of the passage.
func (p *Passage) within(s casus.Span) casus.Span {
	return casus.Span{Begin: s.Begin - p.Span.Begin, End: s.End - p.Span.Begin}
}

// referring is a pointer to such gold.
type referring[T any] interface {
	*T
	Referring
}

// readGold reads gold in JSON Lines. The spans that spans returns must lie in the
// passage.
func readGold[T any, P referring[T]](name string, text []byte, spans func(*T) []casus.Span) ([]T, error) {
	var out []T
	in := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; in.Scan(); n++ {
		var g T
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		for _, s := range spans(&g) {
			if p := P(&g).at(); s.Empty() || !p.Span.Contains(s) {
				return nil, fmt.Errorf("%s, line %d: the offsets of %s lie outside its passage: %w", name, n, p.ID, casus.ErrInvalid)
			}
		}
		out = append(out, g)
	}
	return out, in.Err()
}

// FillTexts gives the passages of a set their texts, read as JSON Lines with id, date
// and text.
func FillTexts[T any, P referring[T]](gold []T, set string, texts io.Reader) error {
	wanted := map[string][]*Passage{}
	for i := range gold {
		if p := P(&gold[i]).at(); p.Set == set {
			wanted[p.ID] = append(wanted[p.ID], p)
		}
	}
	in := bufio.NewScanner(texts)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan() && len(wanted) > 0; n++ {
		// Most lines are of no interest, and decoding them would take most of the time.
		head := in.Bytes()[:min(200, len(in.Bytes()))]
		_, id, _ := bytes.Cut(head, []byte(`"id": "`))
		id, _, _ = bytes.Cut(id, []byte(`"`))
		at, ok := wanted[string(id)]
		if !ok {
			continue
		}
		var d struct{ Date, Text string }
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			return fmt.Errorf("%s, line %d: %w", set, n, err)
		}
		for _, p := range at {
			if p.Span.Begin < 0 || p.Span.End > len(d.Text) || p.Span.Empty() {
				return fmt.Errorf("%s: the offsets of %s do not fit its text: %w", set, p.ID, casus.ErrInvalid)
			}
			p.text = d.Text[p.Span.Begin:p.Span.End]
			if sum := sha256.Sum256([]byte(p.text)); !strings.HasPrefix(hex.EncodeToString(sum[:]), p.Hash) {
				return fmt.Errorf("%s: the text of %s is not the one that was read: %w", set, p.ID, casus.ErrInvalid)
			}
			p.date, _ = time.Parse(time.DateOnly, d.Date)
		}
		delete(wanted, string(id))
	}
	return in.Err()
}

// eachPassage reads the passages that have a text, each as a dispatch of its own, and
// does something with each, in order.
func eachPassage[T any, P referring[T]](ctx context.Context, p *pipeline.Pipeline, gold []T, do func(*T, *casus.Document)) error {
	i := -1
	for doc, err := range p.ReadAll(ctx, passages[T, P](gold)) {
		if err != nil {
			return err
		}
		for i++; P(&gold[i]).at().text == ""; {
			i++
		}
		do(&gold[i], doc)
	}
	return ctx.Err()
}

func passages[T any, P referring[T]](gold []T) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for i := range gold {
			if p := P(&gold[i]).at(); p.text != "" && !yield(casus.Dispatch{ID: p.ID, Text: p.text, Published: p.date}, nil) {
				return
			}
		}
	}
}
