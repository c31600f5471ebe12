package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"casus"
	"casus/queue"
)

// handed is a shard that was handed out, and how far it has come.
type handed struct {
	shard Shard
	at    ShardProgress
}

// ShardProgress is how far a shard has come.
type ShardProgress struct {
	// Shard as it is called in messages, Worker who reads it.
	Shard, Worker string
	// Dispatches have come of it; Part is how much of its bytes has been read, from 0
	// to 1.
	Dispatches int
	Part       float64
}

// maxShards is how many shards are handed out at a time.
const maxShards = 500

// handShards hands out the shards that the record has not seen to their end.
func (c *Coordinator) handShards(ctx context.Context) error {
	if c.Shards != nil {
		// A coordinator before this one may have handed some out. Which ones is not known;
		// those that the queue turns out not to hold are handed out in the end.
		held := 0
		err := c.steadily(ctx, func(ctx context.Context) (bool, error) {
			left, err := c.Queue.Left(ctx, c.address)
			held = left.Archive
			return true, err
		})
		if err != nil {
			return err
		}
		for s, err := range c.Shards {
			switch {
			case err != nil:
				c.trouble(err)
				c.mu.Lock()
				c.progress.BadShards++
				c.mu.Unlock()
			default:
				err = c.steadily(ctx, func(ctx context.Context) (bool, error) { return c.handShard(ctx, s, &held) })
				if err != nil {
					return err
				}
			}
			if ctx.Err() != nil {
				return nil
			}
		}
	}
	c.mu.Lock()
	c.listed = true
	c.mu.Unlock()
	return nil
}

// handShard hands out one, where there is room, and says whether it need not be called
// again. So many of the first are on the queue already.
func (c *Coordinator) handShard(ctx context.Context, s Shard, held *int) (last bool, err error) {
	key := s.key()
	at, err := c.Recorder.Store.Cursor(ctx, c.shardCursor(key))
	if err != nil || at > 0 {
		return true, err
	}
	c.mu.Lock()
	_, twice := c.shards[key]
	room := len(c.shards) < maxShards
	if room && !twice {
		c.shards[key] = &handed{shard: s, at: ShardProgress{Shard: s.String()}}
		c.shardsGiven = time.Now()
		c.progress.Found++
		c.found += s.Part.Size
	}
	c.mu.Unlock()
	switch {
	case twice:
		return true, nil
	case room && *held > 0:
		*held--
		return true, nil
	case room:
		// Where the queue cannot be reached, the shard is out all the same, and is handed
		// out again when the queue turns out to hold nothing of it.
		if err := c.giveShard(ctx, s); err != nil && !errors.Is(err, casus.ErrUnavailable) {
			return true, err
		}
		return true, nil
	}
	select {
	case <-time.After(100 * time.Millisecond):
	case <-ctx.Done():
	}
	return false, nil
}

func (c *Coordinator) giveShard(ctx context.Context, s Shard) error {
	body, err := json.Marshal(work{Shard: &s})
	if err != nil {
		return err
	}
	return c.Queue.Give(ctx, c.address, queue.Archive, body)
}

// giveShards hands out again those that were not read to their end.
func (c *Coordinator) giveShards(ctx context.Context) error {
	c.mu.Lock()
	c.shardsGiven = time.Now()
	list := slices.Collect(maps.Values(c.shards))
	c.mu.Unlock()
	slices.SortFunc(list, func(a, b *handed) int {
		return cmp.Or(cmp.Compare(a.shard.Name, b.shard.Name), cmp.Compare(a.shard.Part.From, b.shard.Part.From))
	})
	for _, s := range list {
		if err := c.giveShard(ctx, s.shard); err != nil {
			return err
		}
	}
	return nil
}

func (c *Coordinator) shardCursor(key string) string { return "shard/" + key + "@" + c.coder }

// noteShard notes how far a shard has come. The lock is held.
func (c *Coordinator) noteShard(a *answer) {
	if s := c.shards[a.Shard]; s != nil {
		s.at.Worker, s.at.Part = a.Worker, a.Part
		s.at.Dispatches += len(a.Dispatches)
	}
}

// reading is how far the shards that are being read have come, and all of them together.
// The lock is held.
func (c *Coordinator) reading() (list []ShardProgress, part float64) {
	read := float64(c.read)
	for _, s := range c.shards {
		if s.at.Worker != "" {
			list = append(list, s.at)
			read += s.at.Part * float64(s.shard.Part.Size)
		}
	}
	slices.SortFunc(list, func(a, b ShardProgress) int { return cmp.Compare(a.Shard, b.Shard) })
	if c.found > 0 {
		part = min(1, read/float64(c.found))
	}
	return list, part
}

// begin notes the dispatches of shards that are being written: they stand in the record
// a moment before their codings do, and nobody is to code them again. It returns what
// ends it.
func (c *Coordinator) begin(answers []answer) (end func()) {
	writing := map[string]bool{}
	for i := range answers {
		for j := range answers[i].Dispatches {
			writing[answers[i].Dispatches[j].ID] = true
		}
	}
	if len(writing) == 0 {
		return func() {}
	}
	c.mu.Lock()
	c.writing = writing
	c.mu.Unlock()
	return func() {
		c.mu.Lock()
		c.writing = nil
		c.mu.Unlock()
	}
}
