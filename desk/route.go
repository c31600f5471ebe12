package desk

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"casus"
	"casus/desk/access"
)

// route is a row of the table: who may do what, and what does it.
type route struct {
	method, pattern string
	// role is the least that somebody must have.
	role access.Role
	do   func(*Desk, *visit) error
}

// routes is the table. Each group of pages has its own list beside its handlers.
func routes() []route {
	return slices.Concat(
		[]route{
			{"GET", "/static/{file}", access.Nobody, (*Desk).static},
			{"POST", "/theme", access.Nobody, (*Desk).themeChange},
		},
		todayRoutes(), eventRoutes(), dispatchRoutes(), speechRoutes(), correctionRoutes(), libraryRoutes(),
	)
}

// visit is one request: who asks, and where the answer goes.
type visit struct {
	w http.ResponseWriter
	r *http.Request
	// who asks.
	who visitor
	// pattern of the route.
	pattern string
}

// visitor is somebody at the desk.
type visitor struct {
	Name string
	Role access.Role
}

// May says whether the visitor's role is enough.
func (v visitor) May(role string) bool {
	r, err := access.ParseRole(role)
	return err == nil && v.Role >= r
}

// routed is the handler of the table.
func (d *Desk) routed(table []route) http.Handler {
	mux := http.NewServeMux()
	for _, r := range table {
		mux.HandleFunc(r.method+" "+r.pattern, func(w http.ResponseWriter, req *http.Request) { d.serve(&r, w, req) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		d.serve(&route{pattern: "/", role: access.Nobody, do: func(*Desk, *visit) error { return casus.ErrNotFound }}, w, req)
	})
	return d.guarded(mux)
}

// serve answers one request of a route.
func (d *Desk) serve(r *route, w http.ResponseWriter, req *http.Request) {
	begin := time.Now()
	v := &visit{w: w, r: req, pattern: r.pattern, who: d.visitorOf(req)}
	var err error
	if v.who.Role < r.role {
		err = errDenied
	} else {
		err = r.do(d, v)
	}
	if err != nil {
		d.fail(v, err)
	}
	d.log.Debug("served", "method", req.Method, "path", req.URL.Path, "route", r.pattern, "took", time.Since(begin))
}

// errDenied is the answer to those who may not.
var errDenied = errors.New("you may not do that")

// statusOf maps the kinds of error to HTTP.
func statusOf(err error) int {
	switch {
	case errors.Is(err, casus.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, casus.ErrInvalid):
		return http.StatusBadRequest
	case errors.Is(err, casus.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, casus.ErrUnavailable):
		return http.StatusServiceUnavailable
	case errors.Is(err, errDenied):
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
}

// fail shows an error. What went wrong inside is told to the log alone.
func (d *Desk) fail(v *visit, err error) {
	status := statusOf(err)
	message := err.Error()
	if status == http.StatusInternalServerError {
		if v.r.Context().Err() != nil {
			return // the visitor has gone
		}
		d.log.Error("failed", "path", v.r.URL.Path, "error", err)
		message = "Something went wrong inside. The log has the reason."
	}
	d.errorPage(v, status, message)
}
