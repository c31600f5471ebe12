package layout

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed countries.tsv
var statesTable string

// state is a country in the codes of others.
type state struct{ iso, fips, cow, name string }

func (t *Tables) readStates() error {
	t.byISO, t.byName, t.byFIPS = map[string]*state{}, map[string]*state{}, map[string]*state{}
	header := true
	for line := range strings.Lines(statesTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if header {
			header = false
			continue
		}
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 5 {
			return fmt.Errorf("countries.tsv: %q has %d columns, not 5", line, len(c))
		}
		s := &state{c[0], c[1], c[2], c[3]}
		t.byISO[s.iso] = s
		if s.fips != "" {
			t.byFIPS[s.fips] = s
		}
		for _, n := range append(strings.Split(c[4], ";"), s.name) {
			if n != "" {
				t.byName[strings.ToLower(n)] = s
			}
		}
	}
	return nil
}

// oldCodes are codes of CAMEO's list that ISO 3166 has changed.
var oldCodes = map[string]string{"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "KSV": "XKX"}

// cameoCountry is a country as CAMEO's list has it: Romania is ROM there.
func cameoCountry(iso string) string {
	if iso == "ROU" {
		return "ROM"
	}
	return iso
}

// cameoCode is the code of an actor with its country as CAMEO's list has it.
func cameoCode(code string) string {
	if len(code) >= 3 {
		return cameoCountry(code[:3]) + code[3:]
	}
	return code
}

// country is the ISO code of a country that a table names by its code or its name; ""
// where it is none. Tables of names keep several apart with semicolons or bars.
func (t *Tables) country(s string) string {
	s = strings.TrimSpace(s)
	if iso, ok := oldCodes[s]; ok {
		return iso
	}
	if x, ok := t.byISO[s]; ok {
		return x.iso
	}
	if x, ok := t.byName[strings.ToLower(s)]; ok {
		return x.iso
	}
	return ""
}

// countryName is the name of a country, "" for one that is not known.
func (t *Tables) countryName(iso string) string {
	if x, ok := t.byISO[iso]; ok {
		return x.name
	}
	return ""
}

// fips is the FIPS 10-4 code of a country.
func (t *Tables) fips(iso string) string {
	if x, ok := t.byISO[iso]; ok {
		return x.fips
	}
	return ""
}

// cow is the number of a country in the Correlates of War list.
func (t *Tables) cow(iso string) string {
	if x, ok := t.byISO[iso]; ok {
		return x.cow
	}
	return ""
}
