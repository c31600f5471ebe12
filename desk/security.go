package desk

import (
	"net/http"
	"net/url"

	"casus/desk/access"
)

// policy is the content policy: nothing from elsewhere, nothing inline.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxBody bounds what a request may send.
const maxBody = 1 << 20

// guarded puts around a handler what every answer has: the headers, the bound on what
// is sent, and the refusal of writes from other sites.
func (d *Desk) guarded(next http.Handler) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
	return http.NewCrossOriginProtection().Handler(h)
}

// visitorOf says who asks. Where nobody logs in, everybody on this machine may do
// everything, under a name of their choice.
func (d *Desk) visitorOf(r *http.Request) visitor {
	name := "you"
	if c, err := r.Cookie("author"); err == nil {
		if x, err := url.QueryUnescape(c.Value); err == nil && oneLine(x) != "" {
			name = clip(60, oneLine(x))
		}
	}
	return visitor{name, access.Owner}
}
