package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"casus/desk"
)

// Progress tells the desk how the coding goes. It implements desk.Work.
func (u *upkeep) Progress(ctx context.Context) desk.Progress {
	u.mu.Lock()
	co := u.now
	p := desk.Progress{Stage: stages[u.stage], Why: u.why, Since: u.since}
	u.mu.Unlock()
	if co == nil {
		return p
	}
	now, here := co.Progress(), workerName()
	p.Coded, p.Failed, p.Out, p.Rate = now.Coded, now.Failed, now.Out, now.Rate()
	for name, w := range now.Workers {
		p.Workers = append(p.Workers, desk.Worker{Name: name, Here: name == here, Done: w.Done, Failed: w.Failed, Rate: w.Rate, Last: w.Last})
	}
	slices.SortFunc(p.Workers, func(a, b desk.Worker) int { return strings.Compare(a.Name, b.Name) })
	if p.Stage != desk.Coding {
		return p // the queue is closed
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if left, err := co.Left(ctx); err == nil {
		p.Left = &desk.Left{Live: left.Live, Archive: left.Archive, Answers: left.Answers}
	}
	return p
}

// Again implements desk.Work.
func (u *upkeep) Again() {
	u.mu.Lock()
	co := u.now
	u.mu.Unlock()
	if co != nil {
		co.Again()
	}
}

// stages are those of an upkeep as the desk calls them.
var stages = [...]desk.Stage{starting: desk.Starting, leading: desk.Coding, standing: desk.Standing, leaving: desk.OtherCoder, stopped: desk.Stopped}
