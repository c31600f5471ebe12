package cli

import (
	"fmt"
	"io"
	"strings"
)

const purpose = "casus reads news dispatches and writes down who did what to whom, when and\nwhere, and who said so."

const exits = `Exit code: 0 done, 1 failed, 2 wrong usage, 3 done but some dispatches could not
be read. Every flag with a value may also be set in the environment: CASUS_LEXICON
stands in for --lexicon.`

// writeOverview is what casus -h says.
func writeOverview(w io.Writer, all []command) {
	fmt.Fprintf(w, "%s\n\n    casus code dispatch.txt\n    casus code --format jsonl < dispatches.jsonl > events.jsonl\n\nCommands:\n", purpose)
	writeLines(w, all)
	fmt.Fprintf(w, "\ncasus COMMAND -h tells more about each.\n\n%s\n", exits)
}

func writeGroup(w io.Writer, name string, group []command) {
	fmt.Fprintf(w, "casus %s wants one of\n\n", name)
	writeLines(w, group)
	fmt.Fprintf(w, "\ncasus %s -h tells more about the first, and so on.\n", group[0].name)
}

func writeLines(w io.Writer, cs []command) {
	width := 0
	for _, c := range cs {
		width = max(width, len(c.name))
	}
	for _, c := range cs {
		fmt.Fprintf(w, "  %-*s  %s\n", width, c.name, c.line)
	}
}

// writeHelp is what casus COMMAND -h says.
func writeHelp(w io.Writer, c *command) {
	fmt.Fprintf(w, "%s\n\nUsage: %s\n", c.line, usage(c))
	if c.text != "" {
		fmt.Fprintf(w, "\n%s\n", c.text)
	}
	if len(c.flags) > 0 {
		fmt.Fprint(w, "\nFlags:\n")
	}
	width := 0
	for _, f := range c.flags {
		width = max(width, len(f.name)+len(f.value)+1)
	}
	for _, f := range c.flags {
		fmt.Fprintf(w, "  --%-*s  %s\n", width, strings.TrimSpace(f.name+" "+f.value), f.tell())
	}
	if len(c.examples) > 0 {
		fmt.Fprint(w, "\nExamples:\n")
	}
	for _, x := range c.examples {
		fmt.Fprintf(w, "  %s\n      %s\n", x.call, x.says)
	}
}

func usage(c *command) string {
	s := "casus " + c.name
	if len(c.flags) > 0 {
		s += " [flags]"
	}
	return strings.TrimSpace(s + " " + c.args)
}

func (f flag) tell() string {
	s := f.line
	if len(f.oneOf) > 0 {
		s += ": " + strings.Join(f.oneOf, ", ")
	}
	if f.def != "" {
		s += " (" + f.def + " if not given)"
	}
	return s
}

// writeManual is docs/cli.md.
func writeManual(w io.Writer, all []command) {
	fmt.Fprint(w, "# The program\n\n")
	fmt.Fprint(w, "<!-- Made from the table in internal/cli/table.go; `go test ./internal/cli -update` writes it anew. -->\n\n")
	fmt.Fprintf(w, "%s\n\n%s\n\n", purpose, exits)
	fmt.Fprint(w, "Data goes to standard output, talk to standard error. Long work shows a progress bar where standard\nerror is a terminal.\n\n")
	for i := range all {
		c := &all[i]
		fmt.Fprintf(w, "## casus %s\n\n%s\n\n    %s\n\n", c.name, c.line, usage(c))
		if c.text != "" {
			fmt.Fprintf(w, "%s\n\n", c.text)
		}
		if len(c.flags) > 0 {
			fmt.Fprint(w, "| flag | variable | what it does |\n|---|---|---|\n")
			for _, f := range c.flags {
				v := ""
				if f.value != "" {
					v = "`" + f.variable() + "`"
				}
				fmt.Fprintf(w, "| `--%s` | %s | %s |\n", strings.TrimSpace(f.name+" "+f.value), v, strings.ReplaceAll(f.tell(), "|", "\\|"))
			}
			fmt.Fprintln(w)
		}
		for _, x := range c.examples {
			fmt.Fprintf(w, "    $ %s\n\n%s\n\n", x.call, x.says)
		}
	}
}
