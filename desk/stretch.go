package desk

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"casus"
	"casus/store"
)

// stretch is the time that a picture is of.
type stretch struct {
	From, To string
	// Name says it in words; Links lead to other lengths of time.
	Name  string
	Links []chosenLink
	// Set says that the visitor asked for days of their own.
	Set bool
}

// chosenLink is a link among others of which one is chosen.
type chosenLink struct {
	link
	Chosen bool
}

// lengths of time that pictures offer, in days; 0 is all.
var lengths = []struct {
	key, name string
	days      int
}{{"30", "30 days", 30}, {"90", "90 days", 90}, {"365", "a year", 365}, {"all", "all", 0}}

// stretchOf reads the time that an address asks for: from and to, or a span of days
// before the last day of the record.
func (d *Desk) stretchOf(ctx context.Context, u *url.URL, usual string) (s stretch, err error) {
	q := u.Query()
	s.From, s.To = q.Get("from"), q.Get("to")
	if err := daysOf(s.From, s.To); err != nil {
		return s, err
	}
	s.Set = s.From != "" || s.To != ""
	if s.Set && s.From != "" && s.To != "" && s.From > s.To {
		return s, fmt.Errorf("from %s to %s: the first day is after the last: %w", s.From, s.To, casus.ErrInvalid)
	}
	span := q.Get("span")
	if span == "" {
		span = usual
	}
	last, err := d.recordDay(ctx)
	if err != nil {
		return s, err
	}
	for _, l := range lengths {
		rest := u.Query()
		rest.Del("from")
		rest.Del("to")
		rest.Del("after")
		rest.Set("span", l.key)
		s.Links = append(s.Links, chosenLink{link{l.name, address(u.Path, rest)}, !s.Set && l.key == span})
		if !s.Set && l.key == span {
			if s.To = last; l.days > 0 && last != "" {
				s.From = before(last, l.days-1)
			}
		}
	}
	s.Name = s.words()
	return s, nil
}

// recordDay is the last day of which the record tells.
func (d *Desk) recordDay(ctx context.Context) (string, error) {
	day, late, err := d.lastDays.get(d.now(), "", func(ctx context.Context) (string, error) {
		latest, err := d.store.Events(ctx, store.Filter{Counted: true, Limit: 20})
		if err = orEmpty(err); err != nil {
			return "", err
		}
		return lastDay(latest.Events, d.now()), nil
	})
	if late {
		return d.now().Format(time.DateOnly), nil
	}
	return day, err
}

func (s *stretch) words() string {
	switch {
	case s.From == "" && s.To == "":
		return "all days"
	case s.From == "":
		return "until " + shortDay(s.To)
	case s.To == "":
		return "from " + shortDay(s.From)
	}
	return shortDay(s.From) + " to " + shortDay(s.To)
}

// within adds the days to a question.
func (s *stretch) within(q url.Values) url.Values {
	if s.From != "" {
		q.Set("from", s.From)
	}
	if s.To != "" {
		q.Set("to", s.To)
	}
	return q
}

// address of events within the time, by names and values.
func (s *stretch) events(pairs ...string) string {
	q := url.Values{"counted": {"1"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return address("/events", s.within(q))
}
