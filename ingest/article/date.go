package article

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/itlightning/dateparse"
	"golang.org/x/net/html"
)

// published is the time of publication, from the most to the least trusted place.
func (ab *about) published(address string) string {
	given := []string{ab.ld.published, ab.first("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "date_published", "published_time")}
	for _, t := range ab.times {
		if t.published {
			given = append(given, t.value)
		}
	}
	given = append(given, ab.first("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "pub_date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "date", "article.published", "article_date_original", "cxenseparse:recs:publishtime", "analyticsattributes.articledate", "ptime", "utime", "displaydate", "rnews:datepublished", "citation_publication_date", "citation_date"))
	for _, s := range given {
		if d := date(s); d != "" {
			return d
		}
	}
	if d := addressDate(address); d != "" {
		return d
	}
	if d := addressDate(ab.canonical); d != "" {
		return d
	}
	if ab.shown != "" {
		return ab.shown
	}
	// The first time that stands on the page is that of its article, more often
	// than not; several different days are a list of other articles.
	day := ""
	for _, t := range ab.times {
		d := date(t.value)
		if d == "" {
			continue
		}
		if day != "" && d[:10] != day[:10] {
			return ""
		}
		if day == "" {
			day = d
		}
	}
	if day != "" {
		return day
	}
	return date(ab.first("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"))
}

// layouts are the usual forms, most frequent first; dateparse knows the others.
var layouts = [...]string{
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02", "20060102", "20060102T150405Z", "20060102150405",
	"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006/01/02",
}

// date brings a date to RFC 3339 (with the zone that it has, or as a day where it has
// none), or "". A date that may be read two ways is none.
func date(s string) string {
	if s = squeeze(s); len(s) < 6 || len(s) > 64 {
		return ""
	}
	var t time.Time
	err := error(errNoDate)
	for _, layout := range layouts {
		if t, err = time.Parse(layout, s); err == nil {
			break
		}
	}
	if err != nil {
		if t, err = parseStrict(s); err != nil {
			return ""
		}
	}
	if t.Year() < 1990 || t.Year() > 2100 {
		return ""
	}
	// A time without a zone is that of the reader's clock, unknown to us: the day is
	// what can be said.
	if zoneless(s) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

type dateError string

func (e dateError) Error() string { return string(e) }

const errNoDate = dateError("no date")

// parseStrict is dateparse, whose faults are caught.
func parseStrict(s string) (t time.Time, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errNoDate
		}
	}()
	return dateparse.ParseStrict(s)
}

var zone = regexp.MustCompile(`:\d\d(\.\d+)?\s*(Z|[+-]\d\d:?\d\d|GMT|UTC)`)

func zoneless(s string) bool { return !zone.MatchString(s) && !strings.HasSuffix(s, "Z") }

// spelt finds a day with the name of its month; other forms may be read two ways.
var spelt = regexp.MustCompile(`(?i)\b(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)|(\d{1,2})(?:st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)-(\d\d))\b`)

// lookAt looks for a date in an element whose name says that it holds one.
func (ab *about) lookAt(n *html.Node) {
	if ab.shown != "" || ab.looks >= 100 {
		return
	}
	name := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	if len(name) < 4 || len(name) > 300 || !slices.ContainsFunc(dateNames, func(w string) bool { return strings.Contains(name, w) }) {
		return
	}
	ab.looks++
	text := inner(n, 200)
	if len(text) > 200 {
		return
	}
	m := spelt.FindStringSubmatch(squeeze(text))
	if m == nil {
		return
	}
	month, day, year := m[1]+m[5], m[2]+m[4], m[3]+m[6]
	if m[7] != "" {
		month, day, year = m[8], m[9], m[7]
	} else {
		month = monthNames[strings.ToLower(month)]
	}
	if len(day) == 1 {
		day = "0" + day
	}
	ab.shown = date(year + "-" + month + "-" + day)
}

var dateNames = []string{"date", "time", "publish", "posted", "byline", "meta", "submitted", "author", "info"}

// inAddress finds /2024/06/21/, /2024-06-21, /20240621 in an address.
var inAddress = regexp.MustCompile(`/(?:\D*[-_])?(19[89]\d|20\d\d)(?:/|-|_|)(0[1-9]|1[0-2]|[1-9]/|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:/|-|_|)([0-2]\d|3[01]|[1-9])(?:\D|$)`)

var monthNames = map[string]string{"jan": "01", "feb": "02", "mar": "03", "apr": "04", "may": "05", "jun": "06", "jul": "07", "aug": "08", "sep": "09", "oct": "10", "nov": "11", "dec": "12"}

// addressDate is the day that an address names, or "".
func addressDate(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) > 2000 {
		return ""
	}
	m := inAddress.FindStringSubmatch(strings.ToLower(u.Path))
	if m == nil {
		return ""
	}
	month := strings.TrimSuffix(m[2], "/")
	if n, ok := monthNames[month]; ok {
		month = n
	}
	if len(month) == 1 {
		month = "0" + month
	}
	day := m[3]
	if len(day) == 1 {
		day = "0" + day
	}
	s := m[1] + "-" + month + "-" + day
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return ""
	}
	return s
}
