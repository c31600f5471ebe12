package lexicon

// ParseEntries reads the entries of a file in the lexicon's grammar without asking what
// they mean, for other files that people write in it (rules of alerts). It goes on after
// a problem, so that one run shows all there are.
func ParseEntries(file, text string) ([]Entry, []Problem) { return parse(file, text) }

// Meant is "; did you mean ...?" for a word that is close to one of those known, else "".
func Meant(word string, known []string) string { return meant(word, known) }
