package record

import (
	"cmp"
	"context"
	"slices"

	"casus/identity"
	"casus/store"
)

// storyWindow is how many days a story stays open; recall how many dispatches before
// an era are read again to know the open stories.
const (
	storyWindow = 7
	recall      = 5000
)

// era is after how many dispatches the stories are recalled anew. What is known of them
// then depends on where in the record one is, and on nothing else: not on when the
// program was started, and not without bound on how long it has run.
const era = 20_000

// storyteller puts dispatches into stories.
type storyteller struct {
	stories *identity.Stories
	sources map[string]map[string]bool // story -> sources
	agency  map[string]string          // dispatch -> agency
	signed  map[int64]*store.Signed    // what dispatches were compared with
	// era is the one that it is for, at the last dispatch that it knows of.
	era, at int64
}

// stories puts dispatches into stories, up to a place in the order of arrival; to the
// last if it is 0.
func (r *Recorder) stories(ctx context.Context, until int64) error {
	at, err := r.Store.Cursor(ctx, storyConsumer)
	if err != nil {
		return err
	}
	for until == 0 || at < until {
		page, err := r.Store.Dispatches(ctx, at, concludeBatch)
		if err != nil || len(page) == 0 {
			return err
		}
		now := eraOf(&page[0])
		if n := slices.IndexFunc(page, func(d store.Dispatch) bool { return eraOf(&d) != now }); n > 0 {
			page = page[:n]
		}
		t, err := r.storyteller(ctx, now, at)
		if err != nil {
			return err
		}
		c := store.Conclusions{Consumer: storyConsumer, From: at, To: page[len(page)-1].Seq}
		if err := r.tell(ctx, t, page, &c); err != nil {
			r.memory.teller = nil
			return err
		}
		at, t.at = c.To, c.To
	}
	return nil
}

// tell puts a page of dispatches into stories and writes that.
func (r *Recorder) tell(ctx context.Context, t *storyteller, page []store.Dispatch, c *store.Conclusions) error {
	batch, err := r.sign(ctx, t, page)
	if err != nil {
		return err
	}
	for i := range page {
		if err := r.place(ctx, t, &page[i], c, batch, i); err != nil {
			return err
		}
	}
	return r.Store.Apply(ctx, *c)
}

func eraOf(d *store.Dispatch) int64 { return (d.Seq - 1) / era }

// storyteller is the one that knows the stories up to a place in an era: the one at
// hand, or one that recalls them.
func (r *Recorder) storyteller(ctx context.Context, now, at int64) (*storyteller, error) {
	if t := r.memory.teller; t != nil && t.at == at && t.era == now {
		return t, nil
	}
	t := &storyteller{stories: identity.NewStories(identity.StoryOptions{Window: storyWindow}), sources: map[string]map[string]bool{}, agency: map[string]string{}, signed: map[int64]*store.Signed{}, era: now, at: at}
	for from := max(0, now*era-recall); from < at; {
		page, err := r.Store.Dispatches(ctx, from, min(pendingPage, int(at-from)))
		if err != nil {
			return nil, err
		}
		for i := range page {
			d := &page[i]
			if from = d.Seq; from <= at && d.Story != "" {
				t.know(d)
			}
		}
		if len(page) == 0 {
			break
		}
	}
	r.memory.teller = t
	return t, nil
}

func (t *storyteller) know(d *store.Dispatch) {
	t.stories.Know(d.Story, d.Title, d.Text, dayNumber(d.Published))
	if d.CopyOf == "" {
		t.own(d.Story, identity.Source(d.Publisher, d.Text))
	}
}

// own says whether a story had nothing from a source before.
func (t *storyteller) own(story, source string) bool {
	set := t.sources[story]
	if set == nil {
		set = map[string]bool{}
		t.sources[story] = set
	}
	if set[source] || source == "" && len(set) > 0 {
		return false
	}
	set[source] = true
	return true
}

// place finds what a dispatch is a copy of, and its story.
func (r *Recorder) place(ctx context.Context, t *storyteller, d *store.Dispatch, c *store.Conclusions, batch *signatures, i int) error {
	sketch := batch.sketches[i]
	agency := identity.Agency(d.Text)
	m := store.Membership{Member: d.ID, Day: day(d.Published), Title: cmp.Or(d.Title, firstWords(d.Text))}
	signed := store.Signed{Dispatch: d.ID, Seq: d.Seq, Bands: batch.own[i], Sketch: sketch.Bytes(), Publisher: d.Publisher, Published: d.Published}
	if !sketch.Empty() {
		alike, err := r.alike(ctx, batch, i)
		if err != nil {
			return err
		}
		of, v, err := r.original(ctx, t, d, &sketch, alike, agency)
		if err != nil {
			return err
		}
		if v.Same {
			c.Copies = append(c.Copies, store.Copy{Dispatch: d.ID, Of: cmp.Or(of.CopyOf, of.Dispatch), Why: v.Why})
			signed.CopyOf, m.Group, m.Why, m.Score = cmp.Or(of.CopyOf, of.Dispatch), of.Story, "copy: "+v.Why, v.Score
		}
		t.agency[d.ID] = agency
	}
	if m.Group != "" {
		t.stories.Know(m.Group, d.Title, d.Text, dayNumber(d.Published))
	} else {
		group, v := t.stories.Add(d.ID, d.Title, d.Text, dayNumber(d.Published))
		m.Group, m.Why, m.Score, m.First = group, v.Why, v.Score, group == d.ID
		m.Independent = t.own(group, identity.Source(d.Publisher, d.Text))
	}
	c.Stories = append(c.Stories, m)
	if !sketch.Empty() {
		signed.Story = m.Group
		batch.add(&signed)
		c.Signatures = append(c.Signatures, signed)
	}
	return nil
}

// original is the dispatch that one is most likely a copy of.
func (r *Recorder) original(ctx context.Context, t *storyteller, d *store.Dispatch, sketch *identity.Sketch, alike []*store.Signed, agency string) (best store.Signed, v identity.Verdict, err error) {
	for _, x := range alike {
		if x.Dispatch == d.ID || x.Dispatch == d.Replaces {
			continue
		}
		other, err := identity.ParseSketch(x.Sketch)
		if err != nil {
			return best, v, err
		}
		share, theirs := sketch.Alike(&other), ""
		if share < identity.Rewrite || share <= v.Score {
			continue
		}
		if agency != "" && share < identity.NearCopy {
			if theirs, err = r.agency(ctx, t, x.Dispatch); err != nil {
				return best, v, err
			}
		}
		if w := identity.Copy(share, agency, theirs); w.Same {
			best, v = *x, w
		}
	}
	return best, v, nil
}

// agency is the one that a dispatch credits.
func (r *Recorder) agency(ctx context.Context, t *storyteller, dispatch string) (string, error) {
	agency, known := t.agency[dispatch]
	if !known {
		d, err := r.Store.Dispatch(ctx, dispatch)
		if err != nil {
			return "", err
		}
		agency = identity.Agency(d.Text)
		t.agency[dispatch] = agency
	}
	return agency, nil
}

func firstWords(text string) string {
	r := []rune(text)
	return string(r[:min(len(r), 80)])
}
