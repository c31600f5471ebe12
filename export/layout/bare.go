package layout

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"casus"
	"casus/export"
)

// Hash is how a stretch of text stands in a record without text: its SHA-256.
func Hash(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// AppendJSON appends an event as a line of JSON.
func AppendJSON(b []byte, it *Item) ([]byte, error) {
	line, err := json.Marshal(&it.Body)
	if err != nil {
		return b, err
	}
	return append(append(b, line...), '\n'), nil
}

// AppendBare appends an event as a line of JSON in which no words of the text stand: in
// place of each stand its bytes (as ever) and its hash, and of the whole text its length
// and its hash, so that who has the text can check every one of them.
func AppendBare(b []byte, it *Item) ([]byte, error) {
	x, err := Bare(&it.Body, &it.From.Dispatch)
	if err != nil {
		return b, err
	}
	line, err := json.Marshal(x)
	if err != nil {
		return b, err
	}
	return append(append(b, line...), '\n'), nil
}

// Bare is the JSON of a finding (an event, a statement, a commitment) without words of
// the text of its dispatch.
func Bare(finding any, d *casus.Dispatch) (map[string]any, error) {
	raw, err := json.Marshal(finding)
	if err != nil {
		return nil, err
	}
	var x map[string]any
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	if err := dec.Decode(&x); err != nil {
		return nil, err
	}
	bare(x, d.Text)
	if from, ok := x["dispatch"].(map[string]any); ok {
		from["title"], from["title_sha256"] = nil, nil
		if d.Title != "" {
			from["title_sha256"] = Hash(d.Title)
		}
		from["text_sha256"] = Hash(d.Text)
		from["text_bytes"] = len(d.Text)
	}
	return x, nil
}

// worded are the fields that hold words of the text, with the field of their bytes.
var worded = map[string]string{"text": "span", "cue": "cue_span"}

// bare takes words out of an object and all within it.
func bare(x any, text string) {
	switch x := x.(type) {
	case []any:
		for _, e := range x {
			bare(e, text)
		}
	case map[string]any:
		for words, bytes := range worded {
			s, ok := x[words].(string)
			if !ok {
				continue
			}
			x[words] = nil
			if _, ok := x[bytes]; ok {
				x[words+"_sha256"] = Hash(s)
			}
		}
		bareParty(x, text)
		if _, ok := x["geonames"]; ok {
			delete(x, "why") // quotes the words that tie event and place
			if x["geonames"] == nil {
				x["name"] = nil
			}
		}
		if _, ok := x["kept_by"]; ok { // a commitment: its reason may be a word of the text
			if e, ok := x["evidence"].(map[string]any); ok {
				e["why"] = nil
			}
		}
		for _, e := range x {
			bare(e, text)
		}
	}
}

// bareParty takes the name of a party out that the text alone gives.
func bareParty(x map[string]any, text string) {
	if _, ok := x["sector"]; !ok {
		return
	}
	code, _ := x["code"].(string)
	wikidata, _ := x["wikidata"].(string)
	if name, ok := x["name"].(string); ok && !nameIsKnown(code, wikidata) && strings.Contains(text, name) {
		x["name"] = nil
	}
}

// Checked is what came of checking a file without text.
type Checked struct {
	// Findings were checked; Words of them stand where they should, in Missing of the
	// findings the text was not to be had, Wrong differ from it.
	Findings, Words, Missing, Wrong int
}

// Check compares a file of findings without text (JSON Lines) with the texts. The text
// of a dispatch is asked for by its id and its hash; casus.ErrNotFound says that it is not
// there. What is wrong is told.
func Check(ctx context.Context, r io.Reader, text func(ctx context.Context, id, hash string) (string, error), told func(line int, what string)) (Checked, error) {
	var c Checked
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		line, long, err := readLine(in)
		if errors.Is(err, io.EOF) && line == "" && !long {
			return c, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return c, err
		}
		if long {
			c.Wrong++
			told(n, "the line is longer than 1 MB")
			continue
		}
		if line == "" {
			continue
		}
		if err := c.line(ctx, n, line, text, told); err != nil {
			return c, err
		}
	}
}

func (c *Checked) line(ctx context.Context, n int, line string, text func(ctx context.Context, id, hash string) (string, error), told func(int, string)) error {
	var head struct {
		Dispatch struct {
			export.Dispatch
			Hash string `json:"text_sha256"`
		} `json:"dispatch"`
	}
	var x map[string]any
	if json.Unmarshal([]byte(line), &head) != nil || json.Unmarshal([]byte(line), &x) != nil {
		c.Wrong++
		told(n, "this is no finding in JSON")
		return nil
	}
	c.Findings++
	if head.Dispatch.Hash == "" {
		c.Wrong++
		told(n, "it has no text_sha256 of its dispatch")
		return nil
	}
	t, err := text(ctx, head.Dispatch.ID, head.Dispatch.Hash)
	if errors.Is(err, casus.ErrNotFound) {
		c.Missing++
		told(n, fmt.Sprintf("the text of %s is not there", head.Dispatch.ID))
		return nil
	}
	if err != nil {
		return err
	}
	if Hash(t) != head.Dispatch.Hash {
		c.Wrong++
		told(n, fmt.Sprintf("the text of %s is another", head.Dispatch.ID))
		return nil
	}
	ok, words := true, 0
	compare(x, t, &words, func(what string) {
		ok = false
		told(n, what)
	})
	if ok {
		c.Words += words
	} else {
		c.Wrong++
	}
	return nil
}

// compare compares the hashes in an object and all within it with the text.
func compare(x any, text string, words *int, wrong func(string)) {
	switch x := x.(type) {
	case []any:
		for _, e := range x {
			compare(e, text, words, wrong)
		}
	case map[string]any:
		for name, bytes := range worded {
			want, ok := x[name+"_sha256"].(string)
			if !ok || name == "text" && x[bytes] == nil {
				continue
			}
			span, ok := x[bytes].([]any)
			b, e := -1, -1
			if ok && len(span) == 2 {
				f, _ := span[0].(float64)
				g, _ := span[1].(float64)
				b, e = int(f), int(g)
			}
			switch {
			case b < 0 || e < b || e > len(text):
				wrong(fmt.Sprintf("the bytes %v are not in the text", x[bytes]))
			case Hash(text[b:e]) != want:
				wrong(fmt.Sprintf("the words at %d to %d are others", b, e))
			default:
				*words++
			}
		}
		for k, e := range x {
			if k != "dispatch" {
				compare(e, text, words, wrong)
			}
		}
	}
}
