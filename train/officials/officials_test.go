package officials

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casus/lexicon"
)

func TestWording(t *testing.T) {
	for _, x := range [][5]string{
		{"FRA", "foreign_minister", "Minister of Europe and Foreign Affairs", "foreign minister", "GOV"},
		{"USA", "foreign_minister", "Secretary of State", "secretary of state", "GOV"},
		{"DEU", "head_of_government", "Federal Chancellor", "chancellor", "GOV"},
		{"CAN", "head_of_government", "Premier of Quebec", "premier of Quebec", "GOV"},
		{"KEN", "minister", "Minister of Water and Irrigation", "minister of water and irrigation", "GOV"},
		{"UKR", "other", "Governor of Odessa Oblast", "governor of Odessa Oblast", "GOV"},
		{"POL", "other", "Prosecutor General", "prosecutor general", "JUD"},
		{"ISR", "legislature_head", "Speaker of the Knesset", "speaker of the Knesset", "LEG"},
		{"FRA", "military_chief", "Chief of the Defence Staff", "chief of the defence staff", "MIL"},
		{"JPN", "ambassador", "ambassador to the United States of America", "ambassador to the United States", "GOV"},
		{"KEN", "other", "First Lady", "", ""},
	} {
		if title, sector := wording(x[0], x[1], x[2]); title != x[3] || sector != x[4] {
			t.Errorf("%s %q is %q %q, want %q %q", x[0], x[2], title, sector, x[3], x[4])
		}
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"Ada Halvi (politician)": "Ada Halvi", "Dr. Bo van Torn Jr.": "Bo van Torn", "Gen. Cy Velt": "Cy Velt", "Odo IV of Halvia": "Odo IV"} {
		if got, ok := cleanName(in); got != want || !ok {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"Madonna", "Ада Гальви", "X .. Y"} {
		if got, ok := cleanName(in); ok {
			t.Errorf("%q passes as %q", in, got)
		}
	}
	title, name, other := splitTitle("Prime Minister Ada McHALVI Torn")
	if title != "Prime Minister" || name != "Ada McHalvi Torn" || strings.Join(other, ";") != "Ada McHalvi" {
		t.Errorf("%q %q %q", title, name, other)
	}
	for in, want := range map[string]string{"SASSOU-Nguesso": "Sassou-Nguesso", "VI": "VI", "O'NEIL": "O'Neil", "McGRAW": "McGraw", "Jong": "Jong"} {
		if got := lowerCapitals(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
	if _, name, _ := splitTitle("President KIM Ok Sol"); name != "Kim Ok Sol" {
		t.Errorf("the family's name first: %q", name)
	}
	if got := strings.Join(variants("Mohammad al-Torn", "EGY"), "; "); !strings.Contains(got, "Mohammed al-Torn") {
		t.Errorf("variants: %s", got)
	}
	if got := strings.Join(variants("Jörg Grün", "DEU"), "; "); got != "Joerg Gruen" {
		t.Errorf("variants: %s", got)
	}
}

// world is a folder of tables with invented people.
func world(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "actors"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"officeholders.wikidata.csv.gz": `name,wikidata,country,role,office,start,end,source,as_of
Ada Halvi,Q1,HAL,foreign_minister,Minister of Foreign Affairs,2010-02-03,,w,2022-07-28
Bo Torn,Q2,HAL,foreign_minister,Minister of Foreign Affairs,2015-01-01,2018-01-01,w,2022-07-28
Cy Velt,Q3,HAL,foreign_minister,Minister for Foreign Affairs,2018-01-01,,w,2022-07-28
Di Zorn,Q4,HAL,head_of_government,Prime Minister,2014-03-01,2021-09-10,w,2022-07-28
Ed Stand,Q5,HAL,head_of_government,Prime Minister,2016-05-01,2016-06-01,w,2022-07-28
Fay Old,Q6,HAL,minister,Minister of Fish,1970-05-01,1976-06-01,w,2022-07-28
Gil Hand,Q7,HAL,minister,Minister of Fish,2001-05-01,2004-06-01,w,2022-07-28
`,
		"leaders.factbook2026.csv": `title_and_name,country,role,since
Prime Minister Hob KESTREL,HAL,head_of_government,10 September 2021
Ambassador Ian MERL,HAL,ambassador_to_usa,July 2025
`,
		"us-diplomats.csv.gz": `name,born,kind,post,title,start,end
Jo Mid Lark,1950,us_chief_of_mission,halvia,ambassador-e-p,2001-01-02,2004-01-02
`,
		"cabinets.countryinfo.csv.gz": `name,aliases,country,roles,offices,start,end,cameo
Kit Dove,,HAL,defence_minister,Minister of Defense,2003-02,2004-05,HALGOVMIL
Kit Dove,,HAL,defence_minister,Minister of Defense,2004-06,2005-05,HALGOVMIL
`,
		"leaders.countryinfo.csv.gz": `name,aliases,country,role,office,start,end,born
Lou Crane,,HAL,head_of_state,presidents,1999-01-02,2003-04-05,1940
`,
	} {
		f, err := os.Create(filepath.Join(dir, "actors", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") {
			z := gzip.NewWriter(f)
			_, err = z.Write([]byte(text))
			z.Close()
		} else {
			_, err = f.WriteString(text)
		}
		if f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestMake: ends are those of the next holder, who stands in for somebody cuts the term
// in two, the old and those whom the editors entered are left out.
func TestMake(t *testing.T) {
	lex := &lexicon.Lexicon{Actors: []lexicon.Actor{
		{Kind: "state", Country: "HAL", Name: "Halvia"}, {Kind: "state", Country: "USA", Name: "United States"},
		{Kind: "person", Name: "Gil Hand", Names: []string{"Gil Hand"}, Wikidata: "Q7", Pos: lexicon.Pos{File: "en/actors/people.txt"}},
	}}
	lists, err := Make(world(t), lex)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, l := range lists {
		if _, err := lexicon.CompilePeople(l.Name, l.Text); err != nil {
			t.Fatalf("%s does not read: %v", l.Name, err)
		}
		for line := range strings.Lines(l.Text) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "person") || strings.HasPrefix(line, "office") || strings.HasPrefix(line, "name") {
				got += strings.Join(strings.Fields(line), " ") + "\n"
			}
		}
	}
	want := `person Ada Halvi
office HAL GOV foreign minister 2010-02-03 .. 2015-01-01
person Bo Torn
office HAL GOV foreign minister 2015-01-01 .. 2018-01-01
person Cy Velt
office HAL GOV foreign minister 2018-01-01 .. 2022-07-28?
person Di Zorn
office HAL GOV prime minister 2014-03-01 .. 2016-05-01
office HAL GOV prime minister 2016-06-01 .. 2021-09-10
person Ed Stand
office HAL GOV prime minister 2016-05-01 .. 2016-06-01
person Hob Kestrel
name Kestrel
office HAL GOV prime minister 2021-09-10 .. 2026-01?
person Ian Merl
office HAL GOV ambassador to the United States 2025-07 .. 2026-01?
person Jo Lark
name Jo Mid Lark
office USA GOV ambassador to Halvia 2001-01-02 .. 2004-01-02
person Kit Dove
office HAL MIL defence minister 2003-02 .. 2005-05
person Lou Crane
office HAL GOV president 1999-01-02 .. 2003-04-05
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
