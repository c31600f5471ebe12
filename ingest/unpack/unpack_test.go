package unpack_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"casus/ingest/unpack"
)

func packed(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func TestGzip(t *testing.T) {
	whole := packed(t, []byte("Seoul called in the envoy.\n"))
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"one part", whole, ""},
		{"two parts", append(bytes.Clone(whole), whole...), ""},
		{"cut", whole[:len(whole)-9], "ends too early"},
		{"a bomb", packed(t, make([]byte, 64<<20)), "200 times"},
	} {
		r, err := unpack.Gzip(bytes.NewReader(c.in))
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := unpack.Gzip(strings.NewReader("\x1f\x8b\x08")); err == nil {
		t.Error("a broken head passed")
	}
}

func TestMember(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("zeros")
	f.Write(make([]byte, unpack.MaxMember+1))
	w.Close()
	a, err := unpack.Zip(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Open(a.Files[0], true); !errors.Is(err, unpack.ErrLarge) {
		t.Errorf("a large member: %v", err)
	}
	r, err := a.Open(a.Files[0], false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, r); !errors.Is(err, unpack.ErrBomb) {
		t.Errorf("a bomb: %v", err)
	}
}
