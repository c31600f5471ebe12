package chart

import (
	"math"
	"strings"
	"testing"
)

func atlasFor(t testing.TB) *Atlas {
	t.Helper()
	a, err := NewAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAtlas(t *testing.T) {
	a := atlasFor(t)
	if len(a.coarse) != 177 || len(a.fine) != 241 || len(a.anchors) < 245 {
		t.Errorf("%d coarse, %d fine states, %d anchors", len(a.coarse), len(a.fine), len(a.anchors))
	}
	for _, list := range [][]country{a.coarse, a.fine} {
		for _, c := range list {
			if c.code == "" && c.name != "Siachen Glacier" && c.name != "Indian Ocean Ter." {
				t.Errorf("%s has no code", c.name)
			}
			if len(c.rings) == 0 {
				t.Errorf("%s has no shape", c.name)
			}
		}
	}
	if lat, lon, ok := a.Anchor("KOR"); !ok || math.Abs(lat-37.57) > 0.1 || math.Abs(lon-126.98) > 0.1 {
		t.Errorf("KOR at %g %g", lat, lon)
	}
	if a.Knows("IGOUNO") || !a.Knows("XKX") {
		t.Error("states are known, organisations are not")
	}
}

// TestNoTear looks for edges that cross the map: what is cut at 180 degrees must not be
// joined over the whole width.
func TestNoTear(t *testing.T) {
	a := atlasFor(t)
	for _, v := range append(Views(), View{"pacific", "Pacific", 120, 300, -50, 60}, View{"greenwich", "", -180, 180, -90, 90}) {
		f := frameOf(v, wide)
		if f.height < 200 || f.height > wide*0.67 {
			t.Errorf("%s is %g high", v.Key, f.height)
		}
		for _, list := range [][]country{a.coarse, a.fine} {
			for _, c := range list {
				for _, ring := range c.rings {
					for _, part := range f.cut(ring) {
						for i := 1; i < len(part); i++ {
							if d := math.Abs(part[i].lon - part[i-1].lon); d > 60 && math.Abs(part[i].lat) < 80 {
								t.Errorf("%s: %s has an edge over %g degrees at %g", v.Key, c.name, d, part[i].lat)
							}
							if math.Abs(part[i].lon) > 180.001 {
								t.Errorf("%s: %s goes on to %g", v.Key, c.name, part[i].lon)
							}
						}
					}
				}
			}
		}
	}
}

// TestProjection compares with values of the paper: the equator is 2*pi/... wide, the
// pole line 0.59 of it, and areas are equal.
func TestProjection(t *testing.T) {
	x, y := equalEarth(180, 0)
	if math.Abs(x-2.7066) > 1e-3 || y != 0 {
		t.Errorf("the end of the equator at %g %g", x, y)
	}
	px, py := equalEarth(180, 90)
	if math.Abs(px/x-0.5923) > 0.005 || math.Abs(py-1.3173) > 1e-3 {
		t.Errorf("the pole line ends at %g %g", px, py)
	}
	cell := func(lat float64) float64 { // of one degree by one, over its area on the sphere
		ax, ay := equalEarth(0, lat)
		bx, _ := equalEarth(1, lat)
		_, cy := equalEarth(0, lat+1)
		return (bx - ax) * (cy - ay) / (math.Sin((lat+1)*math.Pi/180) - math.Sin(lat*math.Pi/180))
	}
	for lat := -80.0; lat <= 80; lat += 10 {
		if r := cell(lat) / cell(0); math.Abs(r-1) > 0.03 {
			t.Errorf("areas at %g are %g of those at the equator", lat, r)
		}
	}
}

func TestViews(t *testing.T) {
	for _, x := range []struct {
		view     string
		lat, lon float64
		want     bool
	}{{"world", 37, 127, true}, {"world", 65, -170, true}, {"eastasia", 37, 127, true}, {"eastasia", 50, 30, false}, {"europe", 50, 30, true}, {"nowhere", 0, 0, true}} {
		if got := ViewOf(x.view).Holds(x.lat, x.lon); got != x.want {
			t.Errorf("%s holds %g %g: %v", x.view, x.lat, x.lon, got)
		}
	}
}

func TestTenths(t *testing.T) {
	for _, x := range []struct {
		n    int
		want string
	}{{0, "0"}, {5, ".5"}, {-5, "-.5"}, {10, "1"}, {-123, "-12.3"}, {4000, "400"}} {
		if got := string(appendTenths(nil, x.n, false)); got != x.want {
			t.Errorf("%d: %q, want %q", x.n, got, x.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"transform":{"scale":[1,1],"translate":[0,0]},"arcs":[[[0,0],[1,0],[0,1]]],"objects":{"countries":{"geometries":[{"type":"Polygon","id":"410","arcs":[[0]]},{"type":"MultiPolygon","arcs":[[[-1]]]}]}}}`)
	f.Add(`{"arcs":[],"objects":{"countries":{"geometries":[{"type":"Polygon","arcs":[[7]]}]}}}`)
	f.Add(`{"arcs":[[[179,0],[2,3],[-2,9]]],"transform":{"scale":[1,1],"translate":[0,0]},"objects":{"countries":{"geometries":[{"type":"Polygon","arcs":[[0,-1]]}]}}}`)
	a := &Atlas{codes: map[string]string{}}
	fr := frameOf(Views()[0], wide)
	f.Fuzz(func(t *testing.T, s string) {
		list, err := a.decode([]byte(s))
		if err == nil {
			for _, o := range fr.outlines(list) {
				if strings.Contains(o.path, "NaN") {
					t.Error(o.path)
				}
			}
		}
	})
}

func BenchmarkAtlas(b *testing.B) {
	for b.Loop() {
		atlasFor(b)
	}
}

func BenchmarkMap(b *testing.B) {
	a := atlasFor(b)
	for b.Loop() {
		a.Draw(testMap("world"))
	}
}

func BenchmarkSeries(b *testing.B) {
	s := testSeries(120)
	for b.Loop() {
		s.Draw()
	}
}

func BenchmarkNetwork(b *testing.B) {
	g := testNetwork(30)
	for b.Loop() {
		g.Draw()
	}
}

func BenchmarkMatrix(b *testing.B) {
	m := testMatrix(16)
	for b.Loop() {
		m.Draw()
	}
}

func BenchmarkCalendar(b *testing.B) {
	c := testCalendar(365)
	for b.Loop() {
		c.Draw()
	}
}
