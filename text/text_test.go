package text_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casus"
	"casus/text"
)

func load(t testing.TB) *text.Splitter {
	b, err := os.ReadFile("../models/en.split.bin")
	if err != nil {
		t.Fatal(err)
	}
	s, err := text.Load(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func split(t testing.TB, s string) *casus.Document {
	doc := &casus.Document{Dispatch: casus.Dispatch{Text: s}}
	load(t).Split(doc)
	if err := laws(doc); err != nil {
		t.Errorf("%q: %v", s, err)
	}
	return doc
}

// sentences writes each sentence with its tokens apart, and "+" before a token that
// is glued to the one before it.
func sentences(doc *casus.Document) []string {
	var out []string
	for _, s := range doc.Sentences {
		var forms []string
		for _, t := range s.Tokens {
			if t.Glued {
				t.Form = "+" + t.Form
			}
			forms = append(forms, t.Form)
		}
		out = append(out, strings.Join(forms, " "))
	}
	return out
}

// laws are what holds of every text.
func laws(doc *casus.Document) error {
	covered, valid := 0, utf8.ValidString(doc.Dispatch.Text)
	bare := func(begin, end int) error {
		for _, c := range doc.Dispatch.Text[begin:end] {
			if c > ' ' && c != 0x7f && !isSpace(c) {
				return fmt.Errorf("%q at %d lies in no token", c, begin)
			}
		}
		return nil
	}
	lead := map[int]casus.Span{}
	for i, b := range doc.Blocks {
		if !b.Lead.Empty() {
			lead[i] = b.Lead
		}
		if i > 0 && b.Span.Begin < doc.Blocks[i-1].Span.End {
			return fmt.Errorf("block %d overlaps", i)
		}
	}
	lastBlock := -1
	for _, s := range doc.Sentences {
		b := doc.Blocks[s.Block]
		if s.Block < lastBlock || !b.Span.Contains(s.Span) || b.Lead.Overlaps(s.Span) || len(s.Tokens) == 0 {
			return fmt.Errorf("sentence %v is not in its block %v", s.Span, b)
		}
		if s.Block != lastBlock && !b.Lead.Empty() {
			if err := bare(covered, b.Span.Begin); err != nil {
				return err
			}
			covered = b.Lead.End
		}
		lastBlock = s.Block
		if s.Span.Begin != s.Tokens[0].Span.Begin || s.Span.End != s.Tokens[len(s.Tokens)-1].Span.End || len(s.Tokens) > 400 {
			return fmt.Errorf("sentence %v of %d tokens does not fit them", s.Span, len(s.Tokens))
		}
		for _, t := range s.Tokens {
			if t.Span.Empty() || t.Span.Begin < covered || t.Form != doc.Slice(t.Span) {
				return fmt.Errorf("token %v %q is out of place", t.Span, t.Form)
			}
			if t.Glued && t.Span.Begin != covered {
				return fmt.Errorf("token %q is glued to nothing", t.Form)
			}
			if valid && !utf8.ValidString(t.Form) {
				return fmt.Errorf("token %q cuts a character", t.Form)
			}
			if err := bare(covered, t.Span.Begin); err != nil {
				return err
			}
			covered = t.Span.End
		}
	}
	return bare(covered, len(doc.Dispatch.Text))
}

func isSpace(c rune) bool {
	return strings.TrimSpace(string(c)) == "" || c == 0x200B || c == 0xFEFF || c == 0x2060 || c >= 0x80 && c < 0xA0
}

func TestTokens(t *testing.T) {
	for s, want := range map[string]string{
		"They don't, can't and won't sign.":                 "They do +n't , ca +n't and wo +n't sign .",
		"Seoul’s envoy cannot say it’s over.":               "Seoul +’s envoy can +not say it +’s over .",
		"It's gonna fail, they'd say; we'll see.":           "It +'s gon +na fail , they +'d say ; we +'ll see .",
		"The leaders' summit failed.":                       "The leaders +' summit failed .",
		"A well-known, Moscow-based bank was hit.":          "A well - known , Moscow - based bank was hit .",
		"Kim Hong-kyun met Chang Ho-jin and Cho Tae-yul.":   "Kim Hong-kyun met Chang Ho-jin and Cho Tae-yul .",
		"Tsai Ing-wen and Kim Jong-Un spoke.":               "Tsai Ing-wen and Kim Jong-Un spoke .",
		"The paper Al-Hayat said so.":                       "The paper Al - Hayat said so .",
		"The Xi-Kim summit was a pro-Beijing, non-Arab act": "The Xi - Kim summit was a pro-Beijing , non-Arab act",
		"Costs rose to $5bn, up 3.2% from €1,200.50.":       "Costs rose to $ 5 bn , up 3.2 % from € 1,200.50 .",
		"See https://example.org/a?b=c. Now.":               "See https://example.org/a?b=c . Now .",
		"Write to jane.doe@example.org or @janedoe.":        "Write to jane.doe@example.org or @janedoe .",
		"“We ‘must’ act,” he said – now… and then...":       "“ We ‘ must ’ act , ” he said – now … and then ...",
		"The U.N. and the U.S. met S. Korea at 5 p.m. here": "The U.N. and the U.S. met S. Korea at 5 p.m. here",
		"O'Brien of Xi'an met D'Angelo at 10:30.":           "O'Brien of Xi'an met D'Angelo at 10:30 .",
		"(Kim) spoke [again] -- he said.":                   "( Kim ) spoke [ again ] -- he said .",
	} {
		if got := strings.Join(sentences(split(t, s)), " | "); got != want {
			if strings.ReplaceAll(got, " | ", " ") != want {
				t.Errorf("%s\n got %s\nwant %s", s, got, want)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	for _, want := range [][]string{
		{"Lt. Gen. Park met Mr. Lee on Sept. 3 in Washington, D.C., at 9 a.m. on Friday.", "They spoke."},
		{"S. Korea urged N.K. to stop.", "The U.S. agreed.", "So did the U.N. Security Council."},
		{"He left the U.S.", "The talks go on."},
		{"No. 4 of the list, J. R. Roe, came.", "Dr. Doe did not."},
		{"“We will act,” he said.", "“We will not wait.”", "She agreed."},
		{"“Will it hold?” he asked.", "Nobody knew!"},
		{"Prices rose by 3.5 percent vs. 2 in Jan. and Feb. of 2023.", "They fell in March."},
		{"The firm, Acme Inc., paid $1.2 billion.", "It denied guilt."},
		{"\"It is over,\" the minister said. \"We go home.\""},
		{"The treaty (signed in 1996.) is void.", "All agree."},
		{"He served in the U.S. House of Representatives.", "She did not."},
		{"Attorney Jane K. Roe spoke.", "It was plan B. The court rose."},
		{"\"They want bills on the federal level[.]\"", "Roe cited reforms."},
		{"The envoy met Gen. Lloyd J. Doe.", "In all, it took 3 hrs.", "He left."},
	} {
		if len(want) == 1 {
			continue
		}
		in := strings.Join(want, " ")
		doc := split(t, in)
		var got []string
		for _, s := range doc.Sentences {
			got = append(got, doc.Slice(s.Span))
		}
		if strings.Join(got, " | ") != strings.Join(want, " | ") {
			t.Errorf("\n got %q\nwant %q", got, want)
		}
	}
}

func TestDispatch(t *testing.T) {
	const in = "Envoys fail to agree\n\nBy Jane Doe\n\nJune 21, 2024\n\nGENEVA, June 21 (Wire) -- Talks ended. Nobody signed.\n\n(END)\n"
	doc := split(t, in)
	kinds := []casus.BlockKind{casus.Title, casus.Byline, casus.Dateline, casus.Body, casus.Boilerplate}
	for i, b := range doc.Blocks {
		if b.Kind != kinds[i] {
			t.Errorf("block %q is %v, want %v", doc.Slice(b.Span), b.Kind, kinds[i])
		}
	}
	if got := doc.Slice(doc.Blocks[3].Lead); got != "GENEVA, June 21 (Wire) --" {
		t.Errorf("lead %q", got)
	}
	if got := doc.Dispatch.Published.Format(time.DateOnly); got != "2024-06-21" {
		t.Errorf("published %s", got)
	}
	if got := sentences(doc); got[3] != "Talks ended ." {
		t.Errorf("sentences %q", got)
	}
}

func TestWrapped(t *testing.T) {
	const in = "The foreign minister of the republic met the envoy of the\nunion on Friday and asked that his country hold to the\ntreaty. The envoy said that it would.\n\nThe talks go on.\nThey may last.\n"
	doc := split(t, in)
	var got []string
	for _, b := range doc.Blocks {
		got = append(got, doc.Slice(b.Span))
	}
	if len(got) != 3 || !strings.HasSuffix(got[0], "would.") || got[1] != "The talks go on." {
		t.Errorf("blocks %q", got)
	}
	if n := len(doc.Sentences); n != 4 {
		t.Errorf("%d sentences, want 4: %q", n, sentences(doc))
	}
}

// TestHard reads texts that could make a splitter slow or fall over.
func TestHard(t *testing.T) {
	for name, s := range map[string]string{
		"empty":        "",
		"blank":        " \n\t\r\n\u00a0\u2028",
		"no stop":      strings.Repeat("word and word ", 10<<20/14),
		"brackets":     strings.Repeat("(", 50000) + strings.Repeat(")", 50000),
		"one word":     strings.Repeat("a", 1<<20),
		"stops":        strings.Repeat(".", 1<<20),
		"spaced stops": strings.Repeat(". ", 1<<18),
		"addresses":    strings.Repeat("a@b.c@", 1<<16),
		"web":          strings.Repeat("http://", 1<<16),
		"apostrophes":  strings.Repeat("n't's", 1<<16),
		"hyphens":      strings.Repeat("Kim-", 1<<16),
		"lines":        strings.Repeat("short line\n", 1<<16),
		"arabic":       strings.Repeat("قال الوزير إن المحادثات انتهت. ", 100),
		"chinese":      strings.Repeat("外交部长会见了大使。双方签署了条约！", 100),
		"thai":         strings.Repeat("รัฐมนตรีต่างประเทศ", 100),
		"marks":        strings.Repeat("e\u0301\u0301", 1<<12),
		"invalid":      strings.Repeat("\xff\xfe a ", 100),
		"dashes":       strings.Repeat("—", 1<<16),
		"digits":       strings.Repeat("1,2.3", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			split(t, s)
			if d := time.Since(begin); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"SEOUL, June 21 (Wire) -- Kim Hong-kyun didn't sign. “Why?” he asked.",
		"a@b.c, www.x.y http://z 3-4 'tis n't's 's ' \" U.S. No. 4", "外交。部长 a\u0301 \u200b\ufeff\u00ad \xff",
		"Title\n\nBy Jane Doe\n\nx\r\ny\fz\u2029", "cannot gonna dont leaders' (Kim)'s S.'s",
	} {
		f.Add(s)
	}
	s := load(f)
	f.Fuzz(func(t *testing.T, in string) {
		doc := &casus.Document{Dispatch: casus.Dispatch{Text: in}}
		s.Split(doc)
		if err := laws(doc); err != nil {
			t.Error(err)
		}
	})
}

func TestLoad(t *testing.T) {
	for _, b := range []string{"", "casus split 1\n", "casus split 1\n\x01short", "something else entirely"} {
		if _, err := text.Load([]byte(b)); err == nil {
			t.Errorf("loaded %q", b)
		}
	}
}

const news = "The foreign minister of the republic, Jane Doe, met the envoy of the union on Friday and asked that his country “hold to the treaty,” " +
	"which both had signed in 1996. The envoy didn't say that it would. \"We'll see,\" he told reporters in the U.N. building. " +
	"Trade between the two rose by 3.5 percent to $1.2 billion in the first half of 2023, according to the ministry's well-known report.\n\n"

func BenchmarkSplit(b *testing.B) {
	s := load(b)
	in := strings.Repeat(news, 40)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		doc := &casus.Document{Dispatch: casus.Dispatch{Text: in}}
		s.Split(doc)
	}
}
