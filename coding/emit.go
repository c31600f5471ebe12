package coding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"casus"
	"casus/lexicon"
	"casus/ontology"
)

// draft is an event on its way: a match with all that the sentence says of it.
type draft struct {
	m     *match
	mood  mood
	claim *casus.Claim
	parties
	reading *ontology.Reading
	code    ontology.Code
	// announced: the event lies in the saying of it, a promise or a demand.
	announced bool
	// guessed: the actor is inferred from who tells of it.
	guessed bool
}

// codeMatch makes the event of a match, if it has one. composed says that the
// reading has a code, whether or not the parties make it an event: then the acts
// inside it are spoken for.
func (r *reader) codeMatch(m *match) (ev casus.Event, emitted, composed bool) {
	d := draft{m: m}
	if op := m.sense.Operator; op == "SAY" || op == "DENY" {
		return ev, false, false // what is said or denied is coded by itself
	}
	d.mood = r.moodOf(m)
	d.claim = r.claimOf(int(m.tok))
	d.parties = r.partiesOf(m, 0)
	if d.actors.empty() && m.entry.pred.Kind == lexicon.Adjective {
		d.actors = r.resolve(r.speakerOf(m))
		d.recipients = r.others(d.recipients, d.actors)
		if d.recipients.empty() {
			d.recipients = r.answered(m, d.actors)
		}
	}
	d.reading = r.read(m, 0)
	r.hosted(&d)
	r.note(int(m.tok), m.entry, m.pat, stepPrefix+"read as "+d.reading.String())
	if m.abstains() && m.entry.pred.Sense.Operator == "" && m.entry.pred.Kind == lexicon.Verb {
		r.note(int(m.tok), m.entry, m.pat, "the lexicon makes nothing of it here ("+position(m.cond.Pos)+")")
		// The acts inside it stand for themselves, but not one that the verb itself
		// tells: "held an election".
		return ev, false, m.inner >= 0 && r.s.frames[m.inner].verb == m.tok
	}
	if !r.modal(&d) {
		r.note(int(m.tok), m.entry, m.pat, "no row of the composition table for "+d.reading.String())
		return ev, false, false
	}
	r.byAuthority(&d)
	r.ownSide(&d)
	r.byForces(&d)
	why := r.unfit(&d)
	if why == "" {
		why = r.vague(&d)
	}
	if why != "" {
		r.note(int(m.tok), m.entry, m.pat, why)
		return ev, false, true
	}
	r.depends(&d)
	return r.write(&d), true, true
}

// ownSide leaves out those who only carry out what their own side does: the troops of
// "Halvia withdrew *its* troops".
func (r *reader) ownSide(d *draft) {
	switch d.code.Event {
	case "RETREAT", "MOBILIZE", "SANCTION", "AID", "CONCEDE":
	default:
		return
	}
	s := &r.s
	to := d.recipients.from
	for i := d.recipients.from; i < d.recipients.to; i++ {
		ref := s.refs[i]
		x := &s.doc.Mentions[ref.mention]
		own := false
		if x.Sentence == s.index && x.Form == casus.FormNominal && r.kin(d.actors, ref.entity) {
			k := s.child(x.Head, relPoss)
			own = k >= 0 && s.upos[k] == "PRON" && r.official(ref.entity)
		}
		if !own {
			s.refs[to] = ref
			to++
		}
	}
	d.recipients.to = to
}

// official says that an entity acts for a state or a party: forces, envoys.
func (r *reader) official(entity int32) bool {
	for _, sector := range r.s.doc.Entities[entity].Sectors {
		switch sector {
		case "MIL", "COP", "GOV", "SPY", "PRM", "REB", "UAF":
			return true
		}
	}
	return false
}

// byAuthority takes the police who tell of an arrest for those who made it, if
// nobody else is named.
func (r *reader) byAuthority(d *draft) {
	if !d.actors.empty() || d.claim == nil || d.code.Event != "COERCE" {
		return
	}
	for _, sector := range r.s.doc.Entities[d.claim.By.Entity].Sectors {
		switch sector {
		case "COP", "MIL", "JUD", "GOV", "SPY":
			y, _ := r.sayingOf(int(d.m.tok))
			d.actors, d.guessed = r.resolve(y.speaker), true
			return
		}
	}
}

