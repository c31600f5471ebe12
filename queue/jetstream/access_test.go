package jetstream_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"casus"
	"casus/queue"
	"casus/queue/jetstream"
)

const secret = "open-sesame-4711"

// authority signs certificates of a test.
type authority struct {
	t    *testing.T
	dir  string
	file string // of its certificate
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	template := &x509.Certificate{Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.file, _ = a.sign(name, template)
	return a
}

// sign makes a certificate and its key; the first one signs itself.
func (a *authority) sign(name string, c *x509.Certificate) (cert, key string) {
	a.t.Helper()
	check := func(err error) {
		if err != nil {
			a.t.Helper()
			a.t.Fatal(err)
		}
	}
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	parent, by := a.cert, a.key
	if parent == nil {
		parent, by = c, k
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &k.PublicKey, by)
	check(err)
	if a.cert == nil {
		a.key = k
		a.cert, err = x509.ParseCertificate(der)
		check(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(k)
	check(err)
	cert, key = filepath.Join(a.dir, name+".pem"), filepath.Join(a.dir, name+".key")
	check(os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	check(os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600))
	return cert, key
}

// leaf is a certificate for a host, good for a day from some hours ago.
func leaf(host string, from time.Duration) *x509.Certificate {
	c := &x509.Certificate{Subject: pkix.Name{CommonName: host}, NotBefore: time.Now().Add(from), NotAfter: time.Now().Add(from + 24*time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageDigitalSignature}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{host}
	}
	return c
}

func start(t *testing.T, o jetstream.ServerOptions) string {
	t.Helper()
	o.Dir, o.Listen = t.TempDir(), "127.0.0.1:0"
	s, err := jetstream.StartServer(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s.Address()
}

// foreign starts a server that this program would not start so.
func foreign(t *testing.T, o *server.Options) string {
	t.Helper()
	o.Host, o.Port, o.NoSigs, o.NoLog, o.JetStream, o.StoreDir = "127.0.0.1", server.RANDOM_PORT, true, true, true, t.TempDir()
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server does not start")
	}
	return s.ClientURL()
}

// works carries a message.
func works(t *testing.T, o jetstream.Options) {
	t.Helper()
	q, err := jetstream.Connect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if err := q.Give(t.Context(), queue.Address{Coder: "coder", Record: "record"}, queue.Live, []byte("work")); err != nil {
		t.Fatal(err)
	}
	list, err := q.Take(t.Context(), "coder", queue.Live, 1, 2*time.Second)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d messages: %v", len(list), err)
	}
	if err := list[0].Done(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// refused checks that a connection is refused with words that help, for good or not, and
// without what must not be told.
func refused(t *testing.T, o jetstream.Options, kind error, want ...string) {
	t.Helper()
	q, err := jetstream.Connect(t.Context(), o)
	if err == nil {
		q.Close()
		t.Fatal("it is let in")
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not told: %v", w, err)
		}
	}
	if !errors.Is(err, kind) {
		t.Errorf("of another kind than %v: %v", kind, err)
	}
	if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "wrong-word") {
		t.Errorf("the token is told: %v", err)
	}
}

func TestTLS(t *testing.T) {
	ours, theirs := newAuthority(t, "ours"), newAuthority(t, "theirs")
	cert, key := ours.sign("server", leaf("127.0.0.1", -time.Hour))
	address := start(t, jetstream.ServerOptions{Token: secret, Cert: cert, Key: key})
	with := func(a jetstream.Access) jetstream.Options {
		return jetstream.Options{URLs: []string{address}, Access: a}
	}
	works(t, with(jetstream.Access{Token: secret, CA: ours.file}))
	works(t, jetstream.Options{URLs: []string{strings.Replace(address, "//", "//"+secret+"@", 1)}, Access: jetstream.Access{CA: ours.file}})

	refused(t, with(jetstream.Access{Token: secret}), casus.ErrInvalid, "signed by nobody whom this machine trusts", "--ca FILE")
	refused(t, with(jetstream.Access{Token: secret, CA: theirs.file}), casus.ErrInvalid, "not signed by an authority in "+theirs.file)
	refused(t, with(jetstream.Access{Token: secret, CA: "nowhere.pem"}), os.ErrNotExist, "authority", "nowhere.pem")
	refused(t, with(jetstream.Access{Token: secret, CA: key}), casus.ErrInvalid, "no certificate in it")
	refused(t, with(jetstream.Access{Token: "wrong-word", CA: ours.file}), casus.ErrInvalid, "does not know the token", "CASUS_QUEUE_TOKEN")
	refused(t, with(jetstream.Access{CA: ours.file}), casus.ErrInvalid, "wants a token", "CASUS_QUEUE_TOKEN")

	plain := start(t, jetstream.ServerOptions{Token: secret})
	refused(t, jetstream.Options{URLs: []string{plain}, Access: jetstream.Access{Token: secret, CA: ours.file}}, casus.ErrInvalid, "speaks no TLS", "--cert")
	refused(t, jetstream.Options{URLs: []string{"nats://" + secret + "@127.0.0.1:1"}}, casus.ErrUnavailable, "nats://127.0.0.1:1", "no answer")
	refused(t, jetstream.Options{URLs: []string{"nats://" + secret + "@ho st:4222"}}, casus.ErrInvalid, "address 1 of the queue")

	elsewhere, elsewhereKey := ours.sign("elsewhere", leaf("news.example", -time.Hour))
	other := start(t, jetstream.ServerOptions{Token: secret, Cert: elsewhere, Key: elsewhereKey})
	refused(t, jetstream.Options{URLs: []string{other}, Access: jetstream.Access{Token: secret, CA: ours.file}}, casus.ErrInvalid, "for another name", "127.0.0.1")

	old, oldKey := ours.sign("old", leaf("127.0.0.1", -48*time.Hour))
	pair, err := tls.LoadX509KeyPair(old, oldKey)
	if err != nil {
		t.Fatal(err)
	}
	expired := foreign(t, &server.Options{Authorization: secret, TLS: true, TLSTimeout: 2, TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}}})
	refused(t, jetstream.Options{URLs: []string{expired}, Access: jetstream.Access{Token: secret, CA: ours.file}}, casus.ErrInvalid, "is good from", "have a new one made")
	for name, o := range map[string]jetstream.ServerOptions{
		"have a new one made": {Token: secret, Cert: old, Key: oldKey},
		"both":                {Token: secret, Cert: cert},
		"a certificate and":   {Token: secret, ClientCA: ours.file},
		"private key does":    {Token: secret, Cert: cert, Key: oldKey},
	} {
		o.Dir, o.Listen = t.TempDir(), "127.0.0.1:0"
		if s, err := jetstream.StartServer(o); err == nil {
			s.Stop()
			t.Errorf("%s: it starts", name)
		} else if !strings.Contains(err.Error(), name) {
			t.Errorf("%q is not told: %v", name, err)
		}
	}
}

