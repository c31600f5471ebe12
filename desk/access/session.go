package access

import (
	"sync"
	"time"
)

// Sessions are those who have logged in. They live in memory: a restart logs all out.
type Sessions struct {
	now  func() time.Time
	mu   sync.Mutex
	live map[string]session // by the digest of the secret
}

type session struct {
	user        string
	until, last time.Time
}

// How long a session lasts at most, and without being used.
const (
	SessionLife = 7 * 24 * time.Hour
	sessionIdle = 24 * time.Hour
	maxSessions = 10_000
)

// NewSessions makes an empty table of sessions.
func NewSessions(now func() time.Time) *Sessions {
	return &Sessions{now: now, live: map[string]session{}}
}

// Begin begins a session and returns its secret, for a cookie.
func (s *Sessions) Begin(user string) string {
	secret := newSecret()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); len(s.live) >= maxSessions {
		for k, x := range s.live {
			if x.ended(now) || len(s.live) >= maxSessions {
				delete(s.live, k)
			}
		}
	}
	s.live[digest(secret)] = session{user, s.now().Add(SessionLife), s.now()}
	return secret
}

func (x session) ended(now time.Time) bool {
	return now.After(x.until) || now.Sub(x.last) > sessionIdle
}

// User is whose session it is.
func (s *Sessions) User(secret string) (string, bool) {
	key := digest(secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.live[key]
	if !ok {
		return "", false
	}
	now := s.now()
	if x.ended(now) {
		delete(s.live, key)
		return "", false
	}
	x.last = now
	s.live[key] = x
	return x.user, true
}

// End ends a session.
func (s *Sessions) End(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.live, digest(secret))
}

// EndAll ends the sessions of a user.
func (s *Sessions) EndAll(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, x := range s.live {
		if x.user == user {
			delete(s.live, k)
		}
	}
}
