package desk

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"casus"
	"casus/ontology"
	"casus/store"
)

// eventQuery is what may be asked of events, by pages, their twins and the interface
// alike: every question is an address.
type eventQuery struct {
	Actor     []string `query:"actor" doc:"keys of those who act (KOR, IGOUNO)"`
	Recipient []string `query:"recipient" doc:"keys of those acted on"`
	Party     []string `query:"party" doc:"keys of those on either side"`
	Dyad      string   `query:"dyad" doc:"two keys with a hyphen (KOR-RUS): the first acts on the second" example:"KOR-RUS"`
	Mutual    bool     `query:"mutual" doc:"the dyad in both directions"`
	Event     []string `query:"event" doc:"PLOVER events"`
	Mode      []string `query:"mode" doc:"modes"`
	Context   []string `query:"context" doc:"contexts"`
	CAMEO     []string `query:"cameo" doc:"beginnings of CAMEO codes"`
	Quad      []int    `query:"quad" doc:"quad classes, 1 to 4"`
	Status    []string `query:"status" doc:"has one of these: negated, future, hypothetical, conditional, historical, ongoing, denied"`
	Without   []string `query:"without" doc:"has none of these"`
	Counted   bool     `query:"counted" doc:"only what series count: told as a fact, or lying in the saying"`
	Claim     string   `query:"claim" doc:"yes: only what is somebody's word; no: only what is the dispatch's own"`
	Claimant  string   `query:"claimant" doc:"whose word it is"`
	Place     string   `query:"place" doc:"country of the place (ISO alpha-3)"`
	Source    string   `query:"source" doc:"publisher"`
	Dispatch  string   `query:"dispatch" doc:"id of a dispatch"`
	Story     string   `query:"story" doc:"id of a story"`
	From      string   `query:"from" doc:"first day (2024-06-21)"`
	To        string   `query:"to" doc:"last day"`
	Min       float64  `query:"min" minimum:"0" maximum:"1" doc:"least confidence"`
	Max       float64  `query:"max" minimum:"0" maximum:"1" doc:"greatest confidence"`
	Words     string   `query:"words" maxLength:"400" doc:"words that the dispatch must hold"`
	Mentions  bool     `query:"mentions" doc:"every mention, not one event for each occurrence"`
	Unsure    bool     `query:"unsure" doc:"least sure first, in place of the newest first"`
	After     string   `query:"after" maxLength:"400" doc:"where the page before ended: its next"`
	Limit     int      `query:"limit" minimum:"0" maximum:"1000" doc:"how many, 50 if not given"`
}

// readQuery reads the fields of a query struct from an address. What is empty is not
// asked; a list may be given by repeating the name or by commas.
func readQuery(values url.Values, into any) error {
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("query")
		given := nonEmpty(values[name])
		if name == "" || len(given) == 0 {
			continue
		}
		if err := setField(v.Field(i), given); err != nil {
			return fmt.Errorf("%s=%s: %w: %w", name, strings.Join(given, ","), casus.ErrInvalid, err)
		}
	}
	return nil
}

func nonEmpty(values []string) []string {
	var out []string
	for _, x := range values {
		if x = strings.TrimSpace(strings.ToValidUTF8(x, "")); x != "" {
			out = append(out, x)
		}
	}
	return out
}

func setField(f reflect.Value, given []string) error {
	last := given[len(given)-1]
	switch f.Interface().(type) {
	case string:
		f.SetString(last)
	case bool:
		f.SetBool(last != "0" && last != "false" && last != "no")
	case int:
		n, err := strconv.Atoi(last)
		f.SetInt(int64(n))
		return err
	case float64:
		x, err := strconv.ParseFloat(last, 64)
		f.SetFloat(x)
		return err
	case []string:
		f.Set(reflect.ValueOf(nonEmpty(strings.Split(strings.Join(given, ","), ","))))
	case []int:
		var list []int
		for _, x := range nonEmpty(strings.Split(strings.Join(given, ","), ",")) {
			n, err := strconv.Atoi(x)
			if err != nil {
				return err
			}
			list = append(list, n)
		}
		f.Set(reflect.ValueOf(list))
	}
	return nil
}

// statusBits are the words of status.
var statusBits = map[string]store.Status{
	"negated": store.Negated, "future": store.Future, "hypothetical": store.Hypothetical, "conditional": store.Conditional,
	"historical": store.Historical, "ongoing": store.Ongoing, "denied": store.Denied,
}

// statusOrder is the order in which they are shown.
var statusOrder = []string{"negated", "future", "hypothetical", "conditional", "historical", "ongoing", "denied"}

