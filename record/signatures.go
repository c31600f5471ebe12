package record

import (
	"cmp"
	"context"
	"slices"

	"casus/identity"
	"casus/store"
)

// near is how many dispatches one is compared with, and how many the record keeps of a
// band: where words are so common, those that had them first stand for the rest, so that
// a wire that fills in forms costs no more the longer it runs.
const near = 50

// period is how many days of publication lie together. A copy in other words is looked
// for in the period of a dispatch and in the one that is nearer to it, so that it is
// found half a period away and, with luck, a whole one; one with the same words is found
// whenever it was published. What is written in a day then stands in one place of the
// table, in place of all over it, and a form that is filled in anew each month is no copy
// of what it was a year ago.
const period = 30

// exact marks what a dispatch is found by whenever it was published, among the numbers of
// periods.
const exact = 0xffff

// foundBy are what a dispatch is found by, and what it looks for: bands of its signature,
// each with the number of a period before it.
func foundBy(d *store.Dispatch, s *identity.Sketch) (own, asked []uint64) {
	if s.Empty() {
		return nil, nil
	}
	at := func(period int, hash uint64) uint64 { return uint64(period)<<48 | hash>>16 }
	day := dayNumber(d.Published)
	here, nearer := day/period, day/period+1
	if day%period < period/2 {
		nearer = here - 1
	}
	own = append(own, at(exact, s.Whole()))
	for _, band := range s.Bands() {
		own = append(own, at(here, band))
		if day != 0 {
			asked = append(asked, at(nearer, band))
		}
	}
	return own, append(asked, own...)
}

// signatures are the sketches of a batch of dispatches, what each is found by and looks
// for, and by key the numbers of those that have it, by order of arrival: those of the
// record, then those of the batch that are placed.
type signatures struct {
	sketches []identity.Sketch
	own      [][]uint64
	asked    [][]uint64
	alike    map[uint64][]int64
	signed   map[int64]*store.Signed // those at hand
}

// sign makes the signatures of a batch and asks the record, once, for what is like it.
func (r *Recorder) sign(ctx context.Context, t *storyteller, page []store.Dispatch) (*signatures, error) {
	b := &signatures{signed: t.signed}
	var asked []uint64
	for i := range page {
		s := identity.NewSketch(page[i].Title + "\n" + page[i].Text)
		own, looked := foundBy(&page[i], &s)
		b.sketches, b.own, b.asked = append(b.sketches, s), append(b.own, own), append(b.asked, looked)
		asked = append(asked, looked...)
	}
	slices.Sort(asked)
	var err error
	if b.alike, err = r.Store.Alike(ctx, slices.Compact(asked), near); err != nil {
		return nil, err
	}
	var needed []int64
	for i := range page {
		needed = append(needed, b.of(i)...)
	}
	return b, r.read(ctx, b, needed)
}

// add makes a dispatch that is placed known to those after it, by those of its bands that
// few have; only these stay with it.
func (b *signatures) add(x *store.Signed) {
	x.Bands = slices.DeleteFunc(slices.Clone(x.Bands), func(band uint64) bool { return len(b.alike[band]) >= near })
	for _, band := range x.Bands {
		b.alike[band] = append(b.alike[band], x.Seq)
	}
	b.signed[x.Seq] = x
}

// of lists what shares a key with one of the batch, once each: first what shares words
// that few have.
func (b *signatures) of(i int) []int64 {
	bands := slices.Clone(b.asked[i])
	slices.SortStableFunc(bands, func(x, y uint64) int { return cmp.Compare(len(b.alike[x]), len(b.alike[y])) })
	var out []int64
	for _, band := range bands {
		for _, seq := range b.alike[band] {
			if !slices.Contains(out, seq) && len(out) < near {
				out = append(out, seq)
			}
		}
	}
	return out
}

// alike is what one of the batch is compared with.
func (r *Recorder) alike(ctx context.Context, b *signatures, i int) ([]*store.Signed, error) {
	seqs := b.of(i)
	if err := r.read(ctx, b, seqs); err != nil {
		return nil, err
	}
	var out []*store.Signed
	for _, seq := range seqs {
		if x := b.signed[seq]; x != nil {
			out = append(out, x)
		}
	}
	return out, nil
}

// read reads the signatures of dispatches that are not at hand.
func (r *Recorder) read(ctx context.Context, b *signatures, seqs []int64) error {
	var missing []int64
	for _, seq := range seqs {
		if b.signed[seq] == nil {
			missing = append(missing, seq)
		}
	}
	slices.Sort(missing)
	found, err := r.Store.Signed(ctx, slices.Compact(missing))
	for i := range found {
		b.signed[found[i].Seq] = &found[i]
	}
	return err
}
