package lexicon_test

import (
	"testing"

	"casus/lexicon"
)

// BenchmarkNamed looks for a name of the tables and for one that is not there.
func BenchmarkNamed(b *testing.B) {
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		b.Fatal(err)
	}
	there, not := []byte("sergei"), []byte("halvia")
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range lex.People {
			p.Named(there, func(string, int) bool { return true })
			p.Named(not, func(string, int) bool { return true })
		}
	}
}
