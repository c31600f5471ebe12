package access_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/desk/access"
)

// clock is a clock that the test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func TestUsers(t *testing.T) {
	c := &clock{time.Date(2031, 5, 1, 9, 0, 0, 0, time.UTC)}
	file := filepath.Join(t.TempDir(), "users.json")
	u, err := access.Open(file, c.now)
	if err != nil || !u.Empty() {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name, password string
		want           error
	}{
		{"ana", "a long password", nil}, {"ana", "another password", casus.ErrConflict}, {"ben", "short", casus.ErrInvalid},
		{"<b>", "a long password", casus.ErrInvalid}, {"", "a long password", casus.ErrInvalid}, {"ben", strings.Repeat("x", 201), casus.ErrInvalid}, {"ben", "a long password", nil},
	} {
		if err := u.Add(x.name, access.Coder, x.password); !errors.Is(err, x.want) {
			t.Errorf("adding %q: %v, want %v", x.name, err, x.want)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(b), "a long password") || !strings.Contains(string(b), "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the file: %s %v", b, err)
	}
	if st, _ := os.Stat(file); st.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v", st.Mode())
	}
	for _, x := range []struct {
		name, password string
		want           bool
	}{{"ana", "a long password", true}, {"ana", "a wrong password", false}, {"zoe", "a long password", false}, {"ana", "", false}} {
		if _, ok := u.Check(x.name, x.password); ok != x.want {
			t.Errorf("%s with %q: %v", x.name, x.password, ok)
		}
	}
	token, err := u.NewToken("ana", "for a script")
	if err != nil {
		t.Fatal(err)
	}
	if x, ok := u.ByToken(token); !ok || x.Name != "ana" || x.Rank() != access.Coder {
		t.Errorf("by token: %v %v", x, ok)
	}
	if b, _ := os.ReadFile(file); strings.Contains(string(b), token) {
		t.Error("the token is in the file")
	}
	if _, ok := u.ByToken(token + "x"); ok {
		t.Error("a wrong token lets in")
	}
	// Another process changes the file.
	other, err := access.Open(file, c.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Remove("ana"); err != nil {
		t.Fatal(err)
	}
	c.t = c.t.Add(2 * time.Second)
	if _, ok := u.ByToken(token); ok || len(u.List()) != 1 {
		t.Error("a user who was removed is still let in")
	}
	if err := u.Remove("ana"); !errors.Is(err, casus.ErrNotFound) {
		t.Errorf("removing twice: %v", err)
	}
	if err := u.SetPassword("ben", "a new password"); err != nil {
		t.Error(err)
	}
	if _, ok := u.Check("ben", "a new password"); !ok {
		t.Error("the new password is not taken")
	}
	hash := u.List()[0].Password
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=19456,t=0,p=1$AAAA$AAAA", strings.Replace(hash, "v=19", "v=18", 1), strings.Replace(hash, "argon2id", "argon2i", 1)} {
		if err := os.WriteFile(file, []byte(`[{"name":"ben","role":"coder","password":"`+bad+`"}]`), 0o600); err != nil {
			t.Fatal(err)
		}
		c.t = c.t.Add(2 * time.Second)
		if _, ok := u.Check("ben", "a new password"); ok {
			t.Errorf("the hash %q is taken", bad)
		}
	}
	for _, bad := range []string{"{", `[{"name":"x","role":"king"}]`} {
		if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := access.Open(file, c.now); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("a file %q: %v", bad, err)
		}
	}
}

func TestSessions(t *testing.T) {
	c := &clock{time.Date(2031, 5, 1, 9, 0, 0, 0, time.UTC)}
	s := access.NewSessions(c.now)
	a, b := s.Begin("ana"), s.Begin("ana")
	if x, ok := s.User(a); !ok || x != "ana" {
		t.Error(x, ok)
	}
	if _, ok := s.User("made up"); ok {
		t.Error("a made-up session")
	}
	s.End(a)
	if _, ok := s.User(a); ok {
		t.Error("a session that has ended")
	}
	c.t = c.t.Add(25 * time.Hour)
	if _, ok := s.User(b); ok {
		t.Error("a session that nobody used")
	}
	d := s.Begin("ana")
	s.EndAll("ana")
	if _, ok := s.User(d); ok {
		t.Error("all ended, one lives")
	}
}

func TestLimits(t *testing.T) {
	c := &clock{time.Date(2031, 5, 1, 9, 0, 0, 0, time.UTC)}
	f := access.NewFailures(c.now, 3, time.Minute)
	for range 3 {
		if _, stop := f.TooMany("x"); stop {
			t.Error("stopped too early")
		}
		f.Failed("x")
	}
	if wait, stop := f.TooMany("x"); !stop || wait != time.Minute {
		t.Error(wait, stop)
	}
	if _, stop := f.TooMany("y"); stop {
		t.Error("somebody else is stopped")
	}
	c.t = c.t.Add(61 * time.Second)
	if _, stop := f.TooMany("x"); stop {
		t.Error("stopped for ever")
	}
	r := access.NewRate(c.now, 2, 3)
	n := 0
	for range 10 {
		if r.Allow("x") {
			n++
		}
	}
	c.t = c.t.Add(time.Second)
	for range 10 {
		if r.Allow("x") {
			n++
		}
	}
	if n != 5 {
		t.Errorf("%d allowed, want 3 and 2", n)
	}
	for _, s := range []string{"reader", "coder", "editor", "owner"} {
		if x, err := access.ParseRole(s); err != nil || x.String() != s {
			t.Error(s, x, err)
		}
	}
	for _, s := range []string{"nobody", "king", ""} {
		if _, err := access.ParseRole(s); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q is a role", s)
		}
	}
}
