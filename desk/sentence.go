package desk

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"casus/export"
	"casus/record"
	"casus/store"
)

// telling is an event told as a sentence: who, what, whom.
type telling struct {
	ID, Href, Day      string
	Actors, Recipients []actor
	// Verb is what they do, in words; What the codes.
	Verb, Event, Mode string
	Contexts, Status  []string
	Reciprocal        bool
	Quad              int
	// Claimant is whose word it is; nil where it is the dispatch's own.
	Claimant *actor
	Place    string
	// Text is the clause that tells it.
	Text                string
	Confidence          float64
	Mentions, Sources   int
	Dispatch, Publisher string
	Published           string
	Sentence            int
	Verdict             string
	Trigger             string
}

// verbs say an event with a recipient, without one, and of several among themselves.
var verbs = map[string][3]string{
	"AGREE":     {"agrees with", "agrees", "agree"},
	"CONSULT":   {"consults", "holds talks", "consult each other"},
	"SUPPORT":   {"backs", "gives backing", "back each other"},
	"CONCEDE":   {"concedes to", "concedes", "concede to each other"},
	"COOPERATE": {"cooperates with", "cooperates", "cooperate"},
	"AID":       {"aids", "gives aid", "aid each other"},
	"RETREAT":   {"gives way to", "gives way", "ease off"},
	"REQUEST":   {"makes a demand of", "makes a demand", "make demands of each other"},
	"ACCUSE":    {"accuses", "makes accusations", "accuse each other"},
	"REJECT":    {"refuses", "refuses", "refuse each other"},
	"THREATEN":  {"threatens", "makes threats", "threaten each other"},
	"PROTEST":   {"protests against", "protests", "protest against each other"},
	"SANCTION":  {"cuts relations with", "imposes sanctions", "cut relations"},
	"MOBILIZE":  {"mobilises against", "mobilises", "mobilise against each other"},
	"COERCE":    {"coerces", "uses coercion", "coerce each other"},
	"ASSAULT":   {"attacks", "attacks", "fight each other"},
}

// modeVerbs say a mode more exactly than its event.
var modeVerbs = map[string][3]string{
	"CONSULT visit":     {"visits", "makes a visit", "visit each other"},
	"CONSULT phone":     {"calls", "makes a call", "talk by phone"},
	"RETREAT withdraw":  {"withdraws from", "withdraws", "withdraw"},
	"RETREAT release":   {"releases", "releases captives", "exchange captives"},
	"RETREAT ceasefire": {"ceases fire with", "ceases fire", "cease fire"},
	"SANCTION expel":    {"expels", "expels", "expel each other's people"},
	"SANCTION withdraw": {"cuts off", "withdraws support", "break off"},
	"REQUEST meet":      {"asks to meet", "asks for a meeting", "ask to meet"},
	"REQUEST assist":    {"asks help of", "asks for help", "ask each other's help"},
	"REQUEST change":    {"asks a change of", "asks for a change", "ask each other to change"},
	"REQUEST yield":     {"asks concessions of", "asks for a concession", "ask concessions of each other"},
	"COERCE arrest":     {"arrests", "makes arrests", "arrest each other's people"},
	"COERCE seize":      {"seizes from", "makes seizures", "seize from each other"},
}

func verbOf(e *store.Event, recipients int) string {
	forms, ok := modeVerbs[e.Event+" "+e.Mode]
	if !ok {
		if forms, ok = verbs[e.Event]; !ok {
			return strings.ToLower(e.Event)
		}
	}
	switch {
	case e.Reciprocal:
		return forms[2]
	case recipients > 0:
		return forms[0]
	}
	return forms[1]
}

// tell makes the sentence of an event.
func (d *Desk) tell(e *store.Event) telling {
	t := telling{
		ID: e.ID, Href: "/events/" + e.ID, Day: e.Day, Actors: d.side(e, store.Actor), Recipients: d.side(e, store.Recipient), Event: e.Event, Mode: e.Mode,
		Contexts: e.Contexts, Status: statusWords(e.Status), Reciprocal: e.Reciprocal, Quad: e.Quad, Place: e.PlaceName, Confidence: e.Confidence,
		Mentions: e.Mentions, Sources: e.Sources, Dispatch: e.Dispatch, Publisher: e.Publisher, Published: e.Published, Sentence: e.Sentence, Trigger: e.Trigger,
	}
	t.Verb = verbOf(e, len(t.Recipients))
	if e.Reciprocal && len(t.Actors) < 2 {
		t.Verb = verbs[e.Event][1]
	}
	if e.Claimant != "" {
		a := d.actorOf(e.Claimant)
		t.Claimant = &a
	}
	if t.Place == "" && e.Place != "" {
		t.Place = d.names.of(e.Place)
	}
	if len(t.Actors) > 1 && !e.Reciprocal || len(t.Actors) == 1 && plural(t.Actors[0]) {
		t.Verb = plainForm(t.Verb)
	}
	if len(t.Actors) > 0 {
		t.Actors[0].Name = capital(t.Actors[0].Name)
	}
	t.Text = oneLine(clauseOf(e))
	return t
}

// tellAll makes the sentences of a list.
func (d *Desk) tellAll(list []store.Event) []telling {
	out := make([]telling, len(list))
	for i := range list {
		out[i] = d.tell(&list[i])
	}
	return out
}

// tellCorrected makes the sentence of what holds after corrections.
func (d *Desk) tellCorrected(x *record.Corrected) telling {
	t := d.tell(&x.Event)
	t.Verdict = x.Verdict
	return t
}

// clauseOf is the clause that tells an event. A list of events needs no more of their
// JSON, and reading it whole is what takes longest.
func clauseOf(e *store.Event) string {
	i := bytes.Index(e.JSON, evidenceField)
	if i < 0 {
		return ""
	}
	var evidence struct {
		Text string `json:"text"`
	}
	if json.NewDecoder(bytes.NewReader(e.JSON[i+len(evidenceField):])).Decode(&evidence) != nil {
		return bodyOf(e).Evidence.Text
	}
	return evidence.Text
}

// evidenceField begins the evidence in an event's JSON; a quotation mark inside a text
// would stand behind a backslash there.
var evidenceField = []byte(`"evidence":`)

// bodyOf is the whole of an event as the record keeps it; empty for one that a person
// added without it.
func bodyOf(e *store.Event) (body export.Event) {
	_ = json.Unmarshal(e.JSON, &body) // written by the record
	return body
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// plural guesses from its name whether an actor is many: "Nigerian teachers", "police".
func plural(a actor) bool {
	words := strings.Fields(a.Name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	switch low := strings.ToLower(last); {
	case low == "police" || low == "people" || low == "men" || low == "women":
		return true
	case last != low || strings.HasSuffix(low, "ss") || strings.HasSuffix(low, "us") || strings.HasSuffix(low, "is"):
		return false
	default:
		return strings.HasSuffix(low, "s")
	}
}

// plainForm takes the ending of the third person from the first word.
func plainForm(verb string) string {
	first, rest, more := strings.Cut(verb, " ")
	first = strings.TrimSuffix(first, "s")
	if more {
		return first + " " + rest
	}
	return first
}

// capital writes the first letter large.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
