package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"casus"
)

// ActionDocument is an article with the mentions of actions that people marked in it.
type ActionDocument struct {
	ID, Story, Text string
	Topic           int
	Actions         []Action
}

// Action is a mention of an action; Chain is the same for all that mention one action,
// in whatever article, and "" for one that nothing else mentions.
type Action struct {
	Spans []casus.Span
	Chain string
}

// ReadActions reads the JSON Lines of ECB+ with its marked actions; of each article
// only those in the sentences that were marked in full.
func ReadActions(r io.Reader) ([]ActionDocument, error) {
	var out []ActionDocument
	for dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<20)); ; {
		var d struct {
			ID, Story, Text string
			Topic           int
			Annotated       []int
			Mentions        []struct {
				Tag, Chain string
				Spans      [][2]int
			}
		}
		err := dec.Decode(&d)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("article %d: %w", len(out)+1, err)
		}
		x := ActionDocument{ID: d.ID, Story: d.Story, Text: d.Text, Topic: d.Topic}
		at := byteOffsets(d.Text)
		whole := wholeSentences(d.Text, d.Annotated, at)
		for _, m := range d.Mentions {
			if !strings.Contains(m.Tag, "ACTION") {
				continue
			}
			a := Action{Chain: m.Chain}
			for _, s := range m.Spans {
				if s[0] < 0 || s[1] >= len(at) || s[0] > s[1] {
					return nil, fmt.Errorf("article %s: a mention at %v lies outside the text: %w", d.ID, s, casus.ErrInvalid)
				}
				a.Spans = append(a.Spans, casus.Span{Begin: at[s[0]], End: at[s[1]]})
			}
			if len(a.Spans) > 0 && inside(whole, a.Spans[0]) {
				x.Actions = append(x.Actions, a)
			}
		}
		out = append(out, x)
	}
}

// wholeSentences are the lines of a text that begin at the given characters.
func wholeSentences(text string, begins, at []int) []casus.Span {
	var out []casus.Span
	for _, b := range begins {
		if b < 0 || b >= len(at) {
			continue
		}
		end := len(text)
		if n := strings.IndexByte(text[at[b]:], '\n'); n >= 0 {
			end = at[b] + n
		}
		out = append(out, casus.Span{Begin: at[b], End: end})
	}
	return out
}

func inside(list []casus.Span, s casus.Span) bool {
	for _, x := range list {
		if x.Begin <= s.Begin && s.End <= x.End {
			return true
		}
	}
	return false
}

// Occurrences scores a grouping of mentions of events, given as the group of each in
// gold and system, by the measures of coreference. Groups of one count.
func Occurrences(gold, system []string) CorefScore {
	return Coref(grouped(gold), grouped(system), true)
}

// grouped makes clusters of numbered mentions.
func grouped(groups []string) []CorefCluster {
	at := map[string]int{}
	var out []CorefCluster
	for i, g := range groups {
		k, ok := at[g]
		if !ok {
			k = len(out)
			at[g] = k
			out = append(out, CorefCluster{})
		}
		out[k].Mentions = append(out[k].Mentions, CorefMention{Span: casus.Span{Begin: i, End: i + 1}})
	}
	return out
}
