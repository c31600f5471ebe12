package chart

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// axis maps a range of values to pixels.
type axis struct{ from, to, a, b float64 }

func (x axis) at(v float64) float64 {
	if x.to == x.from {
		return x.a
	}
	return x.a + (v-x.from)/(x.to-x.from)*(x.b-x.a)
}

// niceStep is the least of 1, 2, 5 times a power of ten that cuts a range of counts
// into at most n parts.
func niceStep(span float64, n int) float64 {
	if span <= 0 || n < 1 {
		return 1
	}
	raw := span / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5, 10} {
		if s := m * power; s >= raw*(1-1e-9) {
			return math.Max(s, 1) // counts are whole
		}
	}
	return math.Max(10*power, 1)
}

// Steps are the lower bounds of at most n classes of counts from 1 to a greatest one,
// evenly spaced on a logarithmic scale and rounded to numbers that people say.
func Steps(greatest, n int) []int {
	if greatest < 1 || n < 1 {
		return nil
	}
	out := []int{1}
	for i := 1; i < n; i++ {
		v := roundNice(math.Pow(float64(greatest), float64(i)/float64(n)))
		if v > out[len(out)-1] && v <= greatest {
			out = append(out, v)
		}
	}
	return out
}

func roundNice(x float64) int {
	if x < 1 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	best := 1.0
	for _, m := range []float64{1, 2, 3, 5, 10} {
		if math.Abs(m*power-x) < math.Abs(best*power-x) {
			best = m
		}
	}
	return int(math.Round(best * power))
}

// stepOf is the class of a count among Steps, from 1; 0 for none.
func stepOf(steps []int, n int) int {
	k := 0
	for k < len(steps) && n >= steps[k] {
		k++
	}
	return k
}

// shade is the class of a count of n steps, so that the highest is always the darkest.
func shade(steps []int, n int) string {
	k := stepOf(steps, n)
	if k == 0 {
		return "c-step0"
	}
	return "c-step" + strconv.Itoa(k+5-len(steps))
}

// stepLegend explains the steps.
func stepLegend(steps []int, greatest int, what string) []Swatch {
	var out []Swatch
	for i, s := range steps {
		last := greatest
		if i+1 < len(steps) {
			last = steps[i+1] - 1
		}
		name := thousands(s)
		if last > s {
			name += "–" + thousands(last)
		}
		if i == 0 {
			unit := what
			if last <= 1 {
				unit = strings.TrimSuffix(what, "s")
			}
			name += " " + unit
		}
		out = append(out, Swatch{"c-step" + strconv.Itoa(i+1+5-len(steps)), name})
	}
	return out
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// score writes a mean score with its sign.
func score(x float64) string {
	s := number(x)
	if x > 0 && s != "0" {
		return "+" + s
	}
	return s
}

// day reads a day; the zero time where it is none.
func day(s string) time.Time {
	if len(s) > 10 {
		s = s[:10]
	}
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

// days counts a time in days.
func days(t time.Time) float64 { return float64(t.Unix()) / 86400 }

// timeTick is a mark of an axis of time. Second is the line below the label: the year
// where it begins.
type timeTick struct {
	at            time.Time
	label, second string
}

// pace is a distance of ticks: days or months.
type pace struct{ days, months int }

// timeTicks marks days, Mondays, months or years from a first to a last day, whichever
// leaves gap pixels for each label, and none closer than a least pace.
func timeTicks(from, to time.Time, width, gap float64, least pace) []timeTick {
	if !from.Before(to) {
		return []timeTick{{from, from.Format("2 Jan"), from.Format("2006")}}
	}
	span := days(to) - days(from)
	for _, p := range []pace{{1, 0}, {2, 0}, {7, 0}, {14, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}, {0, 24}, {0, 60}, {0, 120}, {0, 240}, {0, 600}} {
		length := float64(p.days)
		if p.months > 0 {
			length = float64(p.months) * 30.4
		}
		if width*length/span >= gap && length >= float64(least.days)+float64(least.months)*30.4 {
			return p.ticks(from, to)
		}
	}
	return pace{0, 1200}.ticks(from, to)
}

func (p pace) ticks(from, to time.Time) []timeTick {
	var out []timeTick
	year := 0
	for t := p.first(from); !t.After(to); t = p.next(t) {
		k := timeTick{at: t, label: t.Format("Jan")}
		switch {
		case p.months >= 12:
			k.label = t.Format("2006")
		case p.months == 0:
			k.label = t.Format("2 Jan")
		}
		if p.months < 12 && t.Year() != year {
			k.second = t.Format("2006")
			year = t.Year()
		}
		out = append(out, k)
	}
	return out
}

// first is the first tick on or after a day.
func (p pace) first(from time.Time) time.Time {
	if p.months == 0 {
		t := from
		for p.days >= 7 && t.Weekday() != time.Monday {
			t = t.AddDate(0, 0, 1)
		}
		return t
	}
	months := from.Year()*12 + int(from.Month()) - 1
	if from.Day() > 1 {
		months++
	}
	if r := months % p.months; r > 0 {
		months += p.months - r
	}
	return time.Date(months/12, time.Month(months%12+1), 1, 0, 0, 0, 0, time.UTC)
}

func (p pace) next(t time.Time) time.Time { return t.AddDate(0, p.months, p.days) }

// textWidth is about how wide text is in the font of a page (a sans serif), in pixels;
// a little more rather than less, since labels that it lets stand must not overlap.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r == 'i' || r == 'l' || r == 'j' || r == '.' || r == ',' || r == '\'' || r == ':' || r == '|' || r == 'I':
			w += 0.30
		case r == ' ' || r == 'f' || r == 't' || r == 'r' || r == '-' || r == '(' || r == ')' || r == '/':
			w += 0.38
		case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '→' || r == '@' || r == '%' || r == '…':
			w += 0.95
		case r >= 0x1F1E6 && r <= 0x1F1FF:
			w += 0.75 // half a flag
		case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xffdc) || r >= 0x1f300:
			w += 1.05 // wide scripts
		case unicode.Is(unicode.Mn, r):
		case r >= 'A' && r <= 'Z':
			w += 0.72
		default:
			w += 0.58
		}
	}
	return w * size
}

// clip shortens text to a width.
func clip(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 1 && textWidth(string(r)+"…", size) > width {
		r = r[:len(r)-1]
	}
	for len(r) > 1 && unicode.IsSpace(r[len(r)-1]) {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// box is the place that something takes.
type box struct{ x, y, w, h float64 }

func (a box) meets(b box) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

// free says whether a box meets none of others.
func free(b box, others []box) bool {
	for _, o := range others {
		if b.meets(o) {
			return false
		}
	}
	return true
}