// modal lets the mood enter the composition: what will be done is agreed to or
// threatened, what will not be done is refused, what must be done is demanded.
// It says whether the composition has a code.
func (r *reader) modal(d *draft) bool {
	base, ok := r.compose(d.reading)
	if !ok {
		return false
	}
	d.code = overridden(base, d.m.sense)
	if d.code.Event == "" {
		return !d.mood.must || r.demanded(d)
	}
	md := &d.mood
	if md.would {
		switch {
		case md.Conditional:
			md.Future = true
		case d.claim != nil:
			md.Future = true
		default:
			md.Hypothetical = true
		}
	}
	switch {
	case md.must:
		return r.demanded(d)
	case md.cannot && d.code.Quad <= 2:
		r.failed(d)
	case md.Future && !md.Hypothetical && !md.Denied:
		r.announced(d)
	}
	return true
}

// overridden is a code with what a lexicon entry says against the table.
func overridden(c ontology.Code, sense *lexicon.Sense) ontology.Code {
	if sense.Event != "" {
		c.Event, c.Mode, c.Quad = sense.Event, "", quads[sense.Event]
	}
	if sense.Mode != "" {
		c.Mode = sense.Mode
	}
	if sense.CAMEO != "" {
		c.CAMEO = sense.CAMEO
	}
	return c
}

// quads are PLOVER's quad classes.
var quads = map[string]int{"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2,
	"REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4}

// demanded reads "Seoul said Moscow must withdraw" as a demand by the speaker.
func (r *reader) demanded(d *draft) bool {
	d.mood.Hypothetical = true
	y, ok := r.sayingOf(int(d.m.tok))
	if !ok || r.s.heldByPhrase(int(d.m.tok), y.cue) {
		return !d.mood.needed
	}
	by := r.resolve(y.speaker)
	if by.empty() || r.same(by, d.actors) {
		return !d.mood.needed
	}
	rd := &ontology.Reading{Name: "ASK", Variant: "demand", Inner: d.reading}
	if d.mood.Negated {
		rd.Inner = &ontology.Reading{Name: "NOT", Inner: d.reading}
	}
	code, ok := r.compose(rd)
	if !ok {
		return true
	}
	asked := d.actors
	if asked.empty() {
		asked = d.recipients
	}
	d.recipients = r.minus(asked, by)
	d.actors = refRange{by.from, by.from + 1}
	d.reading, d.code, d.announced = rd, code, true
	d.mood = mood{Status: casus.Status{Denied: d.mood.Denied}}
	return true
}

// heldByPhrase says that a noun phrase of the clause of speech holds the act: in
// "said it gave in to demands that they must vote" it is not the speaker's demand.
func (s *sentence) heldByPhrase(p, cue int) bool {
	for n := 0; p >= 0 && p != cue && n <= len(s.tok); p, n = s.head(p), n+1 {
		switch s.rel[p] {
		case relObj, relObl, relNmod, relIobj:
			if n > 0 {
				return true
			}
		}
	}
	return false
}

// failed reads "could not agree".
func (r *reader) failed(d *draft) {
	rd := &ontology.Reading{Name: "FAIL", Inner: d.reading}
	if code, ok := r.compose(rd); ok && code.Event != "" {
		d.reading, d.code, d.mood.Negated = rd, code, false
	}
}

// announced reads the future: FUTURE of an act, or its refusal.
func (r *reader) announced(d *draft) {
	rd := &ontology.Reading{Name: "FUTURE", Inner: d.reading}
	if d.mood.Negated {
		if d.code.Quad > 2 {
			return // "will not attack": no threat, and no promise either
		}
		rd.Name = "REFUSE"
	} else if d.code.Quad > 2 && d.claim != nil && !r.holds(d.actors, int32(d.claim.By.Entity)) && !r.kin(d.actors, int32(d.claim.By.Entity)) {
		return // somebody else's forecast is no threat
	}
	code, ok := r.compose(rd)
	if !ok {
		return
	}
	d.reading, d.code, d.announced = rd, code, true
	if rd.Name == "REFUSE" {
		d.mood.Negated, d.mood.Future = false, false // refused today
	}
}

// kin says that an entity speaks for one of those in a run: same country.
func (r *reader) kin(x refRange, entity int32) bool {
	c := r.s.doc.Entities[entity].Country
	if c == "" {
		return false
	}
	for _, ref := range r.s.refs[x.from:x.to] {
		if r.s.doc.Entities[ref.entity].Country == c {
			return true
		}
	}
	return false
}

// write makes the event of a draft.
func (r *reader) write(d *draft) casus.Event {
	m, s := d.m, &r.s
	ev := casus.Event{
		Event: d.code.Event, Mode: d.code.Mode, CAMEO: d.code.CAMEO, Quad: d.code.Quad,
		Plover: d.code.Plover, Goldstein: d.code.Goldstein,
		Actors: r.roles(d.actors), Recipients: r.roles(d.recipients),
		Reciprocal: d.recipients.empty() && (m.pat.Reciprocal || r.mutual(d)),
		Contexts:   r.contexts(m, d.reading),
		Date:       r.dateOf(int(m.tok), d.announced),
		Status:     d.mood.Status,
		Claim:      d.claim,
	}
	ev.Status.Historical = ev.Status.Historical || r.historical(d, ev.Date)
	if ev.Status.Historical || ev.Status.Hypothetical || ev.Status.Conditional || ev.Status.Negated {
		ev.Status.Ongoing = false // what is not now, or not at all, does not go on
	}
	switch ev.Event {
	case "REQUEST", "AGREE", "CONCEDE", "SUPPORT":
		ev.Status.Ongoing = false // said and done: "is calling for", "is lifting"
	}
	ev.Evidence = casus.Evidence{
		Sentence: s.index,
		Span:     r.clauseSpan(m),
		Trigger:  r.triggerSpan(m),
		Pattern:  patternName(m.entry, m.pat),
		Entry:    position(m.pat.Pos),
		Reading:  d.reading.String(),
		Rule:     d.code.Rule,
	}
	ev.Confidence = r.confidence(d)
	ev.ID = eventID(s.doc.Dispatch.ID, &ev)
	return ev
}

func patternName(e *entry, pat *lexicon.Pattern) string {
	return e.stem + "/" + e.word + "/" + pat.Name
}

func position(p lexicon.Pos) string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// eventID is a digest of what makes the event this one.
func eventID(dispatch string, ev *casus.Event) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%d-%d\x00%s\x00%s", dispatch, ev.Evidence.Trigger.Begin, ev.Evidence.Trigger.End,
		ev.Evidence.Reading, ev.Evidence.Rule)
	var sum [sha256.Size]byte
	return hex.EncodeToString(h.Sum(sum[:0])[:8])
}

