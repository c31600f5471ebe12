// Package nexis reads what press databases give out: Nexis Uni as Word documents
// (DOCX), older Nexis as HTML and as text, Factiva as HTML and XML.
//
// These formats are described nowhere and change; what is read here are their
// landmarks: the bookmarks and labels around an article, the order of title, outlet
// and day. A file with many articles gives a dispatch for each. Dates are understood
// in the languages in which the databases write them.
package nexis

import (
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"casus"
)

// Options of the readers.
type Options struct {
	// Name of the file, for messages and ids.
	Name string
	// Warn is told of what was mended, or nil.
	Warn func(message string)
}

func (o *Options) warn(format string, args ...any) {
	if o.Warn != nil {
		o.Warn(o.Name + ": " + fmt.Sprintf(format, args...))
	}
}

const (
	// MaxArticle is the size in bytes above which an article is left out.
	MaxArticle = 15 << 20
	// maxToken bounds a paragraph and a tag.
	maxToken = 4 << 20
)

// layout is the order in which an article is told.
type layout int

const (
	outletFirst layout = iota // outlet, day, title, labels in capitals: HTML and text
	titleFirst                // title, outlet, day, labels, "Body": DOCX
)

// part of an article that a paragraph belongs to.
type part int

const (
	inHead part = iota
	inLabels
	inBody
	inTail
)

// clipping gathers the paragraphs of an article.
type clipping struct {
	order    layout
	at       part
	marked   bool // the beginning of the body is marked
	size     int
	head     []string
	dateline string
	body     []string
	lost     bool
}

