package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"casus"
)

// The cost of argon2id: 19 MiB, two passes, one lane (the least that OWASP names).
const (
	argonTime   = 2
	argonMemory = 19 << 10 // KiB
	argonLanes  = 1
	argonKey    = 32
)

// hash encodes a password as PHC has it.
func (u *Users) hash(password string) (string, error) {
	if n := len(password); n < minPassword || n > maxPassword {
		return "", fmt.Errorf("a password has %d to %d letters: %w", minPassword, maxPassword, casus.ErrInvalid)
	}
	salt := make([]byte, 16)
	rand.Read(salt) // never fails (crypto/rand)
	u.hashing <- struct{}{}
	defer func() { <-u.hashing }()
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, enc(salt), enc(key)), nil
}

// nobodysHash is compared with where there is no such user, so that the answer takes as
// long.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Check looks whether a password is that of a user. It takes as long for a name that is
// not there.
func (u *Users) Check(name, password string) (User, bool) {
	x, known := u.Named(name)
	hash := nobodysHash
	if known {
		hash = x.Password
	}
	if len(password) > maxPassword {
		password = password[:maxPassword]
	}
	u.hashing <- struct{}{}
	defer func() { <-u.hashing }()
	return x, matches(hash, password) && known
}

// matches reads an encoded hash and compares.
func matches(encoded, password string) bool {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var memory, time uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &lanes); err != nil || memory > 1<<20 || time == 0 || time > 100 || lanes == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) != argonKey {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, lanes, argonKey)
	return subtle.ConstantTimeCompare(got, key) == 1
}

// newSecret is 256 random bits in letters.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// digest is what is kept of a secret.
func digest(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
