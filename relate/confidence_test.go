package relate_test

import (
	"context"
	"testing"

	"casus"
)

// The confidence of events is more where both parties are known.
func TestConfidence(t *testing.T) {
	p := loaded(t)
	of := func(text string) float64 {
		doc, err := p.Read(context.Background(), casus.Dispatch{Text: text})
		if err != nil || len(doc.Events) == 0 {
			t.Fatalf("%s: %v, %d events", text, err, len(doc.Events))
		}
		return doc.Events[0].Confidence
	}
	both := of("Russia condemned Ukraine on Monday.")
	one := of("A market in Ukraine was shelled on Monday.")
	if both <= one || both >= 1 || one <= 0 {
		t.Errorf("both known %.3f, one known %.3f", both, one)
	}
}
