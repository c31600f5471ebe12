package access

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"casus"
)

// User is somebody who may log in.
type User struct {
	Name string `json:"name"`
	Role string `json:"role"`
	// Password is the encoded argon2id hash.
	Password string  `json:"password"`
	Tokens   []Token `json:"tokens,omitempty"`
}

// Token lets a program in as its user.
type Token struct {
	// Hash is the SHA-256 of the token, in hexadecimal; Note says what it is for.
	Hash string    `json:"hash"`
	Note string    `json:"note"`
	Made time.Time `json:"made"`
}

// Rank is the user's role.
func (u User) Rank() Role {
	r, err := ParseRole(u.Role)
	if err != nil {
		return Nobody
	}
	return r
}

// Users are those who may log in, kept in a file that only its owner may read. What
// another process writes to the file is seen within a second.
type Users struct {
	file string
	now  func() time.Time

	mu      sync.Mutex
	list    []User
	stamp   time.Time // of the file when it was read
	size    int64     // of the file, since two changes may share a time
	looked  time.Time // when the file was looked at last
	hashing chan struct{}
}

// Open reads a file of users; one that is not there yet holds nobody.
func Open(file string, now func() time.Time) (*Users, error) {
	u := &Users{file: file, now: now, hashing: make(chan struct{}, 2)}
	return u, u.read()
}

func (u *Users) read() error {
	st, err := os.Stat(u.file)
	if errors.Is(err, fs.ErrNotExist) {
		u.list, u.stamp = nil, time.Time{}
		return nil
	}
	if err != nil {
		return fmt.Errorf("the users: %w", err)
	}
	b, err := os.ReadFile(u.file)
	if err != nil {
		return fmt.Errorf("the users: %w", err)
	}
	var list []User
	if err := json.Unmarshal(b, &list); err != nil {
		return fmt.Errorf("the users in %s: %w: %w", u.file, casus.ErrInvalid, err)
	}
	for _, x := range list {
		if _, err := ParseRole(x.Role); err != nil {
			return fmt.Errorf("the user %q in %s: %w", x.Name, u.file, err)
		}
	}
	u.list, u.stamp, u.size = list, st.ModTime(), st.Size()
	return nil
}

// fresh reads the file again where it has changed. A file that cannot be read leaves
// those known.
func (u *Users) fresh() {
	now := u.now()
	if now.Sub(u.looked) < time.Second && !now.Before(u.looked) {
		return
	}
	u.looked = now
	if st, err := os.Stat(u.file); err == nil && st.ModTime().Equal(u.stamp) && st.Size() == u.size || err != nil && u.stamp.IsZero() {
		return
	}
	_ = u.read()
}

// change reads the file, changes the list and writes it whole.
func (u *Users) change(what func() error) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.read(); err != nil {
		return err
	}
	if err := what(); err != nil {
		return err
	}
	b, err := json.MarshalIndent(u.list, "", "  ")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(u.file), ".users-*")
	if err != nil {
		return fmt.Errorf("writing the users: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(b, '\n'))
	if err := errors.Join(err, tmp.Chmod(0o600), tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("writing the users: %w", err)
	}
	if err := os.Rename(tmp.Name(), u.file); err != nil {
		return fmt.Errorf("writing the users: %w", err)
	}
	return u.read()
}

// goodName is what users may be called.
var goodName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,59}$`)

// minPassword is the least length of a password.
const (
	minPassword = 10
	maxPassword = 200
)

// Add adds a user.
func (u *Users) Add(name string, role Role, password string) error {
	if !goodName.MatchString(name) {
		return fmt.Errorf("%q is no name for a user: letters, digits, spaces and ._@- , at most 60: %w", name, casus.ErrInvalid)
	}
	hash, err := u.hash(password)
	if err != nil {
		return err
	}
	return u.change(func() error {
		if u.index(name) >= 0 {
			return fmt.Errorf("there is a user %q already: %w", name, casus.ErrConflict)
		}
		u.list = append(u.list, User{Name: name, Role: role.String(), Password: hash})
		slices.SortFunc(u.list, func(a, b User) int { return cmp.Compare(a.Name, b.Name) })
		return nil
	})
}

// SetPassword gives a user a new password.
func (u *Users) SetPassword(name, password string) error {
	hash, err := u.hash(password)
	if err != nil {
		return err
	}
	return u.changeUser(name, func(x *User) error { x.Password = hash; return nil })
}

// Remove takes a user away.
func (u *Users) Remove(name string) error {
	return u.change(func() error {
		i := u.index(name)
		if i < 0 {
			return fmt.Errorf("there is no user %q: %w", name, casus.ErrNotFound)
		}
		u.list = slices.Delete(u.list, i, i+1)
		return nil
	})
}

func (u *Users) changeUser(name string, what func(*User) error) error {
	return u.change(func() error {
		i := u.index(name)
		if i < 0 {
			return fmt.Errorf("there is no user %q: %w", name, casus.ErrNotFound)
		}
		return what(&u.list[i])
	})
}

func (u *Users) index(name string) int {
	return slices.IndexFunc(u.list, func(x User) bool { return x.Name == name })
}

// List lists the users by name.
func (u *Users) List() []User {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fresh()
	out := slices.Clone(u.list)
	for i := range out {
		out[i].Tokens = slices.Clone(out[i].Tokens)
	}
	return out
}

// Empty says that nobody may log in.
func (u *Users) Empty() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fresh()
	return len(u.list) == 0
}

// Named is a user by name.
func (u *Users) Named(name string) (User, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fresh()
	if i := u.index(name); i >= 0 {
		return u.list[i], true
	}
	return User{}, false
}

// maxTokens is how many tokens a user may have.
const maxTokens = 20

// NewToken makes a token for a user. It is told once and cannot be read back.
func (u *Users) NewToken(name, note string) (string, error) {
	secret := newSecret()
	err := u.changeUser(name, func(x *User) error {
		if len(x.Tokens) >= maxTokens {
			return fmt.Errorf("a user has at most %d tokens; remove one first: %w", maxTokens, casus.ErrConflict)
		}
		x.Tokens = append(x.Tokens, Token{Hash: digest(secret), Note: note, Made: u.now().UTC().Truncate(time.Second)})
		return nil
	})
	return secret, err
}

// RemoveToken takes a token of a user away, by the beginning of its hash.
func (u *Users) RemoveToken(name, hash string) error {
	return u.changeUser(name, func(x *User) error {
		i := slices.IndexFunc(x.Tokens, func(t Token) bool { return len(hash) >= 8 && t.Hash[:min(len(hash), len(t.Hash))] == hash })
		if i < 0 {
			return fmt.Errorf("the token %q: %w", hash, casus.ErrNotFound)
		}
		x.Tokens = slices.Delete(x.Tokens, i, i+1)
		return nil
	})
}

// ByToken is the user whose token it is.
func (u *Users) ByToken(token string) (User, bool) {
	want := digest(token)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fresh()
	for _, x := range u.list {
		for _, t := range x.Tokens {
			if same(t.Hash, want) {
				return x, true
			}
		}
	}
	return User{}, false
}
