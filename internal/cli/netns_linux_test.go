package cli_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casus/store"
)

const queueToken = "open-sesame-4711"

// hosts are machines on one machine: network namespaces on a bridge, each with an
// address of its own.
type hosts struct {
	t    *testing.T
	name string // of them all
}

// newHosts makes three: c, a and b. Where that is not permitted the test is skipped.
func newHosts(t *testing.T) *hosts {
	t.Helper()
	if testing.Short() {
		t.Skip("a short test builds no network")
	}
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root; the cluster is not tried over a network")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("network namespaces need iproute2 (ip); the cluster is not tried over a network")
	}
	h := &hosts{t, fmt.Sprintf("casus%d", os.Getpid())}
	// What a test that was killed left behind goes with the machine; this one cleans up.
	t.Cleanup(func() {
		for _, x := range []string{"c", "a", "b", "s"} {
			_ = exec.Command("ip", "netns", "del", h.name+x).Run() // may not be there
		}
	})
	if out, err := exec.Command("ip", "netns", "add", h.name+"s").CombinedOutput(); err != nil {
		t.Skipf("network namespaces are not permitted here (%s); the cluster is not tried over a network", bytes.TrimSpace(out))
	}
	h.in("s", "link add br0 type bridge")
	h.in("s", "link set br0 up")
	for i, x := range []string{"c", "a", "b"} {
		h.ip("netns add " + h.name + x)
		h.in(x, "link add eth0 type veth peer name to-"+x+" netns "+h.name+"s")
		h.in("s", "link set dev to-"+x+" master br0 up")
		h.in(x, fmt.Sprintf("addr add 10.77.0.%d/24 dev eth0", i+1))
		h.in(x, "link set eth0 up")
		h.in(x, "link set lo up")
	}
	return h
}

func (h *hosts) ip(args string) {
	h.t.Helper()
	if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
		h.t.Fatalf("ip %s: %v\n%s", args, err, out)
	}
}

func (h *hosts) in(host, args string) {
	h.t.Helper()
	h.ip("-n " + h.name + host + " " + args)
}

// start starts the program on a host, after a command of the shell.
func (h *hosts) start(host, first string, args ...string) *running {
	h.t.Helper()
	// ip and sh give way to the program, which so has their process number.
	words := append([]string{"netns", "exec", h.name + host, "sh", "-c", first + ` && exec "$0" "$@"`, os.Args[0]}, args...)
	r := &running{t: h.t, name: args[0], c: exec.Command("ip", words...)}
	r.c.Env = append(os.Environ(), "CASUS_TEST_RUN=1", "CASUS_QUEUE_TOKEN="+queueToken)
	r.c.Stdout, r.c.Stderr = r, r
	if err := r.c.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		r.kill()
		if strings.Contains(r.text(), queueToken) {
			h.t.Errorf("the token is told:\n%s", r.text())
		}
	})
	return r
}

// certificates makes an authority and a certificate for an address.
func certificates(t *testing.T, address string) (ca, cert, key string) {
	t.Helper()
	dir := t.TempDir()
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	file := func(name, kind string, b []byte) string {
		path := filepath.Join(dir, name)
		check(os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600))
		return path
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "news room"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	rootDER, err := x509.CreateCertificate(rand.Reader, root, root, &rootKey.PublicKey, rootKey)
	check(err)
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: root.NotBefore, NotAfter: root.NotAfter, IPAddresses: []net.IP{net.ParseIP(address)}}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, root, &leafKey.PublicKey, rootKey)
	check(err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(leafKey)
	check(err)
	return file("ca.pem", "CERTIFICATE", rootDER), file("cert.pem", "CERTIFICATE", leafDER), file("key.pem", "PRIVATE KEY", pkcs8)
}

// TestNetwork: a coordinator and two workers on three hosts, over TLS. One worker is cut
// off in the middle of the work and comes back, the other is killed and started again;
// the record is that of one process.
func TestNetwork(t *testing.T) {
	h := newHosts(t)
	dir := t.TempDir()
	news := invented(t, dir, 1600)
	calm, at := filepath.Join(dir, "calm.db"), filepath.Join(dir, "net.db")
	finish(t, []string{"ingest", news, "--store", calm})
	finish(t, []string{"ingest", news, "--uncoded", "--store", at})
	ca, cert, key := certificates(t, "10.77.0.1")
	coordinator := h.start("c", "true", "cluster", "--store", at, "--coordinate", "--listen", "10.77.0.1:4222", "--queue", filepath.Join(dir, "queue"), "--cert", cert, "--key", key)
	coordinator.says("workers connect to")
	worker := func(host string) *running {
		return h.start(host, "true", "worker", "--connect", "nats://10.77.0.1:4222", "--ca", ca, "--jobs", "1")
	}
	a, b := worker("a"), worker("b")
	becomes(t, at, func(c store.Counts) bool { return c.Coded >= 100 })
	for _, p := range []*running{coordinator, a, b} {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.c.Process.Pid))
		if err != nil || bytes.Contains(line, []byte(queueToken)) || !bytes.Contains(line, []byte("10.77.0.1:4222")) {
			t.Errorf("in the list of processes: %q %v", line, err)
		}
	}
	h.in("s", "link set dev to-a down")
	cut := time.Now()
	b.kill()
	again := worker("b")
	before := becomes(t, at, func(store.Counts) bool { return true }).Coded
	becomes(t, at, func(c store.Counts) bool { return c.Coded >= before+200 })
	time.Sleep(time.Until(cut.Add(4 * time.Second)))
	h.in("s", "link set dev to-a up")
	if err := coordinator.c.Wait(); err != nil {
		t.Errorf("the coordinator: %v\n%s", err, coordinator.text())
	}
	for _, p := range []*running{a, again} {
		p.stop()
		if strings.Contains(p.text(), "casus: 0 dispatches done") {
			t.Errorf("a worker did nothing:\n%s", p.text())
		}
	}
	same(t, "coded over a network", unordered(dump(t, calm)), unordered(dump(t, at)))
}

// TestNetworkShards: of two workers one does not see the archive.
func TestNetworkShards(t *testing.T) {
	h := newHosts(t)
	dir := t.TempDir()
	calm, at := filepath.Join(dir, "calm.db"), filepath.Join(dir, "net.db")
	archive := filepath.Join(dir, "archive")
	for i := range 3 {
		if err := os.MkdirAll(archive, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(archive, fmt.Sprintf("day%d.warc.gz", i)), packed(t, pagesOf(30*i, 30)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, []string{"ingest", archive, "--store", calm})
	coordinator := h.start("c", "true", "cluster", "--store", at, "--coordinate", "--listen", "10.77.0.1:4222", "--queue", filepath.Join(dir, "queue"), archive)
	coordinator.says("workers connect to")
	blind := h.start("a", "mount -t tmpfs none "+archive, "worker", "--connect", "nats://10.77.0.1:4222", "--jobs", "1")
	blind.says("mount the folder there")
	h.start("b", "true", "worker", "--connect", "nats://10.77.0.1:4222", "--jobs", "1")
	if err := coordinator.c.Wait(); err != nil {
		t.Errorf("the coordinator: %v\n%s", err, coordinator.text())
	}
	blind.stop()
	same(t, "read over a network", apart(dump(t, calm)), apart(dump(t, at)))
}
