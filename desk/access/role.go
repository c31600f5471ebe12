// Package access says who may do what at the desk: roles, users with their passwords
// and tokens, sessions, and how often somebody may try.
//
// Users are kept in a file of their own beside the record, so that a record can be
// copied or handed on without anybody's password. Passwords are kept as argon2id
// (RFC 9106), tokens and sessions as SHA-256 of 256 random bits: neither can be read
// back from the file.
package access

import (
	"fmt"

	"casus"
)

// Role is what somebody may do; each may do what those before it may.
type Role int

// The roles.
const (
	// Nobody has not logged in.
	Nobody Role = iota
	// Reader reads everything and asks for text to be coded.
	Reader
	// Coder corrects: accepts, rejects, mends, adds what is missing.
	Coder
	// Editor puts together and parts what tells one occurrence, and undoes what
	// others have said.
	Editor
	// Owner sees who did what, and who may.
	Owner
)

var roles = [...]string{"nobody", "reader", "coder", "editor", "owner"}

func (r Role) String() string {
	if r < 0 || int(r) >= len(roles) {
		return fmt.Sprintf("role %d", int(r))
	}
	return roles[r]
}

// ParseRole reads the name of a role that a user may have.
func ParseRole(s string) (Role, error) {
	for i, name := range roles {
		if s == name && Role(i) > Nobody {
			return Role(i), nil
		}
	}
	return Nobody, fmt.Errorf("%q is no role; the roles are reader, coder, editor, owner: %w", s, casus.ErrInvalid)
}