func statusWords(s store.Status) []string {
	var out []string
	for _, w := range statusOrder {
		if s&statusBits[w] != 0 {
			out = append(out, w)
		}
	}
	return out
}

func bitsOf(words []string) (bits store.Status, err error) {
	for _, w := range words {
		b, ok := statusBits[w]
		if !ok {
			return 0, fmt.Errorf("status %q: the words are %s: %w", w, strings.Join(statusOrder, ", "), casus.ErrInvalid)
		}
		bits |= b
	}
	return bits, nil
}

// filter is what the store is asked.
func (q *eventQuery) filter() (f store.Filter, err error) {
	f = store.Filter{
		Actor: upper(q.Actor), Recipient: upper(q.Recipient), Party: upper(q.Party), Mutual: q.Mutual, Event: upper(q.Event), Mode: q.Mode, Context: q.Context,
		CAMEO: q.CAMEO, Quad: q.Quad, From: q.From, To: q.To, Counted: q.Counted, Claimant: q.Claimant, Place: strings.ToUpper(q.Place), Publisher: q.Source,
		Dispatch: q.Dispatch, Story: q.Story, MinConfidence: q.Min, MaxConfidence: q.Max, Words: q.Words, Once: !q.Mentions, Unsure: q.Unsure, After: q.After, Limit: q.Limit,
	}
	if f.With, err = bitsOf(q.Status); err != nil {
		return f, err
	}
	if f.Without, err = bitsOf(q.Without); err != nil {
		return f, err
	}
	switch q.Claim {
	case "":
	case "yes", "1":
		f.Claimed = 1
	case "no":
		f.Claimed = -1
	default:
		return f, fmt.Errorf("claim %q: yes or no: %w", q.Claim, casus.ErrInvalid)
	}
	if q.Dyad != "" {
		a, b, ok := strings.Cut(strings.ToUpper(q.Dyad), "-")
		if !ok || a == "" || b == "" {
			return f, fmt.Errorf("dyad %q: two keys with a hyphen, like KOR-RUS: %w", q.Dyad, casus.ErrInvalid)
		}
		f.Dyad = [2]string{a, b}
	}
	return f, daysOf(q.From, q.To)
}

// daysOf checks days.
func daysOf(days ...string) error {
	for _, x := range days {
		if x == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, x); err != nil {
			return fmt.Errorf("%q is no day; write it like 2024-06-21: %w", x, casus.ErrInvalid)
		}
	}
	return nil
}

func upper(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = strings.ToUpper(out[i])
	}
	return out
}

// with is an address with one name set anew ("" takes it away) and the place in the
// pages forgotten.
func with(u *url.URL, name, value string) string {
	q := u.Query()
	q.Del("after")
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	return address(u.Path, q)
}

// address writes a path with what is asked; empty values are left out.
func address(path string, q url.Values) string {
	for k, v := range q {
		if v = nonEmpty(v); len(v) == 0 {
			q.Del(k)
		} else {
			q[k] = v
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// nextPage is the address of the page after one.
func nextPage(u *url.URL, after string) string {
	q := u.Query()
	q.Set("after", after)
	return address(u.Path, q)
}

// quadNames are the quad classes in words.
var quadNames = [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

func quadName(n int) string {
	if n < 0 || n >= len(quadNames) {
		return ""
	}
	return quadNames[n]
}

// codebook are the names that forms offer.
type codebook struct {
	Events, Contexts, Status []string
}

func newCodebook() (codebook, error) {
	o, err := ontology.Load()
	if err != nil {
		return codebook{}, err
	}
	return codebook{o.Events(), o.Contexts(), statusOrder}, nil
}

// Has says whether a list of the question holds a value.
func (q eventQuery) Has(name, value string) bool {
	switch name {
	case "event":
		return slices.Contains(upper(q.Event), value)
	case "context":
		return slices.Contains(q.Context, value)
	case "status":
		return slices.Contains(q.Status, value)
	}
	return false
}

// Kept are the conditions that the form has no field for; it hands them on.
func (q eventQuery) Kept() []link {
	var out []link
	for _, x := range []link{{"dyad", q.Dyad}, {"claimant", q.Claimant}, {"dispatch", q.Dispatch}, {"story", q.Story}} {
		if x.Href != "" {
			out = append(out, x)
		}
	}
	if q.Mutual {
		out = append(out, link{"mutual", "1"})
	}
	for _, n := range q.Quad {
		out = append(out, link{"quad", strconv.Itoa(n)})
	}
	for _, c := range q.CAMEO {
		out = append(out, link{"cameo", c})
	}
	return out
}
