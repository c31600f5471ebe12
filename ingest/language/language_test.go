package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestOf(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"en", "The foreign minister of Korea met his Russian counterpart on Friday and urged him to halt military cooperation with the North."},
		{"en", "Protesters blocked the road to the capital for a third day. Police fired tear gas, and dozens were arrested, witnesses said."},
		{"en", "Burundi: Kalenga Ramadhani and Mahamat Ndayishimiye said in Bujumbura that the ceasefire with Rukundo has ended."},
		{"nl", "De minister van Buitenlandse Zaken ontmoette vrijdag zijn Russische collega en riep hem op om de militaire samenwerking te stoppen."},
		{"it", "Il ministro degli Esteri ha incontrato venerdì il suo omologo russo e gli ha chiesto di porre fine alla cooperazione militare."},
		{"fr", "Le ministre des Affaires étrangères a rencontré vendredi son homologue russe et lui a demandé de mettre fin à la coopération militaire."},
		{"de", "Der Außenminister traf am Freitag seinen russischen Amtskollegen und forderte ihn auf, die militärische Zusammenarbeit zu beenden."},
		{"es", "El ministro de Asuntos Exteriores se reunió el viernes con su homólogo ruso y le pidió que pusiera fin a la cooperación militar."},
		{"pt", "O ministro das Relações Exteriores reuniu-se na sexta-feira com o seu homólogo russo e pediu-lhe que não continuasse a cooperação militar."},
		{"ru", "Министр иностранных дел встретился в пятницу со своим российским коллегой и призвал его прекратить военное сотрудничество."},
		{"ko", "외교부 장관은 금요일 러시아 외무장관을 만나 북한과의 군사 협력을 중단할 것을 촉구했다. 양측은 추가 회담을 갖기로 했다."},
		{"zh", "外交部长星期五会见了俄罗斯外长，敦促他停止与朝鲜的军事合作。双方同意继续会谈。"},
		{"ja", "外務大臣は金曜日にロシアの外相と会談し、北朝鮮との軍事協力を停止するよう求めた。双方はさらに協議することで合意した。"},
		{"ar", "التقى وزير الخارجية يوم الجمعة نظيره الروسي وحثه على وقف التعاون العسكري مع كوريا الشمالية، بحسب ما قال مسؤولون."},
		{"", "Talks held."},
		{"", ""},
		{"", strings.Repeat("1234 ", 100)},
	} {
		if got := Of(c.text); got != c.want {
			t.Errorf("%q: %q, not %q", c.text, got, c.want)
		}
	}
	if got := Best("Talks held.", "en-GB"); got != "en" {
		t.Errorf("a short text in a page that says en-GB is %q", got)
	}
}

func TestCode(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "en-GB": "en", "EN_us": "en", "en-us, fr": "en", "": "", "english": "", "x": "", "e1": "", "fil": "fil"} {
		if got := Code(tag); got != want {
			t.Errorf("Code(%q) = %q, not %q", tag, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, in, contentType, want, charset string }{
		{"plain", "Talks", "", "Talks", "utf-8"},
		{"valid UTF-8, whatever is claimed", "Séoul", "text/html; charset=iso-8859-1", "Séoul", "utf-8"},
		{"Latin-1 by header", "S\xe9oul", "text/html; charset=iso-8859-1", "Séoul", "windows-1252"},
		{"Latin-1 by guess", "Talks in S\xe9oul", "", "Talks in Séoul", "windows-1252"},
		{"Korean by meta", "<meta charset=euc-kr>\xbc\xad\xbf\xef", "", "<meta charset=euc-kr>서울", "euc-kr"},
		{"Russian by XML", "<?xml version='1.0' encoding='windows-1251'?><a>\xd1\xe5\xf3\xeb</a>", "", "<?xml version='1.0' encoding='windows-1251'?><a>Сеул</a>", "windows-1251"},
		{"byte order mark", "\xef\xbb\xbfTalks", "", "Talks", "utf-8"},
		{"UTF-16", "\xff\xfeT\x00a\x00", "", "Ta", "utf-16le"},
		{"one spoilt byte", "Séoul, Málaga, Tōkyō, Kyōto, \xff Brasília", "", "Séoul, Málaga, Tōkyō, Kyōto, \uFFFD Brasília", "utf-8"},
	} {
		got, charset := Decode([]byte(c.in), c.contentType)
		if string(got) != c.want || charset != c.charset {
			t.Errorf("%s: %q in %s, not %q in %s", c.name, got, charset, c.want, c.charset)
		}
	}
}

func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"", "Talks were held on Friday between the two states, officials said in a statement.", "\xff\xfe\x00", "<?xml encoding='", "<?xml version='1.0' encoding=\"utf-7\"?>", "\x1b$B\x30"} {
		f.Add([]byte(s), "text/html; charset=gbk")
		f.Add([]byte(s), "")
	}
	f.Fuzz(func(t *testing.T, b []byte, contentType string) {
		text, _ := Decode(b, contentType)
		if !utf8.Valid(text) {
			t.Errorf("%q is no UTF-8", text)
		}
		Best(string(text), contentType)
	})
}
