package actors

import (
	"slices"
	"strconv"

	"casus"
)

// order puts the mentions in the order of the text, an outer one before those
// within it, and adds to their reasons the numbers of the mentions that they were
// tied by.
func (u *run) order() {
	ms := u.doc.Mentions
	inOrder := func(a, b *casus.Mention) int {
		if a.Span.Begin != b.Span.Begin {
			return a.Span.Begin - b.Span.Begin
		}
		return b.Span.End - a.Span.End
	}
	u.rank, u.now = u.rank[:0], u.now[:0]
	sorted := true
	for m := range ms {
		u.rank = append(u.rank, m)
		sorted = sorted && (m == 0 || inOrder(&ms[m-1], &ms[m]) <= 0)
	}
	if !sorted {
		slices.SortStableFunc(u.rank, func(a, b int) int { return inOrder(&ms[a], &ms[b]) })
	}
	u.now = grow(u.now, len(ms))
	for now, was := range u.rank {
		u.now[was] = now
	}
	for m := range ms {
		for k, to := range u.marks[m].to {
			if to < 0 {
				break
			}
			u.why = append(u.why[:0], ms[m].Why...)
			if k > 0 {
				u.why = append(u.why, " and"...)
			}
			u.why = strconv.AppendInt(append(u.why, ' '), int64(u.now[to]), 10)
			ms[m].Why = string(u.why)
		}
	}
	if sorted {
		return
	}
	u.spare = append(u.spare[:0], ms...)
	for now, was := range u.rank {
		ms[now] = u.spare[was]
	}
}
