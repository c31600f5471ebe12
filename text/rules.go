package text

import "strings"

// clitic says whether the letters after an apostrophe make a word of their own.
func clitic(s string) bool {
	switch len(s) {
	case 1:
		switch s[0] | 0x20 {
		case 's', 'd', 'm':
			return true
		}
	case 2:
		switch s[0] | 0x20 {
		case 'r', 'v':
			return s[1]|0x20 == 'e'
		case 'l':
			return s[1]|0x20 == 'l'
		}
	}
	return false
}

// contraction finds where a word without apostrophe falls into two, or 0: the
// treebanks write can|not, gon|na, do|nt.
func contraction(t string, i, end int) int {
	n := end - i
	if n < 4 || n > 8 {
		return 0
	}
	switch t[end-1] | 0x20 {
	case 't':
		switch {
		case n == 6 && fold(t[i:end], "cannot"):
			return i + 3
		case t[end-2]|0x20 == 'n' && negated(t[i:end-2]):
			return end - 2
		}
	case 'a':
		if n == 5 && (fold(t[i:end], "gonna") || fold(t[i:end], "wanna") || fold(t[i:end], "gotta")) {
			return i + 3
		}
	}
	return 0
}

// negated says whether "nt" after these letters stands for n't. Words that are also
// something else ("wont", "cant") are left alone unless in lower case.
func negated(s string) bool {
	switch len(s) {
	case 2:
		return s == "do" || s == "ca" || s == "wo" || s == "is" || s == "ai" || s == "Do"
	case 3:
		return s == "did" || s == "was" || s == "are" || s == "has" || s == "Did"
	case 4:
		return s == "does" || s == "have" || s == "were" || s == "Does"
	case 5:
		return s == "could" || s == "would"
	case 6:
		return s == "should"
	}
	return false
}

// fold compares ASCII letters without regard to case.
func fold(s, lower string) bool {
	for i := range len(lower) {
		if s[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}

// givenName says whether the hyphen at i joins two syllables of an East Asian
// given name: before it stands a capitalised syllable, after it another.
func givenName(t string, i int, before atom) bool {
	if before.end != i || before.kind != title || i+2 > len(t) {
		return false
	}
	if before.gap < space && before.gap != open {
		return false
	}
	end, _, k := word(t, i+1)
	if k != lower && k != title {
		return false
	}
	a, b := t[before.begin:before.end], t[i+1:end]
	if len(a) > 6 || len(b) > 6 || len(b) < 2 || !syllable(a) || !syllable(b) {
		return false
	}
	if _, ok := notInNames[b]; ok {
		return false
	}
	if _, ok := notInNames[a]; ok {
		return false
	}
	return !(surnames[a] && surnames[b])
}

// syllable says whether s is one syllable of Korean or Chinese as commonly written
// in Latin letters (Revised Romanisation and its relatives, Wade-Giles, Cantonese).
func syllable(s string) bool {
	var buf [8]byte
	for i := range len(s) {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			return false
		}
		buf[i] = c
	}
	b := string(buf[:len(s)])
	on := len(b) - len(strings.TrimLeft(b, "bcdfghjklmnpqrstvwxyz"))
	if b[0] == 'y' || b[0] == 'w' {
		on = 1
	}
	rest := b[on:]
	co := len(strings.TrimRight(rest, "bcdfghjklmnpqrstvwxyz"))
	return onsets[b[:on]] && nuclei[rest[:co]] && codas[rest[co:]]
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	onsets = func() map[string]bool {
		m := set("b by c ch chw d dw f g h hs hy j jh k kh ky kw l m my n ng p ph py q r s sh sz t ts tz tt jj kk w x y z hw gw gy ny ly ry sw")
		m[""] = true
		return m
	}()
	nuclei = set("a ae ai ao au aw e ee ei eo eou eu ey i ia iao ie io iu o oe oi oo ou u ua uah uai ue ui uo uu ya yeo yo yu wa wo")
	codas  = func() map[string]bool {
		m := set("g h k l m n ng p t b ck hn")
		m[""] = true
		return m
	}()
	// surnames that the press couples with a hyphen: the Xi-Kim summit.
	surnames = set("Kim Xi Moon Yoon Lee Li Park Roh Abe Hu Wen Mao Deng Wang Putin")
	// notInNames are syllables that are rather words or particles of other tongues.
	notInNames = func() map[string]struct{} {
		m := map[string]struct{}{}
		for w := range strings.FieldsSeq("in on up to at an a the and by of off no not top men gun run one two ten " +
			"out way day mid per non pan pro anti co ex re pre self well long run big low age old cap cut hit " +
			"Al El Ul As Ash Ad Ar An Abu Bin Ben Ibn De Le La Du Di Da Pro Pan Non Mid Co Ex Re Pre Anti Long Man Men " +
			"Well High Low Old New Gun Sit Log Cut Hit Run Win Win-win Big Ten One Two Top Car Pay Cup Set Put Get Got Let Buy " +
			"Hot Hung Hang Hand Head Half Day Mad Bad Red Pop Rap Web Tip Lip Hip Zip Pick Back Lock Kick Knock Check Wind Pull Push " +
			"like lock back pack kick pick check time made wide based") {
			m[w] = struct{}{}
		}
		return m
	}()
)
