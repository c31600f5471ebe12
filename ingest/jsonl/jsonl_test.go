package jsonl_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"casus"
	"casus/ingest/jsonl"
)

func ExampleRead() {
	in := `{"id": "a", "date": "2024-06-21", "text": "Seoul called in the envoy."}
{"text": broken}
{"id": 17, "date": "last week", "text": "Talks opened."}
`
	warn := func(m string) { fmt.Println("warning:", m) }
	for d, err := range jsonl.Read(strings.NewReader(in), jsonl.Options{Name: "in.jsonl", Warn: warn}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(d.ID, d.Published.Format("2006-01-02"), d.Text)
	}
	// Output:
	// a 2024-06-21 Seoul called in the envoy.
	// in.jsonl:2: not a JSON object with a dispatch: invalid character 'b' looking for beginning of value: invalid
	// warning: in.jsonl:3: the date "last week" is no day like 2024-06-21; relative dates of this dispatch stay unresolved
	// 17 0001-01-01 Talks opened.
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"blank lines", "\n  \n{\"text\":\"x\"}\n\n", "x:3 x"},
		{"no line end", `{"text":"x"}`, "x:1 x"},
		{"carriage returns", "{\"text\":\"x\"}\r\n{\"text\":\"y\"}\r\n", "x:1 x|x:2 y"},
		{"no text", `{"id":"a"}`, `x:1: the object has no "text"; the news item must stand there: invalid`},
		{"no object", "17\n{\"text\":\"x\"}", "x:1: not a JSON object with a dispatch: json: cannot unmarshal number into Go value of type jsonl.record: invalid|x:2 x"},
		{"null id", `{"id":null,"text":"x"}`, "x:1 x"},
	} {
		var got []string
		for d, err := range jsonl.Read(strings.NewReader(c.in), jsonl.Options{Name: "x"}) {
			if err != nil {
				got = append(got, err.Error())
				continue
			}
			got = append(got, d.ID+" "+d.Text)
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestReadPassesOnReadErrors(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("{\"text\":\"x\"}\n"), iotest.ErrReader(errors.New("the disk is gone")))
	n, last := 0, error(nil)
	for _, err := range jsonl.Read(broken, jsonl.Options{Name: "x"}) {
		n, last = n+1, err
	}
	if n != 2 || last == nil || last.Error() != "x:2: the disk is gone" {
		t.Errorf("%d items, then %v", n, last)
	}
}

// longLine is a line of n bytes, then a good one.
func longLine(n int64) io.Reader {
	return io.MultiReader(io.LimitReader(endless('x'), n), strings.NewReader("\n{\"id\":\"b\",\"text\":\"y\"}\n"))
}

type endless byte

func (e endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(e)
	}
	return len(b), nil
}

func TestReadLeavesOutLongLines(t *testing.T) {
	var got []string
	for d, err := range jsonl.Read(longLine(jsonl.MaxLine+1), jsonl.Options{Name: "x"}) {
		got = append(got, fmt.Sprint(d.ID, errors.Is(err, casus.ErrInvalid)))
	}
	if g := strings.Join(got, "|"); g != "true|bfalse" {
		t.Errorf("got %s", g)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("{\"id\":1,\"text\":\"x\",\"date\":\"2024-06-21\"}\n{\n\n\xff{\"text\":\"\xc3\"}")
	f.Fuzz(func(t *testing.T, s string) {
		lines := strings.Count(s, "\n") + 1
		for range jsonl.Read(strings.NewReader(s), jsonl.Options{}) {
			lines--
		}
		if lines < 0 {
			t.Error("more dispatches than lines")
		}
	})
}
