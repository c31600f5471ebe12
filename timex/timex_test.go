package timex_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/timex"
)

func mark(text, published string) *casus.Document {
	doc := &casus.Document{Dispatch: casus.Dispatch{Text: text}, Sentences: plain(text)}
	if published != "" {
		t, err := time.Parse("2006-01-02", published)
		if err != nil {
			panic(err)
		}
		doc.Dispatch.Published = t
	}
	timex.New().Mark(doc)
	return doc
}

// told writes what was found: "words = value".
func told(doc *casus.Document) []string {
	var out []string
	for _, x := range doc.Timexes {
		s := doc.Slice(x.Span) + " = " + x.Value
		if x.Mod != "" {
			s += " " + x.Mod
		}
		if x.Type != "DATE" {
			s += " " + x.Type
		}
		out = append(out, s)
	}
	return out
}

// The dispatches of these cases came out on Friday, 21 June 2024.
func TestMark(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		// full and partial dates
		{"The pact was signed on June 19, 2024 in the capital.", []string{"June 19, 2024 = 2024-06-19"}},
		{"The pact was signed on 19 June 2024.", []string{"19 June 2024 = 2024-06-19"}},
		{"It entered into force on 2024-06-19.", []string{"2024-06-19 = 2024-06-19"}},
		{"It entered into force on 6/19/2024.", []string{"6/19/2024 = 2024-06-19"}},
		{"The envoy arrived on Sept. 3, 2019.", []string{"Sept. 3, 2019 = 2019-09-03"}},
		{"The 25th of August 2017 was calm.", []string{"The 25th of August 2017 = 2017-08-25"}},
		{"They had met in March 2011 and in 1996.", []string{"March 2011 = 2011-03", "1996 = 1996"}},
		{"Envoys met on June 12-14 in Geneva.", []string{"June 12 = 2024-06-12", "14 = 2024-06-14"}},
		{"Shelling went on from 6 to 9 May 2023.", []string{"6 = 2023-05-06", "9 May 2023 = 2023-05-09"}},
		{"The ministers met on June 12.", []string{"June 12 = 2024-06-12"}},
		{"The ministers met on December 12.", []string{"December 12 = 2023-12-12"}},
		{"The ministers will meet on December 12.", []string{"December 12 = 2024-12-12"}},
		{"The ministers will meet on January 12.", []string{"January 12 = 2025-01-12"}},
		{"They broke off talks in mid-May.", []string{"mid-May = 2024-05 MID"}},
		{"Ties froze in the late 1990s.", []string{"the late 1990s = 199 END"}},
		{"Ties froze in the '80s.", []string{"the '80s = 198"}},
		{"It was the bloodiest raid of the 20th century.", []string{"the 20th century = 19"}},
		{"The war of 1950-53 divided them.", []string{"1950 = 1950", "53 = 1953"}},
		// weekdays
		{"The foreign minister summoned the envoy Friday.", []string{"Friday = 2024-06-21"}},
		{"He arrived on Wednesday.", []string{"Wednesday = 2024-06-19"}},
		{"He will arrive on Wednesday.", []string{"Wednesday = 2024-06-26"}},
		{"He is expected to be received on Monday.", []string{"Monday = 2024-06-24"}},
		{"He said on Thursday that talks would resume on Tuesday.", []string{"Thursday = 2024-06-20", "Tuesday = 2024-06-25"}},
		{"He came last Friday and left next Friday.", []string{"last Friday = 2024-06-14", "next Friday = 2024-06-28"}},
		{"On Wednesday, June 19, they signed.", []string{"Wednesday, June 19 = 2024-06-19"}},
		{"Rebels struck early Thursday morning.", []string{"early Thursday morning = 2024-06-20TMO START TIME"}},
		// counted from publication
		{"Yesterday they met, today they talk, tomorrow they sign.", []string{"Yesterday = 2024-06-20", "today = 2024-06-21", "tomorrow = 2024-06-22"}},
		{"It was agreed last month and confirmed this week.", []string{"last month = 2024-05", "this week = 2024-W25"}},
		{"Parliament votes next year.", []string{"next year = 2025"}},
		{"Exports fell last quarter and rose this summer.", []string{"last quarter = 2024-Q1", "this summer = 2024-SU"}},
		{"Following June's vote the cabinet fell.", []string{"June = 2024-06"}},
		{"The envoy left two days ago.", []string{"two days ago = 2024-06-19"}},
		{"The treaty lapsed three years ago.", []string{"three years ago = 2021"}},
		{"They met in June last year.", []string{"June last year = 2023-06"}},
		{"The chief of staff came the day before yesterday.", []string{"the day before yesterday = 2024-06-19"}},
		{"Troops are now massing, as they recently did.", []string{"now = PRESENT_REF", "recently = PAST_REF"}},
		{"The budget is due in the third quarter of next year.", []string{"the third quarter of next year = 2025-Q3"}},
		{"Spending rose in the second half of 2023.", []string{"the second half of 2023 = 2023-H2"}},
		{"Aid for fiscal 2025 was cut.", []string{"fiscal 2025 = 2025"}},
		{"The talks ended at the end of last week.", []string{"the end of last week = 2024-W24 END"}},
		{"Trade rose by a tenth in the first quarter against the same period last year.", []string{"the first quarter = 2024-Q1", "the same period last year = 2023-Q1"}},
		// counted from the date told last
		{"They signed on May 3. The previous day they had quarrelled.", []string{"May 3 = 2024-05-03", "The previous day = 2024-05-02"}},
		{"They signed on May 3. A week later the pact was void.", []string{"May 3 = 2024-05-03", "A week later = 2024-05-10"}},
		{"The two armies met on May 3 and withdrew the same day.", []string{"May 3 = 2024-05-03", "the same day = 2024-05-03"}},
		{"They met in May. The previous Friday they had quarrelled.", []string{"May = 2024-05", "The previous Friday = 2024-06-14"}},
		// durations and sets
		{"More than 100,000 last year fled.", []string{"last year = 2023"}},
		{"The truce held for two years.", []string{"two years = P2Y DURATION"}},
		{"It held for more than six months.", []string{"more than six months = P6M MORE_THAN DURATION"}},
		{"A six-month truce was offered.", []string{"six-month = P6M DURATION"}},
		{"It took them a decade and half an hour.", []string{"a decade = P10Y DURATION", "half an hour = PT30M DURATION"}},
		{"The siege lasted several weeks.", []string{"several weeks = PXW DURATION"}},
		{"The pact came 28 years after the old one lapsed in 1996.", []string{"28 years = P28Y DURATION", "1996 = 1996"}},
		{"They meet every Friday, and inspect annually.", []string{"every Friday = XXXX-WXX-5 SET", "annually = P1Y SET"}},
		{"Each month they talk.", []string{"Each month = P1M SET"}},
		{"The council convenes twice a year.", []string{"twice a year = P1Y SET"}},
		// times of the day
		{"The raid began at 10:30 a.m. GMT on Thursday.", []string{"10:30 a.m. GMT = 2024-06-20T10:30Z TIME", "Thursday = 2024-06-20"}},
		{"Talks broke off at midnight.", []string{"midnight = 2024-06-21T00:00 TIME"}},
		{"It was hit in the early hours of Tuesday.", []string{"the early hours of Tuesday = 2024-06-18TMO START TIME"}},
		{"Shells fell on Friday morning and last night.", []string{"Friday morning = 2024-06-21TMO TIME", "last night = 2024-06-20TNI TIME"}},
		// holidays
		{"A truce will be offered for Christmas.", []string{"Christmas = 2024-12-25"}},
		{"They met on Christmas Eve 2019 and at Easter 2021.", []string{"Christmas Eve 2019 = 2019-12-24", "Easter 2021 = 2021-04-04"}},
		{"The truce of Ramadan 2024 held.", []string{"Ramadan 2024 = 2024-03-11/2024-04-09"}},
		// what is no time
		{"The general may march on the capital, an august city.", nil},
		{"May and her ministers resigned.", nil},
		{"It killed 2,000 soldiers and 1500 civilians.", nil},
		{"Minister Jan Novak sat in the sun.", nil},
		{"A 35-year-old man, 12 years old then, came second.", nil},
		{"He won in the first half.", nil},
		{"The Good Friday Agreement and the October Revolution came up, as did April Jones.", nil},
		{"The Six-Day War began.", nil},
		{"The Winter Olympics and the fall of the city were discussed.", nil},
	} {
		if got := told(mark(c.text, "2024-06-21")); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\n got  %s\n want %s", c.text, strings.Join(got, "; "), strings.Join(c.want, "; "))
		}
	}
}

