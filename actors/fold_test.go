package actors

import "testing"

func TestPlain(t *testing.T) {
	for _, c := range [][2]string{
		{"Erdoğan", "Erdogan"}, {"Côte d’Ivoire", "Coted'Ivoire"}, {"São Tomé", "SaoTome"}, {"Łódź", "Lodz"},
		{"Đukanović", "Dukanovic"}, {"Ærø", "AEro"}, {"Weiß", "Weiss"}, {"Ž", "Z"}, {"İstanbul", "Istanbul"},
		{"Şahin", "Sahin"}, {"ĳ", "ij"}, {"Œuvre", "OEuvre"}, {"ŵ", "w"}, {"ž", "z"}, {"ţ", "t"}, {"Ź", "Z"}, {"Ń", "N"},
		{"北京", "北京"}, {"a×b", "a×b"},
	} {
		if got := string(plain(nil, c[0])); got != c[1] {
			t.Errorf("plain(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name string
		toks []string
		want int
	}{
		{"Kim Jong-un", []string{"Kim", "Jong", "Un"}, 2},
		{"Kim Jong Un", []string{"Kim", "Jong-un"}, 1},
		{"al-Qaida", []string{"al", "-", "Qaida"}, 2},
		{"al-Qaida", []string{"al-Qaida"}, 0},
		{"Al Qaida", []string{"Al-Qaida"}, 0},
		{"People's Republic of China", []string{"People", "'s", "Republic", "of", "China"}, 4},
		{"People's Republic of China", []string{"People’s", "Republic", "of", "China"}, 3},
		{"Antony Blinken", []string{"Antony", "J.", "Blinken"}, 2},
		{"US", []string{"us"}, -1},
		{"US", []string{"US"}, 0},
		{"Turkey", []string{"turkey"}, -1},
		{"Turkey", []string{"TURKEY"}, 0},
		{"Islamic State", []string{"Islamic", "state"}, -1},
		{"Korea", []string{"Korean"}, -1},
		{"North Korea", []string{"North", "Koreans"}, -1},
	} {
		var w words
		for _, f := range c.toks {
			w.add(f)
		}
		e := nameEntry{text: string(plain(nil, c.name))}
		e.exact = isAcronym(e.text)
		if got := w.match(&e, 0); got != c.want {
			t.Errorf("%q in %q: last token %d, want %d", c.name, c.toks, got, c.want)
		}
	}
}

func TestAcronym(t *testing.T) {
	for s, want := range map[string]bool{"US": true, "U.S.": true, "WHO": true, "IS": true, "Iran": false, "N.K.": true, "M23": false, "Xi": false} {
		if isAcronym(s) != want {
			t.Errorf("isAcronym(%q) = %v", s, !want)
		}
	}
}
