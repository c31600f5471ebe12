package cli

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"casus/eval"
	"casus/lexicon"
)

// offices scores the holders of offices that the lexicon knows.
func (v *evaluation) offices() error {
	var over []fs.FS
	if dir := v.in.str("lexicon"); dir != "" {
		over = append(over, os.DirFS(dir))
	}
	lex, err := lexicon.Load(lexicon.Builtin(), over...)
	if err != nil {
		return err
	}
	show := v.in.number("errors") > 0
	for _, day := range eval.OfficeDays {
		s := eval.OfficesOn(lex, day)
		fmt.Fprintln(v.e.out, s)
		if show {
			fmt.Fprintf(v.e.out, "  without a head of government: %s\n  without a foreign minister: %s\n", strings.Join(s.NoHead, " "), strings.Join(s.NoForeign, " "))
		}
	}
	f, err := eval.CheckOffices(lex)
	if err != nil {
		return err
	}
	fmt.Fprintln(v.e.out, f)
	if show {
		for _, x := range f.Faults {
			fmt.Fprintln(v.e.out, "  "+x)
		}
	}
	visits, err := v.open("actors", "visits-to-us.csv.gz")
	if err != nil {
		return err
	}
	if visits != nil {
		before, after, err := eval.CheckVisits(visits, lex)
		visits.Close()
		if err != nil {
			return err
		}
		fmt.Fprintf(v.e.out, "visitors to the United States, 1995 to July 2022: %s\nfrom August 2022 on: %s\n", before, after)
		if show {
			for _, x := range append(before.Faults, after.Faults...) {
				fmt.Fprintln(v.e.out, "  "+x)
			}
		}
	}
	fmt.Fprintln(v.e.out)
	return nil
}
