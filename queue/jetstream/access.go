package jetstream

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"casus"
)

// Access is what a connection shows, and whom it trusts. Nothing of it stands in a
// message: tokens and keys are for the other side alone.
type Access struct {
	// Token is what the servers want to see.
	Token string
	// Creds is a file of credentials of a user, NKey one of the seed of a key, as servers
	// of NATS give them out.
	Creds, NKey string
	// CA is a file of authorities that the servers' certificates may be signed by; the
	// system's if not given.
	CA string
	// Cert and Key are files of a certificate to show, for servers that want one.
	Cert, Key string
}

// options of a connection.
func (a *Access) options() ([]nats.Option, error) {
	opts := []nats.Option{nats.Token(a.Token)}
	if a.Creds != "" {
		b, err := os.ReadFile(a.Creds)
		if err != nil {
			return nil, fmt.Errorf("the queue's credentials: %w", err)
		}
		if text := string(b); !strings.Contains(text, "BEGIN NATS USER JWT") || !strings.Contains(text, "NKEY SEED") {
			return nil, fmt.Errorf("the queue's credentials %s: no user with a key stands in it; such a file is what nsc generate creds writes: %w", a.Creds, casus.ErrInvalid)
		}
		opts = append(opts, nats.UserCredentials(a.Creds))
	}
	if a.NKey != "" {
		o, err := nats.NkeyOptionFromSeed(a.NKey)
		if err != nil {
			return nil, fmt.Errorf("the queue's key %s: no seed of a user's key (a line that begins with SU) can be read in it: %w", a.NKey, casus.ErrInvalid)
		}
		opts = append(opts, o)
	}
	if a.CA == "" && a.Cert == "" && a.Key == "" {
		return opts, nil // servers that want TLS say so, and get it
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if a.CA != "" {
		pool, err := roots(a.CA)
		if err != nil {
			return nil, err
		}
		c.RootCAs = pool
	}
	if a.Cert != "" || a.Key != "" {
		pair, err := certificate(a.Cert, a.Key)
		if err != nil {
			return nil, err
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return append(opts, nats.Secure(c)), nil
}

// secure gives a server a certificate, and the authorities of the workers' ones where
// they must show some.
func (o *ServerOptions) secure(opts *server.Options) error {
	if o.Cert == "" && o.Key == "" && o.ClientCA == "" {
		return nil
	}
	pair, err := certificate(o.Cert, o.Key)
	if err != nil {
		return err
	}
	opts.TLS, opts.TLSTimeout = true, 5
	opts.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if o.ClientCA != "" {
		pool, err := roots(o.ClientCA)
		if err != nil {
			return err
		}
		opts.TLSVerify, opts.TLSConfig.ClientCAs, opts.TLSConfig.ClientAuth = true, pool, tls.RequireAndVerifyClientCert
	}
	return nil
}

// certificate reads one with its key, and refuses one whose days are over: whoever
// shows it is sent away without a reason.
func certificate(cert, key string) (pair tls.Certificate, err error) {
	if cert == "" || key == "" {
		return pair, fmt.Errorf("the queue's certificate: a certificate and its key are wanted, both: %w", casus.ErrInvalid)
	}
	if pair, err = tls.LoadX509KeyPair(cert, key); err != nil {
		return pair, fmt.Errorf("the queue's certificate: %w", err)
	}
	if now := time.Now(); pair.Leaf != nil && (now.After(pair.Leaf.NotAfter) || now.Before(pair.Leaf.NotBefore)) {
		return pair, fmt.Errorf("the queue's certificate %s is good from %s to %s; have a new one made (or set this machine's clock): %w", cert, day(pair.Leaf.NotBefore), day(pair.Leaf.NotAfter), casus.ErrInvalid)
	}
	return pair, nil
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// roots reads a file of certificates that are trusted in place of the system's.
func roots(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the queue's authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("the queue's authority %s: no certificate in it: %w", file, casus.ErrInvalid)
	}
	return pool, nil
}

// addresses checks where servers are, and tells it without names and words that may
// stand in an address.
func addresses(urls []string) (bare string, err error) {
	var list []string
	for i, s := range urls {
		if s = strings.TrimSpace(s); !strings.Contains(s, "://") {
			s = "nats://" + s
		}
		u, err := url.Parse(s)
		if err != nil || u.Hostname() == "" {
			return "", fmt.Errorf("address %d of the queue cannot be read; write it like nats://HOST:4222: %w", i+1, casus.ErrInvalid)
		}
		list = append(list, u.Scheme+"://"+u.Host)
	}
	return cmp.Or(strings.Join(list, ","), "this program"), nil
}

// refused makes of the error of a connection what its reader can do something about. An
// error that will stay is casus.ErrInvalid, one that may pass casus.ErrUnavailable.
func (a *Access) refused(where string, err error) error {
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var bad x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	text := err.Error()
	why, kind := "", casus.ErrInvalid
	switch {
	case errors.As(err, &bad) && bad.Reason == x509.Expired:
		why = "its certificate is not good today: have a new one made for it, or set this machine's clock"
		if bad.Cert != nil {
			why = fmt.Sprintf("its certificate is good from %s to %s: have a new one made for it, or set this machine's clock", day(bad.Cert.NotBefore), day(bad.Cert.NotAfter))
		}
	case errors.As(err, &host):
		why = "its certificate is for another name (" + host.Error() + "): connect to a name that stands in it, or have one made for this name"
	case errors.As(err, &authority) && a.CA == "":
		why = "its certificate is signed by nobody whom this machine trusts: name the authority's certificate with --ca FILE"
	case errors.As(err, &authority):
		why = "its certificate is not signed by an authority in " + a.CA + ": is that the file of those who run it?"
	case errors.As(err, &verify), errors.As(err, &bad):
		why = "its certificate cannot be trusted (" + text + ")"
	case errors.Is(err, nats.ErrSecureConnWanted):
		why = "it speaks no TLS, and an authority or a certificate is named: start it with a certificate (casus cluster --cert, --key), or leave --ca out"
	case strings.Contains(text, "certificate required"), strings.Contains(text, "bad certificate"), strings.Contains(text, "unknown certificate"), strings.Contains(text, "closed by remote after TLS handshake"):
		why = "it wants to see a certificate, signed by an authority that it knows: show one with --cert and --key"
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		why = a.unknown()
	default:
		why, kind = "no answer; is casus cluster running there, and can this machine reach it? "+text, casus.ErrUnavailable
	}
	return fmt.Errorf("the queue at %s: %s: %w", where, why, kind)
}

// unknown says what was shown and is not known.
func (a *Access) unknown() string {
	switch {
	case a.Creds != "":
		return "it does not know the credentials in " + a.Creds + ": are they those of a user of this server, and not revoked?"
	case a.NKey != "":
		return "it does not know the key in " + a.NKey + ": its public part must stand among the server's users"
	case a.Token != "":
		return "it does not know the token: CASUS_QUEUE_TOKEN (or --token-file) must be the same here as there"
	}
	return "it wants a token: set CASUS_QUEUE_TOKEN (or --token-file) to the one that it was started with"
}
