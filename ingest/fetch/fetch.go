// Package fetch gets pages and feeds from the web, politely and carefully.
//
// Politely: it says who it is, keeps to robots.txt (RFC 9309), asks one thing of a
// host at a time with a pause in between (crawl-delay where the host names one, and
// Retry-After), asks whether something changed before it fetches it again (ETag,
// Last-Modified), and gives up after a few tries with growing pauses.
//
// Carefully: addresses come from feeds, that is from strangers. A connection to an
// address inside a network (loopback, private, link-local and the like) is refused when
// it is dialled, after names are resolved, so that neither a redirect nor a changing
// name leads there, unless the user allowed the host. Bodies are bounded, raw and
// inflated.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"casus"

	"code.dny.dev/ssrf"
)

// Defaults and bounds.
const (
	// MaxBody bounds a body, as sent and as inflated.
	MaxBody = 15 << 20
	// MaxRedirects is how many redirects are followed.
	MaxRedirects = 5
	// maxPause is the longest pause that is kept; a host that asks for more is left
	// for the next visit.
	maxPause = 2 * time.Minute
	// maxHosts bounds how many hosts are remembered.
	maxHosts = 10_000
)

// Options of New. The zero value works.
type Options struct {
	// Agent names the program to hosts; the default names Casus. Contact is an
	// address of the web or mail that is added to it.
	Agent, Contact string
	// Allow are hosts ("intranet.example", "127.0.0.1") that may be inside a network.
	Allow []string
	// Pause is the least time between two requests to a host; 1 s if 0, none if
	// negative.
	Pause time.Duration
	// Timeout bounds one request; 30 s if 0.
	Timeout time.Duration
	// Tries is how often a request is made at most; 3 if 0.
	Tries int
	// NoRobots leaves robots.txt aside, for hosts whose owner one is.
	NoRobots bool
	// Resolver resolves names; the system's if nil.
	Resolver *net.Resolver
	// Now and Sleep are the clock; those of package time if nil.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
	// Told is told of what is waited for, or nil.
	Told func(message string)
}

// Client fetches. Its methods may be called by several goroutines at once.
type Client struct {
	o     Options
	http  *http.Client
	agent string

	mu    sync.Mutex
	hosts map[string]*host
}

// Request asks for an address.
type Request struct {
	Address string
	// ETag and Modified are those of the last answer, or "".
	ETag, Modified string
	// Accept is the Accept header; any if "".
	Accept string
}

// Answer is what a host answered.
type Answer struct {
	// Address is where the body was found, after redirects.
	Address string
	// Unchanged says that nothing changed since the last answer; there is no body.
	Unchanged bool
	Body      []byte
	// ContentType as the host says; ETag and Modified are for the next request.
	ContentType, ETag, Modified string
}

// ErrRobots says that the host does not want the address to be fetched by programs.
var ErrRobots = fmt.Errorf("robots.txt does not allow it: %w", casus.ErrUnavailable)

// ErrInside says that an address is inside a network.
var ErrInside = fmt.Errorf("the address is inside a network and its host is not allowed: %w", casus.ErrInvalid)

// ErrSize says that a body is larger than MaxBody.
var ErrSize = fmt.Errorf("the body has more than %d MB: %w", MaxBody>>20, casus.ErrInvalid)

// StatusError is an answer that is no success.
type StatusError struct {
	Code int
	// After is how long the host asks to wait, 0 if it does not say.
	After time.Duration
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("the host answers %d %s", e.Code, http.StatusText(e.Code))
}

// Unwrap says of what kind it is.
func (e *StatusError) Unwrap() error {
	if e.Code == http.StatusNotFound || e.Code == http.StatusGone {
		return casus.ErrNotFound
	}
	return casus.ErrUnavailable
}

// New makes a client.
func New(o Options) *Client {
	if o.Agent == "" {
		o.Agent = "Casus/0.1 (news reader for research; keeps to robots.txt"
		if o.Contact != "" {
			o.Agent += "; " + o.Contact
		}
		o.Agent += ")"
	}
	if o.Pause == 0 {
		o.Pause = time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Tries == 0 {
		o.Tries = 3
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Told == nil {
		o.Told = func(string) {}
	}
	c := &Client{o: o, hosts: map[string]*host{}}
	c.agent, _, _ = strings.Cut(o.Agent, "/")
	c.http = &http.Client{
		Timeout: o.Timeout,
		// Redirects are followed by hand: each host has its robots.txt and its pace.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            c.dial,
			DisableCompression:     true,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    1,
			MaxIdleConns:           20,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  o.Timeout,
			ForceAttemptHTTP2:      true,
		},
	}
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// dial connects. The guard sees the address that is dialled, after the name was
// resolved, so that a name cannot change in between.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, Resolver: c.o.Resolver}
	name, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !c.allowed(name) {
		d.Control = guard
	}
	conn, err := d.DialContext(ctx, network, address)
	if err != nil && (errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrInvalidHostPort)) {
		return nil, fmt.Errorf("%s: %w", name, ErrInside)
	}
	return conn, err
}

