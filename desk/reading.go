package desk

import (
	"context"
	"sync"

	"casus"
	"casus/coding"
	"casus/store"
)

// readingView shows how a sentence was read.
type readingView struct {
	casus.Span
	// Won are the patterns that coded it, Lost those that nearly did, and why not.
	Won, Lost []tryView
	More      int
	Arcs      *arcs
	Tree      *node
}

// tryView is a pattern laid over a word.
type tryView struct {
	coding.Try
	Word string
	// Mine says that the event shown came of it.
	Mine bool
}

// readings keeps the documents that were read last, so that a dispatch that is looked
// at from several pages is read once.
type readings struct {
	mu    sync.Mutex
	docs  map[string]*casus.Document
	order []string
}

// keptReadings is how many documents are kept.
const keptReadings = 64

// document reads a dispatch of the record.
func (d *Desk) document(ctx context.Context, x *store.Dispatch) (*casus.Document, error) {
	r := &d.readings
	r.mu.Lock()
	doc := r.docs[x.ID]
	r.mu.Unlock()
	if doc != nil {
		return doc, nil
	}
	doc, err := d.pipeline.Read(ctx, x.Dispatch)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.docs == nil {
		r.docs = map[string]*casus.Document{}
	}
	if r.docs[x.ID] == nil {
		r.docs[x.ID] = doc
		if r.order = append(r.order, x.ID); len(r.order) > keptReadings {
			delete(r.docs, r.order[0])
			r.order = r.order[1:]
		}
	}
	return doc, nil
}

// readingOf reads the sentence of an event again and tells how it was coded.
func (d *Desk) readingOf(ctx context.Context, x *store.Dispatch, e *store.Event) (*readingView, error) {
	if x.Language != "" && x.Language != "en" {
		return nil, nil
	}
	doc, err := d.document(ctx, x)
	if err != nil {
		return nil, err
	}
	if e.Sentence < 0 || e.Sentence >= len(doc.Sentences) {
		return nil, nil
	}
	ex, err := d.pipeline.Explain(doc, e.Sentence)
	if err != nil {
		return nil, err
	}
	trigger := bodyOf(e).Evidence.Trigger
	out := &readingView{Span: doc.Sentences[e.Sentence].Span, Arcs: arcsOf(doc, e.Sentence, trigger), Tree: composition(e.Reading)}
	for i := range ex.Tries {
		t := tryView{Try: ex.Tries[i], Word: doc.Slice(ex.Tries[i].Trigger)}
		t.Mine = t.Trigger.Overlaps(trigger)
		if t.Won {
			out.Won = append(out.Won, t)
		} else {
			out.Lost = append(out.Lost, t)
		}
	}
	const few = 8
	if n := few + len(ex.Tries)/4; len(out.Lost) > n {
		out.More = len(out.Lost) - n
		out.Lost = out.Lost[:n]
	}
	return out, nil
}
