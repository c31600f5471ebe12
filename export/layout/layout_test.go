package layout_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/export"
	"casus/export/layout"
	"casus/store"
)

const text = "Seoul urged Moscow on Friday to halt the talks. \"We will not,\" Moscow said."

func ptr[T any](x T) *T { return &x }

var (
	kor = export.Party{Text: "Seoul", Span: &casus.Span{Begin: 0, End: 5}, Name: "South Korea", Code: "KOR", Country: "KOR", Sector: []string{}}
	rus = export.Party{Text: "Moscow", Span: &casus.Span{Begin: 12, End: 18}, Name: "Russian defence ministry", Code: "RUSGOVMIL", Country: "RUS", Sector: []string{"GOV", "MIL"}}
	rom = export.Party{Text: "Bucharest", Name: "Romania", Code: "ROU", Country: "ROU", Sector: []string{}}
	un  = export.Party{Text: "the UN", Name: "United Nations", Code: "IGOUNO", Country: "IGO", Sector: []string{}}
	men = export.Party{Text: "gunmen", Span: &casus.Span{Begin: 1, End: 4}, Sector: []string{}}
)

func tables(t testing.TB) *layout.Tables {
	t.Helper()
	x, err := layout.Load()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// event is an event made by hand.
func event(id, what, cameo string, quad int, a, r []export.Party) store.Event {
	b := export.Event{
		ID: id, Event: what, Mode: []string{"change"}, Context: []string{"military"}, CAMEO: export.Text(cameo), Quad: export.Quad(quad),
		Scores: export.Scores{Plover: ptr(-2.5), Goldstein: ptr(-0.3)}, Actor: a, Recipient: r,
		Date:       export.Date{Value: "2024-06-21", Granularity: "day"},
		Place:      &export.Place{Text: "Moscow", Span: &casus.Span{Begin: 12, End: 18}, Name: "Moscow", Country: "RUS", Admin1: "Moscow Oblast", Lat: ptr(55.75), Lon: ptr(37.62), GeoNames: "524901", Precision: "town", Why: `"in" under the act`},
		Evidence:   export.Evidence{Span: casus.Span{Begin: 0, End: 47}, Text: text[:47], Trigger: casus.Span{Begin: 6, End: 11}, Reading: "ASK(STOP(DISCUSS))", Pattern: "ask/urge/to-do"},
		Confidence: 0.83,
	}
	body, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return store.Event{ID: id, Dispatch: "d1", Event: what, CAMEO: cameo, Quad: quad, Day: "2024-06-21", Counted: true, Confidence: 0.83, Mentions: 3, Sources: 2, Occurrence: "o" + id, JSON: body}
}

func dispatch() *store.Dispatch {
	return &store.Dispatch{Dispatch: casus.Dispatch{ID: "d1", URL: "https://www.wire.example/a?b=1;c=2", Publisher: "Example Wire", Title: "Seoul urges Moscow", Text: text,
		Published: time.Date(2024, 6, 21, 7, 30, 0, 0, time.UTC), Licence: "CC0"}, Language: "en"}
}

var coder = store.NewCoder("1.2.3", "m", "l", "o")

func item(t testing.TB, e store.Event, d *store.Dispatch) *layout.Item {
	t.Helper()
	it, err := layout.NewItem(e, d, &coder, false)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// items are events of the kinds that matter: one to one, several to several, on each
// other, by nobody known, with words that no table can hold.
func items(t testing.TB) []*layout.Item {
	both := event("e3", "CONSULT", "040", 1, []export.Party{kor, rus, rom}, nil)
	var b export.Event
	if err := json.Unmarshal(both.JSON, &b); err != nil {
		t.Fatal(err)
	}
	b.Reciprocal, b.Recipient = true, []export.Party{}
	both.JSON, _ = json.Marshal(b)
	both.Reciprocal = true
	nasty := kor
	nasty.Name, nasty.Code = "=cmd|' /C calc'!A0\t\"x\";\n<b>y</b>", "KORBUS"
	d := dispatch()
	far := dispatch()
	far.URL, far.Publisher, far.Published = "", "=HYPERLINK(\"x\")", time.Time{}
	noplace := event("e6", "THREATEN", "130", 3, []export.Party{un}, []export.Party{kor})
	_ = json.Unmarshal(noplace.JSON, &b)
	b.Place = nil
	noplace.JSON, _ = json.Marshal(b)
	return []*layout.Item{
		item(t, event("e1", "REQUEST", "0242", 3, []export.Party{kor}, []export.Party{rus}), d),
		item(t, event("e2", "AID", "073", 2, []export.Party{un, rom}, []export.Party{rus, kor}), d),
		item(t, both, d),
		item(t, event("e4", "ASSAULT", "190", 4, []export.Party{men}, []export.Party{rom}), d),
		item(t, event("e5", "PROTEST", "141", 4, []export.Party{nasty}, []export.Party{rom}), far),
		item(t, noplace, d),
	}
}

// TestColumns holds the exact names of the columns of others.
func TestColumns(t *testing.T) {
	actor := func(n string) string {
		return strings.ReplaceAll("#Code #Name #CountryCode #KnownGroupCode #EthnicCode #Religion1Code #Religion2Code #Type1Code #Type2Code #Type3Code ", "#", n)
	}
	geo := func(n string) string {
		return strings.ReplaceAll("#Type #FullName #CountryCode #ADM1Code #ADM2Code #Lat #Long #FeatureID ", "#", n)
	}
	want := map[string]string{
		"gdelt": "GLOBALEVENTID SQLDATE MonthYear Year FractionDate " + actor("Actor1") + actor("Actor2") +
			"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone " +
			geo("Actor1Geo_") + geo("Actor2Geo_") + geo("ActionGeo_") + "DATEADDED SOURCEURL",
		"gdelt-mentions": "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras",
		"icews":          "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude",
		"polecat": "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|" +
			"Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|" +
			"Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version",
		"phoenix": "id date year month day source source_root source_agent source_others target target_root target_agent target_others code root_code quad_class goldstein issues lat lon placename statename countryname ids urls sources",
	}
	count := map[string]int{"gdelt": 61, "gdelt-mentions": 16, "icews": 20, "polecat": 40, "phoenix": 26}
	for _, l := range tables(t).Layouts() {
		sep := " "
		if strings.Contains(want[l.Name], "|") {
			sep = "|"
		}
		var names []string
		for _, c := range l.Columns {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, sep); got != want[l.Name] || len(names) != count[l.Name] {
			t.Errorf("%s has %d columns\n%s\nwant %d\n%s", l.Name, len(names), got, count[l.Name], want[l.Name])
		}
	}
}

func write(t testing.TB, l *layout.Layout, list []*layout.Item) (string, *layout.Writer) {
	t.Helper()
	var b bytes.Buffer
	w := l.NewWriter(&b)
	for _, it := range list {
		if err := w.Write(it, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w
}

func TestRows(t *testing.T) {
	ts := tables(t)
	for _, x := range []struct{ layout, want string }{
		{"gdelt", "#|20240621|202406|2024|2024.4684|KOR|SOUTH KOREA|KOR||||||||RUSGOVMIL|RUSSIAN DEFENCE MINISTRY|RUS|||||GOV|MIL||1|0242|024|02|1|-0.3|3|2|1||||||||||||||||||4|Moscow, Moscow Oblast, Russian Federation|RS|||55.75|37.62||20240621073000|https://www.wire.example/a?b=1;c=2"},
		{"gdelt-mentions", "#|20240621073000|20240621073000|1|wire.example|https://www.wire.example/a?b=1;c=2|1|0|12|6|1|80|75|||"},
		{"icews", "#|2024-06-21|South Korea||South Korea|Appeal for policy change|0242|-0.3|Russian defence ministry|Government,Military,Government|Russian Federation|#|1|Example Wire|Moscow||Moscow Oblast|Russian Federation|55.75|37.62"},
		{"polecat", "e1|2024-06-21|REQUEST|change|-2.5|VERBAL CONFLICT|military|South Korea|KOR|732|None|None|None|Seoul|None|Russian defence ministry|RUS|365|GOV|GOV,MIL|None|Moscow|None|Moscow|Moscow|None|Moscow Oblast|RUS|55.75|37.62|524901|Moscow|None|Example Wire|2024-06-21|None|None|None|en|casus-1.2.3-m-l-o"},
		{"phoenix", "#|20240621|2024|06|21|KOR|KOR|||RUSGOVMIL|RUS|GOV|MIL|0242|02|0|-0.3||55.75|37.62|Moscow|Moscow Oblast|RUS|d1_1|https://www.wire.example/a?b=1%3Bc=2|Example Wire"},
	} {
		l, err := ts.Layout(x.layout)
		if err != nil {
			t.Fatal(err)
		}
		out, _ := write(t, l, items(t)[:1])
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		cells := strings.Split(lines[len(lines)-1], "\t")
		want := strings.Split(x.want, "|")
		if len(cells) != len(want) {
			t.Errorf("%s: %d cells, want %d: %q", x.layout, len(cells), len(want), cells)
			continue
		}
		for i := range want {
			if want[i] != "#" && cells[i] != want[i] {
				t.Errorf("%s, %s: %q, want %q", x.layout, l.Columns[i].Name, cells[i], want[i])
			}
		}
	}
}

// TestRoundTrip writes, reads and writes again: the same bytes; and what is read means
// what was written.
func TestRoundTrip(t *testing.T) {
	ts := tables(t)
	for _, l := range ts.Layouts() {
		out, w := write(t, l, items(t))
		var b bytes.Buffer
		again := l.NewWriter(&b)
		var got []string
		for rec, err := range l.Read(strings.NewReader(out)) {
			if err != nil {
				t.Fatalf("%s: %v", l.Name, err)
			}
			if err := again.Cells(rec.Cells); err != nil {
				t.Fatal(err)
			}
			r := rec.Row
			got = append(got, fmt.Sprintf("%s %s>%s %s %s %d %v", r.Day, r.Source.Key(), r.Target.Key(), r.CAMEO, r.Event, r.Quad, r.Score))
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if b.String() != out {
			t.Errorf("%s: writing what was read gives\n%s\nnot\n%s", l.Name, b.String(), out)
		}
		if len(got) != w.Rows {
			t.Errorf("%s: %d rows written, %d read", l.Name, w.Rows, len(got))
		}
		if d := ts.Detect(strings.SplitN(out, "\n", 2)[0]); d != l {
			t.Errorf("%s is not known again by its first line", l.Name)
		}
		slices.Sort(got)
		if want := meant[l.Name]; want != nil && !slices.Equal(got, want) {
			t.Errorf("%s means\n%s\nwant\n%s", l.Name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// meant is what the items mean in each layout: a meeting of three is six directed pairs;
// who is known by words alone has no key.
var meant = map[string][]string{
	"gdelt": {
		"2024-06-21 >ROU 190 ASSAULT 4 -10",
		"2024-06-21 IGOUNO>KOR 073 AID 2 7.4", "2024-06-21 IGOUNO>KOR 130 THREATEN 3 -4.4", "2024-06-21 IGOUNO>RUS 073 AID 2 7.4",
		"2024-06-21 KOR>ROU 040 CONSULT 1 1", "2024-06-21 KOR>ROU 141 PROTEST 4 -6.5", "2024-06-21 KOR>RUS 0242 REQUEST 1 -0.3", "2024-06-21 KOR>RUS 040 CONSULT 1 1",
		"2024-06-21 ROU>KOR 040 CONSULT 1 1", "2024-06-21 ROU>KOR 073 AID 2 7.4", "2024-06-21 ROU>RUS 040 CONSULT 1 1", "2024-06-21 ROU>RUS 073 AID 2 7.4",
		"2024-06-21 RUS>KOR 040 CONSULT 1 1", "2024-06-21 RUS>ROU 040 CONSULT 1 1",
	},
	"polecat": {
		"2024-06-21 >ROU  ASSAULT 4 -2.5", "2024-06-21 IGO>KOR  THREATEN 3 -2.5", "2024-06-21 KOR>ROU  PROTEST 4 -2.5", "2024-06-21 KOR>RUS  CONSULT 1 -2.5",
		"2024-06-21 KOR>RUS  REQUEST 3 -2.5", "2024-06-21 ROU>RUS  AID 2 -2.5",
	},
}

func TestBadRows(t *testing.T) {
	ts := tables(t)
	gdelt, _ := ts.Layout("gdelt")
	good, _ := write(t, gdelt, items(t)[:1])
	row := strings.Split(strings.TrimSuffix(good, "\n"), "\t")
	with := func(i int, s string) string {
		x := slices.Clone(row)
		x[i] = s
		return strings.Join(x, "\t")
	}
	old := append(append(append(slices.Clone(row[:39]), row[40:47]...), row[48:55]...), row[56:]...)
	for _, x := range []struct{ in, want string }{
		{with(1, "20241399"), "line 1: SQLDATE: \"20241399\" is no day"},
		{with(26, "hello"), "EventCode: \"hello\" is no CAMEO code"},
		{with(29, "7"), "QuadClass: \"7\" is no whole number from 0 to 4"},
		{with(30, "NaN"), "GoldsteinScale"},
		{with(30, "1e99"), "GoldsteinScale"},
		{"a\tb", "2 columns, not 61"},
		{strings.Repeat("x", 2<<20), "longer than 1 MB"},
		{with(6, "caf\xe9"), ""},
		{strings.Join(row, "\t") + "\t\t\t", ""},
		{strings.Join(old, "\t"), ""},
		{"\ufeff" + strings.Join(row, "\t") + "\r", ""},
	} {
		n := 0
		for _, err := range gdelt.Read(strings.NewReader(x.in + "\n" + good)) {
			switch {
			case n == 0 && x.want == "" && err != nil, n == 0 && x.want != "" && (!errors.Is(err, casus.ErrInvalid) || !strings.Contains(err.Error(), x.want)):
				t.Errorf("%.60q: %v, want %q", x.in, err, x.want)
			case n == 1 && err != nil:
				t.Errorf("after %.60q the next row is not read: %v", x.in, err)
			}
			n++
		}
		if n != 2 {
			t.Errorf("%.60q: %d rows, want 2", x.in, n)
		}
	}
}

// TestHeaders reads tables whose header is in another order, quoted, or missing.
func TestHeaders(t *testing.T) {
	ts := tables(t)
	icews, _ := ts.Layout("icews")
	out, _ := write(t, icews, items(t)[:1])
	head, row, _ := strings.Cut(strings.TrimSuffix(out, "\n"), "\n")
	names, cells := strings.Split(head, "\t"), strings.Split(row, "\t")
	slices.Reverse(names)
	slices.Reverse(cells)
	quoted := `"` + strings.Join(cells, "\"\t\"") + `"`
	for _, in := range []string{row, head + "\n" + row, strings.Join(names, "\t") + "\n" + strings.Join(cells, "\t"), strings.Join(names, "\t") + "\n" + quoted} {
		for rec, err := range icews.Read(strings.NewReader(in)) {
			if err != nil || rec.Row.Source.Country != "KOR" || rec.Row.Target.Country != "RUS" || rec.Row.CAMEO != "0242" {
				t.Errorf("%+v %v\nof %s", rec.Row, err, in)
			}
		}
	}
	for name, want := range map[string]string{"United States": "USA", "Russian Federation": "RUS", "Côte d'Ivoire": "CIV", "": ""} {
		line := strings.ReplaceAll(head+"\n"+row, "South Korea\tAppeal", name+"\tAppeal")
		line = strings.Replace(line, "\tSouth Korea\t\t", "\tsomebody\t\t", 1)
		for rec, err := range icews.Read(strings.NewReader(line)) {
			if err != nil || rec.Row.Source.Country != want {
				t.Errorf("%q is the country %q, want %q (%v)", name, rec.Row.Source.Country, want, err)
			}
		}
	}
}

// TestNotWritten tells what stays out of the tables of others, and why.
func TestNotWritten(t *testing.T) {
	ts := tables(t)
	gdelt, _ := ts.Layout("gdelt")
	list := items(t)[:4]
	list[0].Counted, list[1].Day, list[2].CAMEO = false, "", ""
	list[3].Body.Actor, list[3].Body.Recipient = nil, nil
	out, w := write(t, gdelt, list)
	if out != "" || w.Skipped[layout.NotFact] != 1 || w.Skipped[layout.NoDay] != 1 || w.Skipped[layout.NoCode] != 1 || w.Skipped[layout.NoPair] != 1 {
		t.Errorf("%q %v", out, w.Skipped)
	}
}

func FuzzRead(f *testing.F) {
	ts := tables(f)
	for i, l := range ts.Layouts() {
		out, _ := write(f, l, items(f))
		f.Add(byte(i), []byte(out))
		f.Add(byte(i), []byte(strings.ReplaceAll(out, "2024", "\xff")))
	}
	f.Add(byte(0), []byte(strings.Repeat("\t", 57)+"\n"+strings.Repeat("\t", 60)))
	f.Fuzz(func(t *testing.T, which byte, in []byte) {
		l := ts.Layouts()[int(which)%len(ts.Layouts())]
		var b bytes.Buffer
		w := l.NewWriter(&b)
		n := 0
		for rec, err := range l.Read(bytes.NewReader(in)) {
			if err != nil {
				continue
			}
			if len(rec.Cells) != len(l.Columns) {
				t.Fatalf("%d cells", len(rec.Cells))
			}
			n++
			_ = w.Cells(rec.Cells)
		}
		_ = w.Close()
		// What was read and written is read again, row for row, and gives the same bytes.
		var c bytes.Buffer
		v := l.NewWriter(&c)
		for rec, err := range l.Read(bytes.NewReader(b.Bytes())) {
			if err != nil {
				continue
			}
			_ = v.Cells(rec.Cells)
		}
		_ = v.Close()
		if l.Header && c.String() != b.String() {
			t.Fatalf("written again\n%q\nnot\n%q", c.String(), b.String())
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	ts := tables(b)
	list := items(b)
	for _, l := range ts.Layouts() {
		b.Run(l.Name, func(b *testing.B) {
			b.ReportAllocs()
			w := l.NewWriter(discard{})
			for i := 0; b.Loop(); i++ {
				if err := w.Write(list[i%len(list)], nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(w.Rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	ts := tables(b)
	for _, l := range ts.Layouts() {
		out, _ := write(b, l, items(b))
		in := strings.Repeat(out, 100)
		b.Run(l.Name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				for range l.Read(strings.NewReader(in)) {
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
