package actors_test

import (
	"strings"
	"testing"
	"time"

	"casus"
)

var (
	words = strings.Fields(`Seoul Moscow the The Russian envoy Kim Hong-kyun ( ) UNSC U.N. Security Council it its they both
		sides two leaders President Vladimir Putin who he she we said police protesters in to of and North South Korea Hamas
		ministry foreign hundreds Paris 's , “ ” Ambassador , Islamic State - ‑ é ’ country either`)
	tags = strings.Fields("PROPN NOUN PRON VERB ADJ ADP DET NUM PUNCT PART CCONJ")
	rels = strings.Fields(`nsubj obj obl nmod nmod:poss nmod:desc compound flat amod det case conj cc appos acl:relcl ccomp
		parataxis nummod punct root nsubj:pass obl:agent`)
)

// document makes a document of bytes: three for each token, whatever tree comes out.
func document(data []byte) *casus.Document {
	doc := new(casus.Document)
	var text strings.Builder
	var s casus.Sentence
	for i := 0; i+2 < len(data); i += 3 {
		w := words[int(data[i])%len(words)]
		b := text.Len()
		text.WriteString(w)
		s.Tokens = append(s.Tokens, casus.Token{
			Span: casus.Span{Begin: b, End: text.Len()}, Form: w, Lemma: strings.ToLower(w),
			UPOS: tags[int(data[i+1])%len(tags)], Deprel: rels[int(data[i+2])%len(rels)],
			Head: int(data[i+1]) % (len(data) / 3),
		})
		text.WriteByte(' ')
		if data[i+2] == 255 || i+5 >= len(data) {
			for k := range s.Tokens {
				s.Tokens[k].Head = min(s.Tokens[k].Head, len(s.Tokens)-1)
				if s.Tokens[k].Head == k {
					s.Tokens[k].Head = -1
				}
			}
			s.Names = []casus.Name{{First: 0, Last: len(s.Tokens) - 1, Type: casus.NameType(data[i] % 5)}}
			doc.Sentences = append(doc.Sentences, s)
			s = casus.Sentence{}
		}
	}
	doc.Dispatch.Text = text.String()
	return doc
}

func check(t *testing.T, doc *casus.Document) {
	t.Helper()
	for i, m := range doc.Mentions {
		if m.First > m.Head || m.Head > m.Last || m.Entity < 0 || m.Entity >= len(doc.Entities) {
			t.Fatalf("mention %d is %+v, of %d entities", i, m, len(doc.Entities))
		}
		if n := len(doc.Sentences[m.Sentence].Tokens); m.Last >= n {
			t.Fatalf("mention %d ends after its sentence of %d tokens", i, n)
		}
	}
	for i, e := range doc.Entities {
		for _, m := range e.Members {
			if m < 0 || m >= len(doc.Entities) || m == i {
				t.Fatalf("entity %d has member %d", i, m)
			}
		}
	}
}

func FuzzResolve(f *testing.F) {
	r := resolver(f)
	f.Add([]byte("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	f.Add([]byte("\x00\x00\x00\x01\x03\xff\x02\x01\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := document(data)
		r.Resolve(doc)
		check(t, doc)
		again := document(data)
		r.Resolve(again)
		if strings.Join(show(doc), "\n") != strings.Join(show(again), "\n") {
			t.Fatal("two readings differ")
		}
	})
}

// A sentence without end must not take time without end.
func TestLongSentence(t *testing.T) {
	r := resolver(t)
	long := func(n int) time.Duration {
		data := make([]byte, 3*n)
		x := uint32(7)
		for i := range data {
			x = x*1664525 + 1013904223
			data[i] = byte(x>>24) % 255
		}
		doc := document(data)
		for i := range doc.Sentences[0].Tokens { // near heads, as in text
			doc.Sentences[0].Tokens[i].Head = i + int(data[3*i])%7 - 3
			if h := doc.Sentences[0].Tokens[i].Head; h < 0 || h >= n || h == i {
				doc.Sentences[0].Tokens[i].Head = -1
			}
		}
		start := time.Now()
		r.Resolve(doc)
		check(t, doc)
		return time.Since(start)
	}
	a := long(10_000)
	b := long(100_000)
	if b > 40*a+time.Second {
		t.Errorf("100,000 tokens take %v, 10,000 take %v", b, a)
	}
}
