package coding

// The closed classes of English that the grammar itself knows. What a word
// means as an act stands in the lexicon; here are only the words that build
// clauses.

// set is a set of lemmas.
type set map[string]bool

func words(list ...string) set {
	s := make(set, len(list))
	for _, w := range list {
		s[w] = true
	}
	return s
}

var (
	relatives = words("who", "whom", "which", "that", "whose")

	// Verbs whose infinitive keeps the subject although they have an object:
	// "threatened Kyiv to cut gas", "summoned the envoy to protest".
	subjectControl = words("promise", "vow", "pledge", "threaten", "summon", "call", "use", "sign",
		"meet", "hold", "cut", "close", "impose", "take", "make", "launch", "visit", "leave", "host")

	// Markers of a gerund whose subject is the object of the governing verb.
	objectMarkers = words("of", "from", "for", "into", "over", "in")

	// Verbs that hand their subject to any event noun in object position, beside
	// those that the noun's own entry names.
	lightVerbs = words("have", "hold", "make", "give", "take", "conduct", "launch", "carry", "stage",
		"begin", "start", "open", "continue", "resume", "lodge", "issue", "deliver", "impose", "mount",
		"pay", "sign", "reach", "provide", "offer", "send", "voice", "express", "undertake", "do", "perform",
		"engage", "wage", "organize", "organise", "host", "file", "step", "renew", "announce", "convene", "attend", "join",
		"reaffirm", "reiterate", "affirm", "convey", "declare", "extend", "show", "underscore", "pledge", "sustain", "withdraw", "receive", "earn", "draw")

	// Verbs that lend their subject to an event noun behind a preposition:
	// "arrived for talks", "is on a visit", "engaged in talks".
	travelVerbs = words("arrive", "travel", "fly", "go", "come", "gather", "return", "head", "engage", "meet", "leave", "sit", "embark", "be")

	// Prepositions of the occasion on which something is said or done: "after
	// talks with", "during a visit to". Who is the subject was there.
	settings = words("during", "at", "after", "following", "before", "in", "on", "upon")

	// Conjunctions that also are prepositions.
	conjunctions = words("as", "after", "before", "since", "until", "while", "when")

	negators = words("not", "n't", "never", "no", "nor", "neither", "without", "hardly", "barely", "nobody", "none")

	// Markers that make a clause unreal.
	conditionMarkers = words("if", "unless", "until", "till", "provided", "should", "lest", "whether")

	modalsMaybe = words("may", "might", "could", "can")
	modalsMust  = words("must", "should", "ought")
	modalsWill  = words("will", "shall", "'ll", "wo", "sha")
	modalsWould = words("would", "'d")

	// Governing words whose infinitive is still to come, or is only wished for.
	futureWords = words("set", "due", "plan", "intend", "expect", "schedule", "prepare", "ready", "about",
		"slate", "poise", "likely", "bound", "aim", "want", "hope", "wish", "seek", "try", "attempt", "plot",
		"need", "intention", "proposal", "bid", "effort", "attempt", "decide", "pressure", "consider", "mull")

	// Of these, the ones that leave open whether it will come about.
	maybeWords = words("want", "hope", "wish", "seek", "try", "attempt", "aim", "consider", "mull", "need",
		"likely", "effort", "bid", "proposal", "fear", "allege", "suspect", "rumor", "rumour", "pressure")

	// Verbs whose gerund is only thought of: "suggested imposing a ban".
	proposals = words("suggest", "propose", "recommend", "advocate", "contemplate", "envisage", "oppose", "avoid", "favor", "favour", "risk")

	// Verbs whose subject is a deed: "arming them would have an impact".
	effects = words("have", "mean", "lead", "cause", "bring", "hurt", "harm", "damage", "affect", "undermine", "constitute",
		"amount", "threaten", "jeopardize", "jeopardise", "endanger", "complicate", "result", "risk")

	// Verbs whose purpose clause tells what was in fact done: "met to discuss",
	// "summoned the envoy to protest".
	meetingVerbs = words("summon", "call", "meet", "gather", "travel", "fly", "arrive", "visit", "come", "go", "convene", "take", "use", "write", "phone", "telephone", "join",
		"speak", "talk", "confer")

	ongoingWords = words("continue", "keep", "remain", "persist", "maintain", "still", "currently")

	// Verbs and nouns of denial: what they govern is told as not so.
	denials = words("deny", "denial")

	eachOther = words("each", "one", "both")
)
