package timex

// class says what part a word can play in a time expression.
type class uint8

const (
	cNone        class = iota
	cNum               // a cardinal number, in n; x where it is not whole
	cOrd               // an ordinal: "third", "21st"
	cMonth             // 1..12
	cDow               // 1..7, Monday first
	cUnit              // a unit of time
	cSeason            // spring, summer, autumn, winter
	cPart              // a part of the day: "morning"
	cDay               // today and its neighbours; n is the distance in days
	cRef               // now, recently, soon; n is the reference
	cAdjRef            // the same as an adjective: current, recent, future
	cThe               // the
	cA                 // a, an
	cThis              // this, these
	cThat              // that, those
	cLast              // last, past
	cNext              // next, coming
	cPrev              // previous, preceding
	cFollow            // following, ensuing
	cSame              // same
	cLatest            // latest
	cEvery             // every, each
	cPer               // per
	cEdge              // early, late; n is the mod
	cEdgeNoun          // the beginning, the end; n is the mod
	cQ                 // Q1, H2; n is 1..4, or 11 and 12
	cApprox            // about, nearly, more than; n is the mod
	cThan              // than
	cAgo               // ago
	cEarlier           // earlier, before, previously
	cLater             // later, afterwards
	cFew               // few, several, many: a number left open
	cCouple            // couple, pair
	cHalf              // half
	cMore              // more, another, other, additional
	cRelAdj            // consecutive, straight, whole: may stand before a unit
	cOf                // of
	cPrep              // a preposition that times are found after
	cAnd               // and, or
	cTo                // to
	cComma             // ,
	cHyphen            // - and its kin
	cPeriod            // .
	cPoss              // 's
	cLParen            // (
	cYears             // a decade: n its first year, or under 100 where the century is missing
	cClock             // hh:mm, n in minutes
	cISO               // a date in digits; n is yyyymmdd
	cAMPM              // a.m., p.m.
	cZone              // GMT, EST
	cBC                // BC
	cAD                // AD
	cFiscal            // fiscal
	cHoliday           // a holiday of one word; n is the holiday
	cHolidayBase       // the first word of a holiday's name
	cAdverb            // daily, weekly: n is the unit
	cOld               // old
	cLong              // long
	cPeriodW           // period
	cCur               // a sign of currency
	cHundred           // hundred, thousand
	cDozen             // dozen
	cHours             // o'clock, hrs
	cFrom              // from
	cWill              // will, shall
	cFuture            // expected, scheduled: what follows lies ahead
	cPast              // a verb in the past
	cBe                // be
	cTimes             // times, once, twice
	cMeasure           // dollars, tons: a number before it is no year
	cMid               // mid
	cBlur              // less, fewer, up, right: may open a phrase that blurs
	cTense             // may, might, can: a modal that leaves the time open
)

// Flags of a word.
const (
	fPlural uint8 = 1 << iota // "days"
	fAbbr                     // "Sept."
	fAmb                      // a word that is as often something else: "May", "Sun"
	fDigits                   // written in digits
	fYear                     // four digits that can be a year
	fCap                      // begins with a capital
	fQuote                    // a number after an apostrophe: '99
	fTwo                      // exactly two digits
)

// unit of time, in order of size.
type unit uint8

const (
	uNone unit = iota
	uSecond
	uMinute
	uHour
	uDay
	uWeekend
	uWeek
	uFortnight
	uMonth
	uQuarter
	uSeason
	uYear
	uDecade
	uCentury
	uMillennium
)

// Mods in the order of modNames.
const (
	mNone = iota
	mStart
	mMid
	mEnd
	mApprox
	mMore
	mLess
	mAtLeast
	mAtMost
)

var modNames = [...]string{"", "START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"}

// References that are no date.
const (
	refPresent = iota
	refPast
	refFuture
)

var refNames = [...]string{"PRESENT_REF", "PAST_REF", "FUTURE_REF"}

