package cli

import (
	"fmt"

	"casus/eval"
	"casus/identity"
)

// stories scores the grouping of articles: all topics, and those set aside, whose
// errors nobody has looked at.
func (v *evaluation) stories() error {
	r, err := v.open("stories", "ecbplus.dev.jsonl.gz")
	if r == nil || err != nil {
		return err
	}
	defer r.Close()
	docs, err := eval.ReadStories(r)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		name string
		keep func(topic int) bool
	}{
		{"ECB+ 1-35", func(int) bool { return true }},
		{"ECB+ 1-35, every third topic, set aside", func(topic int) bool { return topic%3 == 0 }},
	} {
		s := identity.NewStories(identity.StoryOptions{})
		var gold, system []string
		groups := map[string]bool{}
		for i := range docs {
			if !x.keep(docs[i].Topic) {
				continue
			}
			group, _ := s.Add(docs[i].ID, "", docs[i].Text, 0)
			gold, system = append(gold, docs[i].Story), append(system, group)
			groups[group] = true
		}
		p, rec, f1 := eval.BCubed(gold, system)
		fmt.Fprintf(v.e.out, "%s: B-cubed P %.3f R %.3f F1 %.3f  (%d articles, %d groups)\n", x.name, p, rec, f1, len(gold), len(groups))
	}
	fmt.Fprintln(v.e.out)
	return nil
}
