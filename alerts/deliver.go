package alerts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"casus/store"
)

// atOnce is how much is sent to a target in one pass.
const atOnce = 100

// Waiting before a delivery is tried again: doubled from firstWait at each try, and
// never longer than longestWait.
const (
	firstWait   = time.Minute
	longestWait = 6 * time.Hour
)

// Delivered is what came of one pass.
type Delivered struct {
	// Sent arrived, Failed will be tried again, GaveUp will not.
	Sent, Failed, GaveUp int
}

// sender sends to one target. It settles each delivery by setting its Error, or leaving
// it "", and returns an error only where nothing can be sent at all.
type sender interface {
	send(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error) error
}

// permanent marks an error after which trying again makes no sense.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// errNotTried is that of a delivery which others before it made hopeless for now.
var errNotTried = errors.New("not tried: those before it failed")

// later is an error with the time that the other side asked us to wait.
type later struct {
	error
	wait time.Duration
}

func (l later) Unwrap() error { return l.error }

// Deliver sends what is due to each target. The targets are served at the same time, so
// that one which hangs holds up no other; each try has its time-out. What fails is kept
// and tried again by a later call, after a while.
func (g *Engine) Deliver(ctx context.Context) (Delivered, error) {
	var (
		wait sync.WaitGroup
		mu   sync.Mutex
		sum  Delivered
		errs []error
	)
	for i := range g.Rules.Targets {
		t := &g.Rules.Targets[i]
		wait.Go(func() {
			d, err := g.deliverTo(ctx, t)
			mu.Lock()
			defer mu.Unlock()
			sum.Sent += d.Sent
			sum.Failed += d.Failed
			sum.GaveUp += d.GaveUp
			if err != nil {
				errs = append(errs, err)
			}
		})
	}
	wait.Wait()
	return sum, errors.Join(errs...)
}

func (g *Engine) deliverTo(ctx context.Context, t *Target) (sum Delivered, err error) {
	s, err := g.sender(t)
	if err != nil {
		return sum, err
	}
	for {
		due, err := g.Store.DueTo(ctx, t.Name, g.now(), atOnce)
		if err != nil || len(due) == 0 {
			return sum, err
		}
		if err := s.send(ctx, due, func(d store.Delivery, failure error) error { return g.settle(ctx, t, d, failure, &sum) }); err != nil {
			return sum, fmt.Errorf("alerts to %s: %w", t.Name, err)
		}
		if len(due) < atOnce || sum.Sent == 0 {
			return sum, nil
		}
	}
}

// settle writes what became of a delivery. Where the work was stopped, it stays due as
// it was.
func (g *Engine) settle(ctx context.Context, t *Target, d store.Delivery, failure error, sum *Delivered) error {
	if failure != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	var never permanent
	if errors.Is(failure, errNotTried) {
		d.Next = g.now().Add(firstWait)
		sum.Failed++
		return g.Store.Settle(ctx, []store.Delivery{d})
	}
	d.Tries++
	switch {
	case failure == nil:
		d.State, d.Error = store.Sent, ""
		sum.Sent++
	case d.Tries >= t.Tries || errors.As(failure, &never):
		d.State, d.Error = store.GaveUp, oneLine(failure.Error())
		sum.GaveUp++
		g.log().Error("an alert was given up", "target", t.Name, "alert", d.Alert.ID, "tries", d.Tries, "error", d.Error)
	default:
		d.Error = oneLine(failure.Error())
		d.Next = g.now().Add(pause(d.Tries, failure))
		sum.Failed++
		g.log().Warn("an alert will be tried again", "target", t.Name, "alert", d.Alert.ID, "tries", d.Tries, "next", d.Next.Format(time.RFC3339), "error", d.Error)
	}
	return g.Store.Settle(ctx, []store.Delivery{d})
}

// pause is how long to wait after so many tries.
func pause(tries int, failure error) time.Duration {
	var l later
	if errors.As(failure, &l) {
		return min(max(l.wait, firstWait), longestWait)
	}
	return min(firstWait<<min(tries-1, 20), longestWait)
}

func (g *Engine) sender(t *Target) (sender, error) {
	getenv := g.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	secret := func(s Secret) (string, error) {
		v := s.Value(getenv)
		if v == "" && s.Variable != "" {
			return "", fmt.Errorf("the target %q needs the variable %s, which is not set", t.Name, s.Variable)
		}
		return v, nil
	}
	switch t.Kind {
	case Webhook:
		key, err := secret(t.Secret)
		return &webhook{t, key, g.now}, err
	case Mail:
		password, err := secret(t.Password)
		return &mailer{t, password, g.now}, err
	case Feed:
		return &feed{t, g.Store}, nil
	}
	return &printer{t, g.Out}, nil
}

// each settles deliveries that are sent one by one.
func each(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error, one func(store.Delivery) error) error {
	for _, d := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := settle(d, one(d)); err != nil {
			return err
		}
	}
	return nil
}
