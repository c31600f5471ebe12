// Package jetstream carries the queue on NATS JetStream: on a server within the
// program that opens no port, on one that does so that workers on other machines can
// join, or on a cluster of servers outside.
//
// Nothing here relies on the server's memory of message ids: on a work queue it does
// not outlive a restart. A message may come twice, and who takes it must bear that.
package jetstream

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"casus"
	"casus/internal/lockfile"
)

// ServerOptions of a server within the program.
type ServerOptions struct {
	// Dir keeps the queue; it may be deleted while no server runs.
	Dir string
	// Listen is an address for workers on other machines ("0.0.0.0:4222"); "" opens
	// no port.
	Listen string
	// Token is what workers must show; needed where Listen is not loopback, unless they
	// must show a certificate.
	Token string
	// Cert and Key are files for TLS; ClientCA is one of the authorities that workers'
	// certificates must be signed by, where they must show some.
	Cert, Key, ClientCA string
	// Name, Cluster (an address for the other servers) and Routes (their addresses)
	// make it one of several that keep the queue together.
	Name, Cluster string
	Routes        []string
	// Sync writes each message to the disk before it is taken for kept. One server by
	// itself should, several need not.
	Sync bool
}

// Server is a server within the program.
type Server struct {
	s       *server.Server
	release func()
}

// maxPayload is how large a message may be: 8 MB, what NATS advises against exceeding.
const maxPayload = 8 << 20

// StartServer starts a server and waits until it answers.
func StartServer(o ServerOptions) (*Server, error) {
	opts := &server.Options{
		ServerName: o.Name, JetStream: true, StoreDir: o.Dir, DontListen: o.Listen == "", NoSigs: true, NoLog: true,
		MaxPayload: maxPayload, Authorization: o.Token, SyncAlways: o.Sync, WriteDeadline: 10 * time.Second, PingInterval: 10 * time.Second,
	}
	if o.Listen != "" {
		host, port, err := split(o.Listen)
		if err != nil {
			return nil, err
		}
		if ip := net.ParseIP(host); o.Token == "" && o.ClientCA == "" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("the queue on %s: other machines can reach it, so workers must show a token; set one in CASUS_QUEUE_TOKEN: %w", o.Listen, casus.ErrInvalid)
		}
		opts.Host, opts.Port = host, port
	}
	if o.Cluster != "" {
		host, port, err := split(o.Cluster)
		if err != nil {
			return nil, err
		}
		opts.Cluster = server.ClusterOpts{Name: "casus", Host: host, Port: port}
		for _, r := range o.Routes {
			u, err := url.Parse(r)
			if err != nil { // which may hold a password
				return nil, fmt.Errorf("an address of the other servers cannot be read; write it like nats://HOST:6222: %w", casus.ErrInvalid)
			}
			opts.Routes = append(opts.Routes, u)
		}
	}
	if err := o.secure(opts); err != nil {
		return nil, err
	}
	release, err := holdDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s, err := server.NewServer(opts)
	if err != nil {
		release()
		return nil, fmt.Errorf("the queue: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(20*time.Second) || !s.JetStreamEnabled() {
		s.Shutdown()
		release()
		return nil, fmt.Errorf("the queue in %s does not start; is the port %s taken? %w", o.Dir, o.Listen, casus.ErrUnavailable)
	}
	return &Server{s, release}, nil
}

// holdDir keeps two servers from writing to one folder: they would spoil it.
func holdDir(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder of the queue: %w", err)
	}
	release, ok, err := lockfile.Try(filepath.Join(dir, "held"))
	if err == nil && !ok {
		err = fmt.Errorf("the queue in %s is used by another process; name another folder: %w", dir, casus.ErrConflict)
	}
	if err != nil {
		return nil, err
	}
	return release, nil
}

// Address is where workers connect to.
func (s *Server) Address() string { return s.s.ClientURL() }

// Stop stops the server.
func (s *Server) Stop() {
	s.s.Shutdown()
	s.s.WaitForShutdown()
	s.release()
}

func split(address string) (string, int, error) {
	host, p, err := net.SplitHostPort(address)
	if err == nil {
		var port int
		if port, err = strconv.Atoi(p); err == nil {
			if port == 0 {
				port = server.RANDOM_PORT
			}
			return host, port, nil
		}
	}
	return "", 0, fmt.Errorf("the address %q: write HOST:PORT: %w", address, errors.Join(casus.ErrInvalid, err))
}
