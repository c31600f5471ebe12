package text

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"casus"
)

// Datelines. A paragraph may open with where and when it was written:
//
//	SEOUL, June 21 (Yonhap) --      MOSCOW (Reuters) -      WASHINGTON —
//	(CNN) —      KYIV, Ukraine (AP) —      MOSCOW, June 21. /TASS/.
//
// Such a lead is no part of the sentence and would steal its root. It is read by
// a small grammar: places, dates and an agency, in any order, and a dash. A place alone
// must be in capitals, for "Putin — who" is no dateline.

// maxLead is how far a dateline may reach, in bytes.
const maxLead = 120

// lead finds the dateline that opens a block; the span is empty where there is none.
// It reaches from the begin of the block to the first byte after the dash.
func lead(text string, b casus.Span) casus.Span {
	s := text[b.Begin:min(b.End, b.Begin+maxLead)]
	if n := leadLen(s); n > 0 && b.Begin+n < b.End {
		return casus.Span{Begin: b.Begin, End: b.Begin + n}
	}
	return casus.Span{}
}

// leadLen is the length of the dateline at the start of s, 0 if there is none.
func leadLen(s string) int {
	var capitals, place, dated, wire bool
	for i, n := 0, 0; n < 14; n++ {
		rest := s[i:]
		if k := agency(rest); k > 0 {
			wire = true
			i += k + skipSpace(s[i+k:])
			if rest[0] == '/' && strings.HasPrefix(s[i:], ".") { // /TASS/.
				return i + 1
			}
			continue
		}
		if k := leadDash(rest); k > 0 {
			if (wire || capitals || place && dated) && opensSentence(rest[k:]) {
				return i + k
			}
			return 0
		}
		if k := dayWords(rest); k > 0 {
			dated = true
			i += k
		} else if k, caps := placeWord(rest); k > 0 && (caps || n == 0 || place) {
			capitals = capitals || caps
			place = true
			i += k
		} else {
			return 0
		}
		i += separators(s[i:])
	}
	return 0
}

// separators counts what stands between the parts of a dateline.
func separators(s string) int {
	n := skipSpace(s)
	for n < len(s) && (s[n] == ',' || s[n] == '.' || s[n] == '/' && !strings.HasPrefix(s[n:], "/TASS")) {
		n++
		n += skipSpace(s[n:])
	}
	return n
}

// opensSentence says whether a sentence may begin here: no small letter comes first.
func opensSentence(s string) bool {
	s = s[skipSpace(s):]
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && !unicode.IsLower(r)
}

func skipSpace(s string) int {
	n := 0
	for n < len(s) {
		sp, k := isSpace(s[n:])
		if !sp {
			break
		}
		n += k
	}
	return n
}

// agency matches "(Yonhap)", "(Reuters/AFP)", "/TASS/": a bracket of few words that
// begins with a capital.
func agency(s string) int {
	if len(s) < 4 {
		return 0
	}
	var end int
	switch s[0] {
	case '(':
		end = strings.IndexByte(s, ')')
	case '/':
		end = strings.IndexByte(s[1:], '/') + 1
	default:
		return 0
	}
	if end < 3 || end > 40 || s[1] < 'A' || s[1] > 'Z' || strings.Count(s[:end], " ") > 4 {
		return 0
	}
	return end + 1
}

// leadDash matches what closes a dateline: "--", "—", "–", or "-" before a space.
func leadDash(s string) int {
	for _, d := range []string{"--", "—", "–", "―", "- "} {
		if strings.HasPrefix(s, d) {
			return len(strings.TrimRight(d, " "))
		}
	}
	return 0
}

// dayWords matches "June 21", "21 June", "June 21, 2024", "Friday", "Nov. 3".
func dayWords(s string) int {
	if _, n := date(s); n > 0 {
		return n
	}
	w, n := firstWord(s)
	if weekday(w) {
		return n
	}
	return 0
}

// placeWord matches one word of a place: capitalised, with inner marks ("ST. PETERSBURG",
// "Tel-Aviv"). It says whether the word is in capitals.
func placeWord(s string) (n int, caps bool) {
	ups, lows := 0, 0
	for n < len(s) {
		r, k := utf8.DecodeRuneInString(s[n:])
		switch {
		case unicode.IsUpper(r):
			ups++
		case unicode.IsLower(r) && n > 0:
			lows++
		case (r == '-' || r == '\'' || r == '’' || r == '.') && n > 0 && n+k < len(s) && leadDash(s[n:]) == 0:
		case unicode.IsMark(r):
		default:
			return n, lows == 0 && ups >= 3
		}
		n += k
	}
	return n, lows == 0 && ups >= 3
}

// firstWord is the letters that s begins with.
func firstWord(s string) (string, int) {
	n := 0
	for n < len(s) && s[n] < utf8.RuneSelf && asciiClass[s[n]] == cLetter {
		n++
	}
	return s[:n], n
}

