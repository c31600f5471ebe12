package chart

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Data of our own for all pictures, large and small.

func testSeries(n int) Series {
	s := Series{Head: Head{"pair", "Halland and Torland, by month", "Counts of events in both directions and the mean score."}, Names: [2]string{"Halland → Torland", "Torland → Halland"}, Unit: "month"}
	t := time.Date(2022, 11, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		p := Period{From: t.Format(time.DateOnly), To: t.AddDate(0, 1, -1).Format(time.DateOnly), Href: "/events?dyad=HAL-TOR&from=" + t.Format(time.DateOnly)}
		if i%5 != 3 {
			p.Ways[0] = Way{[5]int{0, (i * 7) % 11, i % 4, (i * 3) % 5, i / 9}, math.Sin(float64(i)/4) * 7}
		}
		if i%7 != 2 {
			p.Ways[1] = Way{[5]int{0, (i * 5) % 7, 1, (i * 2) % 6, i % 3}, math.Cos(float64(i)/5) * 5}
		}
		s.Periods = append(s.Periods, p)
		t = t.AddDate(0, 1, 0)
	}
	for k, at := range []int{n / 5, n/5 + 2, n / 2, n - 2} {
		s.Marks = append(s.Marks, Mark{at, k % 2, fmt.Sprintf("%s: %d.1 → %d.8 a month", s.Periods[at].From[:7], k, 3*k+4)})
	}
	return s
}

func testCalendar(n int) Calendar {
	c := Calendar{Head: Head{"days", "Events by day", "Days with more events are darker."}, What: "events"}
	t := time.Date(2023, 4, 13, 0, 0, 0, 0, time.UTC)
	for i := range n {
		if i%3 != 1 {
			c.Days = append(c.Days, Day{t.Format(time.DateOnly), 1 + (i*i)%23, math.Sin(float64(i)) * 9, "/events?from=" + t.Format(time.DateOnly)})
		}
		t = t.AddDate(0, 0, 1)
	}
	return c
}

var testNames = []string{"South Korea", "North Korea", "Russia", "Ukraine", "United States", "China", "Japan", "Taiwan", "Philippines", "Israel", "Palestine", "Iran", "Lebanon", "Mali", "Niger",
	"Burkina Faso", "France", "Germany", "United Kingdom", "Turkey", "Egypt", "Qatar", "Saudi Arabia", "European Union", "United Nations", "Democratic Republic of the Congo", "Rwanda", "Sudan", "Chad", "Australia"}

func testActors(n int) []Actor {
	codes := []string{"KOR", "PRK", "RUS", "UKR", "USA", "CHN", "JPN", "TWN", "PHL", "ISR", "PSE", "IRN", "LBN", "MLI", "NER", "BFA", "FRA", "DEU", "GBR", "TUR", "EGY", "QAT", "SAU", "EU", "UN", "COD", "RWA", "SDN", "TCD", "AUS"}
	var out []Actor
	for i := range n {
		out = append(out, Actor{codes[i], codes[i], testNames[i], "/actors/" + codes[i]})
	}
	return out
}

func testMatrix(n int) Matrix {
	m := Matrix{Head: Head{"matrix", "Who acts on whom", "Rows act on columns."}, Actors: testActors(n)}
	for i := range n {
		for j := range n {
			if v := (i*j + 3*i + j) % 7; v > 2 && i != j {
				m.Cells = append(m.Cells, Cell{m.Actors[i].Key, m.Actors[j].Key, 1 << (v * 2), math.Sin(float64(i*n+j)) * 9, "/dyads/" + m.Actors[i].Key + "-" + m.Actors[j].Key})
			}
		}
	}
	return m
}

