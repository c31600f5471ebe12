package cluster

import (
	"time"

	"casus/ingest"
)

// See makes a worker look at shards with another function, so that a test can have
// workers that see other files.
func (w *Worker) See(check func(path string, p ingest.Part) error) { w.check = check }

// Tell sets how often a worker tells the queue that work goes on.
func (w *Worker) Tell(every time.Duration) { w.tell = every }
