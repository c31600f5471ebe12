package cli

import (
	"context"
	"errors"
)

// A process that workers of other machines can join goes before those that code by
// themselves: else a desk that was there first would have them wait in vain. It claims
// the lead, and whoever leads without a port or servers outside yields to the claim.

// errYield ends the coding of a process for one that goes before it.
var errYield = errors.New("another process goes first")

// joinable says whether workers of other machines can join.
func (u *upkeep) joinable() bool { return u.in.str("nats") != "" || u.in.str(u.names.listen) != "" }

func (u *upkeep) claimName() string { return "first-" + u.r.Coder().Key }

// claim has others yield, if this process is one to go before them.
func (u *upkeep) claim(ctx context.Context) error {
	if !u.joinable() || u.first != nil {
		return nil
	}
	release, ok, err := u.r.Store.Lead(ctx, u.claimName())
	if ok {
		u.first = release
	}
	return err
}

func (u *upkeep) unclaim() {
	if u.first != nil {
		u.first()
		u.first = nil
	}
}

// mayLead says whether nobody who goes first claims the lead.
func (u *upkeep) mayLead(ctx context.Context) (bool, error) {
	if u.joinable() {
		return true, nil
	}
	release, ok, err := u.r.Store.Lead(ctx, u.claimName())
	if ok {
		release()
	}
	return ok, err
}

// yield ends the coding when somebody who goes first claims it.
func (u *upkeep) yield(ctx context.Context, end context.CancelCauseFunc) {
	for pause(ctx, yieldTime) == nil {
		if may, err := u.mayLead(ctx); !may && err == nil {
			u.e.say("a process that workers can join codes this record from now on")
			end(errYield)
			return
		}
	}
}
