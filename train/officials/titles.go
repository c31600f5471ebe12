package officials

import (
	"regexp"
	"slices"
	"strings"
)

// wording brings the label of an office to the title under which the lexicon knows it,
// and to the sector that it gives. An empty title means an office that is left out.
func wording(country, role, label string) (title, sector string) {
	label = strings.Join(strings.Fields(label), " ")
	if leftOut.MatchString(label) {
		return "", ""
	}
	plainLabel := strings.TrimPrefix(label, "Federal ")
	of := strings.Contains(label, " of ") && subnational.MatchString(label)
	switch role {
	case "head_of_state":
		return strings.ToLower(label), "GOV"
	case "head_of_government":
		switch {
		case of:
			return lowerTitle(label), "GOV"
		case strings.Contains(label, "Chancellor"):
			return "chancellor", "GOV"
		case country == "CHN" || country == "PRK" || country == "TWN":
			return "premier", "GOV"
		case strings.HasPrefix(label, "Premier of"):
			return lowerTitle(label), "GOV"
		}
		return "prime minister", "GOV"
	case "foreign_minister":
		if strings.HasPrefix(label, "State Minister") || strings.HasPrefix(label, "Secretary of State for Foreign Affairs, Regional") {
			return lowerTitle(label), "GOV"
		}
		switch country {
		case "USA":
			return "secretary of state", "GOV"
		case "GBR":
			return "foreign secretary", "GOV"
		case "IND":
			if label == "Minister of Foreign Affairs" { // so Wikidata has the first civil servant of the ministry
				return "foreign secretary", "GOV"
			}
			return "external affairs minister", "GOV"
		}
		return "foreign minister", "GOV"
	case "defence_minister":
		if notTheMinister.MatchString(plainLabel) {
			return lowerTitle(label), "MIL"
		}
		switch country {
		case "USA":
			return "secretary of defense", "MIL"
		case "GBR":
			return "defence secretary", "MIL"
		}
		return "defence minister", "MIL"
	case "interior_minister":
		switch {
		case country == "GBR":
			return "home secretary", "GOV"
		case country == "IND":
			return "home minister", "GOV"
		case country == "USA" || country == "HKG":
			return lowerTitle(label), "GOV"
		}
		return "interior minister", "GOV"
	case "finance_minister":
		switch {
		case country == "GBR" && label == "Chancellor of the Exchequer":
			return "chancellor of the exchequer", "GOV"
		case country == "USA" && label == "Secretary of the Treasury":
			return "treasury secretary", "GOV"
		case financeMinister.MatchString(plainLabel) && country != "HKG":
			return "finance minister", "GOV"
		}
		return lowerTitle(label), "GOV"
	case "legislature_head":
		return lowerTitle(label), "LEG"
	case "military_chief":
		if strings.Contains(label, "Presiden") || strings.Contains(label, "Prime Minister") {
			return lowerTitle(label), "GOV"
		}
		if strings.Contains(label, "Police") {
			return lowerTitle(label), "COP"
		}
		return lowerTitle(label), "MIL"
	case "deputy_defence":
		return lowerTitle(label), "MIL"
	case "security":
		if label == "National Security Advisor" {
			return "national security adviser", "GOV"
		}
		if intelligence.MatchString(label) {
			return lowerTitle(label), "SPY"
		}
		return lowerTitle(label), "GOV"
	case "deputy_foreign":
		return lowerTitle(label), "GOV"
	case "ambassador":
		return ambassador(label), "GOV"
	}
	return lowerTitle(label), sectorOf(label)
}

// sectorOf reads the sector off the label of an office of no known role.
func sectorOf(label string) string {
	switch {
	case judicial.MatchString(label):
		return "JUD"
	case legislative.MatchString(label):
		return "LEG"
	case forces.MatchString(label):
		return "MIL"
	case intelligence.MatchString(label):
		return "SPY"
	case opposition.MatchString(label):
		return "OPP"
	case partyOffice.MatchString(label):
		return "PTY"
	}
	return "GOV"
}

var (
	leftOut = regexp.MustCompile(`(?i)^first lady|^first gentleman|^landtag|provincial executive|^intendant|^prefect|^lord mayor of|^mayor of (galway|cork|limerick)|private secretary|whip$|` +
		`^paymaster|^lord privy|^lord of the treasury|caixa|archdeacon|^commissioner for cultural|commandant of|head of bureau|^dean|poet|chaplain|^usher|librarian|census|archivist|` +
		`^sheriff|^consort|spouse|^warden|^councillor|^alderman|permanent secretary to`)
	subnational     = regexp.MustCompile(` of (the )?[A-Z]`)
	notTheMinister  = regexp.MustCompile(`^(Secretary of State to|Head of|State Minister|Under Secretary|Minister of Home Front|Secretary of the National Security)`)
	financeMinister = regexp.MustCompile(`^(Minister|Secretary) (of|for) .*(Financ|Treasury)`)
	intelligence    = regexp.MustCompile(`(?i)intelligence|mossad|shin bet|\bCIA\b|state security|security service|securitate`)
	judicial        = regexp.MustCompile(`(?i)justice of|chief justice|\bjudge\b|justice$|attorney[ -]general|prosecut|solicitor[ -]general|supreme court|constitutional court|court of|ombudsman|constitutional council|justice of the`)
	legislative     = regexp.MustCompile(`(?i)speaker|chamber of|house of (common|lord|rep|council)|senate|parliament$|legislative|bundestag|storting|sejm|verkhovna|duma|federation council|council of states|national assembly|congress of deputies|moldovan parliament|marshal of the`)
	forces          = regexp.MustCompile(`(?i)chief of (the )?(naval|navy|air|army|general|defen|joint)|naval operations|general staff|chiefs of staff|commander|commandant|carabinieri|commanding general|gendarmerie|armed forces`)
	opposition      = regexp.MustCompile(`(?i)leader of the opposition|opposition leader`)
	partyOffice     = regexp.MustCompile(`(?i)(chairperson|chairman|leader|president|secretary) of (the )?(kuomintang|democratic progressive|communist party|labour party|conservative)|party (leader|chair)`)
)

