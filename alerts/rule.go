// Package alerts tells people at once what a record takes in and they asked for: rules
// in a file that people write in the lexicon's grammar, and targets to which what they
// find goes: a webhook, mail, an Atom feed, standard output.
//
// A rule looks at events, commitments or statements as they are coded and concluded.
// What it finds is written into the record once, under an id made of the rule and of the
// occurrence, in the transaction that moves the cursor; from there it is delivered to
// each target on its own, again after a while where that fails. So a process may be
// killed at any moment: nothing is lost, nothing is told twice (only a delivery whose
// answer was lost on the way is sent again, under the same id).
//
// docs/alerts.md explains the file by example. The outbox follows the pattern of that
// name (Richardson, Microservices Patterns, 2018, section 3.3).
package alerts

import (
	"slices"
	"strings"
	"time"

	"casus/lexicon"
	"casus/series"
	"casus/store"
)

// Subject is what a rule looks at.
type Subject string

// The subjects.
const (
	Events      Subject = "event"
	Commitments Subject = "commitment"
	Statements  Subject = "statement"
)

// Rules are the contents of a file.
type Rules struct {
	Alerts  []Rule
	Targets []Target
}

// Target finds a target by its name.
func (r *Rules) Target(name string) *Target {
	for i := range r.Targets {
		if r.Targets[i].Name == name {
			return &r.Targets[i]
		}
	}
	return nil
}

// Rule says what is to be told, and to whom. Empty fields ask for nothing; a list is
// met by any of its members, the fields all together.
type Rule struct {
	Name    string
	Pos     lexicon.Pos
	Subject Subject
	// Actor, Recipient and Party (either side) are codes, codes with sectors ("RUS
	// MIL"), or names. Of a statement the speaker is the actor, of a commitment those
	// who are bound; recipients are those about whom or to whom it is.
	Actor, Recipient, Party []string
	// Dyad are two codes, in this order only where Directed.
	Dyad     [2]string
	Directed bool
	// Event, Mode, Context, CAMEO (beginnings of codes) and Quad are of events; Kind
	// and State of commitments; Position of statements.
	Event, Mode, Context, CAMEO []string
	Quad                        []int
	Kind, State, Position       []string
	// With and Without are bits of the status. Where AnyStatus is not set and neither
	// is given, only what series count is looked at: what is told as a fact, and
	// threats, promises and demands.
	With, Without store.Status
	AnyStatus     bool
	// Claim is "", "none", "any", or whose word it must be.
	Claim string
	// Place are countries, Publisher outlets, Words phrases of which one must occur.
	Place, Publisher, Words []string
	// Confidence is the least, Sources the least number of independent sources.
	Confidence float64
	Sources    int
	// Age is how many days before publication it may lie, 0 for any number.
	Age int
	// Due: the commitment falls due within so many days of its publication.
	Due int
	// Count and Within: as many occurrences within so many days.
	Count, Within int
	// Surprise is the least surprise of the pair's period.
	Surprise float64
	Period   series.Period
	// To are names of targets.
	To       []string
	Examples []Example
}

// Example is a sentence that must, or must not, be told.
type Example struct {
	Text, Date string
	// Told says what is expected.
	Told bool
	Pos  lexicon.Pos
}

// Kind of a target.
type Kind string

// The kinds.
const (
	Webhook Kind = "webhook"
	Mail    Kind = "mail"
	Feed    Kind = "feed"
	Stdout  Kind = "stdout"
)

// Target is where alerts go.
type Target struct {
	Name string
	Pos  lexicon.Pos
	Kind Kind
	// URL and Secret are of a webhook; Secret is what the signature is made with.
	URL    string
	Secret Secret
	// Recipients, From, Server ("host:port"), User and Password are of mail.
	Recipients         []string
	From, Server, User string
	Password           Secret
	// File is that of a feed, Title its title, Keep how many entries it has.
	File, Title string
	Keep        int
	// Format of standard output: "text" or "jsonl".
	Format string
	// Timeout bounds a try, Tries how often it is tried before it is given up.
	Timeout time.Duration
	Tries   int
}

// Secret is a word that must not stand in a file that people pass around: the name of
// the variable of the environment that holds it.
type Secret struct{ Variable string }

// Value asks the environment.
func (s Secret) Value(getenv func(string) string) string {
	if s.Variable == "" {
		return ""
	}
	return getenv(s.Variable)
}

// statusWords are the bits by name.
var statusWords = []struct {
	word string
	bit  store.Status
}{
	{"negated", store.Negated}, {"future", store.Future}, {"hypothetical", store.Hypothetical}, {"conditional", store.Conditional},
	{"historical", store.Historical}, {"ongoing", store.Ongoing}, {"denied", store.Denied},
}

func statusBit(word string) (store.Status, bool) {
	for _, s := range statusWords {
		if s.word == word {
			return s.bit, true
		}
	}
	return 0, false
}

// statusText names the bits.
func statusText(s store.Status) string {
	var words []string
	for _, x := range statusWords {
		if s&x.bit != 0 {
			words = append(words, x.word)
		}
	}
	return strings.Join(words, ", ")
}

// is says whether a party is the one that an item of a rule names.
func is(item string, p *store.Party) bool {
	if strings.EqualFold(item, p.Name) {
		return true
	}
	words := strings.Fields(item)
	for _, w := range words {
		if w != p.Key && w != p.Country && w != p.Code && !(len(w) >= 6 && strings.HasPrefix(p.Code, w)) && !slices.Contains(p.Sectors, w) {
			return false
		}
	}
	return len(words) > 0
}
