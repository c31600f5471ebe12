package eval

import _ "embed"

// Scores is the text of scores.txt: how well this version reads.
//
//go:embed scores.txt
var Scores string
