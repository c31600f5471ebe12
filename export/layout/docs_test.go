package layout_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"casus/export/layout"
)

var update = flag.Bool("update", false, "write the columns into docs/export.md")

// TestManual checks that docs/export.md tells every column of every layout.
func TestManual(t *testing.T) {
	const file, begin, end = "../../docs/export.md", "writes it anew. -->\n\n", "<!-- end of what is made -->"
	var b strings.Builder
	for _, l := range tables(t).Layouts() {
		fmt.Fprintf(&b, "### %s: `%s`, %d columns\n\n%s\n\n| column | what stands in it |\n|---|---|\n", l.Title, l.Name, len(l.Columns), l.About)
		for _, c := range l.Columns {
			says := c.Says
			if says == "" {
				says = "*empty*"
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", c.Name, says)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "### The flat table: `csv`, `parquet`, %d columns\n\n| column | what stands in it |\n|---|---|\n", len(layout.FlatColumns()))
	for _, c := range layout.FlatColumns() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.Name, c.Says)
	}
	b.WriteByte('\n')
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(got), begin)
	made, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("docs/export.md has lost its marks")
	}
	if *update {
		if err := os.WriteFile(file, []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if made != b.String() {
		t.Error("docs/export.md is not what the tables say; go test ./export/layout -update writes it")
	}
}