// clauseSpan covers the trigger and all that fills a slot.
func (r *reader) clauseSpan(m *match) casus.Span {
	s := &r.s
	sp := r.triggerSpan(m)
	for slot, h := range m.slot {
		if h < 0 {
			continue
		}
		if slot == int(lexicon.ACTOR) && s.mention[h] >= 0 {
			sp = sp.Cover(s.doc.Mentions[s.mention[h]].Span)
			continue
		}
		if int(s.left[h]) <= int(m.tok) && int(m.tok) <= int(s.right[h]) {
			sp = sp.Cover(s.tok[h].Span) // the slot's phrase holds the trigger: a relative clause
			continue
		}
		sp = sp.Cover(s.span(int(s.left[h]), int(s.right[h])))
	}
	return sp
}

// triggerSpan covers the headword: "called on", "lodged a protest".
func (r *reader) triggerSpan(m *match) casus.Span {
	s := &r.s
	from, to := int(m.tok), int(m.tok)
	for range m.entry.rest {
		if m.entry.pred.Kind == lexicon.Noun {
			from--
		} else if to+1 < len(s.tok) {
			to++
		}
	}
	if v := int(s.frames[m.tok].verb); m.lent && v >= 0 && v < from && from-v <= 4 {
		from = v
	}
	return s.span(max(from, 0), to)
}

// confidence is a product of what may have gone wrong: a slot missing or found
// out of its place, a party named only by a modifier or not at all, an act that
// is not told as real. The factors are judged, not fitted.
func (r *reader) confidence(d *draft) float64 {
	c := 0.95
	for i, far := range d.m.far {
		if d.m.slot[i] >= 0 {
			for ; far > 0; far-- {
				c *= 0.93
			}
		}
	}
	if d.m.loose {
		c *= 0.8
	}
	if d.actors.empty() || d.guessed {
		c *= 0.7
	} else if r.s.refs[d.actors.from].weak {
		c *= 0.9
	}
	if d.recipients.empty() && !d.m.pat.Reciprocal {
		c *= 0.8
	} else if !d.recipients.empty() && r.s.refs[d.recipients.from].weak {
		c *= 0.9
	}
	if d.m.entry.pred.Kind == lexicon.Noun && !d.m.lent {
		c *= 0.9
	}
	if !d.mood.Status.Real() {
		c *= 0.9
	}
	return float64(int(c*1000+0.5)) / 1000
}
