// Package relate answers what one party did to another where both are given: the task
// of hand coders and of published tests.
//
// The reader of events has to find who, whom and what; here who and whom are known,
// and the question is what lies between them. So the evidence is weighed, not required
// to be complete: the readings that the lexicon gives to the words around the pair
// (package coding, Candidates), whether or not a pattern held whole, and a small
// classifier over the words on the way from one to the other in the parse, for what
// the lexicon does not know. The model is a sum of votes (multinomial logistic
// regression over named features), so each answer has its reasons
// and a calibrated confidence.
//
// Earlier work on the task: Hu et al. 2024, "Leveraging Codebook Knowledge with NLI and
// ChatGPT for Zero-Shot Political Relation Classification" (ACL), whose 15 classes are
// PLOVER's with CONCEDE and RETREAT as one.
package relate

import "casus"

// Pair is two stretches of a text between which the relation is asked for, as byte
// offsets.
type Pair struct {
	Source, Target casus.Span
}

// Answer is what the source did to the target.
type Answer struct {
	Pair
	// Class is the answer in the classes of published tests, which know CONCEDE and
	// RETREAT as YIELD and call some acts otherwise than PLOVER 2.0 does (sanctions
	// imposed are COERCE); Event is PLOVER's. Both are "" where there is no answer.
	Class              string
	Event, Mode, CAMEO string
	Quad               int
	Status             casus.Status
	Evidence           casus.Evidence
	// Swapped says that the words have the parties the other way round.
	Swapped bool
	// Confidence is the calibrated probability that Event is right.
	Confidence float64
}
