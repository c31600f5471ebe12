package casus

// Timex is a time expression with its value after TIMEX3 (ISO-TimeML).
type Timex struct {
	Span Span
	// Sentence is the index of the sentence, Head of the head token in it.
	Sentence, Head int
	// Type is "DATE", "TIME", "DURATION" or "SET".
	Type string
	// Value is the TIMEX3 value: "2024-06-21", "2024-W25", "P28Y"; "" where the
	// expression is relative and the date of publication unknown.
	Value string
	// Mod is what the words add to the value: "START", "MID", "END", "APPROX",
	// "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", or "".
	Mod string
	// Quant and Freq tell how often, of a SET: "EVERY", "EACH"; "2X" (twice).
	Quant, Freq string
}