// TestMutualTLS: workers show certificates, and need no token then.
func TestMutualTLS(t *testing.T) {
	ours, theirs := newAuthority(t, "ours"), newAuthority(t, "theirs")
	cert, key := ours.sign("server", leaf("127.0.0.1", -time.Hour))
	mine, mineKey := ours.sign("worker", leaf("worker", -time.Hour))
	alien, alienKey := theirs.sign("alien", leaf("worker", -time.Hour))
	address := start(t, jetstream.ServerOptions{Cert: cert, Key: key, ClientCA: ours.file})
	with := func(cert, key string) jetstream.Options {
		return jetstream.Options{URLs: []string{address}, Access: jetstream.Access{CA: ours.file, Cert: cert, Key: key}}
	}
	works(t, with(mine, mineKey))
	refused(t, with("", ""), casus.ErrInvalid, "wants to see a certificate", "--cert")
	refused(t, with(alien, alienKey), casus.ErrInvalid, "wants to see a certificate", "an authority that it knows")
	refused(t, with(mine, ""), casus.ErrInvalid, "its key are wanted")
	s, err := jetstream.StartServer(jetstream.ServerOptions{Dir: t.TempDir(), Cert: cert, Key: key, ClientCA: ours.file})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	works(t, jetstream.Options{Server: s}) // the program itself shows none
}

// TestCredentials are those that operators of NATS servers give out. The keys are made
// for this test and open nothing else.
func TestCredentials(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(b))
	}
	file := func(name string) string { return filepath.Join("testdata", name) }
	garbage := filepath.Join(t.TempDir(), "garbage")
	if err := os.WriteFile(garbage, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}

	conf := filepath.Join(t.TempDir(), "nats.conf")
	const system, account = "AAAK4JQ5IUJE3QSGB66RLU6TZFZ4EU4O6QCLKKGMGSGZO6YRGZH63JXC", "ABBSBLQJNTX7II5EWMSMWQ2DCFTCVUWHSOAM3TVZPKJEMED4THGVIQNS"
	if err := os.WriteFile(conf, []byte("operator: "+read("operator.jwt")+"\nresolver: MEMORY\nresolver_preload: {\n"+system+": "+read("system.jwt")+"\n"+account+": "+read("account.jwt")+"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := server.ProcessConfigFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	address := foreign(t, o)
	creds := func(f string) jetstream.Options {
		return jetstream.Options{URLs: []string{address}, Access: jetstream.Access{Creds: f}}
	}
	works(t, creds(file("user.creds")))
	refused(t, creds(file("stranger.creds")), casus.ErrInvalid, "does not know the credentials in testdata/stranger.creds")
	refused(t, creds("nowhere.creds"), os.ErrNotExist, "credentials", "nowhere.creds")
	refused(t, creds(garbage), casus.ErrInvalid, garbage)

	address = foreign(t, &server.Options{Nkeys: []*server.NkeyUser{{Nkey: read("user.pub")}}})
	nkey := func(f string) jetstream.Options {
		return jetstream.Options{URLs: []string{address}, Access: jetstream.Access{NKey: f}}
	}
	works(t, nkey(file("user.nk")))
	refused(t, nkey(file("other.nk")), casus.ErrInvalid, "does not know the key in testdata/other.nk")
	refused(t, nkey(garbage), casus.ErrInvalid, "no seed of a user's key")
}