// Parts of the day in the order of partNames.
const (
	pNone = iota
	pMorning
	pAfternoon
	pEvening
	pNight
	pDaytime
	pNoon
	pMidnight
	pDawn
)

var partNames = [...]string{"", "TMO", "TAF", "TEV", "TNI", "TDT", "T12:00", "T00:00", "TMO"}

// word is what the table knows of a word.
type word struct {
	c class
	f uint8
	n int16
}

// list adds words that share a class; each item is a run of spellings with its number.
type item struct {
	n     int
	words string
}

func table() map[string]word {
	t := make(map[string]word, 900)
	add := func(c class, f uint8, items ...item) {
		for _, it := range items {
			for w := range fields(it.words) {
				t[w] = word{c, f, int16(it.n)}
			}
		}
	}
	addCalendar(add)
	addNumbers(add)
	addRelations(add)
	addVerbs(add)
	return t
}

// fields yields the words of a list without making a slice.
func fields(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(s); {
			for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t') {
				i++
			}
			j := i
			for j < len(s) && s[j] != ' ' && s[j] != '\n' && s[j] != '\t' {
				j++
			}
			if i < j && !yield(s[i:j]) {
				return
			}
			i = j
		}
	}
}

type adder func(c class, f uint8, items ...item)

func addCalendar(add adder) {
	add(cMonth, 0, item{1, "january"}, item{2, "february"}, item{4, "april"}, item{6, "june"}, item{7, "july"},
		item{9, "september"}, item{10, "october"}, item{11, "november"}, item{12, "december"})
	add(cMonth, fAmb, item{3, "march"}, item{5, "may"}, item{8, "august"})
	add(cMonth, fAbbr, item{1, "jan jan."}, item{2, "feb feb."}, item{3, "mar mar."}, item{4, "apr apr."}, item{6, "jun jun."},
		item{7, "jul jul."}, item{8, "aug aug."}, item{9, "sep sep. sept sept."}, item{10, "oct oct."}, item{11, "nov nov."}, item{12, "dec dec."})
	add(cDow, 0, item{1, "monday"}, item{2, "tuesday"}, item{3, "wednesday"}, item{4, "thursday"}, item{5, "friday"},
		item{6, "saturday"}, item{7, "sunday"})
	add(cDow, fPlural, item{1, "mondays"}, item{2, "tuesdays"}, item{3, "wednesdays"}, item{4, "thursdays"}, item{5, "fridays"},
		item{6, "saturdays"}, item{7, "sundays"})
	add(cDow, fAbbr, item{2, "tues tues. tue."}, item{3, "weds."}, item{4, "thur thurs thur. thurs. thu."})
	add(cDow, fAbbr|fAmb, item{1, "mon mon."}, item{2, "tue"}, item{3, "wed wed."}, item{4, "thu"}, item{5, "fri fri."}, item{6, "sat sat."}, item{7, "sun sun."})
	units := []item{{int(uMinute), "minute"}, {int(uHour), "hour"}, {int(uDay), "day"}, {int(uWeekend), "weekend"}, {int(uWeek), "week"},
		{int(uFortnight), "fortnight"}, {int(uMonth), "month"}, {int(uQuarter), "quarter"}, {int(uYear), "year"},
		{int(uDecade), "decade"}, {int(uCentury), "century"}, {int(uMillennium), "millennium"}}
	add(cUnit, 0, units...)
	for _, u := range units {
		add(cUnit, fPlural, item{u.n, u.words + "s"})
	}
	add(cUnit, fPlural, item{int(uSecond), "seconds secs"}, item{int(uMinute), "mins"}, item{int(uYear), "yrs"}, item{int(uCentury), "centuries"}, item{int(uMillennium), "millennia"})
	add(cSeason, 0, item{1, "spring springtime"}, item{2, "summer summertime"}, item{3, "autumn"}, item{4, "winter wintertime"})
	add(cSeason, fAmb, item{3, "fall"})
	add(cSeason, fPlural, item{1, "springs"}, item{2, "summers"}, item{3, "autumns falls"}, item{4, "winters"})
	add(cPart, 0, item{pMorning, "morning"}, item{pAfternoon, "afternoon"}, item{pEvening, "evening"}, item{pNight, "night overnight"},
		item{pDaytime, "daytime"}, item{pNoon, "noon midday noontime"}, item{pMidnight, "midnight"}, item{pDawn, "dawn daybreak sunrise"}, item{pEvening, "dusk sunset"})
	add(cPart, fPlural, item{pMorning, "mornings"}, item{pAfternoon, "afternoons"}, item{pEvening, "evenings"}, item{pNight, "nights"})
	add(cDay, 0, item{0, "today"}, item{-1, "yesterday"}, item{1, "tomorrow"})
	add(cDay, fPlural, item{0, "tonight"})
	add(cAdverb, 0, item{int(uDay), "daily everyday nightly"}, item{int(uHour), "hourly"}, item{int(uWeek), "weekly"}, item{int(uFortnight), "biweekly fortnightly"},
		item{int(uMonth), "monthly"}, item{int(uYear), "yearly annually"})
	add(cAMPM, 0, item{0, "a.m. a.m am"}, item{12, "p.m. p.m pm"})
	add(cZone, 0, item{1, "gmt utc"}, item{2, "est edt et cst cdt pst pdt kst jst cet cest msk bst ist local"})
	add(cBC, 0, item{0, "bc b.c. b.c bce b.c.e."})
	add(cAD, 0, item{0, "ad a.d. ce c.e."})
	add(cFiscal, 0, item{0, "fiscal financial"})
	add(cHours, 0, item{0, "o'clock o’clock hrs hours"})
	add(cUnit, fPlural, item{int(uHour), "hours"})
	for i, h := range holidays {
		c := cHolidayBase
		if len(h.words) == 1 {
			c = cHoliday
		}
		if first := h.words[0]; first != "may" {
			add(c, 0, item{i, first})
		}
	}
}

