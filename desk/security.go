package desk

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"casus"
	"casus/desk/access"
)

// policy is the content policy: nothing from elsewhere, nothing inline.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxBody bounds what a request may send.
const maxBody = 1 << 20

// Bounds on what a visitor may do. Reading is bounded only where people log in.
const (
	failuresAllowed = 10
	failuresWithin  = 15 * time.Minute
	addressFailures = 100
	readsPerSecond  = 50
	readsBurst      = 300
	writesPerSecond = 2
	writesBurst     = 60
)

// guards are what stands between a visitor and a page.
type guards struct {
	// users are nil where nobody logs in.
	users     *access.Users
	sessions  *access.Sessions
	byName    *access.Failures // of log-ins, by address and name
	byAddress *access.Failures
	reads     *access.Rate
	writes    *access.Rate
	// secure says that pages are reached by https, so that cookies say so.
	secure bool
}

func newGuards(o *Options, now func() time.Time) guards {
	return guards{users: o.Users, sessions: access.NewSessions(now), byName: access.NewFailures(now, failuresAllowed, failuresWithin),
		byAddress: access.NewFailures(now, addressFailures, failuresWithin), reads: access.NewRate(now, readsPerSecond, readsBurst),
		writes: access.NewRate(now, writesPerSecond, writesBurst), secure: o.Secure}
}

// open says that nobody logs in: there are no users, and the desk listens on this
// machine alone.
func (g *guards) open() bool { return g.users == nil || g.users.Empty() }

// CheckListen refuses an address that others can reach where nobody could log in.
func CheckListen(address string, users *access.Users) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listening on %q: write it like 127.0.0.1:8080: %w", address, casus.ErrInvalid)
	}
	if loopback(host) || users != nil && !users.Empty() {
		return nil
	}
	return fmt.Errorf("listening on %s: others could read and correct the record without logging in; add a user first (casus user add NAME --role owner), or listen on 127.0.0.1: %w", address, casus.ErrInvalid)
}

// loopback says whether a host is this machine.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// guarded puts around a handler what every answer has: the headers, the bound on what
// is sent, and the refusal of writes from other sites.
func (d *Desk) guarded(next http.Handler) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if d.guards.secure || r.TLS != nil {
			head.Set("Strict-Transport-Security", "max-age=31536000")
		}
		// A name that points here by a trick of its owner (DNS rebinding) is none of
		// this machine's.
		if d.guards.open() && !loopback(hostOf(r.Host)) {
			http.Error(w, "This desk answers on this machine alone; open it as http://127.0.0.1/.", http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
	return http.NewCrossOriginProtection().Handler(h)
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}

// remote is the address that a request comes from.
func remote(r *http.Request) string { return hostOf(r.RemoteAddr) }

// sessionCookie holds the secret of a session.
const sessionCookie = "casus_session"

// visitorOf says who asks. Where nobody logs in, everybody on this machine may do
// everything, under a name of their choice.
func (d *Desk) visitorOf(r *http.Request) visitor {
	g := &d.guards
	if g.open() {
		name := "you"
		if c, err := r.Cookie("author"); err == nil {
			if x, err := url.QueryUnescape(c.Value); err == nil && oneLine(x) != "" {
				name = clip(60, oneLine(x))
			}
		}
		return visitor{Name: name, Role: access.Owner}
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		if _, stop := g.byAddress.TooMany(remote(r)); stop {
			return visitor{}
		}
		if u, ok := g.users.ByToken(strings.TrimSpace(token)); ok {
			return visitor{Name: u.Name, Role: u.Rank()}
		}
		g.byAddress.Failed(remote(r))
		return visitor{}
	}
	if c, err := r.Cookie(sessionCookie); err == nil {
		if name, ok := g.sessions.User(c.Value); ok {
			if u, ok := g.users.Named(name); ok {
				return visitor{Name: u.Name, Role: u.Rank()}
			}
		}
	}
	return visitor{}
}

// errTooMany is the answer to those who ask too much.
var errTooMany = errors.New("too many requests; wait a moment")

// errUnknown is the answer to those who have not logged in.
var errUnknown = errors.New("log in first")

// admit says whether a visitor may take a route now.
func (d *Desk) admit(v *visit, need access.Role) error {
	g := &d.guards
	who := remote(v.r) + "\x00" + v.who.Name
	if !g.open() && !g.reads.Allow(who) {
		return errTooMany
	}
	if v.who.Role < need {
		if v.who.Role == access.Nobody {
			return errUnknown
		}
		return errDenied
	}
	if v.r.Method != http.MethodGet && v.r.Method != http.MethodHead && !g.writes.Allow(who) {
		return errTooMany
	}
	return nil
}

// cookie sets a cookie that no script reads and no other site sends along.
func (d *Desk) cookie(v *visit, name, value string, life time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: d.guards.secure || v.r.TLS != nil}
	if life <= 0 {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}
