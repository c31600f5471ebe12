package syntax

import "strings"

// IsTitle says whether the word is a title that stands before a person's name and
// is no part of it ("President Lee": the name is "Lee"). Of the sets that the names
// are learned from, one counts such words in; they are cut off there.
func IsTitle(word string) bool {
	return strings.Contains(titles, " "+strings.ToLower(strings.TrimSuffix(word, "."))+" ")
}

const titles = " president vice-president vice prime premier minister foreign interior defense defence finance " +
	"deputy chief mr mrs ms dr prof professor king queen prince princess pope general gen lieutenant lt colonel col major " +
	"maj captain capt sergeant sgt admiral adm brigadier senator sen representative rep congressman congresswoman secretary " +
	"undersecretary chancellor ambassador envoy judge justice governor gov mayor sir lord lady emperor cardinal archbishop " +
	"bishop reverend rev chairman chairwoman speaker spokesman spokeswoman director commissioner commander attorney " +
	"former ex-president late state of opposition leader army "