func addNumbers(add adder) {
	ones := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	for i, w := range ones[1:] {
		add(cNum, 0, item{i + 1, w})
	}
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		add(cNum, 0, item{20 + 10*i, w})
	}
	ords := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
		"thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"}
	for i, w := range ords {
		add(cOrd, 0, item{i + 1, w})
	}
	add(cOrd, 0, item{30, "thirtieth"}, item{-1, "final"}, item{2, "latter"})
	add(cYears, 0, item{20, "twenties"}, item{30, "thirties"}, item{40, "forties"}, item{50, "fifties"}, item{60, "sixties"},
		item{70, "seventies"}, item{80, "eighties"}, item{90, "nineties"})
	add(cHundred, 0, item{100, "hundred"}, item{1000, "thousand"})
	add(cHundred, fPlural, item{100, "hundreds"}, item{1000, "thousands"})
	add(cDozen, 0, item{12, "dozen dozens"})
	add(cFew, 0, item{0, "few several many numerous some various"})
	add(cCouple, 0, item{2, "couple pair"})
	add(cHalf, 0, item{0, "half"})
	add(cMore, 0, item{0, "more another other additional extra further"})
	add(cTimes, 0, item{0, "times"}, item{1, "once"}, item{2, "twice"})
	add(cMeasure, 0, item{0, `dollars euros pounds yen won rubles tons tonnes miles kilometers kilometres km meters metres feet acres
		hectares percent people persons soldiers troops men women children refugees workers barrels points calories kilograms watts
		votes seats shares employees students residents members guests tanks aircraft missiles civilians prisoners houses homes pages
		million billion trillion`})
	add(cCur, 0, item{0, "$ us$ £ € # no. ¥ number flight route page"})
}

