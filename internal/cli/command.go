package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// command is a row of the table.
type command struct {
	// name is what is typed after "casus": "lexicon check".
	name string
	// args shows what follows: "[FILE...]"; limit is how many, -1 for any number.
	args  string
	limit int
	// line says what it does in one line; text tells more, in paragraphs.
	line, text string
	// examples are calls that work, each with a word on it.
	examples []example
	flags    []flag
	run      func(context.Context, *env, *input) error
}

type example struct{ call, says string }

// flag is an option of a command.
type flag struct {
	// name without its dashes; value names what it takes, "" for a switch.
	name, value string
	// def is the value where it is not given.
	def  string
	line string
	// oneOf are the values it may have; empty for any.
	oneOf []string
}

// variable is the setting in the environment that stands in for the flag.
func (f flag) variable() string {
	return "CASUS_" + strings.ToUpper(strings.ReplaceAll(f.name, "-", "_"))
}

// input is what a command was called with.
type input struct {
	args  []string
	flags map[string]string
}

func (in *input) str(name string) string { return in.flags[name] }
func (in *input) on(name string) bool    { return in.flags[name] == "true" }

// number of a flag that the parser has checked.
func (in *input) number(name string) int {
	n, _ := strconv.Atoi(in.flags[name])
	return n
}

// find picks the command with the longest name that the arguments begin with.
func find(all []command, args []string) (*command, []string) {
	for n := min(2, len(args)); n > 0; n-- {
		name := strings.Join(args[:n], " ")
		for i := range all {
			if all[i].name == name {
				return &all[i], args[n:]
			}
		}
	}
	return nil, args[1:]
}

// under are the commands of a group: "lexicon check" is under "lexicon".
func under(all []command, group string) []command {
	var out []command
	for _, c := range all {
		if strings.HasPrefix(c.name, group+" ") {
			out = append(out, c)
		}
	}
	return out
}

func names(cs []command) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.name
	}
	return out
}

// parse reads flags and arguments, in any order; after "--" all are arguments. A
// flag that is not given has the value of its variable, else its default.
func parse(c *command, args []string, getenv func(string) string) (in *input, help bool, err error) {
	in = &input{flags: map[string]string{}}
	for _, f := range c.flags {
		in.flags[f.name] = f.def
		if v := getenv(f.variable()); v != "" && f.value != "" {
			if err := f.check(v); err != nil {
				return nil, false, misuse("%s: %v", f.variable(), err)
			}
			in.flags[f.name] = v
		}
	}
	for len(args) > 0 {
		a := args[0]
		args = args[1:]
		switch {
		case a == "--":
			in.args = append(in.args, args...)
			args = nil
			continue
		case a == "-h" || a == "--help":
			return in, true, nil
		case len(a) < 2 || a[0] != '-':
			in.args = append(in.args, a)
			continue
		}
		name, value, given := strings.Cut(strings.TrimLeft(a, "-"), "=")
		i := slices.IndexFunc(c.flags, func(f flag) bool { return f.name == name })
		if i < 0 {
			var known []string
			for _, f := range c.flags {
				known = append(known, f.name)
			}
			return nil, false, misuse("casus %s has no flag --%s%s", c.name, name, didYouMean(name, known))
		}
		f := c.flags[i]
		switch {
		case f.value == "" && given:
			return nil, false, misuse("--%s takes no value", name)
		case f.value == "":
			value = "true"
		case !given && len(args) == 0:
			return nil, false, misuse("--%s wants a value: --%s %s", name, name, f.value)
		case !given:
			value, args = args[0], args[1:]
		}
		if err := f.check(value); err != nil {
			return nil, false, misuse("--%s: %v", name, err)
		}
		in.flags[name] = value
	}
	if c.limit >= 0 && len(in.args) > c.limit {
		return nil, false, misuse("%q is more than casus %s takes", in.args[c.limit], c.name)
	}
	return in, false, nil
}

func (f flag) check(value string) error {
	if len(f.oneOf) > 0 && !slices.Contains(f.oneOf, value) {
		return fmt.Errorf("%q is none of %s%s", value, strings.Join(f.oneOf, ", "), didYouMean(value, f.oneOf))
	}
	if f.value == "N" {
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return fmt.Errorf("%q is no whole number", value)
		}
	}
	return nil
}

// didYouMean proposes the known word nearest to one that is not known.
func didYouMean(word string, known []string) string {
	best, at := 3, ""
	for _, k := range known {
		if d := distance(word, k); d < best {
			best, at = d, k
		}
		if len(word) >= 3 && strings.HasPrefix(k, word) && best > 1 {
			best, at = 1, k
		}
	}
	if at == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", at)
}

// distance counts the letters to insert, drop or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := diagonal
			if a[i] != b[j] {
				next = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
