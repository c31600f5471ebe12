package geoparse

import (
	"math"
	"sort"
	"strings"

	"casus/geoparse/gazetteer"
)

// group is a name with all its spans: one name means one place.
type group struct {
	count, place, person, org int
	// from and to are the candidates in run.cands.
	from, to int32
	// best is the place chosen, -1 for none; margin how far it is ahead.
	best   int32
	margin float32
	second int32
	// score is the greatest of its spans'.
	score float32
	// first is the first of its candidates in run.ranked.
	first int
	main  string
	why   int
}

// ranked is a candidate with its reasons.
type ranked struct {
	place  int32
	reason [rankFeatures]float32
	score  float32
}

// share is how often a state or division is named.
type share struct {
	place int32
	n     float32
}

// rounds of choosing: the second sees what the first chose.
const rounds = 3

// resolve chooses a place for each group.
func (r *run) resolve(keep bool) {
	for i := range r.spans {
		x := &r.spans[i]
		g := &r.groups[x.group]
		g.score = max(g.score, x.score)
	}
	r.gather()
	for round := range rounds {
		r.ranked = r.ranked[:0]
		r.count(round)
		for g := range r.groups {
			gr := &r.groups[g]
			if gr.to == gr.from || gr.score < threshold/2 && !keep {
				continue
			}
			r.rank(int32(g), round)
		}
	}
}

// threshold from which words are taken for a place.
const threshold = 0.5

// count counts the states and divisions that the document names. A name of several
// meanings counts for what the round before chose.
func (r *run) count(round int) {
	r.shares = r.shares[:0]
	for i := range r.spans {
		x := &r.spans[i]
		if x.to == x.from || x.score < threshold {
			continue
		}
		g := &r.groups[x.group]
		p := g.best
		if round == 0 {
			if x.to-x.from > 1 {
				continue
			}
			p = r.cands[x.from]
		}
		if p < 0 {
			continue
		}
		if s := r.table.State(int(p)); s >= 0 {
			r.add(int32(s), 1)
		}
		if d := r.table.Division(int(p)); d >= 0 {
			r.add(int32(d), 1)
		}
	}
	sort.SliceStable(r.shares, func(i, j int) bool { return r.shares[i].n > r.shares[j].n })
}

func (r *run) add(place int32, n float32) {
	for i := range r.shares {
		if r.shares[i].place == place {
			r.shares[i].n += n
			return
		}
	}
	r.shares = append(r.shares, share{place, n})
}

// share is the part that a state or division has in all that are named, without what
// one group adds itself.
func (r *run) share(place int, country bool, own float32) (part, top float32) {
	if place < 0 {
		return 0, 0
	}
	sum, mine, most := float32(0), float32(0), float32(0)
	for _, s := range r.shares {
		if (r.table.Kind(int(s.place)) == gazetteer.Country) != country {
			continue
		}
		n := s.n
		if int(s.place) == place {
			n = max(0, n-own)
			mine = n
		}
		sum += n
		most = max(most, n)
	}
	if sum == 0 {
		return 0, 0
	}
	return mine / sum, b2f(mine > 0 && mine == most)
}

// rank weighs the candidates of a group.
func (r *run) rank(g int32, round int) {
	gr := &r.groups[g]
	gr.first = len(r.ranked)
	largest := 0
	for _, c := range r.cands[gr.from:gr.to] {
		largest = max(largest, r.table.Size8(int(c)))
	}
	for i := range r.spans {
		if x := &r.spans[i]; x.group == g {
			r.key = gazetteer.Fold(r.key[:0], r.doc.Slice(x.at))
			break
		}
	}
	old := gr.best
	best, second := -1, -1
	for _, c := range r.cands[gr.from:gr.to] {
		k := ranked{place: c}
		r.weighPlace(&k, g, largest)
		r.weighContext(&k, g, old)
		r.weighSupport(&k, g)
		if round > 0 {
			r.weighNear(&k, g)
		}
		for i := range k.reason {
			k.score += k.reason[i] * r.w.rank[i]
		}
		r.ranked = append(r.ranked, k)
		n := len(r.ranked) - 1
		switch {
		case best < 0 || k.score > r.ranked[best].score:
			best, second = n, best
		case second < 0 || k.score > r.ranked[second].score:
			second = n
		}
	}
	gr.best, gr.second, gr.margin = r.ranked[best].place, -1, 0
	gr.why = best
	if second >= 0 {
		gr.second, gr.margin = r.ranked[second].place, r.ranked[best].score-r.ranked[second].score
	}
}

