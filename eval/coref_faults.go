package eval

import (
	"fmt"
	"strings"

	"casus"
)

// CorefFaults shows up to n entities of gold that were not found whole, and those
// found that gold does not have, with the words of their mentions: a mention that
// the other side lacks is marked "-" (missed) or "+" (invented), one that it has in
// another entity carries that entity's number.
func CorefFaults(doc *casus.Document, gold, sys []CorefCluster, n int) string {
	g, s := numbered(gold, true), numbered(sys, true)
	pairMentions(g, s)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", doc.Dispatch.ID)
	show := func(a, o *corefSide, sign string) {
		left := n
		for i, c := range a.clusters {
			where := map[int]bool{}
			for _, m := range c {
				if a.other[m] < 0 {
					where[-1] = true
				} else {
					where[o.cluster[a.other[m]]] = true
				}
			}
			whole := len(where) == 1 && !where[-1]
			for w := range where {
				whole = whole && w >= 0 && len(o.clusters[w]) == len(c)
			}
			if whole || left == 0 {
				continue
			}
			left--
			fmt.Fprintf(&b, "  %s%d:", sign, i)
			for _, m := range c {
				mark := "-"
				if a.other[m] >= 0 {
					mark = fmt.Sprint(o.cluster[a.other[m]])
				}
				fmt.Fprintf(&b, " [%s]%s", strings.Join(strings.Fields(doc.Slice(a.flat[m].Span)), " "), mark)
			}
			b.WriteByte('\n')
		}
	}
	show(g, s, "gold ")
	show(s, g, "found ")
	return b.String()
}