// dateLine says whether a whole line holds only a date, perhaps with a weekday, a
// time, a place in capitals, or words such as "Published".
func dateLine(s string) bool {
	if len(s) > 100 || len(s) < 6 {
		return false
	}
	dated := false
	for i := 0; i < len(s); {
		if _, n := date(s[i:]); n > 0 {
			dated = true
			i += n
			continue
		}
		if n := clock(s[i:]); n > 0 {
			i += n
			continue
		}
		w, n := firstWord(s[i:])
		switch {
		case n == 0 && (strings.IndexByte(" ,.:|/()-", s[i]) >= 0 || s[i] >= utf8.RuneSelf):
			i++
		case n == 0:
			return false
		case weekday(w) || dateNoise(w):
			i += n
		default:
			k, caps := placeWord(s[i:])
			if !caps && !(k > 0 && i == 0 && strings.HasPrefix(s[k:], ", ")) {
				return false
			}
			i += k
		}
	}
	return dated
}

// clock matches a time of day or a year left over: "10:15", "2024".
func clock(s string) int {
	n := 0
	for n < len(s) && (asciiClass[s[n]] == cDigit || n > 0 && s[n] == ':') {
		n++
	}
	return n
}

// dateNoise are words that stand beside dates in date lines.
func dateNoise(w string) bool {
	switch strings.ToLower(w) {
	case "published", "updated", "posted", "last", "modified", "date", "on", "at", "gmt", "utc", "kst", "est", "edt", "bst",
		"cet", "jst", "ist", "am", "pm", "a", "p", "m", "local", "time", "release", "immediate", "for", "st", "nd", "rd", "th":
		return true
	}
	return false
}

func weekday(w string) bool {
	if len(w) < 3 {
		return false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := d.String(); strings.EqualFold(w, name) || strings.EqualFold(w, name[:3]) {
			return true
		}
	}
	return false
}

// DatelineDate is the day that the dispatch says it was written on: a full date in
// a date line, or in the dateline that opens a paragraph. Dates in running text do
// not count.
func DatelineDate(doc *casus.Document) (time.Time, bool) {
	for _, b := range doc.Blocks {
		s := b.Lead
		if b.Kind == casus.Dateline {
			s = b.Span
		}
		for i := s.Begin; i < s.End; i++ {
			if i > s.Begin && asciiClass[doc.Dispatch.Text[i-1]] >= cLetter {
				continue // in mid-word
			}
			if t, n := date(doc.Dispatch.Text[i:s.End]); n > 0 && !t.IsZero() {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// date matches a date at the start of s: "June 21", "June 21, 2024", "21 June 2024",
// "2024-06-21". The time is zero where the year is missing.
func date(s string) (time.Time, int) {
	if s == "" {
		return time.Time{}, 0
	}
	if asciiClass[s[0]] == cDigit {
		return dayFirst(s)
	}
	m, n := month(s)
	if m == 0 {
		return time.Time{}, 0
	}
	d, k := digitsAt(s[n:], 2)
	if k == 0 {
		return time.Time{}, 0
	}
	n += k
	n += ordinal(s[n:])
	return withYear(s, n, m, d)
}

func dayFirst(s string) (time.Time, int) {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		if t, err := time.Parse(time.DateOnly, s[:10]); err == nil {
			return t, 10
		}
	}
	d, n := digitsAt(s, 2)
	if n == 0 {
		return time.Time{}, 0
	}
	n += ordinal(s[n:])
	n += skipSpace(s[n:])
	m, k := month(s[n:])
	if m == 0 {
		return time.Time{}, 0
	}
	return withYear(s, n+k, m, d)
}

// withYear reads the year that may follow a day and month at s[:n].
func withYear(s string, n int, m time.Month, d int) (time.Time, int) {
	if d < 1 || d > 31 {
		return time.Time{}, 0
	}
	k := n
	if k < len(s) && s[k] == ',' {
		k++
	}
	if y, w := digitsAt(s[k:], 4); y >= 1900 && y < 2200 {
		t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if t.Day() != d {
			return time.Time{}, 0
		}
		return t, k + w
	}
	return time.Time{}, n
}

// digitsAt reads a number of at most so many digits, after white space.
func digitsAt(s string, most int) (v, n int) {
	for n < len(s) && s[n] == ' ' {
		n++
	}
	begin := n
	for n < len(s) && asciiClass[s[n]] == cDigit {
		if n-begin == most {
			return 0, 0
		}
		v = v*10 + int(s[n]-'0')
		n++
	}
	if n == begin {
		return 0, 0
	}
	return v, n
}

func ordinal(s string) int {
	if len(s) >= 2 {
		switch s[:2] {
		case "st", "nd", "rd", "th":
			return 2
		}
	}
	return 0
}

// month matches the name of a month, whole or short, with the stop after it.
func month(s string) (time.Month, int) {
	w, n := firstWord(s)
	if n < 3 || n > 9 {
		return 0, 0
	}
	for m := time.January; m <= time.December; m++ {
		if name := m.String(); strings.EqualFold(w, name) || strings.EqualFold(w, name[:3]) || m == time.September && strings.EqualFold(w, "sept") {
			if n < len(s) && s[n] == '.' {
				n++
			}
			return m, n
		}
	}
	return 0, 0
}
