package cluster

import "time"

// Progress is how far the work has come since the coordinator began.
type Progress struct {
	// Coded and Failed are dispatches; Shards those that ended, BadShards those that
	// could not be read; Unreadable are dispatches of shards that could not be read.
	Coded, Failed, Shards, BadShards, Unreadable int
	// Found is how many shards there are, as far as they are known; Reading are those of
	// which something was answered. Part is how much of all bytes has been read, from 0
	// to 1.
	Found   int
	Reading []ShardProgress
	Part    float64
	// Out is how much is handed out now.
	Out int
	// Workers are those that have answered, by name.
	Workers map[string]Worked
}

// Rate is how many dispatches all workers answer a second.
func (p *Progress) Rate() float64 {
	sum := 0.0
	for _, w := range p.Workers {
		sum += w.Rate
	}
	return sum
}

// Worked is how far one worker has come.
type Worked struct {
	// Done are dispatches that it answered, Failed those of them that could not be coded.
	Done, Failed int
	// Rate is how many it answers a second, over the last minute.
	Rate float64
	// Last is when it answered last.
	Last time.Time
}

// tally counts what a worker answers, and keeps the seconds of the last minute apart.
type tally struct {
	done, failed int
	first, last  time.Time
	seconds      [rateSeconds]int
	at           int64 // the second that was counted last
}

const (
	rateSeconds = 60
	// maxWorkers is how many workers are told apart; of more, those that answered last.
	maxWorkers = 1000
)

// add counts an answer.
func (t *tally) add(now time.Time, done, failed int) {
	if t.first.IsZero() {
		t.first = now
	}
	t.forward(now)
	t.done, t.failed, t.last = t.done+done, t.failed+failed, now
	t.seconds[now.Unix()%rateSeconds] += done
}

// forward empties the seconds between the last answer and now.
func (t *tally) forward(now time.Time) {
	second := now.Unix()
	for i := max(t.at+1, second-rateSeconds+1); i <= second; i++ {
		t.seconds[i%rateSeconds] = 0
	}
	t.at = max(t.at, second)
}

func (t *tally) worked(now time.Time) Worked {
	t.forward(now)
	sum := 0
	for _, n := range t.seconds {
		sum += n
	}
	// One that has just begun has not worked for a minute yet.
	since := min(rateSeconds, max(1, now.Sub(t.first).Seconds()))
	return Worked{t.done, t.failed, float64(sum) / since, t.last}
}

// tallies are those of the workers by name.
type tallies map[string]*tally

func (all tallies) add(name string, now time.Time, done, failed int) {
	t := all[name]
	if t == nil {
		if len(all) >= maxWorkers {
			all.dropOldest()
		}
		t = &tally{}
		all[name] = t
	}
	t.add(now, done, failed)
}

func (all tallies) dropOldest() {
	oldest, found := "", false
	for name, t := range all {
		if !found || t.last.Before(all[oldest].last) {
			oldest, found = name, true
		}
	}
	delete(all, oldest)
}

// count counts what answers brought.
func (c *Coordinator) count(answers []answer) {
	c.mu.Lock()
	now, p := time.Now(), &c.progress
	c.moved = now
	for i := range answers {
		a := &answers[i]
		c.noteShard(a)
		failed := 0
		for j := range a.Codings {
			delete(c.given, a.Codings[j].Dispatch)
			c.answered[a.Codings[j].Dispatch] = true
			if a.Codings[j].Error != "" {
				c.behind = true // until it has failed for good
				failed++
			}
		}
		p.Coded, p.Failed = p.Coded+len(a.Codings)-failed, p.Failed+failed
		c.workers.add(a.Worker, now, len(a.Codings), failed)
	}
	told := c.snapshot(now)
	c.mu.Unlock()
	if c.Told != nil {
		c.Told(told)
	}
}

// snapshot is the progress now; the lock is held.
func (c *Coordinator) snapshot(now time.Time) Progress {
	p := c.progress
	p.Reading, p.Part = c.reading()
	p.Out, p.Workers = len(c.given), make(map[string]Worked, len(c.workers))
	for name, t := range c.workers {
		p.Workers[name] = t.worked(now)
	}
	return p
}

// Progress is how far the work has come.
func (c *Coordinator) Progress() Progress {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.snapshot(time.Now())
}

// Again says that something may be pending that was handed out before: failures that
// were forgotten. Without it, that is found within a minute.
func (c *Coordinator) Again() {
	c.mu.Lock()
	c.behind = true
	c.mu.Unlock()
}
