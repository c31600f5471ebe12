package text

import (
	"testing"

	"casus"
)

func TestLead(t *testing.T) {
	for s, want := range map[string]string{
		"SEOUL, June 21 (Yonhap) -- South Korea spoke.":                   "SEOUL, June 21 (Yonhap) --",
		"MOSCOW (Reuters) - Russia spoke.":                                "MOSCOW (Reuters) -",
		"WASHINGTON — The president spoke.":                               "WASHINGTON —",
		"KYIV, Ukraine (AP) — Troops moved.":                              "KYIV, Ukraine (AP) —",
		"Kyiv, Ukraine, 3 May 2024 – Troops moved.":                       "Kyiv, Ukraine, 3 May 2024 –",
		"MOSCOW, June 21. /TASS/. Russia spoke.":                          "MOSCOW, June 21. /TASS/.",
		"MOSCOW. June 21 (Interfax) - Russia spoke.":                      "MOSCOW. June 21 (Interfax) -",
		"(CNN) — Two men spoke.":                                          "(CNN) —",
		"June 21 (Reuters) - Two men spoke.":                              "June 21 (Reuters) -",
		"SEOUL/MOSCOW, Sept. 3, 2024 (Reuters) - Two men spoke.":          "SEOUL/MOSCOW, Sept. 3, 2024 (Reuters) -",
		"UNITED NATIONS (AP) — Envoys met.":                               "UNITED NATIONS (AP) —",
		"ST. PETERSBURG, Russia — Envoys met.":                            "ST. PETERSBURG, Russia —",
		"BEIJING, June 21 (Xinhua) -- \"We met,\" he said.":               "BEIJING, June 21 (Xinhua) --",
		"TEL-AVIV - Envoys met.":                                          "TEL-AVIV -",
		"Putin — who was in Hanoi — spoke.":                               "",
		"NATO — which met in May — spoke.":                                "",
		"South Korea (ROK) - a close ally - spoke.":                       "",
		"Kim Hong-kyun met Zinoviev.":                                     "",
		"June 21 — Troops cross the border.":                              "",
		"(Kim) urged Russia to halt.":                                     "",
		"The talks - held in Geneva - failed.":                            "",
		"South Korea, Japan and the United States met - a rare occasion.": "",
	} {
		if l := lead(s, casus.Span{End: len(s)}); s[l.Begin:l.End] != want {
			t.Errorf("lead of %q is %q, want %q", s, s[l.Begin:l.End], want)
		}
	}
}

func TestKinds(t *testing.T) {
	for s, want := range map[string]casus.BlockKind{
		"June 21, 2024":                          casus.Dateline,
		"Friday, 21 June 2024":                   casus.Dateline,
		"Published: June 21, 2024 10:15 KST":     casus.Dateline,
		"SEOUL, June 21":                         casus.Dateline,
		"Sept. 3, 2024, 9:05 p.m. EDT":           casus.Dateline,
		"2024-06-21":                             casus.Dateline,
		"21 June 2024 – 14:05 GMT":               casus.Dateline,
		"By Jane Doe":                            casus.Byline,
		"By JANE DOE and John Roe, Staff Writer": casus.Byline,
		"By Friday the talks had failed.":        casus.Body,
		"(END)":                                  casus.Boilerplate,
		"Copyright 2024 The Paper. All rights.":  casus.Boilerplate,
		"© 2024 The Paper":                       casus.Boilerplate,
		"Read also: Talks fail in Geneva":        casus.Boilerplate,
		"(Reporting by Jane Doe)":                casus.Boilerplate,
		"jdoe@example.com":                       casus.Boilerplate,
		"Contact: press@example.org":             casus.Boilerplate,
		"May meets Merkel":                       casus.Body,
		"On June 21, 2024 the treaty ended.":     casus.Body,
		"In 1996 the treaty ended.":              casus.Body,
	} {
		b := []casus.Block{{Span: casus.Span{End: len(s)}}}
		if classify(b, s, ""); b[0].Kind != want {
			t.Errorf("%q is %v, want %v", s, b[0].Kind, want)
		}
	}
}