func addRelations(add adder) {
	add(cRef, 0, item{refPresent, "now currently nowadays presently"}, item{refPast, "recently lately"}, item{refFuture, "soon"})
	add(cAdjRef, 0, item{refPresent, "current present"}, item{refPast, "recent"}, item{refFuture, "future"})
	add(cThe, 0, item{0, "the"})
	add(cA, 0, item{1, "a an"})
	add(cThis, 0, item{0, "this"})
	add(cThis, fPlural, item{0, "these"})
	add(cThat, 0, item{0, "that"})
	add(cThat, fPlural, item{0, "those"})
	add(cLast, 0, item{0, "last"})
	add(cLast, fAmb, item{0, "past"})
	add(cNext, 0, item{0, "next coming upcoming"})
	add(cPrev, 0, item{0, "previous preceding prior"})
	add(cFollow, 0, item{0, "following ensuing subsequent succeeding"})
	add(cSame, 0, item{0, "same"}, item{1, "corresponding comparable"})
	add(cLatest, 0, item{0, "latest"})
	add(cEvery, 0, item{0, "every"}, item{1, "each"})
	add(cPer, 0, item{0, "per"})
	add(cEdge, 0, item{mStart, "early"}, item{mEnd, "late"})
	add(cEdgeNoun, 0, item{mStart, "beginning start"}, item{mEnd, "end"}, item{mMid, "middle"})
	add(cMid, 0, item{mMid, "mid"})
	add(cApprox, 0, item{mApprox, "about around approximately roughly circa ca. c."}, item{mLess, "nearly almost under"},
		item{mMore, "over"}, item{mAtLeast, "least"}, item{mAtMost, "most"})
	add(cBlur, 0, item{0, "less fewer up right no"})
	add(cThan, 0, item{mMore, "than"})
	add(cAgo, 0, item{0, "ago"})
	add(cEarlier, 0, item{0, "before beforehand"}, item{1, "earlier"}, item{2, "previously"})
	add(cLater, 0, item{0, "afterward afterwards hence thereafter after"}, item{1, "later"})
	add(cQ, 0, item{1, "q1 1q"}, item{2, "q2 2q"}, item{3, "q3 3q"}, item{4, "q4 4q"}, item{11, "h1"}, item{12, "h2"})
	add(cRelAdj, 0, item{0, "consecutive straight whole full entire calendar working business trading successive solid long"})
	add(cOf, 0, item{0, "of"})
	add(cPrep, 0, item{0, "in on since until till by during through throughout between for at within toward towards into within"})
	add(cFrom, 0, item{0, "from"})
	add(cAnd, 0, item{0, "and or &"})
	add(cTo, 0, item{0, "to"})
	add(cComma, 0, item{0, ","})
	add(cHyphen, 0, item{0, "- – — ‑"})
	add(cPeriod, 0, item{0, "."})
	add(cPoss, 0, item{0, "'s ’s ' ’"})
	add(cLParen, 0, item{0, "( [ {"})
	add(cOld, 0, item{0, "old olds"})
	add(cLong, 0, item{0, "long"})
	add(cPeriodW, 0, item{0, "period"})
}

func addVerbs(add adder) {
	add(cWill, 0, item{0, "will 'll ’ll shall won't"})
	add(cWill, fAmb, item{0, "would"})
	add(cTense, 0, item{0, "must might can"})
	add(cBe, 0, item{0, "be"})
	add(cFuture, 0, item{0, "expected scheduled due slated upcoming poised tentatively deadline expire expires expects expect plan plans planned planning payable postponed delayed extended"})
	add(cFuture, fAmb, item{0, `set likely intend intends hope hopes vowed vows promised promises agreed
		prepares preparing ready wants want decided`})
	add(cPast, 0, item{0, `said was were had did told met took gave made came went left held sent kept began became won lost saw found brought
		led spoke wrote struck shot hit fell rose grew fled flew broke drove built bought sold spent paid chose withdrew
		stood sat ran put cut quit read heard felt thought knew got drew threw sought fought taught caught lay dealt sank slid
		woke arose swore wore tore bore beat overthrew undertook foresaw overcame`})
}
