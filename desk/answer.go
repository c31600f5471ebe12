package desk

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// answer is a response that knows its status, and that is packed where the visitor
// takes it so and it is worth it.
type answer struct {
	http.ResponseWriter
	packs  bool
	status int
	zip    *gzip.Writer
}

// zips are packers for use again.
var zips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return z
}}

func newAnswer(w http.ResponseWriter, r *http.Request) *answer {
	return &answer{ResponseWriter: w, packs: strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Method != http.MethodHead}
}

// packed are the kinds that are packed.
var packed = []string{"text/html", "text/css", "text/javascript", "text/csv", "text/plain", "application/json", "application/atom+xml", "application/problem+json", "application/vnd.oai", "image/svg+xml"}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status = status
	h := a.Header()
	if a.packs && h.Get("Content-Encoding") == "" && status != http.StatusNoContent && status != http.StatusNotModified {
		for _, kind := range packed {
			if strings.HasPrefix(h.Get("Content-Type"), kind) {
				h.Set("Content-Encoding", "gzip")
				h.Del("Content-Length")
				a.zip = zips.Get().(*gzip.Writer)
				a.zip.Reset(a.ResponseWriter)
				break
			}
		}
	}
	h.Add("Vary", "Accept-Encoding")
	a.ResponseWriter.WriteHeader(status)
}

// Write implements io.Writer.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		if a.Header().Get("Content-Type") == "" {
			a.Header().Set("Content-Type", http.DetectContentType(b))
		}
		a.WriteHeader(http.StatusOK)
	}
	if a.zip != nil {
		return a.zip.Write(b)
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush sends what is there.
func (a *answer) Flush() {
	if a.zip != nil {
		_ = a.zip.Flush() // the visitor may have gone
	}
	_ = http.NewResponseController(a.ResponseWriter).Flush()
}

// close ends the packing.
func (a *answer) close() {
	if a.zip != nil {
		_ = a.zip.Close() // the visitor may have gone
		zips.Put(a.zip)
		a.zip = nil
	}
}