// ambassador brings the many ways to name an ambassador's post to one.
func ambassador(label string) string {
	l := strings.Replace(label, "Ambassador", "ambassador", 1)
	l = strings.Replace(l, "High Commissioner", "high commissioner", 1)
	for _, r := range [][2]string{{"Permanent Representative to the UN, New York", "ambassador to the United Nations"},
		{"Permanent Representative to the United Nations", "ambassador to the United Nations"}, {"ambassador to the US", "ambassador to the United States"},
		{"United States of America", "United States"}, {"the Russian Federation", "Russia"}, {"the People's Republic of China", "China"}, {"the United Statess", "the United States"},
		{"the Republic of Korea", "South Korea"}, {"the Kingdom of ", ""}, {"the Federal Republic of Germany", "Germany"}, {"the State of Israel", "Israel"}} {
		l = strings.Replace(l, r[0], r[1], 1)
	}
	if strings.HasPrefix(l, "ambassador") || strings.HasPrefix(l, "high commissioner") {
		return l
	}
	return lowerTitle(l)
}

// names keep their capitals in a title.
var keepsCapital = regexp.MustCompile(`^(Africa|African|Asia|Asian|American|America|Arab|Atlantic|Francophonie|Commonwealth|Kingdom|Crown|Scotland|Wales|Ireland|Mossad|Inter-Services|Indo-Pacific|Australian|Swedish|Flemish|Czech|Danish|Bulgarian|British|French|Israeli|Estonian|Republika|Srpska|Moldovan|Islamic|Joint Chiefs|Palace|Okinawa|Territories|Maori|Māori|Pacific|Aboriginal|Estado|Communist|Party|House|Revolutionary|Guard|Knesset|Senate|Seimas|Saeima|Riksdag|Folketing|Lok|Sabha|Duma|Sejm|Storting|Bundestag|Verkhovna|Rada|Kuomintang|Treasury|European|Euro|EU|UN|NATO|CIA|FBI|OSCE|White|Northern|Southern|South|North|Western|Eastern|West|East|United|Nations|States)$`)

// places follow these in a title, and keep their capitals.
var beforePlace = regexp.MustCompile(`(?i)^(ambassador|high commissioner|charg|permanent|governor|mayor|premier|prime minister|chief minister|first minister|lieutenant governor|vice-governor|deputy governor|` +
	`administrator|chairman of the [A-Z].* (city|regional|district)|presidential|president of the (province|federation|autonomous)|president of [A-Z]|head of|minister-president|chief executive|secretary of state for (scotland|wales|northern)|minister of state for (scotland|wales|northern))`)

var titleStart = regexp.MustCompile(`^(?i)((federal|deputy|first|second|third|vice|senior|acting|general|state|prime|chief|lord|lieutenant|permanent|minister|ministers|president|premier|` +
	`secretary|speaker|governor|mayor|chairman|chairperson|chair|head|director|commissioner|commander|attorney|solicitor|auditor|administrator|representative|special|of|the|and|for|in|to|` +
	`justice|judge|supreme|constitutional|court|member|council|national|assembly|parliament|ministry|security|general staff|staff|army|navy|air|force|armed|forces|defence|joint|chiefs|police)\b[- ]?)+`)

// lowerTitle puts the common words of a title in lower case; names keep their capitals.
// In the title of a minister all words are common but a few.
func lowerTitle(label string) string {
	words := strings.Fields(strings.ReplaceAll(label, ".", ""))
	keep := 0
	if beforePlace.MatchString(label) {
		keep = len(strings.Fields(titleStart.FindString(label)))
		keep = max(keep, 1)
	} else {
		keep = len(words)
	}
	for i, w := range words {
		if bare := strings.Trim(w, ",()"); i < keep && !keepsCapital.MatchString(bare) && strings.ToUpper(bare) != bare {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

// manyHold are titles that several bear at a time: the next to bear one does not end
// the term of the one before.
var manyHold = regexp.MustCompile(`(?i)^(state secretary|minister of state|minister without|deputy|vice[ -]|first deputy|justice|judge|member|special advis|counsel|secretary of state$|undersecretary|` +
	`associate|assistant minister|minister delegate|supreme court|state council|tánaiste$|under[ -]secretary|ambassador at large|career ambassador|commissioner$|prosecutor$)`)

// important are the posts whose holders lead a state.
func leads(title string) bool {
	return slices.Contains([]string{"president", "prime minister", "premier", "chancellor", "king", "emir", "supreme leader"}, title)
}
