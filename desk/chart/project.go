package chart

import "math"

// equalEarth projects degrees from the middle meridian to the plane (Šavrič, Patterson
// and Jenny 2018): equal areas, about 2.7 by 1.3 in size.
func equalEarth(lon, lat float64) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	m := math.Sqrt(3) / 2
	t := math.Asin(m * math.Sin(lat*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	x = lon * math.Pi / 180 * math.Cos(t) / (m * (a1 + 3*a2*t2 + t6*(7*a3+9*a4*t2)))
	y = t * (a1 + a2*t2 + t6*(a3+a4*t2))
	return x, y
}

// View is a part of the world that a map shows.
type View struct {
	Key, Name string
	// West, East, South and North bound it in degrees; East may be past 180.
	West, East, South, North float64
}

// Views are the parts of the world that maps offer, the whole first.
func Views() []View {
	return []View{
		{"world", "World", -169, 191, -56, 84},
		{"europe", "Europe", -12, 48, 34, 66},
		{"mideast", "Middle East", 24, 66, 11, 43},
		{"eastasia", "East Asia", 92, 152, 8, 54},
		{"southasia", "South Asia", 58, 102, 4, 40},
		{"southeastasia", "South-East Asia", 90, 156, -13, 29},
		{"africa", "Africa", -20, 55, -36, 38},
		{"northamerica", "North America", -130, -55, 6, 58},
		{"southamerica", "South America", -90, -30, -56, 14},
	}
}

// ViewOf finds a view by its key; the world where there is none.
func ViewOf(key string) View {
	for _, v := range Views() {
		if v.Key == key {
			return v
		}
	}
	return Views()[0]
}

// Holds says whether a place lies in a view.
func (v View) Holds(lat, lon float64) bool {
	mid := (v.West + v.East) / 2
	lon = mid + turn(lon-mid)
	return lat >= v.South && lat <= v.North && lon >= v.West && lon <= v.East
}

// turn brings a difference of longitudes between -180 and 180.
func turn(d float64) float64 { return d - 360*math.Floor((d+180)/360) }

// frame is the projection of a view into pixels.
type frame struct {
	View
	middle        float64
	x0, y0, scale float64
	width, height float64
}

// frameOf fits a view into a width; the height follows.
func frameOf(v View, width float64) frame {
	f := frame{View: v, middle: (v.West + v.East) / 2, width: width, scale: 1}
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for i := range 33 {
		lat := v.South + (v.North-v.South)*float64(i)/32
		for _, lon := range []float64{v.West, v.East} {
			x, y := equalEarth(lon-f.middle, lat)
			lo = point{math.Min(lo.x, x), math.Min(lo.y, y)}
			hi = point{math.Max(hi.x, x), math.Max(hi.y, y)}
		}
	}
	// No map is taller than two thirds of its width: the sides show more instead.
	if wide := (hi.y - lo.y) * 1.5; wide > hi.x-lo.x {
		mid := (lo.x + hi.x) / 2
		lo.x, hi.x = mid-wide/2, mid+wide/2
	}
	f.scale = width / (hi.x - lo.x)
	f.x0, f.y0 = -lo.x*f.scale, hi.y*f.scale
	f.height = math.Round((hi.y - lo.y) * f.scale)
	return f
}

// at is the pixel of a place.
func (f *frame) at(lat, lon float64) point { return f.flat(turn(lon-f.middle), lat) }

// flat projects a longitude counted from the middle, between -180 and 180.
func (f *frame) flat(lon, lat float64) point {
	x, y := equalEarth(lon, lat)
	return point{f.x0 + x*f.scale, f.y0 - y*f.scale}
}

// outline is a state as it is drawn.
type outline struct {
	code, name string
	path       string
	// at is the middle of its greatest part, size the square root of that part's area,
	// in pixels.
	at   point
	size float64
	// cut says that the view shows but a part of it.
	cut bool
}

// outlines projects all states.
func (f *frame) outlines(list []country) []outline {
	var out []outline
	for _, c := range list {
		o := outline{code: c.code, name: c.name}
		var path []byte
		for _, ring := range c.rings {
			for _, part := range f.cut(ring) {
				flat, whole := f.project(part)
				o.cut = o.cut || !whole
				if len(flat) < 3 {
					continue
				}
				area, middle := centroid(flat)
				if s := math.Sqrt(math.Abs(area)); s > o.size {
					o.size, o.at = s, middle
				}
				path = appendPath(path, flat)
			}
		}
		o.path = string(path)
		if o.path != "" {
			out = append(out, o)
		}
	}
	return out
}

// cut unrolls a ring so that its longitudes run on past 180, closes one that goes round
// a pole by way of the pole, and cuts it at the edge of the map, half a turn from the
// middle. The parts have longitudes from the middle.
func (f *frame) cut(ring []place) [][]place {
	open := make([]place, len(ring), len(ring)+4)
	lon := turn(ring[0].lon - f.middle)
	for i, p := range ring {
		if i > 0 {
			lon += turn(p.lon - ring[i-1].lon)
		}
		open[i] = place{lon, p.lat}
	}
	if last := lon + turn(ring[0].lon-ring[len(ring)-1].lon); math.Abs(last-open[0].lon) > 180 {
		pole := -90.0
		if open[0].lat > 0 {
			pole = 90
		}
		open = append(open, place{last, open[0].lat}, place{last, pole}, place{open[0].lon, pole})
	}
	west, east := open[0].lon, open[0].lon
	for _, p := range open {
		west, east = math.Min(west, p.lon), math.Max(east, p.lon)
	}
	var out [][]place
	for k := math.Floor((west + 180) / 360); k <= math.Floor((east+180)/360); k++ {
		part := make([]place, len(open))
		for i, p := range open {
			part[i] = place{p.lon - 360*k, p.lat}
		}
		part = clipHalf(part, func(p place) float64 { return p.lon + 180 })
		part = clipHalf(part, func(p place) float64 { return 180 - p.lon })
		if len(part) > 2 {
			out = append(out, part)
		}
	}
	return out
}

// clipHalf keeps what is on the side where inside is not negative (Sutherland and
// Hodgman 1974).
func clipHalf(ring []place, inside func(place) float64) []place {
	var out []place
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		da, db := inside(a), inside(b)
		if (da < 0) != (db < 0) {
			t := da / (da - db)
			out = append(out, place{a.lon + t*(b.lon-a.lon), a.lat + t*(b.lat-a.lat)})
		}
		if db >= 0 {
			out = append(out, b)
		}
	}
	return out
}