// Without a day of publication relative dates have no value, but a date told in
// full still anchors those that count from it.
func TestMarkWithoutPublication(t *testing.T) {
	got := told(mark("He arrived yesterday. They met on Friday, two days ago. The pact of June 19, 2024 was denounced the next day.", ""))
	want := []string{"yesterday = ", "Friday = ", "two days ago = ", "June 19, 2024 = 2024-06-19", "the next day = 2024-06-20"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A history counts from the date told last, not from the day of publication.
func TestMarkNarrative(t *testing.T) {
	text := `In 1911 the old order fell. In October 1911 the garrison rose, and by January 1912 the court
had gone. In 1913 a second rising failed. On 4 May 1919 students marched. In 1921 a party was founded. In 1924 its
rival took it in. In July 1926 the march north began, and in 1927 it split. In November the river port was lost.`
	got := told(mark(text, "2024-06-21"))
	if last := got[len(got)-1]; last != "November = 1927-11" {
		t.Errorf("the last date is told as %q", last)
	}
}

// A parse tells the tense where the nearest word would mislead.
func TestMarkWithParse(t *testing.T) {
	doc := &casus.Document{Dispatch: casus.Dispatch{Text: "The pact signed in haste takes effect on Monday, he said will be told.", Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)}}
	doc.Sentences = plain(doc.Dispatch.Text)
	tok := doc.Sentences[0].Tokens
	for i := range tok {
		tok[i].Head, tok[i].Deprel, tok[i].UPOS, tok[i].XPOS = 5, "dep", "NOUN", "NN"
	}
	tok[5].Head, tok[5].Deprel, tok[5].UPOS, tok[5].XPOS, tok[5].Lemma = -1, "root", "VERB", "VBD", "take"
	timex.New().Mark(doc)
	if got := told(doc); len(got) != 1 || got[0] != "Monday = 2024-06-17" {
		t.Errorf("got %q", got)
	}
	if h := doc.Timexes[0].Head; tok[h].Form != "Monday" {
		t.Errorf("head is %q", tok[h].Form)
	}
}

func TestMarkQuantAndFreq(t *testing.T) {
	doc := mark("Every week they meet, three times a month in secret.", "2024-06-21")
	if len(doc.Timexes) != 2 || doc.Timexes[0].Quant != "EVERY" || doc.Timexes[1].Freq != "3X" {
		t.Errorf("got %+v", doc.Timexes)
	}
	if doc.Layers&casus.LayerTimexes == 0 {
		t.Error("the layer is not set")
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct{ value, begin, end, granularity string }{
		{"2024-06-21", "2024-06-21", "2024-06-21", "day"},
		{"2024-06-21T10:30Z", "2024-06-21", "2024-06-21", "day"},
		{"2024-06-21TMO", "2024-06-21", "2024-06-21", "day"},
		{"2024-W25", "2024-06-17", "2024-06-23", "week"},
		{"2024-W25-WE", "2024-06-22", "2024-06-23", "day"},
		{"2024-06", "2024-06-01", "2024-06-30", "month"},
		{"2024-Q2", "2024-04-01", "2024-06-30", "quarter"},
		{"2024-H2", "2024-07-01", "2024-12-31", "half"},
		{"2024-SU", "2024-06-01", "2024-08-31", "season"},
		{"2024-WI", "2024-12-01", "2025-02-28", "season"},
		{"2024", "2024-01-01", "2024-12-31", "year"},
		{"198", "1980-01-01", "1989-12-31", "decade"},
		{"19", "1900-01-01", "1999-12-31", "century"},
		{"2024-03-11/2024-04-09", "2024-03-11", "2024-04-09", "day"},
		{"2024-02-30", "", "", ""},
		{"XXXX-06-21", "", "", ""},
		{"P2Y", "", "", ""},
		{"PRESENT_REF", "", "", ""},
		{"BC0480", "", "", ""},
		{"", "", "", ""},
	} {
		b, e, g, ok := timex.Range(c.value)
		if ok != (c.begin != "") {
			t.Errorf("Range(%q): ok is %v", c.value, ok)
			continue
		}
		if ok && (b.Format("2006-01-02") != c.begin || e.Format("2006-01-02") != c.end || g != c.granularity) {
			t.Errorf("Range(%q) = %s .. %s, %s; want %s .. %s, %s", c.value, b.Format("2006-01-02"), e.Format("2006-01-02"), g, c.begin, c.end, c.granularity)
		}
	}
}

func FuzzMark(f *testing.F) {
	for _, s := range []string{"on June 21-25, 2024", "the end of the early hours of the 31st", "twenty-four hours ago", "Feb. 30 1900 BC",
		"the year two thousand and one", "'90s '99 1/2 a.m.", "at least two to three more years or so", "mid--May 10:99pm 6/6/6",
		"the 1988 quarter a year earlier", "every other 99999999999 days"} {
		f.Add(s, int64(1718928000))
	}
	m := timex.New()
	f.Fuzz(func(t *testing.T, text string, day int64) {
		doc := &casus.Document{Dispatch: casus.Dispatch{Text: text}, Sentences: plain(text)}
		if day != 0 {
			doc.Dispatch.Published = time.Unix(day%(1<<33), 0).UTC()
		}
		m.Mark(doc)
		end := 0
		for _, x := range doc.Timexes {
			if x.Span.Begin < end || x.Span.Empty() || x.Span.End > len(text) {
				t.Fatalf("span %v after %d in a text of %d bytes", x.Span, end, len(text))
			}
			end = x.Span.End
			if n := len(doc.Sentences[x.Sentence].Tokens); x.Head < 0 || x.Head >= n {
				t.Fatalf("head %d of %d tokens", x.Head, n)
			}
			timex.Range(x.Value)
		}
	})
}

func BenchmarkMark(b *testing.B) {
	text := strings.Repeat(`The foreign ministry summoned the Russian ambassador on Friday and urged Moscow to halt its
military cooperation with the North, two days after the leaders signed a treaty in Pyongyang. The minister, who will visit
the country next month, said that the government would review aid to Kyiv. The accord replaces a pact that lapsed in 1996.
Officials did not say how the two sides would carry out the clause on mutual help, and declined to comment further.
`, 20)
	doc := &casus.Document{Dispatch: casus.Dispatch{Text: text, Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)}, Sentences: plain(text)}
	tokens := 0
	for _, s := range doc.Sentences {
		tokens += len(s.Tokens)
	}
	m := timex.New()
	b.ReportAllocs()
	for b.Loop() {
		m.Mark(doc)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mtokens/s")
}
