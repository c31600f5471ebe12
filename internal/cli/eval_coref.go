package cli

import (
	"fmt"
	"iter"
	"strings"

	"casus"
	"casus/conllu"
	"casus/eval"
)

// coref scores which mentions were held to mean the same person, organisation or
// place, from raw text on.
func (v *evaluation) coref() error {
	trees, err := v.treebank("en_gum-open-train.conllu.gz")
	if err != nil {
		return err
	}
	if trees != nil {
		docs, err := eval.CorefOfTreebank(of(trees, newsDocuments))
		if err != nil {
			return err
		}
		if err := v.corefSet("GUM news set aside", docs); err != nil {
			return err
		}
		if docs, err = eval.CorefOfTreebank(otherNews(trees)); err != nil {
			return err
		}
		if err := v.corefSet("GUM news that the parser is trained on", docs); err != nil {
			return err
		}
	}
	f, err := v.open("coref", "meantime.dev.jsonl.gz")
	if err != nil {
		return err
	}
	if f != nil {
		docs, err := eval.ReadMeantime(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("meantime: %w", err)
		}
		open, held := thirds(docs)
		if err := v.corefSet("MEANTIME, two thirds", open); err != nil {
			return err
		}
		if err := v.corefSet("MEANTIME, the third held out", held); err != nil {
			return err
		}
	}
	fmt.Fprintln(v.e.out)
	return nil
}

// otherNews are the news of the treebank that are not set aside.
func otherNews(trees []conllu.Sentence) []conllu.Sentence {
	var out []conllu.Sentence
	for _, s := range trees {
		id, _ := s.Comment("sent_id")
		if strings.HasPrefix(id, "GUM_news_") && of([]conllu.Sentence{s}, newsDocuments) == nil {
			out = append(out, s)
		}
	}
	return out
}

// thirds parts a set into what is worked on and every third, which nobody looks at.
func thirds[T any](all []T) (open, held []T) {
	for i := range all {
		if i%heldThird == heldThird-1 {
			held = append(held, all[i])
		} else {
			open = append(open, all[i])
		}
	}
	return open, held
}

func (v *evaluation) corefSet(name string, gold []eval.CorefDocument) error {
	var linked, all, people eval.CorefScore
	k := 0
	for doc, err := range v.p.ReadAll(v.ctx, corefDispatches(gold)) {
		if err != nil {
			return err
		}
		g := &gold[k]
		k++
		g.AddHeads(doc)
		found := eval.CorefOf(doc, g.Limit, strings.HasPrefix(name, "MEANTIME"))
		linked = linked.Add(eval.Coref(g.Clusters, found, false))
		all = all.Add(eval.Coref(g.Clusters, found, true))
		people = people.Add(eval.Coref(eval.NamedPeople(g.Clusters), eval.NamedPeople(found), false))
		if n := v.in.number("errors"); n > 0 && !strings.Contains(name, "aside") && !strings.Contains(name, "held") {
			fmt.Fprint(v.e.out, eval.CorefFaults(doc, g.Clusters, found, n))
		}
	}
	fmt.Fprintf(v.e.out, "%s (%d documents), precision/recall/F1\n  entities with two mentions or more:%s\n", name, linked.Documents, linked)
	fmt.Fprintf(v.e.out, "  with those mentioned once:         %s\n", all)
	fmt.Fprintf(v.e.out, "  named people:                      %s\n", people)
	return v.ctx.Err()
}

func corefDispatches(gold []eval.CorefDocument) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for i := range gold {
			if !yield(casus.Dispatch{ID: gold[i].ID, Published: gold[i].Published, Text: gold[i].Text}, nil) {
				return
			}
		}
	}
}
