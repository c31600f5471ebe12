package gdelt_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casus/ingest/gdelt"
)

// line has values at some of its columns.
func line(columns int, at map[int]string) string {
	f := make([]string, columns)
	for i, v := range at {
		f[i] = v
	}
	return strings.Join(f, "\t") + "\n"
}

func mention(id, address string) string {
	return line(16, map[int]string{0: id, 1: "20240620230000", 2: "20240621101500", 3: "1", 4: "wire.example", 5: address, 11: "60"})
}

func read(in string) string {
	var b strings.Builder
	for d, err := range gdelt.Read(strings.NewReader(in), gdelt.Options{Name: "x"}) {
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		fmt.Fprintf(&b, "%s %s %s %s\n", d.ID, d.Published.Format(time.DateTime), d.Publisher, d.URL)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	const a = "https://www.wire.example/a"
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"mentions", mention("1", a) + mention("2", a) + mention("3", "BBC Monitoring") + mention("4", a+"b"), "x:1 2024-06-21 10:15:00 wire.example " + a + "\nx:4 2024-06-21 10:15:00 wire.example " + a + "b\n"},
		{"events", line(61, map[int]string{0: "1", 1: "20230621", 59: "20240621101500", 60: a}), "x:1 2024-06-21 10:15:00 wire.example " + a + "\n"},
		{"events of version 1", line(58, map[int]string{0: "1", 56: "20130501", 57: a}), "x:1 2013-05-01 00:00:00 wire.example " + a + "\n"},
		{"knowledge graph", line(27, map[int]string{0: "20240621101500-1", 1: "20240621101500", 2: "1", 3: "wire.example", 4: a}), "x:1 2024-06-21 10:15:00 wire.example " + a + "\n"},
		{"list of files", "150383 0123456789abcdef0123456789abcdef http://data.example/gdeltv2/20240621101500.export.CSV.zip\nrubbish\n", "x:1 2024-06-21 10:15:00  http://data.example/gdeltv2/20240621101500.export.CSV.zip\nx:2: the line is not size, MD5 and address of a file: invalid\n"},
		{"a short line", mention("1", a) + "2\tx\n" + mention("3", a+"c"), "x:1 2024-06-21 10:15:00 wire.example " + a + "\nx:2: the line has 2 columns; a line of mentions has 16: invalid\nx:3 2024-06-21 10:15:00 wire.example " + a + "c\n"},
		{"no address", mention("1", "https://%zz/"), "x:1: \"https://%zz/\" is no address: invalid\n"},
		{"another file", "a\tb\n", "x:1: no file of GDELT: 2 columns at tabs, where events have 61 or 58, mentions 16 and the knowledge graph 27: invalid\n"},
		{"a long line", mention("1", a) + strings.Repeat("x", gdelt.MaxLine+5) + "\n" + mention("2", a+"b"), "x:1 2024-06-21 10:15:00 wire.example " + a + "\nx:2: the line is longer than 1 MB; it is left out: invalid\nx:3 2024-06-21 10:15:00 wire.example " + a + "b\n"},
	} {
		if got := read(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestLooks(t *testing.T) {
	for in, want := range map[string]gdelt.Kind{
		mention("1", "x"): gdelt.Mentions, "id\ttext\n": gdelt.None, "": gdelt.None,
		line(16, map[int]string{0: "name"}): gdelt.None, "1 2 3": gdelt.None,
	} {
		if got := gdelt.Looks([]byte(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(mention("1", "https://wire.example/a") + "x\n")
	f.Add("150383 0123456789abcdef0123456789abcdef http://data.example/20240621101500.export.CSV.zip\n")
	f.Fuzz(func(t *testing.T, s string) { read(s) })
}
