package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"casus"
	"casus/conllu"
)

// CorefDocument is a text with the entities that people marked in it.
type CorefDocument struct {
	ID        string
	Published time.Time
	Text      string
	// Limit is the byte up to which the text was marked.
	Limit    int
	Clusters []CorefCluster
}

// corefTypes are the kinds of entity that are scored, by the names of the corpora.
var corefTypes = map[string]string{
	"person": "person", "organization": "organization", "place": "place",
	"PER": "person", "ORG": "organization", "LOC": "place",
}

// CorefOfTreebank reads the entities from the MISC column of a treebank in the form
// of GUM: "Entity=(7-person-new-...-2,3-coref-Wikidata_name" opens a mention, "7)"
// closes it, and the list of numbers names the words that carry it. Sentences of
// one document are joined by spaces, paragraphs by blank lines.
func CorefOfTreebank(trees []conllu.Sentence) ([]CorefDocument, error) {
	var out []CorefDocument
	var r *gumReader
	for i := range trees {
		s := &trees[i]
		if id, ok := s.Comment("newdoc id"); ok || r == nil {
			if r != nil {
				out = append(out, r.document())
			}
			r = &gumReader{clusters: map[string]int{}}
			r.doc.ID = id
		}
		if day, ok := s.Comment("meta::dateCreated"); ok {
			r.doc.Published = publishedOn(day)
		}
		if err := r.sentence(s); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", r.doc.ID, s.Line, err)
		}
	}
	if r != nil {
		out = append(out, r.document())
	}
	return out, nil
}

type gumReader struct {
	doc      CorefDocument
	text     strings.Builder
	clusters map[string]int
	open     []gumMention
}

type gumMention struct {
	id   string
	head []int // words that carry the mention, counted from 1
	toks []casus.Token
	keep bool
}

func (r *gumReader) document() CorefDocument {
	r.doc.Text = r.text.String()
	r.doc.Limit = len(r.doc.Text)
	return r.doc
}

func (r *gumReader) sentence(s *conllu.Sentence) error {
	if r.text.Len() > 0 {
		sep := " "
		for _, c := range s.Comments {
			if strings.HasPrefix(c, "# newpar") {
				sep = "\n\n"
			}
		}
		r.text.WriteString(sep)
	}
	begin := r.text.Len()
	r.text.WriteString(s.Text())
	sent := s.Casus()
	for i := range sent.Tokens {
		t := sent.Tokens[i]
		t.Span.Begin += begin
		t.Span.End += begin
		marks := miscField(s.Words[i].Misc, "Entity")
		rest := r.opened(marks)
		for k := range r.open {
			r.open[k].toks = append(r.open[k].toks, t)
		}
		if err := r.closed(rest, marks); err != nil {
			return err
		}
	}
	r.open = r.open[:0]
	return nil
}

func miscField(misc, key string) string {
	for misc != "" {
		var f string
		f, misc, _ = strings.Cut(misc, "|")
		if v, ok := strings.CutPrefix(f, key+"="); ok {
			return v
		}
	}
	return ""
}

// opened opens the mentions that begin at a word; the ids that are closed there come
// back in order.
func (r *gumReader) opened(marks string) (closed []string) {
	for marks != "" {
		if marks[0] != '(' {
			id, rest, _ := strings.Cut(marks, ")")
			closed, marks = append(closed, id), rest
			continue
		}
		end := strings.IndexAny(marks[1:], "()") + 1
		if end == 0 {
			end = len(marks)
		}
		f := strings.Split(marks[1:end], "-")
		m := gumMention{id: f[0]}
		if len(f) > 1 {
			if ty := corefTypes[f[1]]; ty != "" {
				m.keep = true
				r.cluster(m.id, ty)
			}
		}
		if len(f) > 5 {
			for _, n := range strings.Split(f[5], ",") {
				if k, err := strconv.Atoi(n); err == nil {
					m.head = append(m.head, k)
				}
			}
		}
		r.open = append(r.open, m)
		if marks = marks[end:]; strings.HasPrefix(marks, ")") {
			closed, marks = append(closed, m.id), marks[1:]
		}
	}
	return closed
}

