package access

import (
	"sync"
	"time"
)

// Failures counts what went wrong by somebody, and says when it is too much.
type Failures struct {
	now    func() time.Time
	most   int
	within time.Duration
	mu     sync.Mutex
	of     map[string]*failures
}

type failures struct {
	count int
	since time.Time
}

// NewFailures allows so many failures within a time.
func NewFailures(now func() time.Time, most int, within time.Duration) *Failures {
	return &Failures{now: now, most: most, within: within, of: map[string]*failures{}}
}

// maxKeys bounds the tables of limits.
const maxKeys = 50_000

// TooMany says whether somebody has to wait, and how long.
func (f *Failures) TooMany(who string) (time.Duration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x := f.of[who]
	if x == nil || x.count < f.most {
		return 0, false
	}
	now := f.now()
	if now.Before(x.since) {
		x.since = now // the clock was set back; nobody waits longer for that
	}
	if rest := f.within - now.Sub(x.since); rest > 0 {
		return rest, true
	}
	delete(f.of, who)
	return 0, false
}

// Failed counts a failure.
func (f *Failures) Failed(who string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	x := f.of[who]
	if x == nil || now.Sub(x.since) > f.within {
		if len(f.of) >= maxKeys {
			clear(f.of)
		}
		x = &failures{since: now}
		f.of[who] = x
	}
	x.count++
}

// Succeeded forgets the failures of somebody.
func (f *Failures) Succeeded(who string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.of, who)
}

// Rate lets everybody do so much in a time: a bucket that fills steadily.
type Rate struct {
	now       func() time.Time
	perSecond float64
	burst     float64
	mu        sync.Mutex
	of        map[string]*bucket
}

type bucket struct {
	level float64
	at    time.Time
}

// NewRate allows a number a second, and more for a moment.
func NewRate(now func() time.Time, perSecond, burst float64) *Rate {
	return &Rate{now: now, perSecond: perSecond, burst: burst, of: map[string]*bucket{}}
}

// Allow takes one from somebody's bucket, and says whether there was one.
func (r *Rate) Allow(who string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	b := r.of[who]
	if b == nil {
		if len(r.of) >= maxKeys {
			clear(r.of)
		}
		b = &bucket{r.burst, now}
		r.of[who] = b
	}
	b.level = min(r.burst, b.level+r.perSecond*max(0, now.Sub(b.at).Seconds()))
	b.at = now
	if b.level < 1 {
		return false
	}
	b.level--
	return true
}
