package desk

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"casus"
	"casus/desk/chart"
)

//go:embed static
var staticFiles embed.FS

// assets are the style sheet and the script, by name.
type assets map[string]asset

type asset struct {
	body         []byte
	kind, digest string
}

var kinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

func loadAssets() (assets, error) {
	out := assets{}
	err := fs.WalkDir(staticFiles, "static", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(name)
		out.add(path.Base(name), b)
		return err
	})
	out.add("chart.css", []byte(chart.Style()))
	return out, err
}

func (a assets) add(name string, b []byte) {
	sum := sha256.Sum256(b)
	a[name] = asset{b, kinds[path.Ext(name)], hex.EncodeToString(sum[:6])}
}

// address of an asset; it changes with what it holds, so that it may be kept for ever.
func (a assets) address(name string) string { return "/static/" + name + "?v=" + a[name].digest }

// static sends the style sheet or the script.
func (d *Desk) static(v *visit) error {
	a, ok := d.assets[v.r.PathValue("file")]
	if !ok {
		return casus.ErrNotFound
	}
	h := v.w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", `"`+a.digest+`"`)
	h.Set("Cache-Control", "public, max-age=3600")
	if v.r.URL.Query().Get("v") == a.digest {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.Contains(v.r.Header.Get("If-None-Match"), a.digest) {
		v.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, err := v.w.Write(a.body)
	return gone(err)
}
