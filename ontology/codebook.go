package ontology

import (
	_ "embed"
	"strings"
)

//go:embed codebook.txt
var codebookText string

// Chapter is what the codebook says of one event.
type Chapter struct {
	Event string
	Quad  int
	Score *float64
	// Is says what the event is, in our words; Not what looks like it and is none.
	Is  string
	Not []string
	// Modes in the order of the table.
	Modes []ModeNote
	// Acts are coded so when they are simply done; Rows are the compositions that are.
	Acts []string
	Rows []RowNote
}

// ModeNote is a mode with its score, nil for none, and a gloss.
type ModeNote struct {
	Name, Gloss string
	Score       *float64
}

// RowNote is a row of the composition table.
type RowNote struct{ Outer, Inner, Mode, CAMEO string }

// Codebook lists what the tables say of each event, in the order of PLOVER.
func (o *Ontology) Codebook() []Chapter {
	var out []Chapter
	at := map[string]int{}
	for c := range cells(ploverTable) {
		switch c[0] {
		case "category":
			e := o.events[c[2]]
			at[c[2]] = len(out)
			out = append(out, Chapter{Event: c[2], Quad: e.quad, Score: e.score})
		case "mode":
			x := &out[at[c[1]]]
			x.Modes = append(x.Modes, ModeNote{c[2], c[7], number(c[5])})
		}
	}
	readDefinitions(out, at)
	for line := range strings.Lines(actsText) {
		line, _, _ = strings.Cut(line, "#")
		if c := columns(line, 7); len(c) == 7 {
			if i, ok := at[c[2]]; ok {
				out[i].Acts = append(out[i].Acts, c[0])
			}
		}
	}
	for line := range strings.Lines(composeText) {
		line, _, _ = strings.Cut(line, "#")
		if c := columns(line, 5); len(c) == 5 {
			if i, ok := at[c[2]]; ok {
				out[i].Rows = append(out[i].Rows, RowNote{c[0], c[1], dash(c[3]), dash(c[4])})
			}
		}
	}
	return out
}

func readDefinitions(out []Chapter, at map[string]int) {
	var x *Chapter
	for line := range strings.Lines(codebookText) {
		line = strings.TrimRight(line, "\n")
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case key == "" || key[0] == '#':
		case line[0] != ' ':
			if i, ok := at[key]; ok {
				x = &out[i]
			}
		case x != nil && key == "is":
			x.Is = strings.TrimSpace(rest)
		case x != nil && key == "not":
			x.Not = append(x.Not, strings.TrimSpace(rest))
		}
	}
}