func testNetwork(n int) Network {
	g := Network{Head: Head{"net", "Who deals with whom", "Edges by events."}}
	for i, a := range testActors(n) {
		g.Nodes = append(g.Nodes, Node{a, 200 / (i + 1)})
		for j := range i {
			if (i*j+i+j)%5 == 0 || j == i/3 {
				g.Edges = append(g.Edges, Edge{a.Key, g.Nodes[j].Key, (i * 5) % 17, 1 + j%9, math.Sin(float64(i*7+j)) * 8, "/dyads/" + a.Key + "-" + g.Nodes[j].Key})
			}
		}
	}
	return g
}

func testTimeline() Timeline {
	return Timeline{Until: "2025-03-01", Head: Head{"holders", "Who held which office", "Spans of office-holders."}, Rows: []Row{
		{Name: "President", Spans: []Stretch{{"2012-05-07", "2017-05-10", "A. Arden", "", "c-step2"}, {"2017-05-10", "2022-05-09", "Benedikta Bright-Longname", "", "c-step3"}, {"2022-05-10", "", "C. Cole", "", "c-step4"}}},
		{Name: "Minister of Foreign Affairs and International Trade", Spans: []Stretch{{"2013-03-11", "2013-04-02", "D. Dee", "", "c-step5"}, {"2013-04-02", "2020-01-01", "E. Ek", "", "c-step1"}}},
		{Name: "Harbour Post", Href: "/events?source=x", Moments: []Moment{{At: "2019-02-03T10:00:00Z", Label: "Talks end", Href: "/dispatches/1", Class: "c-quad2"}, {At: "2019-08-03", Label: "A copy", Class: "c-quad1", Hollow: true}}},
	}}
}

func testMap(view string) Map {
	m := Map{Head: Head{"map", "Where it happened", "States by count."}, View: ViewOf(view), What: "events"}
	for i, a := range testActors(30) {
		m.Areas = append(m.Areas, Area{a.Key, a.Name, a.Href, 400 / (i + 1)})
	}
	m.Areas = append(m.Areas, Area{"SGP", "Singapore", "/actors/SGP", 9}, Area{"FJI", "Fiji", "", 3})
	m.Points = []Spot{{"Seoul", "/events?place=KOR", 37.57, 126.98, 40, 3}, {"Pyongyang", "", 39.03, 125.75, 25, -4}, {"Kyiv", "", 50.45, 30.52, 90, -8}, {"Gaza", "", 31.5, 34.47, 60, -9}, {"Jerusalem", "", 31.77, 35.22, 50, -2}, {"Suva", "", -18.14, 178.44, 2, 6}}
	m.Arcs = []Arc{{"RUS", "UKR", "Russia and Ukraine", "/dyads/RUS-UKR", 90, -8}, {"KOR", "USA", "South Korea and the United States", "", 40, 6}, {"PRK", "RUS", "North Korea and Russia", "", 20, 7}, {"CHN", "TWN", "China and Taiwan", "", 12, -3}, {"ISR", "IRN", "Israel and Iran", "", 30, -9}}
	return m
}

func pictures(t testing.TB) map[string]template.HTML {
	atlas, err := NewAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]template.HTML{
		"series": testSeries(40).Draw(), "series-short": testSeries(8).Draw(), "calendar": testCalendar(420).Draw(), "calendar-short": testCalendar(12).Draw(), "matrix": testMatrix(16).Draw(),
		"network": testNetwork(30).Draw(), "network-small": testNetwork(3).Draw(), "timeline": testTimeline().Draw(), "spark": Sparkline([]int{1, 4, 2, 8, 5, 13}, "13 this month"),
		"bars": Bars("Partners", []Bar{{Name: "Russia", Href: "/actors/RUS", Count: 120, Parts: [5]int{0, 60, 20, 30, 10}}, {Name: "United Nations", Count: 8, Note: "new"}}),
		"map":  atlas.Draw(testMap("world")), "map-eastasia": atlas.Draw(testMap("eastasia")), "map-mideast": atlas.Draw(testMap("mideast")),
	}
}

