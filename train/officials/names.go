package officials

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"casus/lexicon"
)

// nameKey is the form under which names of one person are alike: no marks, no hyphens,
// lower case, initials left out.
func nameKey(name string) string {
	var words []string
	for _, w := range strings.Fields(strings.ReplaceAll(name, "-", " ")) {
		if w = strings.ToLower(strings.TrimSuffix(plain(w), ".")); utf8.RuneCountInString(w) > 1 {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// cleanName makes a name fit to be looked for in text: no titles, brackets, commas.
// ok is false for what is no full name.
func cleanName(s string) (string, bool) {
	if i := strings.IndexAny(s, "(/"); i > 0 {
		s = s[:i]
	}
	s = strings.NewReplacer("\u00a0", " ", "“", "", "”", "", "\"", "", "#", "").Replace(s)
	s, _, _ = strings.Cut(s, ",")
	if before, _, ok := strings.Cut(s, " of "); ok && strings.Contains(before, " ") {
		s = before // a monarch and the country
	}
	words := strings.Fields(s)
	for len(words) > 2 && slices.Contains(honorifics, words[0]) {
		words = words[1:]
	}
	for len(words) > 2 && slices.Contains(suffixes, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) < 2 || len(words) > 6 || strings.Contains(s, "..") {
		return strings.Join(words, " "), false
	}
	for _, r := range words[0] + words[len(words)-1] {
		if r > 0x24f && !(r >= 0x1e00 && r < 0x1f00) && r != '’' && r != 'ʻ' && r != 'ʼ' && r != '‘' || unicode.IsDigit(r) {
			return s, false // no Latin letters
		}
	}
	return strings.Join(words, " "), true
}

var honorifics = []string{"Dr.", "Dr", "Sir", "Dame", "Gen.", "General", "Lt.", "Col.", "Maj.", "Brig.", "Adm.", "Lord", "Prof.", "Professor", "Mr.", "Mrs.", "Ms.", "Capt.", "Sayyid", "Hon."}
var suffixes = []string{"Jr.", "Jr", "Sr.", "II", "III", "IV", "KC", "QC"}

// lowerCapitals brings the capitals of a surname down: "KIM Jong Un" is "Kim Jong Un",
// "McGRAW" is "McGraw"; the numbers of monarchs stay.
func lowerCapitals(word string) string {
	parts := strings.Split(word, "-")
	for i, p := range parts {
		if strings.Trim(p, "IVX") == "" || utf8.RuneCountInString(p) < 2 || strings.HasSuffix(p, ".") {
			continue
		}
		keep := 0
		if strings.HasPrefix(p, "Mc") {
			keep = 2
		}
		if rest := p[keep:]; strings.ToUpper(rest) == rest {
			r := []rune(rest)
			for k := range r {
				if k > 0 && r[k-1] != '\'' && r[k-1] != '’' {
					r[k] = unicode.ToLower(r[k])
				}
			}
			parts[i] = p[:keep] + string(r)
		}
	}
	return strings.Join(parts, "-")
}

// spellings are the ways in which newsrooms write one name; each row's first is what
// the others are made from.
var spellings = [][]string{
	{"Mohammad", "Mohammed", "Muhammad", "Mohamed"},
	{"Mohammed", "Mohammad", "Mohamed", "Muhammad"},
	{"Mohamed", "Mohammed", "Mohammad"},
	{"Muhammad", "Mohammed", "Mohammad"},
	{"Ahmed", "Ahmad"}, {"Ahmad", "Ahmed"},
	{"Hussein", "Hossein", "Husain", "Hussain"}, {"Hossein", "Hussein"}, {"Hussain", "Hussein"},
	{"Sergey", "Sergei"}, {"Sergei", "Sergey"}, {"Andrey", "Andrei"}, {"Andrei", "Andrey"}, {"Alexey", "Alexei", "Aleksei"}, {"Aleksey", "Alexei", "Alexey"},
	{"Alexei", "Alexey"}, {"Dmitry", "Dmitri"}, {"Dmitri", "Dmitry"}, {"Dmytro", "Dmitry"}, {"Yuri", "Yury"}, {"Yuriy", "Yuri", "Yury"}, {"Yury", "Yuri"},
	{"Aleksandr", "Alexander"}, {"Oleksandr", "Olexander"}, {"Alexandr", "Alexander"}, {"Aleksander", "Alexander"}, {"Valeriy", "Valery"}, {"Vitaliy", "Vitaly"}, {"Vitali", "Vitaly"},
	{"Anatoliy", "Anatoly"}, {"Gennady", "Gennadi"}, {"Georgiy", "Georgy"}, {"Grigoriy", "Grigory"}, {"Vasiliy", "Vasily"}, {"Nikolay", "Nikolai"}, {"Mykola", "Nikolai"},
	{"Yevgeny", "Evgeny", "Yevgeni"}, {"Evgeny", "Yevgeny"}, {"Serhiy", "Serhii", "Sergei"}, {"Serhii", "Serhiy"}, {"Andriy", "Andrii"}, {"Andrii", "Andriy"}, {"Valerii", "Valeriy", "Valery"},
	{"Abdallah", "Abdullah"}, {"Yousef", "Youssef", "Yusuf"}, {"Youssef", "Yousef"}, {"Omar", "Umar"}, {"Faisal", "Faysal"}, {"Khaled", "Khalid"}, {"Khalid", "Khaled"},
	{"Abd", "Abdul"}, {"Ibrahim", "Ebrahim"}, {"Saeed", "Said", "Saeid"}, {"Said", "Saeed"},
}

// variants are other spellings of a name, three at most.
func variants(name, country string) []string {
	var out []string
	add := func(s string) {
		if s != name && len(out) < 3 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	words := strings.Fields(name)
	if country == "JPN" && len(words) == 2 {
		add(words[1] + " " + words[0]) // the family name first, as in Japan
	}
	for i, w := range words {
		for _, row := range spellings {
			if row[0] != w {
				continue
			}
			for _, v := range row[1:] {
				words[i] = v
				add(strings.Join(words, " "))
			}
			words[i] = w
		}
	}
	// Umlauts and their like are written with an e as often as without.
	if two := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue").Replace(name); two != name && germanic[country] {
		add(two)
	}
	if two := strings.NewReplacer("ø", "oe", "å", "aa", "Ø", "Oe", "Å", "Aa").Replace(name); two != name {
		add(two)
	}
	for _, article := range []string{"al-", "Al-", "el-", "El-"} {
		if i := strings.Index(name, " "+article); i > 0 {
			rest := name[i+1+len(article):]
			for _, other := range []string{"al-", "el-", "Al "} {
				if other != article && !strings.EqualFold(other, article) {
					add(name[:i+1] + other + rest)
				}
			}
		}
	}
	// A middle name is dropped more often than not.
	if len(words) == 3 && utf8.RuneCountInString(words[1]) == 2 && strings.HasSuffix(words[1], ".") {
		add(words[0] + " " + words[2])
	}
	return out
}

var germanic = map[string]bool{"DEU": true, "AUT": true, "CHE": true, "LIE": true, "LUX": true, "SWE": true, "FIN": true, "EST": true}

// surnames gives those who lead a state their surname alone as a name, where it is
// rare enough to mean them: long, borne by few others in the lists, and no word.
func surnames(open, cabinets []*person, edited []lexicon.Actor) {
	bearers := map[string]int{}
	all := slices.Concat(open, cabinets)
	for _, p := range all {
		for _, w := range strings.Fields(p.name) {
			bearers[strings.ToLower(plain(w))]++
		}
	}
	for i := range edited {
		for _, w := range strings.Fields(edited[i].Name) {
			bearers[strings.ToLower(plain(w))]++
		}
	}
	for _, p := range all {
		words := strings.Fields(p.name)
		last := words[len(words)-1]
		if familyFirst[p.terms[0].country] {
			last = words[0]
		}
		leads := slices.ContainsFunc(p.terms, func(t term) bool { return t.important && t.end() > "1991" })
		if leads && !slices.Contains(words, "of") && !anglophone[p.terms[0].country] && utf8.RuneCountInString(last) > 5 && unicode.IsUpper([]rune(last)[0]) && bearers[strings.ToLower(plain(last))] <= 3 &&
			!slices.Contains(wordsAsNames, last) && !slices.Contains(p.other, last) {
			p.other = append(p.other, last)
		}
	}
}

// anglophone are countries whose leaders bear surnames that others bear all over the
// English-speaking world.
var anglophone = map[string]bool{"USA": true, "GBR": true, "IRL": true, "AUS": true, "NZL": true, "CAN": true, "JAM": true, "BHS": true, "BRB": true, "TTO": true, "BLZ": true,
	"GUY": true, "GRD": true, "LCA": true, "VCT": true, "KNA": true, "ATG": true, "DMA": true, "LBR": true, "BMU": true, "CYM": true, "AIA": true, "VGB": true, "MSR": true,
	"TCA": true, "ABW": true, "CUW": true, "SXM": true, "GIB": true, "FLK": true, "IMN": true, "JEY": true, "GGY": true, "MHL": true, "PLW": true, "FSM": true, "NRU": true}

// familyFirst are countries whose names begin with the family's.
var familyFirst = map[string]bool{"CHN": true, "KOR": true, "PRK": true, "TWN": true, "VNM": true, "KHM": true, "SGP": true}

// wordsAsNames are surnames that are words, places or everyday given names too.
var wordsAsNames = []string{"Bishop", "Church", "Knight", "Palmer", "Walker", "Butler", "Marshall", "Spencer", "Alexander", "Anthony", "Arthur", "Douglas",
	"Mitchell", "Williams", "Thompson", "Johnson", "Wilson", "Martin", "Patterson", "Christian", "Samuel", "Solomon", "Joseph", "Thomas", "Charles",
	"Gordon", "Graham", "Stuart", "Stewart", "Vaughan", "Winter", "Summer", "Jordan", "Lincoln", "Jackson", "Houston", "Sydney", "Michel", "Philip", "Philippe",
	"Robert", "Roberts", "Edward", "Edwards", "George", "Victor", "Daniel", "Francis", "Gabriel", "Manuel", "Miguel", "Antonio", "Mohamed", "Mohammed", "Ibrahim",
	"Hassan", "Hussein", "Abdullah", "Ismail", "Mahmoud", "Suleiman", "Zealand", "Holland", "England", "Ireland", "Carter", "Porter", "Mason", "Cooper", "Turner",
	"Hunter", "Parker", "Fisher", "Foster", "Chambers", "Justice", "Constant", "Sultan", "Prince", "Major", "Savage", "Powell", "Moreno", "Torres", "Vargas",
	"Mendez", "Castillo", "Corona", "Neptune", "Puerta", "Palacio", "Caldera", "Branco", "Guevara", "Casanova", "Arabia", "Bulgaria", "Denmark", "Norway", "Bongo", "Monday", "Sunday", "Friday", "August", "Berlin", "Vienna", "Geneva", "Bergen", "Barrow", "Brooks", "Rivers", "Fields", "Woods"}

// plain is the form in which names are compared.
func plain(s string) string { return string(lexicon.AppendPlain(nil, s)) }
