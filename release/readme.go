package release

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"casus/export/layout"
)

// describes tells what each file is.
var describes = map[string]string{
	eventsJSON: "the events, an object a line, as PLOVER records", eventsCSV: "the events as a flat table (UTF-8, a header line); a cell of words that a spreadsheet would take for a formula begins with an apostrophe",
	eventsParquet: "the same table in Parquet (zstd), without such apostrophes", statementsFile: "who said what, an object a line", commitmentsFile: "treaties, promises, threats, ultimatums, an object a line",
	codebookFile: "what each event and mode means, with words and examples", diffFile: "what has changed since the last release, an object a line", readmeFile: "this text",
}

func writeReadme(w io.Writer, m *Manifest) {
	c := &m.Counts
	fmt.Fprintf(w, "# %s\n\nRelease of %s. Political events coded by casus %s from %d dispatches: %d events, %d of them told as facts, %d statements, %d commitments",
		plain(m.Title), cmp.Or(m.Date, "no day"), m.Coder.Program, c.Dispatches, c.Events, c.Counted, c.Statements, c.Commitments)
	if c.First != "" {
		fmt.Fprintf(w, "; events of %s to %s", c.First, c.Last)
	}
	fmt.Fprintf(w, ".\n\nA row of the events stands for one %s. ", map[string]string{"occurrence": "occurrence, by the first dispatch that tells it", "mention": "telling; those of one occurrence share its id"}[m.Per])
	if m.Text {
		fmt.Fprint(w, "Words of the dispatches are in it: mind their licences.\n\n")
	} else {
		fmt.Fprint(w, "No words of the dispatches are in it: in their place stand hashes (SHA-256) and byte offsets, by which `casus export check` checks every one against the texts.\n\n")
	}
	fmt.Fprintf(w, "Coder `%s`: program %s, model `%s`, lexicon `%s`, ontology `%s`.\n", m.Coder.Key, m.Coder.Program, m.Coder.Model, m.Coder.Lexicon, m.Coder.Ontology)
	if len(m.Filters) > 0 {
		fmt.Fprint(w, "\nWhat is in it was chosen by:\n\n")
		for _, k := range sortedKeys(m.Filters) {
			fmt.Fprintf(w, "* %s: %s\n", k, plain(m.Filters[k]))
		}
	}
	fmt.Fprint(w, "\n## Files\n\n| file | what |\n|---|---|\n")
	for _, f := range m.Files {
		fmt.Fprintf(w, "| `%s` | %s |\n", f.Name, describes[f.Name])
	}
	fmt.Fprintf(w, "| `%s` | versions, filters, counts, licences; size, rows and SHA-256 of each file |\n\n`casus release verify DIR` checks all of them.\n", manifestFile)
	fmt.Fprint(w, "\n## Licences of the dispatches\n\n| licence | dispatches |\n|---|---|\n")
	for _, l := range m.Licences {
		fmt.Fprintf(w, "| %s | %d |\n", plain(cmp.Or(l.Licence, "none named")), l.Dispatches)
	}
	if p := m.Previous; p != nil {
		fmt.Fprintf(w, "\n## Changes since the release of %s\n\n%d events added, %d dropped, %d changed; `%s` tells each, with the slots that changed and what they were.\n", cmp.Or(p.Date, "no day"), p.Added, p.Dropped, p.Changed, diffFile)
	}
	fmt.Fprintf(w, "\n## Columns of `%s` and `%s`\n\nSeveral values in a cell are parted by semicolons. An empty cell says that it is not known.\n\n| column | what stands in it |\n|---|---|\n", eventsCSV, eventsParquet)
	for _, x := range layout.FlatColumns() {
		fmt.Fprintf(w, "| `%s` | %s |\n", x.Name, x.Says)
	}
}

// plain makes words of somebody else stand in a line of Markdown.
func plain(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_[]<>|#", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