// TestSound reads every picture as XML and looks for what no page may hold.
func TestSound(t *testing.T) {
	pics := pictures(t)
	again := pictures(t)
	for name, h := range pics {
		if h != again[name] {
			t.Errorf("%s: twice drawn, two pictures", name)
		}
		d := xml.NewDecoder(strings.NewReader(string(h)))
		ids := map[string]bool{}
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			e, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range e.Attr {
				switch {
				case a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on"):
					t.Errorf("%s: the attribute %s", name, a.Name.Local)
				case a.Name.Local == "id":
					if ids[a.Value] {
						t.Errorf("%s: two of id %s", name, a.Value)
					}
					ids[a.Value] = true
				case strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf"):
					t.Errorf("%s: %s=%s", name, a.Name.Local, a.Value)
				}
			}
		}
		if !strings.Contains(string(h), "<title") {
			t.Errorf("%s: no title", name)
		}
	}
}

// TestHostile puts text that means harm into every field.
func TestHostile(t *testing.T) {
	bad := "\"><script>alert(1)</script><svg onload=alert(1)>'\x00\xff\u202e"
	head := Head{bad, bad, bad}
	s := testSeries(3)
	s.Head, s.Names, s.Marks[0].Label, s.Periods[1].Href = head, [2]string{bad, bad}, bad, "javascript:alert(1)"
	c := testCalendar(3)
	c.Head, c.What, c.Days[0].Href = head, bad, "//evil.example/"
	m := Matrix{head, []Actor{{bad, bad, bad, bad}, {"B", bad, bad, "https://evil.example"}}, []Cell{{bad, "B", 3, 1, "data:text/html,x"}}}
	g := Network{Head: head, Nodes: []Node{{m.Actors[0], 3}, {m.Actors[1], 2}}, Edges: []Edge{{bad, "B", 1, 2, 3, bad}}}
	tl := Timeline{head, []Row{{bad, bad, []Stretch{{"2020-01-01", "", bad, bad, bad}}, []Moment{{"2020-02-01", bad, bad, bad, true}}}}, bad, []Swatch{{bad, bad}}}
	atlas, _ := NewAtlas()
	mp := Map{head, ViewOf(bad), []Area{{"KOR", bad, bad, 3}}, false, []Spot{{bad, bad, 30, 30, 1, 0}}, []Arc{{"KOR", "RUS", bad, bad, 1, 0}}, bad}
	for i, h := range []template.HTML{s.Draw(), c.Draw(), m.Draw(), g.Draw(), tl.Draw(), atlas.Draw(mp), Sparkline([]int{1}, bad), Bars(bad, []Bar{{Name: bad, Href: bad, Count: 1, Note: bad}})} {
		for _, x := range []string{"<script", "<svg onload", "javascript:", "data:text", "evil.example", "\x00", "\u202e"} {
			if strings.Contains(string(h), x) {
				t.Errorf("picture %d lets %q through", i, x)
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	atlas, _ := NewAtlas()
	for i, h := range []template.HTML{Series{}.Draw(), Calendar{}.Draw(), Matrix{}.Draw(), Network{}.Draw(), Timeline{}.Draw(), Sparkline(nil, ""), Bars("", nil)} {
		if h != "" {
			t.Errorf("picture %d of nothing: %s", i, h)
		}
	}
	if h := atlas.Draw(Map{View: ViewOf("world")}); !strings.Contains(string(h), "c-land") {
		t.Error("a map of nothing has land")
	}
	one := Series{Head: Head{ID: "one"}, Names: [2]string{"A → B"}, Periods: []Period{{From: "2024-01-01", To: "2024-01-01"}}}
	if h := one.Draw(); strings.Contains(string(h), "NaN") {
		t.Error("one day")
	}
}

var attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)

// TestLabelsApart looks whether labels of a picture meet.
func TestLabelsApart(t *testing.T) {
	text := regexp.MustCompile(`<text ([^>]*)>([^<]*)</text>`)
	for name, h := range pictures(t) {
		for _, svg := range strings.Split(string(h), "<svg")[1:] {
			for _, part := range strings.Split(svg, "c-narrow-only") {
				var boxes []box
				var what []string
				for _, m := range text.FindAllStringSubmatch(part, -1) {
					attrs := map[string]string{}
					for _, a := range attribute.FindAllStringSubmatch(m[1], -1) {
						attrs[a[1]] = a[2]
					}
					x, _ := strconv.ParseFloat(attrs["x"], 64)
					y, _ := strconv.ParseFloat(attrs["y"], 64)
					size := 11.0 * 0.92 // the estimate is on the wide side
					if f, err := strconv.ParseFloat(attrs["font-size"], 64); err == nil {
						size = f * 0.92
					}
					w := textWidth(m[2], size)
					switch {
					case strings.Contains(attrs["class"], "c-mid"):
						x -= w / 2
					case strings.Contains(attrs["class"], "c-end"):
						x -= w
					}
					b := box{x, y - 0.75*size, w, size * 0.95}
					for i, o := range boxes {
						if b.meets(o) {
							t.Errorf("%s: %q meets %q", name, m[2], what[i])
						}
					}
					boxes, what = append(boxes, b), append(what, m[2])
				}
			}
		}
	}
}

func TestSteps(t *testing.T) {
	for _, x := range []struct {
		greatest, n int
		want        []int
	}{{0, 5, nil}, {1, 5, []int{1}}, {3, 5, []int{1, 2}}, {5, 5, []int{1, 2, 3}}, {100, 5, []int{1, 3, 5, 20, 30}}, {100000, 5, []int{1, 10, 100, 1000, 10000}}} {
		if got := Steps(x.greatest, x.n); !slices.Equal(got, x.want) {
			t.Errorf("%d in %d: %v, want %v", x.greatest, x.n, got, x.want)
		}
	}
}

func TestTimeTicks(t *testing.T) {
	for _, x := range []struct{ from, to, want string }{
		{"2024-02-03", "2024-02-12", "3 Feb/2024 4 Feb 5 Feb 6 Feb 7 Feb 8 Feb 9 Feb 10 Feb 11 Feb 12 Feb"},
		{"2023-12-20", "2024-02-10", "25 Dec/2023 1 Jan/2024 8 Jan 15 Jan 22 Jan 29 Jan 5 Feb"},
		{"2023-03-15", "2024-05-20", "Apr/2023 May Jun Jul Aug Sep Oct Nov Dec Jan/2024 Feb Mar Apr May"},
		{"1995-01-01", "2024-12-31", "1996 1998 2000 2002 2004 2006 2008 2010 2012 2014 2016 2018 2020 2022 2024"},
		{"2024-02-03", "2024-02-03", "3 Feb/2024"},
	} {
		var got []string
		for _, k := range timeTicks(day(x.from), day(x.to), 900, 52, pace{}) {
			s := k.label
			if k.second != "" {
				s += "/" + k.second
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " "); g != x.want {
			t.Errorf("%s to %s:\n%s, want\n%s", x.from, x.to, g, x.want)
		}
	}
}

// TestBrowserPage writes all pictures into one page to look at, where a file is named.
func TestBrowserPage(t *testing.T) {
	file := os.Getenv("CASUS_CHART_PAGE")
	if file == "" {
		t.Skip("CASUS_CHART_PAGE names no file for a page to look at")
	}
	desk, _ := os.ReadFile("../static/desk.css")
	var b strings.Builder
	b.WriteString(`<!doctype html><meta charset="utf-8"><html data-theme="` + os.Getenv("CASUS_CHART_THEME") + `"><meta name="viewport" content="width=device-width"><style>` + string(desk) + Style() + `</style><body><main>`)
	pics := pictures(t)
	for _, name := range []string{"series", "series-short", "calendar", "calendar-short", "matrix", "network", "network-small", "timeline", "spark", "bars", "map", "map-eastasia", "map-mideast"} {
		fmt.Fprintf(&b, `<section class="card"><h2>%s (%d kB)</h2>%s</section>`, name, len(pics[name])/1024, pics[name])
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
