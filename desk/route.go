package desk

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
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
		accountRoutes(), operationRoutes(), workRoutes(), apiRoutes(), pictureRoutes(),
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
	a := newAnswer(w, req)
	defer a.close()
	v := &visit{w: a, r: req, pattern: r.pattern, who: d.visitorOf(req)}
	err := d.admit(v, r.role)
	if err == nil {
		err = r.do(d, v)
	}
	if err != nil {
		d.fail(v, err)
	}
	took := time.Since(begin)
	d.metrics.add(r.method+" "+r.pattern, max(a.status, http.StatusOK), took)
	d.log.Debug("served", "method", req.Method, "path", req.URL.Path, "status", a.status, "took", took, "who", v.who.Name)
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
	case errors.Is(err, errUnknown):
		return http.StatusUnauthorized
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests
	case errors.As(err, new(*http.MaxBytesError)):
		return http.StatusRequestEntityTooLarge
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
	program := strings.HasPrefix(v.pattern, "/api/") || v.r.Header.Get("Authorization") != ""
	switch {
	case status == http.StatusUnauthorized && !program && v.r.Method == http.MethodGet:
		http.Redirect(v.w, v.r, address("/login", url.Values{"back": {v.r.URL.RequestURI()}}), http.StatusSeeOther)
	case program:
		if status == http.StatusUnauthorized {
			v.w.Header().Set("WWW-Authenticate", `Bearer realm="casus"`)
		}
		d.problem(v, status, message)
	default:
		d.errorPage(v, status, message)
	}
}

// problem tells a program what went wrong (RFC 9457).
func (d *Desk) problem(v *visit, status int, message string) {
	b, err := json.Marshal(map[string]any{"title": http.StatusText(status), "status": status, "detail": message})
	if err != nil {
		return
	}
	v.w.Header().Set("Content-Type", "application/problem+json")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(append(b, '\n')) // the visitor may have gone
}

// Route is a row of the table of routes, for tests and documents.
type Route struct{ Method, Pattern, Role string }

// Table lists the routes with the role that each needs.
func (d *Desk) Table() []Route {
	var out []Route
	for _, r := range routes() {
		out = append(out, Route{r.method, r.pattern, r.role.String()})
	}
	return out
}