// project brings a ring into pixels, cuts it at the frame, and leaves out points that
// make no difference; whole says that nothing was cut. Long edges along the border of the map are bent with it.
func (f *frame) project(ring []place) (out []point, whole bool) {
	var flat []place
	whole = true
	for i, p := range ring {
		if i > 0 {
			a := ring[i-1]
			for n, k := int(math.Max(math.Abs(p.lat-a.lat), math.Abs(p.lon-a.lon)/4)/5), 1; k <= n; k++ {
				t := float64(k) / float64(n+1)
				q := f.flat(a.lon+t*(p.lon-a.lon), a.lat+t*(p.lat-a.lat))
				flat = append(flat, place{q.x, q.y})
			}
		}
		q := f.flat(p.lon, p.lat)
		flat = append(flat, place{q.x, q.y})
		whole = whole && f.sees(q)
	}
	const edge = 4 // borders of the frame are not drawn
	flat = clipHalf(flat, func(p place) float64 { return p.lon + edge })
	flat = clipHalf(flat, func(p place) float64 { return f.width + edge - p.lon })
	flat = clipHalf(flat, func(p place) float64 { return p.lat + edge })
	flat = clipHalf(flat, func(p place) float64 { return f.height + edge - p.lat })
	for _, p := range flat {
		q := point{math.Round(p.lon*10) / 10, math.Round(p.lat*10) / 10}
		if n := len(out); n == 0 || math.Abs(out[n-1].x-q.x)+math.Abs(out[n-1].y-q.y) >= 0.7 {
			out = append(out, q)
		}
	}
	return out, whole
}

// centroid is the area of a ring, with a sign, and its middle.
func centroid(ring []point) (area float64, at point) {
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		w := a.x*b.y - b.x*a.y
		area += w
		at.x += (a.x + b.x) * w
		at.y += (a.y + b.y) * w
	}
	if area == 0 {
		return 0, ring[0]
	}
	at.x /= 3 * area
	at.y /= 3 * area
	return area / 2, at
}

// appendPath writes a ring with steps from point to point, in tenths of a pixel.
func appendPath(dst []byte, ring []point) []byte {
	x, y := 0, 0
	for i, p := range ring {
		px, py := int(math.Round(p.x*10)), int(math.Round(p.y*10))
		switch i {
		case 0:
			dst = append(dst, 'M')
		case 1:
			dst = append(dst, 'l')
		}
		dst = appendTenths(dst, px-x, i > 1)
		dst = appendTenths(dst, py-y, true)
		x, y = px, py
	}
	return append(dst, 'Z')
}

// appendTenths writes n/10; apart says that a number stands before it.
func appendTenths(dst []byte, n int, apart bool) []byte {
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	} else if apart {
		dst = append(dst, ' ')
	}
	var digits [20]byte
	i := len(digits)
	if n%10 != 0 {
		i -= 2
		digits[i], digits[i+1] = '.', byte('0'+n%10)
	}
	if n /= 10; n == 0 && i < len(digits) {
		return append(dst, digits[i:]...) // .5
	}
	for {
		i--
		digits[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			break
		}
	}
	return append(dst, digits[i:]...)
}
