// Package models holds the weights that come with the program, each with a card
// (en.md): what it was trained on, how, and what it scores. Package train makes
// them; syntax, text, relate and quotes know how to run them.
package models

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
)

// Syntax is the tagger and parser for English, for syntax.Load.
//
//go:embed en.syntax.bin
var Syntax []byte

// Split finds blocks, sentences and tokens in English text, for text.Load.
//
//go:embed en.split.bin
var Split []byte

// Lemmas are the tables of lemmas and features for English, for syntax.LoadLemmas.
//
//go:embed en.lemma.bin
var Lemmas []byte

// Relate is the classifier of what one given party did to another, for relate.Load.
//
//go:embed en.relate.bin
var Relate []byte

// Quotes finds who said what in English text, for quotes.New.
//
//go:embed en.quotes.bin
var Quotes []byte

// Names is the network that finds names in English, for syntax.LoadNames.
//
//go:embed en.names.bin
var Names []byte

// Digest identifies a model by its bytes.
func Digest(model []byte) string {
	sum := sha256.Sum256(model)
	return hex.EncodeToString(sum[:])[:12]
}
