// Package desk is the web page at which the record is read, questioned and corrected,
// and the interface for programs beside it.
//
// Pages are made on the server, from templates, and need no script; small modules of
// script add keys and what comes in live. Every page is a row of one table (route.go)
// with the role that it needs. What a page shows is kept in the record and nowhere
// else: a page is made of what the store answers and, where it shows how a sentence was
// read, of the dispatch read again.
//
// Text from outside reaches a page only through html/template, under a content policy
// that lets no inline script or style run.
package desk

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"casus"
	"casus/desk/access"
	"casus/desk/chart"
	"casus/pipeline"
	"casus/record"
	"casus/store"
)

// Options of a desk.
type Options struct {
	// Store is the record that is shown.
	Store store.Store
	// Pipeline reads dispatches again to show how they were read, and codes text that
	// is sent. It must have been loaded with all layers.
	Pipeline *pipeline.Pipeline
	// Scores is the text of eval/scores.txt: how well this version reads.
	Scores string
	// Version of the program.
	Version string
	// Users may log in. Where there are none, the desk answers on this machine alone and
	// everybody there may do everything.
	Users *access.Users
	// Work is the coding of the record in this program, or nil where it only shows.
	Work Work
	// Secure says that pages are reached by https, through a proxy.
	Secure bool
	// Log takes what happens; nil for nobody.
	Log *slog.Logger
	// Now is the clock; time.Now if nil.
	Now func() time.Time
}

// Desk serves pages and the interface over one record.
type Desk struct {
	store      store.Store
	pipeline   *pipeline.Pipeline
	recorder   *record.Recorder
	scores     string
	version    string
	log        *slog.Logger
	now        func() time.Time
	views      views
	assets     assets
	names      names
	codebook   codebook
	menus      map[access.Role][]group
	facetCache facetCache
	// counting lets one count be made at a time.
	counting    chan struct{}
	readings    readings
	front       front
	correcting  sync.Mutex
	guards      guards
	saidCache   saidCache
	operations  http.Handler
	api         huma.API
	description []byte
	metrics     metrics
	work        Work
	counted     counted
	live        live
	stopping    chan struct{}
	stopOnce    sync.Once
	handler     http.Handler
	lastDays    held[string]
	pairSums    held[*pairsView]
	places      held[*placesView]
	atlas       *chart.Atlas
	holders     holders
	dyads       held[*dyad]
	drawings    held[template.HTML]
	storyLists  held[*storyListView]
}

// New makes a desk. It fails where a template is missing or wrong.
func New(o Options) (*Desk, error) {
	if o.Store == nil || o.Pipeline == nil {
		return nil, fmt.Errorf("a desk needs a record and a pipeline: %w", casus.ErrInvalid)
	}
	d := &Desk{store: o.Store, pipeline: o.Pipeline, scores: o.Scores, version: o.Version, work: o.Work, log: o.Log, now: o.Now}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	d.recorder = &record.Recorder{Store: o.Store, Pipeline: o.Pipeline, Now: d.now}
	d.guards, d.stopping = newGuards(&o, d.now), make(chan struct{})
	d.names = newNames(o.Pipeline.Lexicon())
	var err error
	d.counting = make(chan struct{}, 1)
	d.facetCache.made = map[string]*facetEntry{}
	if d.codebook, err = newCodebook(); err != nil {
		return nil, err
	}
	if d.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if d.atlas, err = chart.NewAtlas(); err != nil {
		return nil, err
	}
	if d.views, err = loadViews(d); err != nil {
		return nil, err
	}
	if err = d.describe(); err != nil {
		return nil, err
	}
	d.menus = map[access.Role][]group{}
	for r := access.Nobody; r <= access.Owner; r++ {
		d.menus[r] = menuFor(r)
	}
	d.handler = d.routed(routes())
	return d, nil
}

// ServeHTTP implements http.Handler.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.handler.ServeHTTP(w, r) }

// Timeouts of the server, and how long it waits for what is under way when it stops.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = time.Minute
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 10 * time.Second
	maxHeader     = 64 << 10
)

// Server is an HTTP server for the desk, with its bounds.
func (d *Desk) Server() *http.Server {
	s := &http.Server{Handler: d, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(d.log.Handler(), slog.LevelDebug)}
	go func() { _, _, _ = d.front.get(d.now(), d.frontPage) }() // so that the first visitor does not wait
	s.RegisterOnShutdown(func() { d.stopOnce.Do(func() { close(d.stopping) }) })
	return s
}

// Stop lets what is under way end, and cuts it off after a while.
func Stop(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}
