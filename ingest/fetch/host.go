package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/temoto/robotstxt"
)

// host is what is known of a host.
type host struct {
	// turn holds a token while nobody asks the host for anything.
	turn chan struct{}
	// next is when it may be asked again. Whoever has the token may change it.
	next time.Time
	// pause is the time between two requests, in nanoseconds.
	pause atomic.Int64
	// robots are its rules, asking a token while nobody fetches them.
	asking chan struct{}
	rules  *robotstxt.Group
	// denied says that no rules could be had, and so nothing may be fetched.
	denied error
	until  time.Time
}

// robotsFor is how long the rules of a host hold (RFC 9309, section 2.4), robotsAgain
// how long a host whose rules cannot be had is left alone.
const (
	robotsFor   = 24 * time.Hour
	robotsAgain = 15 * time.Minute
	maxRobots   = 500 << 10
)

func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		if len(c.hosts) >= maxHosts {
			// Forget those that nobody asks anything; what is lost are rules, and pauses.
			for k, x := range c.hosts {
				if len(x.turn) == 1 && len(x.asking) == 1 {
					delete(c.hosts, k)
				}
			}
		}
		h = &host{turn: make(chan struct{}, 1), asking: make(chan struct{}, 1)}
		h.pause.Store(int64(max(0, c.o.Pause)))
		h.turn <- struct{}{}
		h.asking <- struct{}{}
		c.hosts[name] = h
	}
	return h
}

// turn waits until a host may be asked; release says that it was.
func (c *Client) turn(ctx context.Context, name string) (release func(), err error) {
	h := c.host(name)
	select {
	case <-h.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if wait := h.next.Sub(c.o.Now()); wait > 0 {
		if wait > maxPause {
			h.turn <- struct{}{}
			return nil, &StatusError{Code: http.StatusTooManyRequests, After: wait}
		}
		if err := c.o.Sleep(ctx, wait); err != nil {
			h.turn <- struct{}{}
			return nil, err
		}
	}
	return func() {
		if next := c.o.Now().Add(time.Duration(h.pause.Load())); next.After(h.next) {
			h.next = next
		}
		h.turn <- struct{}{}
	}, nil
}

// after reads Retry-After, and keeps the host waiting so long. Called by whoever has
// the turn of the host.
func (c *Client) after(value, name string) time.Duration {
	var d time.Duration
	if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 && n < 1_000_000 {
		d = time.Duration(n) * time.Second
	} else if t, err := http.ParseTime(value); err == nil {
		d = t.Sub(c.o.Now())
	}
	d = min(max(d, 0), 24*time.Hour)
	if d > 0 {
		h := c.host(name)
		h.next = c.o.Now().Add(d)
	}
	return d
}

// robots says whether the host of an address lets it be fetched.
func (c *Client) robots(ctx context.Context, at *url.URL) error {
	if c.o.NoRobots {
		return nil
	}
	h := c.host(at.Host)
	select {
	case <-h.asking:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { h.asking <- struct{}{} }()
	if c.o.Now().After(h.until) {
		if err := c.fetchRobots(ctx, at, h); err != nil {
			return err
		}
	}
	if h.denied != nil {
		return h.denied
	}
	path := at.EscapedPath()
	if path == "" {
		path = "/"
	}
	if at.RawQuery != "" {
		path += "?" + at.RawQuery
	}
	if h.rules != nil && !h.rules.Test(path) {
		return ErrRobots
	}
	return nil
}

// fetchRobots gets the rules of a host. A host without rules allows everything (a
// status of 4xx); one whose rules cannot be had allows nothing for a while (RFC 9309,
// section 2.3.1).
func (c *Client) fetchRobots(ctx context.Context, at *url.URL, h *host) error {
	from := &url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/robots.txt"}
	h.rules, h.denied = nil, nil
	var a Answer
	var err error
	for range MaxRedirects {
		var next *url.URL
		if a, next, err = c.try(ctx, from, Request{}); err != nil || next == nil {
			break
		}
		from = next
	}
	var status *StatusError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrInside):
		return err
	case errors.As(err, &status) && status.Code >= 400 && status.Code < 500 && status.Code != http.StatusTooManyRequests, errors.Is(err, ErrSize):
		h.until = c.o.Now().Add(robotsFor)
		return nil
	case err != nil:
		h.until = c.o.Now().Add(robotsAgain)
		h.denied = fmt.Errorf("its robots.txt cannot be had: %w", err)
		return nil
	}
	h.until = c.o.Now().Add(robotsFor)
	data, err := parseRobots(a.Body[:min(len(a.Body), maxRobots)])
	if err != nil {
		// What is no robots.txt, as a page of HTML, rules nothing.
		return nil
	}
	h.rules = data.FindGroup(c.agent)
	if h.rules != nil && c.o.Pause >= 0 {
		h.pause.Store(int64(max(c.o.Pause, min(h.rules.CrawlDelay, maxPause))))
	}
	return nil
}

// parseRobots is the parser, whose faults are caught.
func parseRobots(b []byte) (r *robotstxt.RobotsData, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return robotstxt.FromBytes(b)
}