func (r *gumReader) cluster(id, ty string) int {
	c, ok := r.clusters[id]
	if !ok {
		c = len(r.doc.Clusters)
		r.clusters[id] = c
		r.doc.Clusters = append(r.doc.Clusters, CorefCluster{Type: ty})
	}
	return c
}

func (r *gumReader) closed(ids []string, marks string) error {
	for _, id := range ids {
		k := len(r.open) - 1
		for k >= 0 && r.open[k].id != id {
			k--
		}
		if k < 0 {
			if strings.Contains(id, "[") {
				continue // a mention in several parts, which no phrase of ours is
			}
			return fmt.Errorf("%q closes a mention that was not opened: %w", marks, casus.ErrInvalid)
		}
		m := r.open[k]
		r.open = slices.Delete(r.open, k, k+1)
		if !m.keep || len(m.toks) == 0 || strings.Contains(id, "[") {
			continue
		}
		c := &r.doc.Clusters[r.clusters[m.id]]
		cm := CorefMention{Span: casus.Span{Begin: m.toks[0].Span.Begin, End: m.toks[len(m.toks)-1].Span.End}}
		for _, h := range m.head {
			if h < 1 || h > len(m.toks) {
				continue
			}
			cm.Head = append(cm.Head, m.toks[h-1].Span)
			c.Named = c.Named || m.toks[h-1].UPOS == "PROPN"
		}
		c.Mentions = append(c.Mentions, cm)
	}
	return nil
}

// ReadMeantime reads the entities of MEANTIME from JSON Lines. It is marked in the
// headline, the line with the date and the four sentences after them, one a line.
func ReadMeantime(in io.Reader) ([]CorefDocument, error) {
	var out []CorefDocument
	for dec := json.NewDecoder(bufio.NewReader(in)); ; {
		var raw meantimeRecord
		if err := dec.Decode(&raw); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("document %d: %w", len(out)+1, err)
		}
		out = append(out, raw.document())
	}
}

const meantimeLines = 6

type meantimeRecord struct {
	ID, DCT, Text string
	Entities      []struct {
		Type     string
		Mentions []struct{ Spans [][2]int }
	}
}

func (r *meantimeRecord) document() CorefDocument {
	d := CorefDocument{ID: r.ID, Published: publishedOn(r.DCT), Text: r.Text, Limit: len(r.Text)}
	lines := 0
	at := make([]int, 0, len(r.Text)+1)
	for i, c := range r.Text {
		at = append(at, i)
		if c == '\n' {
			if lines++; lines == meantimeLines {
				d.Limit = i
			}
		}
	}
	at = append(at, len(r.Text))
	for _, e := range r.Entities {
		c := CorefCluster{Type: corefTypes[e.Type]}
		for _, m := range e.Mentions {
			if c.Type == "" || len(m.Spans) != 1 || m.Spans[0][0] < 0 || m.Spans[0][1] >= len(at) {
				continue
			}
			if s := (casus.Span{Begin: at[m.Spans[0][0]], End: at[m.Spans[0][1]]}); s.End <= d.Limit && !s.Empty() {
				c.Mentions = append(c.Mentions, CorefMention{Span: s})
			}
		}
		if len(c.Mentions) > 0 {
			d.Clusters = append(d.Clusters, c)
		}
	}
	return d
}

// AddHeads gives mentions that were marked without a head the word of the
// document's tree that the rest of the mention hangs on.
func (d *CorefDocument) AddHeads(doc *casus.Document) {
	for c := range d.Clusters {
		cl := &d.Clusters[c]
		for k := range cl.Mentions {
			if m := &cl.Mentions[k]; len(m.Head) == 0 {
				if t := headOf(doc, m.Span); t != nil {
					m.Head = []casus.Span{t.Span}
					cl.Named = cl.Named || t.UPOS == "PROPN"
				}
			}
		}
	}
}

// headOf is the first word of a span whose own head lies outside of it.
func headOf(doc *casus.Document, span casus.Span) *casus.Token {
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if !s.Span.Overlaps(span) {
			continue
		}
		for k := range s.Tokens {
			t := &s.Tokens[k]
			if span.Contains(t.Span) && t.UPOS != "PUNCT" && (t.Head < 0 || !span.Contains(s.Tokens[t.Head].Span)) {
				return t
			}
		}
	}
	return nil
}
