package locate

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// Words that tell where.
var (
	in = set("in", "at", "near", "inside", "outside", "across", "around", "off", "along", "throughout", "within", "over", "into", "on", "through", "above",
		"beside", "between", "amid", "toward", "towards", "onto", "north", "south", "east", "west")
	// reached are prepositions of a goal, after words that move.
	reached = set("to", "into", "from", "for", "toward", "towards")
	moves   = set("visit", "trip", "travel", "fly", "go", "return", "arrive", "tour", "come", "move", "march", "advance", "send", "deploy", "withdraw", "flee", "retreat",
		"deport", "deliver", "ship", "head", "journey", "expel", "evacuate", "dispatch", "transfer", "relocate", "pull", "leave")
	// goesTo take a place as their object.
	goesTo = set("visit", "leave", "reach", "enter", "attack", "bomb", "shell", "strike", "hit", "capture", "seize", "tour", "target", "rock", "flee", "occupy", "besiege",
		"surround", "raid", "storm", "invade", "bombard", "pound", "annex", "liberate", "overrun", "retake", "recapture", "blockade", "destroy", "evacuate", "rattle")
	// strikes are acts whose object is a place after "of" ("the shelling of Kherson").
	strikes = set("attack", "bombing", "shelling", "bombardment", "siege", "capture", "seizure", "occupation", "invasion", "blockade", "annexation", "raid", "assault", "strike",
		"evacuation", "destruction", "visit", "tour", "battle", "massacre", "shooting", "blast", "explosion", "riot", "protest", "clash", "killing", "liberation", "fall", "airstrike", "offensive")
	// says are acts whose place is that of the saying.
	says = set("say", "tell", "add", "announce", "state", "claim", "report", "declare", "note", "warn", "accuse", "argue", "insist", "write", "call", "urge", "ask", "demand",
		"condemn", "criticize", "criticise", "deny", "reject", "praise")
	// talks have what they are about as their object.
	talks = set("discuss", "review", "address", "consider", "talk", "discussion", "review", "concern", "debate", "support", "reaffirm", "underscore", "welcome", "commit")
	// venues are meetings and buildings named for the place where they are.
	venues = set("conference", "summit", "forum", "festival", "airport", "stadium", "airbase", "university", "embassy", "prison", "mosque", "cathedral", "station", "hospital", "hotel", "palace", "court")
	// sides are words for a place's edges: "on the sidelines of", "off the coast of".
	sides = set("sideline", "margin", "outskirts", "heart", "middle", "centre", "center", "rest", "street", "site")
	// areas are nouns that a place's name only tells more of.
	areas = set("city", "town", "village", "province", "region", "district", "area", "state", "county", "capital", "suburb", "port", "island", "city-state", "coast", "border",
		"outskirt", "part", "north", "south", "east", "west", "neighborhood", "neighbourhood", "governorate", "center", "centre", "municipality", "enclave", "peninsula", "camp")
	// physical are the events that happen somewhere: one told twice in a row is in one place.
	physical = set("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "CONSULT", "AID", "RETREAT")
	// forceful are those that news tells of one occasion in several sentences.
	forceful = set("ASSAULT", "PROTEST", "COERCE", "MOBILIZE")
)