func (r *run) weighPlace(k *ranked, g int32, largest int) {
	f := &k.reason
	c := int(k.place)
	size := r.table.Size8(c)
	switch kind := r.table.Kind(c); kind {
	case gazetteer.Country:
		f[rCountry] = 1
	case gazetteer.Admin1:
		f[rAdmin1] = 1
	case gazetteer.Admin2:
		f[rAdmin2] = 1
	case gazetteer.Capital:
		f[rCapital] = 1
	case gazetteer.Seat:
		f[rSeat] = 1
	case gazetteer.City:
		f[rTown] = 1
	case gazetteer.Sea, gazetteer.River, gazetteer.Lake:
		f[rWater] = 1
	default:
		f[rArea] = 1
	}
	if r.table.Kind(c).Settled() {
		f[rPopulation] = float32(size) / 64
		f[rLargest] = b2f(size == largest)
	}
	f[rUsual] = b2f(r.table.Usual(c, r.key))
}

// weighContext weighs what the document says of the place's state and division, and
// what follows its name.
func (r *run) weighContext(k *ranked, g, old int32) {
	f := &k.reason
	c := int(k.place)
	state, division := r.table.State(c), r.table.Division(c)
	own := float32(0)
	if old >= 0 {
		own = float32(r.groups[g].count)
	}
	ownState, ownDivision := float32(0), float32(0)
	if old >= 0 && r.table.State(int(old)) == state {
		ownState = own
	}
	if old >= 0 && r.table.Division(int(old)) == division {
		ownDivision = own
	}
	if state != c {
		f[rStateShare], f[rStateTop] = r.share(state, true, ownState)
		f[rStateNamed] = b2f(f[rStateShare] > 0)
	}
	if division >= 0 && division != c {
		f[rDivisionShare], _ = r.share(division, false, ownDivision)
		f[rDivisionNamed] = b2f(f[rDivisionShare] > 0)
	}
	if code := r.outlet(); code != "" && code == r.table.Country(c) {
		f[rOutlet] = 1
		f[rOutletTown] = b2f(r.table.Kind(c) == gazetteer.City)
	}
	for i := range r.spans {
		x := &r.spans[i]
		if x.group != g {
			if x.dateline && r.groups[x.group].best >= 0 {
				f[rDateline] = max(f[rDateline], b2f(r.near(c, int(r.groups[x.group].best), 161)))
			}
			continue
		}
		if x.holder >= 0 {
			r.weighHolder(f, c, &r.spans[x.holder])
		}
		if x.held && i > 0 {
			r.weighHeld(f, c, &r.spans[i-1])
		}
		r.weighCue(f, c, x)
	}
}

// weighHolder: does what follows after a comma hold the place?
func (r *run) weighHolder(f *[rankFeatures]float32, c int, h *span) {
	state, division, other := false, false, h.to > h.from
	near := false
	for _, p := range r.cands[h.from:h.to] {
		switch {
		case int(p) == c:
		case r.table.Division(c) == int(p) && r.table.Kind(c) != gazetteer.Admin1:
			division = true
		case r.table.State(c) == int(p):
			state = true
		case r.table.Kind(int(p)) == gazetteer.Admin2 && r.near(c, int(p), 60):
			near = true
		}
	}
	f[rHolderDivision] = max(f[rHolderDivision], b2f(division))
	f[rHolderState] = max(f[rHolderState], b2f(state && !division))
	f[rHolderNear] = max(f[rHolderNear], b2f(near && !state && !division))
	f[rHolderOther] = max(f[rHolderOther], b2f(other && !state && !division && !near))
}

// weighHeld: does the place hold what stands before the comma?
func (r *run) weighHeld(f *[rankFeatures]float32, c int, x *span) {
	for _, p := range r.cands[x.from:x.to] {
		if r.table.Division(int(p)) == c || r.table.State(int(p)) == c && int(p) != c {
			f[rHeldFits] = 1
			return
		}
	}
}