// guard refuses addresses inside a network. Any port: news stands on odd ones too.
func guard(network, address string, conn syscall.RawConn) error {
	// A zone ("fe80::1%eth0") names an interface of this machine.
	if ap, err := netip.ParseAddrPort(address); err == nil && ap.Addr().Zone() != "" {
		return ssrf.ErrProhibitedIP
	} else if err == nil {
		address = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()).String()
	}
	return ssrf.New(ssrf.WithAnyPort()).Safe(network, address, conn)
}

// allowed says whether the user allowed a host to be inside a network.
func (c *Client) allowed(name string) bool {
	return slices.ContainsFunc(c.o.Allow, func(a string) bool { return strings.EqualFold(a, name) })
}

// Get fetches an address. Errors wrap ErrRobots, ErrInside, ErrSize, a *StatusError,
// casus.ErrInvalid or casus.ErrUnavailable.
func (c *Client) Get(ctx context.Context, r Request) (Answer, error) {
	at, err := parse(r.Address)
	if err != nil {
		return Answer{}, err
	}
	for range MaxRedirects + 1 {
		if err := c.robots(ctx, at); err != nil {
			return Answer{}, fmt.Errorf("%s: %w", at.Redacted(), err)
		}
		a, next, err := c.try(ctx, at, r)
		if err != nil {
			return Answer{}, fmt.Errorf("%s: %w", at.Redacted(), err)
		}
		if next == nil {
			return a, nil
		}
		if next.Host != at.Host {
			// What another host told of itself means nothing here.
			r.ETag, r.Modified = "", ""
		}
		at = next
	}
	return Answer{}, fmt.Errorf("%s: more than %d redirects: %w", r.Address, MaxRedirects, casus.ErrUnavailable)
}

// parse reads an address of the web.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is no address: %w", address, casus.ErrInvalid)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q is no address of the web: %w", address, casus.ErrInvalid)
	case u.Host == "" || u.User != nil:
		return nil, fmt.Errorf("%q names no host, or a user: %w", address, casus.ErrInvalid)
	}
	u.Fragment = ""
	return u, nil
}

// try makes a request, and again where it is worth it, with growing pauses.
func (c *Client) try(ctx context.Context, at *url.URL, r Request) (a Answer, next *url.URL, err error) {
	for n := range c.o.Tries {
		a, next, err = c.once(ctx, at, r)
		var status *StatusError
		switch {
		case err == nil, ctx.Err() != nil, nobody(err), errors.Is(err, ErrInside), errors.Is(err, ErrSize), errors.Is(err, casus.ErrInvalid):
			return a, next, err
		case errors.As(err, &status) && status.Code != http.StatusTooManyRequests && status.Code < 500:
			return a, next, err
		}
		if n == c.o.Tries-1 {
			break
		}
		pause := time.Duration(1<<n) * time.Second
		if status != nil && status.After > 0 {
			pause = status.After
		}
		if pause > maxPause {
			return a, next, err
		}
		c.o.Told(fmt.Sprintf("%s: %v; again in %v", at.Host, err, pause))
		if serr := c.o.Sleep(ctx, pause); serr != nil {
			return a, next, serr
		}
	}
	return a, next, err
}

// nobody says that no host has the name.
func nobody(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// once makes one request, when it is the turn of its host.
func (c *Client) once(ctx context.Context, at *url.URL, r Request) (Answer, *url.URL, error) {
	release, err := c.turn(ctx, at.Host)
	if err != nil {
		return Answer{}, nil, err
	}
	defer release()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return Answer{}, nil, fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	req.Header.Set("User-Agent", c.o.Agent)
	req.Header.Set("Accept-Encoding", "gzip")
	if r.Accept != "" {
		req.Header.Set("Accept", r.Accept)
	}
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.Modified != "" {
		req.Header.Set("If-Modified-Since", r.Modified)
	}
	res, err := c.http.Do(req)
	if err != nil {
		if errors.Is(err, ErrInside) {
			return Answer{}, nil, ErrInside
		}
		return Answer{}, nil, fmt.Errorf("%w: %w", withoutAddress(err), casus.ErrUnavailable)
	}
	defer res.Body.Close()
	return c.answer(at, res)
}

// withoutAddress is what went wrong, without the address, which is told elsewhere.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// answer reads a response.
func (c *Client) answer(at *url.URL, res *http.Response) (Answer, *url.URL, error) {
	a := Answer{Address: at.String(), ContentType: res.Header.Get("Content-Type"), ETag: bounded(res.Header.Get("ETag")), Modified: bounded(res.Header.Get("Last-Modified"))}
	switch res.StatusCode {
	case http.StatusOK:
		body, err := read(res)
		a.Body = body
		return a, nil, err
	case http.StatusNotModified:
		a.Unchanged = true
		return a, nil, nil
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		to, err := at.Parse(res.Header.Get("Location"))
		if err != nil || res.Header.Get("Location") == "" {
			return a, nil, fmt.Errorf("a redirect that leads nowhere: %w", casus.ErrUnavailable)
		}
		to, err = parse(to.String())
		return a, to, err
	}
	return a, nil, &StatusError{Code: res.StatusCode, After: c.after(res.Header.Get("Retry-After"), at.Host)}
}

// bounded is a header that is kept, or "" if it is too long.
func bounded(s string) string {
	if len(s) > 500 {
		return ""
	}
	return s
}
