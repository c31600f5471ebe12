package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"casus"
	"casus/eval"
	"casus/quotes"
)

// quotes scores attributions on PolNeAR; every third document is held out.
func (v *evaluation) quotes() error {
	const name = "polnear.dev.jsonl.gz"
	path := filepath.Join(v.data, "quotes", name)
	docs, err := eval.ReadQuotes(path)
	if errors.Is(err, fs.ErrNotExist) {
		v.e.say("left out: there is no %s", path)
		return nil
	}
	if err != nil {
		return err
	}
	rules, err := quotes.New(v.p.Lexicon(), nil)
	if err != nil {
		return err
	}
	var plain, all, held eval.QuoteScore
	var who, whoHeld eval.SpeakerScore
	for i := range docs {
		d := &docs[i]
		doc, err := v.p.Read(v.ctx, casus.Dispatch{ID: d.ID, Published: d.Published, Text: d.Text})
		if err != nil {
			return err
		}
		s := eval.Quotes(d, doc.Quotes)
		all = all.Add(s)
		speakers, err := eval.Speakers(d)
		if err != nil {
			return err
		}
		w := eval.ScoreSpeakers(speakers, doc)
		who = who.Add(w)
		if i%heldThird == heldThird-1 {
			held = held.Add(s)
			whoHeld = whoHeld.Add(w)
		}
		rules.Find(doc)
		plain = plain.Add(eval.Quotes(d, doc.Quotes))
	}
	fmt.Fprintf(v.e.out, "%s, rules alone\n%s\n", name, plain)
	fmt.Fprintf(v.e.out, "%s (%d documents)\n%s\n", name, len(docs), all)
	fmt.Fprintf(v.e.out, "%s, the third held out\n%s\n", name, held)
	fmt.Fprintf(v.e.out, "speakers of direct and mixed quotes, the right entity: %s\n  the third held out: %s\n\n", who, whoHeld)
	return nil
}
