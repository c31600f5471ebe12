// Package identity tells when two things in the record are one: a dispatch that is a
// copy of another, dispatches that tell one story, events that tell one occurrence.
// Each verdict has a score and says why. Nothing here reads the record; package record
// asks, and writes down what comes of it.
package identity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Bounds of likeness, as shares of runs of three words in common.
const (
	// NearCopy and more is the same text with small changes.
	NearCopy = 0.75
	// Rewrite and more is a shortened or edited copy, where both name one agency.
	Rewrite = 0.3
)

// Verdict says whether two things are one.
type Verdict struct {
	Same  bool
	Score float64
	Why   string
}

// Copy judges whether one dispatch is a copy of another, by the likeness of their
// words and the agencies that they credit.
func Copy(alike float64, agency, other string) Verdict {
	switch {
	case alike >= 0.999:
		return Verdict{true, alike, "the same words"}
	case alike >= NearCopy:
		return Verdict{true, alike, fmt.Sprintf("nearly the same words (%.0f %% of runs of three)", 100*alike)}
	case alike >= Rewrite && agency != "" && agency == other:
		return Verdict{true, alike, fmt.Sprintf("both credit %s and share %.0f %% of runs of three words", agency, 100*alike)}
	}
	return Verdict{Score: alike}
}

// agencies are the news agencies whose copy others print, by the names that credits
// have.
var agencies = map[string]string{
	"ap": "AP", "associated press": "AP", "reuters": "Reuters", "thomson reuters": "Reuters", "afp": "AFP", "agence france-presse": "AFP", "agence france presse": "AFP",
	"yonhap": "Yonhap", "xinhua": "Xinhua", "tass": "TASS", "itar-tass": "TASS", "interfax": "Interfax", "ria novosti": "RIA Novosti", "kyodo": "Kyodo", "kyodo news": "Kyodo", "jiji": "Jiji",
	"dpa": "dpa", "efe": "EFE", "ansa": "ANSA", "upi": "UPI", "united press international": "UPI", "bloomberg": "Bloomberg", "pti": "PTI", "press trust of india": "PTI", "ani": "ANI",
	"irna": "IRNA", "kcna": "KCNA", "anadolu": "Anadolu", "anadolu agency": "Anadolu", "wafa": "WAFA", "sana": "SANA", "petra": "Petra", "ukrinform": "Ukrinform", "belga": "Belga", "apa": "APA",
	"cna": "CNA", "central news agency": "CNA", "antara": "Antara", "bernama": "Bernama", "vna": "VNA", "canadian press": "Canadian Press", "the canadian press": "Canadian Press", "pa media": "PA",
}

// credit is where an agency is named: in the dateline or at the end, in brackets or
// after a dash, or after "reporting by".
var credit = regexp.MustCompile(`\(([A-Za-z][A-Za-z .\-]{1,30})\)\s*(?:--|—|–|-)|(?:^|\n)\s*(?:--|—|–)\s*([A-Za-z][A-Za-z .\-]{1,30})\s*$|\(([A-Za-z][A-Za-z .\-]{1,30})\)\s*$`)

// Agency is the agency that a dispatch credits, "" where it credits none that is known.
// Only the beginning and the end of the text are looked at.
func Agency(text string) string {
	head, tail := text[:min(len(text), 400)], text[max(0, len(text)-200):]
	for _, part := range [...]string{head, strings.TrimSpace(tail)} {
		if !strings.Contains(part, "(") && !strings.Contains(part, "--") && !strings.ContainsAny(part, "—–") {
			continue // no credit without a bracket or a dash
		}
		for _, m := range credit.FindAllStringSubmatch(part, -1) {
			for _, name := range m[1:] {
				if a := agencies[strings.ToLower(strings.TrimSpace(name))]; a != "" {
					return a
				}
			}
		}
	}
	return ""
}

// Source is what stands behind a dispatch: the agency that it credits, else its
// publisher, "" where neither is known.
func Source(publisher, text string) string {
	if a := Agency(text); a != "" {
		return a
	}
	if a := agencies[strings.ToLower(publisher)]; a != "" {
		return a
	}
	return publisher
}

// Independent counts the sources among dispatches of which each is given by its source
// and the source of what it is a copy of; unknown ones are not counted as independent
// of one another.
func Independent(sources []string) int {
	known := slices.Compact(slices.Sorted(slices.Values(sources)))
	n := 0
	for _, s := range known {
		if s != "" {
			n++
		}
	}
	return max(n, min(1, len(sources)))
}
