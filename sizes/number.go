package sizes

import (
	"strconv"
	"strings"

	"casus"
)

// number is a numeral with the tokens [first, last] that write it.
type number struct {
	value       float64
	first, last int
	// currency is ISO 4217 where the number is a sum of money, else "".
	currency string
	timed    bool
}

// units and scales of numbers in words.
var units = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]float64{
	"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12,
}

// signs and names of money. A bare dollar is taken for that of the United States.
var signs = map[string]string{
	"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "A$": "AUD", "AU$": "AUD",
	"C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "¥": "JPY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₪": "ILS", "CHF": "CHF",
}

var coins = map[string]string{
	"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rouble": "RUB", "ruble": "RUB",
	"rupee": "INR", "won": "KRW", "shekel": "ILS", "hryvnia": "UAH", "lira": "TRY", "zloty": "PLN", "krona": "SEK", "naira": "NGN",
}

// numberAt reads the number that begins at a token, and where reading goes on.
func numberAt(tok []casus.Token, i int) (q number, next int, ok bool) {
	currency := signs[tok[i].Form]
	at := i
	if currency != "" {
		at++
	}
	if at < len(tok) && currency == "" {
		for _, sign := range [...]string{"$", "€", "£"} { // "$50" in one token
			if rest, cut := strings.CutPrefix(tok[at].Form, sign); cut && rest != "" {
				if v, good := value(rest); good {
					q, next = run(tok, at, v)
					q.first, q.currency = i, signs[sign]
					return q, next, true
				}
			}
		}
	}
	if at >= len(tok) {
		return q, 0, false
	}
	v, good := wordValue(tok, at)
	if !good {
		return q, 0, false
	}
	q, next = run(tok, at, v)
	q.first = i
	if currency == "" && next < len(tok) {
		currency = coins[tok[next].Lemma]
	}
	q.currency = currency
	return q, next, true
}

// wordValue reads one token as a number: "1,200", "twelve"; "a" before a scale.
func wordValue(tok []casus.Token, i int) (float64, bool) {
	if v, ok := value(tok[i].Form); ok {
		return v, true
	}
	w := strings.ToLower(tok[i].Form)
	if v, ok := units[w]; ok {
		return v, true
	}
	if a, b, ok := strings.Cut(w, "-"); ok && units[a] >= 20 && units[b] > 0 && units[b] < 10 {
		return units[a] + units[b], true
	}
	if (w == "a" || w == "an") && i+1 < len(tok) && scales[strings.ToLower(tok[i+1].Form)] > 0 {
		return 1, true
	}
	return 0, false
}

// run takes in what follows a number: "-one", "million", "hundred thousand".
func run(tok []casus.Token, at int, v float64) (number, int) {
	q := number{value: v, last: at}
	i := at + 1
	if i+1 < len(tok) && tok[i].Form == "-" && q.value >= 20 && q.value < 100 {
		if u := units[strings.ToLower(tok[i+1].Form)]; u > 0 && u < 10 {
			q.value, q.last = q.value+u, i+1
			i += 2
		}
	}
	for i < len(tok) {
		scale := scales[strings.ToLower(tok[i].Form)]
		if scale == 0 {
			break
		}
		q.value, q.last = q.value*scale, i
		i++
	}
	return q, i
}

// value reads digits: "1,200", "3.5".
func value(s string) (float64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	whole, _, _ := strings.Cut(s, ".")
	for i, group := range strings.Split(whole, ",") {
		if i > 0 && len(group) != 3 {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil && v < 1e15
}

// counts says that a number counts persons or things: it is whole and no part of a
// date, a share, an age or a name ("Boeing 737").
func (q *number) counts(tok []casus.Token) bool {
	if q.value != float64(int(q.value)) || q.value > 1e8 {
		return false
	}
	if q.last+1 < len(tok) {
		switch f := tok[q.last+1].Form; {
		case f == "%" || f == "percent" || f == "-" || f == "per" || strings.HasPrefix(f, "-year"):
			return false
		}
	}
	switch tok[q.last].Rel() {
	case "nummod", "nsubj", "obj", "obl", "conj", "root", "nmod", "compound", "appos", "parataxis", "dep", "acl", "xcomp":
		return true
	}
	return false
}