// headLabels stand before the body, tailLabels after it.
var (
	headLabels = words("section length byline dateline highlight series edition headline rubrik länge autor untertitel rubrique longueur auteur encart sección longitud autor sezione lunghezza autore rubriek lengte")
	tailLabels = words("load-date language publication-type subject graphic notes correction correction-date document-type journal-code classification industry geographic person organization organisation company ticker acc-no update sprache pub-type type langue date-chargement idioma lingua taal")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// label cuts a paragraph like "LENGTH: 500 words".
func (c *clipping) label(p string) (name, value string, ok bool) {
	n := strings.IndexByte(p, ':')
	if n < 3 || n > 24 {
		return "", "", false
	}
	name = strings.TrimRightFunc(p[:n], unicode.IsSpace)
	if c.order == outletFirst && name != strings.ToUpper(name) {
		return "", "", false
	}
	name = strings.ToLower(name)
	return name, strings.TrimSpace(p[n+1:]), headLabels[name] || tailLabels[name]
}

// add takes the next paragraph.
func (c *clipping) add(p string) {
	p = strings.TrimSpace(p)
	if p == "" || c.at == inTail && c.order == outletFirst {
		return
	}
	if c.size += len(p); c.size > MaxArticle {
		c.lost = true
		return
	}
	name, value, labelled := c.label(p)
	switch {
	case strings.EqualFold(p, "end of document"):
		c.at = inTail
	case labelled && tailLabels[name] && (c.at == inBody || c.at == inLabels && c.order == outletFirst):
		c.at = inTail
	case labelled && headLabels[name] && c.at <= inLabels:
		c.at = inLabels
		if name == "dateline" {
			c.dateline = value
		}
		if name == "headline" && c.order == outletFirst {
			c.head = append(c.head, value)
		}
	case c.at == inHead:
		c.head = append(c.head, p)
	case c.at == inLabels && c.marked, c.at == inTail:
	default:
		c.at = inBody
		c.body = append(c.body, p)
	}
}

// dispatch makes one of what was gathered. It fails where there is no text.
func (c *clipping) dispatch() (casus.Dispatch, error) {
	var d casus.Dispatch
	if c.lost {
		return d, fmt.Errorf("the article is longer than %d MB; it is left out: %w", MaxArticle>>20, casus.ErrInvalid)
	}
	head := c.head[:0]
	for _, p := range c.head {
		if !isCopyright(p) && !isCount(p) {
			head = append(head, p)
		}
	}
	from := 0
	if c.order == titleFirst {
		from = 1
	}
	day := -1
	for i := from; i < len(head); i++ {
		if t, ok := ParseDay(head[i]); ok {
			day, d.Published = i, t
			break
		}
	}
	switch {
	case c.order == titleFirst:
		if len(head) > 0 {
			d.Title = head[0]
		}
		if day > 1 {
			d.Publisher = head[day-1]
		} else if day < 0 && len(head) > 1 {
			d.Publisher = head[1]
		}
	case day >= 0:
		if day > 0 {
			d.Publisher = head[0]
		}
		if day+1 < len(head) {
			d.Title = head[day+1]
		}
		if len(c.body) == 0 && day+2 < len(head) { // there were no labels at all
			c.body = head[day+2:]
		}
	case len(head) > 0:
		d.Publisher = head[0]
		if len(head) > 1 {
			d.Title = head[1]
		}
	}
	for n := len(c.body); n > 0 && isCopyright(c.body[n-1]); n-- {
		c.body = c.body[:n-1]
	}
	if len(c.body) == 0 {
		return d, fmt.Errorf("the article %q has no text; it is left out: %w", clip(d.Title), casus.ErrInvalid)
	}
	d.Text = strings.Join(c.body, "\n\n")
	if c.dateline != "" && !hasPrefixFold(d.Text, c.dateline) {
		d.Text = c.dateline + " -- " + d.Text
	}
	d.Text = strings.ToValidUTF8(d.Text, "\ufffd")
	return d, nil
}

func clip(s string) string {
	if len(s) > 60 {
		n := 60
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		return s[:n] + "..."
	}
	return s
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func isCopyright(p string) bool {
	return hasPrefixFold(p, "copyright ") || hasPrefixFold(p, "©") || hasPrefixFold(p, "all rights reserved") || hasPrefixFold(p, "alle rechte vorbehalten")
}

// isCount says whether a paragraph is "1 of 74 DOCUMENTS", in any language.
func isCount(p string) bool {
	f := strings.Fields(p)
	if len(f) < 3 || len(f) > 5 {
		return false
	}
	numbers, documents := 0, false
	for _, w := range f {
		if isNumber(w) {
			numbers++
		}
		documents = documents || hasPrefixFold(w, "docum") || hasPrefixFold(w, "dokument")
	}
	return numbers == 2 && documents
}

func isNumber(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// months in the languages of the databases, by their first letters.
var months = [12]string{
	"january januar janvier enero gennaio janeiro januari jan", "february februar février fevrier febrero febbraio fevereiro februari feb", "march märz mars marzo março maart mar", "april avril abril aprile apr",
	"may mai mayo maggio maio mei", "june juni juin junio giugno junho jun", "july juli juillet julio luglio julho jul", "august août aout agosto augustus aug",
	"september septembre septiembre settembre setembro sep sept", "october oktober octobre octubre ottobre outubro oct okt", "november novembre noviembre novembro nov", "december dezember décembre decembre diciembre dicembre dezembro dec",
}

func month(w string) int {
	w = strings.ToLower(w)
	for i, names := range months {
		for n := range strings.FieldsSeq(names) {
			if n == w {
				return i + 1
			}
		}
	}
	return 0
}

// ParseDay reads the day that a short paragraph begins with, in any of the forms of the
// databases: "March 22, 2010 Monday", "9 Januar 1993", "1. Februar 2012 Mittwoch 6:00
// PM", "2013-03-12", "2018年5月28日".
func ParseDay(p string) (time.Time, bool) {
	if len(p) > 160 {
		return time.Time{}, false
	}
	parts := strings.FieldsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(parts) == 1 || len(parts) > 0 && strings.ContainsRune(parts[0], '年') {
		parts = strings.FieldsFunc(p, func(r rune) bool { return !unicode.IsDigit(r) })
	}
	if len(parts) > 8 {
		parts = parts[:8]
	}
	year, mon, day := 0, 0, 0
	for i, w := range parts {
		n := 0
		if isNumber(w) && len(w) <= 4 {
			for _, r := range w {
				n = n*10 + int(r-'0')
			}
		}
		switch {
		case len(w) == 4 && n >= 1600 && n <= 2200 && year == 0:
			year = n
		case mon == 0 && month(w) > 0:
			mon = month(w)
		case n > 0 && n <= 12 && mon == 0 && i > 0 && i == 1 && year > 0: // 2013-03-12
			mon = n
		case n > 0 && n <= 31 && day == 0:
			day = n
		case n == 0 && i > 1 && len(w) > 3: // the day is over, and words begin
			if year == 0 {
				return time.Time{}, false
			}
		}
		if year > 0 && mon > 0 && day > 0 {
			t := time.Date(year, time.Month(mon), day, 0, 0, 0, 0, time.UTC)
			return t, t.Day() == day
		}
	}
	return time.Time{}, false
}

// yielder hands out clippings and numbers them.
type yielder struct {
	o     *Options
	yield func(casus.Dispatch, error) bool
	n     int
	ended bool
}

// clip hands out an article. It says whether to go on.
func (y *yielder) clip(c *clipping) bool {
	if c == nil || y.ended {
		return !y.ended
	}
	d, err := c.dispatch()
	return y.give(d, err)
}

func (y *yielder) give(d casus.Dispatch, err error) bool {
	if y.ended {
		return false
	}
	y.n++
	if d.ID == "" {
		d.ID = fmt.Sprintf("%s#%d", y.o.Name, y.n)
	}
	if err != nil {
		err = fmt.Errorf("%s: article %d: %w", y.o.Name, y.n, err)
	}
	y.ended = !y.yield(d, err)
	return !y.ended
}

// fail hands out an error of the file itself.
func (y *yielder) fail(err error) {
	if !y.ended {
		y.ended = !y.yield(casus.Dispatch{}, fmt.Errorf("%s: %w", y.o.Name, err))
	}
}

// each makes a sequence of a reader.
func each(o Options, read func(*yielder)) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		read(&yielder{o: &o, yield: yield})
	}
}
