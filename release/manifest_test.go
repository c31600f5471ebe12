package release

import (
	"errors"
	"strings"
	"testing"

	"casus"
)

func TestManifest(t *testing.T) {
	for in, ok := range map[string]bool{
		`{"format":"casus release 1","files":[{"name":"a.txt"}]}`:         true,
		`{"format":"casus release 1","files":[{"name":"../a.txt"}]}`:      false,
		`{"format":"casus release 1","files":[{"name":"/etc/x"}]}`:        false,
		`{"format":"casus release 1","files":[{"name":"manifest.json"}]}`: false,
		`{"format":"casus release 1","files":[{"name":".."}]}`:            false,
		`{"format":"casus release 9"}`:                                    false,
		`{"format":"casus release 1","other":1}`:                          false,
		`nonsense`:                                                        false,
	} {
		if _, err := parseManifest([]byte(in)); (err == nil) != ok || err != nil && !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"format":"casus release 1","files":[{"name":"a.txt","rows":3}],"counts":{"by_event":{"AID":1}}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := parseManifest(in)
		if err != nil {
			return
		}
		for _, x := range m.Files {
			if strings.ContainsAny(x.Name, "/") {
				t.Fatalf("%q leads elsewhere", x.Name)
			}
		}
	})
}
