package text_test

import (
	"testing"

	"pgregory.net/rapid"

	"casus"
)

// pieces are what news is made of, and what breaks splitters.
var pieces = []string{
	"Seoul", "the envoy", "U.S.", "Mr. Kim", "Hong-kyun", "didn't", "leaders'", "3.5", "$5bn", "1,200.50", "5 p.m.", "www.x.example/a?b=c", "a@b.example", "“Why?”", "(Kim)", "[…]", "--", "—", "…", "...",
	"No. 4", "cannot", "’s", "'", "\"", ".", "!", "?", ",", ";", ":", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\f", "\u2029", "\u00a0", "\u200b", "\ufeff", "\u202e", "\x00", "\xff", "é", "e\u0301", "漢字。", "قال", "🙂", "👩\u200d👧",
	"SEOUL, June 21 (Wire) -- ", "By Jane Doe\n", "Title of a Story\n\n",
}

// TestTokensTile: whatever the text, tokens cover all of it but white space, do not
// overlap, and lie in sentences that lie in blocks.
func TestTokensTile(t *testing.T) {
	s := load(t)
	rapid.Check(t, func(t *rapid.T) {
		var in string
		for _, p := range rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 6, 24)), 0, 120).Draw(t, "pieces") {
			in += p
		}
		doc := &casus.Document{Dispatch: casus.Dispatch{Text: in}}
		s.Split(doc)
		if err := laws(doc); err != nil {
			t.Fatal(err)
		}
	})
}