// weighCue: "the city of X", "X province", "the X River".
func (r *run) weighCue(f *[rankFeatures]float32, c int, x *span) {
	if x.sentence < 0 {
		return
	}
	s := &r.doc.Sentences[x.sentence]
	cue := gazetteer.Other
	if k := x.last + 1; k < len(s.Tokens) {
		cue = cues[strings.ToLower(s.Tokens[k].Form)]
	}
	if k := x.first - 2; cue == gazetteer.Other && k >= 0 && strings.EqualFold(s.Tokens[k+1].Form, "of") {
		cue = cues[strings.ToLower(s.Tokens[k].Form)]
	}
	if cue == gazetteer.Other {
		return
	}
	kind := r.table.Kind(c)
	if kind.Settled() {
		kind = gazetteer.City
	}
	if kind == cue || cue == gazetteer.Admin1 && kind == gazetteer.Region {
		f[rCue] = 1
	} else {
		f[rCueOther] = 1
	}
}

var cues = map[string]gazetteer.Kind{"city": gazetteer.City, "town": gazetteer.City, "village": gazetteer.City, "suburb": gazetteer.City, "capital": gazetteer.City,
	"province": gazetteer.Admin1, "state": gazetteer.Admin1, "governorate": gazetteer.Admin1, "oblast": gazetteer.Admin1, "region": gazetteer.Admin1,
	"county": gazetteer.Admin2, "parish": gazetteer.Admin2, "district": gazetteer.Admin2, "river": gazetteer.River, "island": gazetteer.Island, "peninsula": gazetteer.Region}

// weighNear weighs how near the places lie that the other names mean.
func (r *run) weighNear(k *ranked, g int32) {
	f := &k.reason
	c := int(k.place)
	if kind := r.table.Kind(c); kind == gazetteer.Country || kind == gazetteer.Continent || kind == gazetteer.Sea {
		return
	}
	least, count := 20000.0, float32(0)
	for i := range r.groups {
		o := &r.groups[i]
		if int32(i) == g || o.best < 0 || o.score < threshold || o.best == k.place {
			continue
		}
		if kind := r.table.Kind(int(o.best)); kind == gazetteer.Country || kind == gazetteer.Continent || kind == gazetteer.Sea || kind == gazetteer.Admin1 {
			continue
		}
		d := r.distance(c, int(o.best))
		least = min(least, d)
		if d < 161 {
			count++
		}
	}
	if least == 20000 {
		return
	}
	f[rNear] = float32(math.Exp(-least / 100))
	f[rNearCount] = min(count, 5) / 5
	f[rNearLog] = float32(math.Log10(1+least/10)) - 2
}

func (r *run) near(a, b int, km float64) bool { return r.distance(a, b) < km }

// distance between two places in kilometres, on a sphere.
func (r *run) distance(a, b int) float64 {
	la, lo := r.table.Point(a)
	lb, lp := r.table.Point(b)
	return Distance(la, lo, lb, lp)
}

// Distance between two points in kilometres, along a great circle.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sa, sb := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sa*sa + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sb*sb
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}

// outlet is the state of the publisher, by the end of its address; "" where that tells
// nothing.
func (r *run) outlet() string {
	host := r.doc.Dispatch.URL
	if i := strings.Index(host, "://"); i >= 0 {
		host = host[i+3:]
	}
	if i := strings.IndexAny(host, "/?#:"); i >= 0 {
		host = host[:i]
	}
	return hosts[host[strings.LastIndexByte(host, '.')+1:]]
}

var hosts = map[string]string{"uk": "GBR", "ca": "CAN", "au": "AUS", "in": "IND", "ie": "IRL", "nz": "NZL", "za": "ZAF", "pk": "PAK", "tw": "TWN", "cn": "CHN",
	"jp": "JPN", "kr": "KOR", "ng": "NGA", "ke": "KEN", "ph": "PHL", "my": "MYS", "sg": "SGP", "il": "ISR", "ru": "RUS", "ua": "UKR", "tr": "TUR", "eg": "EGY", "de": "DEU", "fr": "FRA"}
