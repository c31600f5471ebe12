package alerts_test

import (
	"os"
	"strings"
	"testing"

	"casus/alerts"
)

const good = `# what the desk wants

alert threats
  party       HAL, TOR MIL, Order of the Lamp
  event       THREATEN, ASSAULT
  status      not hypothetical, conditional
  confidence  0.5
  words       straits
  to          desk, mail
  e.g.        2031-03-01: Halvia threatened Tornia.
    => told
  e.g.        Halvia thanked Tornia.
    => none

alert treaties
  commitment  treaty, ultimatum
  state       signed, in force
  due         within 2 weeks
  to          feed

alert words
  statement
  actor       HAL
  to          feed

alert many
  dyad        HAL > TOR
  count       3 within 7 days
  age         30 days
  to          desk

alert new
  dyad        HAL, TOR
  surprise    2.5 in a week
  to          desk

target desk
  webhook     http://127.0.0.1:9/hook
  secret      env DESK_SECRET
  timeout     5s
  tries       3

target mail
  mail        desk@example.org, Ed <ed@example.org>
  from        casus@example.org
  server      smtp.example.org:587
  user        casus
  password    env SMTP_PASSWORD

target feed
  feed        alerts.atom
  keep        20
`

func TestParse(t *testing.T) {
	r, problems := alerts.Parse("rules.txt", good)
	for _, p := range problems {
		t.Error(p)
	}
	if len(r.Alerts) != 5 || len(r.Targets) != 3 {
		t.Fatalf("%d alerts, %d targets", len(r.Alerts), len(r.Targets))
	}
	if a := r.Alerts[0]; a.Name != "threats" || len(a.Party) != 3 || len(a.Examples) != 2 || !a.Examples[0].Told || a.Examples[0].Date != "2031-03-01" || a.Examples[1].Told || a.With == 0 || a.Without == 0 {
		t.Errorf("%+v", a)
	}
	if a := r.Alerts[1]; a.Subject != alerts.Commitments || a.Due != 14 || a.State[1] != "in force" {
		t.Errorf("%+v", a)
	}
	if a := r.Alerts[3]; !a.Directed || a.Count != 3 || a.Within != 7 || a.Age != 30 {
		t.Errorf("%+v", a)
	}
	if m := r.Target("mail"); m == nil || m.Recipients[1] != "ed@example.org" || m.Password.Variable != "SMTP_PASSWORD" || m.Tries == 0 {
		t.Errorf("%+v", m)
	}
}

func TestParseTellsWhatIsWrong(t *testing.T) {
	const end = "\n\ntarget t\n  stdout\n"
	for _, x := range []struct{ text, want string }{
		{"alarm a\n  party HAL", `r:1: an entry "alarm"`},
		{"alert a, b\n  party HAL\n  to t" + end, "r:1: alert without a name, or with a comma in it"},
		{"alert a\n  party HAL" + end, `r:1: "a" goes nowhere`},
		{"alert a\n  to t" + end, "no condition"},
		{"alert a\n  party HAL\n  to u" + end, `"u", which is no target of this file; did you mean "t"?`},
		{"alert a\n  evnt THREATEN\n  to t" + end, `r:2: an alert has no field "evnt"; did you mean "event"?`},
		{"alert a\n  event THREATN\n  to t" + end, `did you mean "THREATEN"?`},
		{"alert a\n  event THREATEN\n  event ASSAULT\n  to t" + end, `r:3: "event" stands in line 2 already`},
		{"alert a\n  event\n  to t" + end, `r:2: nothing after "event"`},
		{"alert a\n  dyad HAL\n  to t" + end, "a dyad is two codes"},
		{"alert a\n  party HAL\n  count 3\n  to t" + end, `write "count 3 within 7 days"`},
		{"alert a\n  party HAL\n  count 3 within a while\n  to t" + end, "no length of time"},
		{"alert a\n  party HAL\n  surprise 2 in a year\n  to t" + end, `write "surprise 2 in a week"`},
		{"alert a\n  party HAL\n  surprise NaN in a week\n  to t" + end, `write "surprise 2 in a week"`},
		{"alert a\n  party HAL\n  confidence 50\n  to t" + end, "no number between 0 and 1"},
		{"alert a\n  status rael\n  to t" + end, `did you mean "real"?`},
		{"alert a\n  status future, not future\n  to t" + end, "must be and must not be"},
		{"alert a\n  commitment treaty\n  event AGREE\n  to t" + end, `r:3: "event" is of events; "a" looks at commitments`},
		{"alert a\n  party HAL\n  state signed\n  to t" + end, `r:3: "state" is of commitments; "a" looks at events`},
		{"alert a\n  commitment treaty\n  count 3 within 7 days\n  to t" + end, "commitments are not counted"},
		{"alert a\n  party HAL\n  quad 5\n  to t" + end, "a quad class is"},
		{"alert a\n  party HAL\n  cameo 1\n  to t" + end, "a CAMEO code is"},
		{"alert a\n  party HAL\n  to t\n  e.g. Halvia spoke." + end, "what must come of the example"},
		{"alert a\n  party HAL\n  to t\n\nalert a\n  party TOR\n  to t" + end, `r:5: the alert "a" is there already, in line 1`},
		{"target t", "says not where it is"},
		{"target t\n  stdout xml", `"stdout", "stdout text" or "stdout jsonl"`},
		{"target t\n  stdout\n  feed f.atom", "make two targets of it"},
		{"target t\n  webhook ftp://a/b", "a webhook is an address"},
		{"target t\n  webhook https://me:word@a/b", "without a password in it"},
		{"target t\n  webhook https://a/b\n  secret hush", `write "env NAME"`},
		{"target t\n  webhook https://a/b\n  keep 3", `"keep" is of a feed; "t" is a webhook`},
		{"target t\n  webhook https://a/b\n  timeout 1h", "no time up to"},
		{"target t\n  mail desk\n  from a@b\n  server c:25", "no mail address"},
		{"target t\n  mail d@e", `mail needs "from" and "server"`},
		{"target t\n  mail d@e\n  from a@b\n  server c", "a server is host:port"},
		{"target t\n  mail d@e\n  from a@b\n  server c:25\n  user u", "go together"},
		{"target t\n  stdout", "warning: no alert goes to"},
	} {
		_, problems := alerts.Parse("r", x.text)
		var all []string
		for _, p := range problems {
			all = append(all, p.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), x.want) {
			t.Errorf("%q:\nwant %s\ngot  %s", x.text, x.want, strings.Join(all, "\n     "))
		}
	}
}

func TestExampleFile(t *testing.T) {
	b, err := os.ReadFile("../examples/alerts.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, problems := alerts.Parse("alerts.txt", string(b)); len(problems) > 0 {
		t.Error(problems)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("alert a\n  dyad >\n  status not \n  due within\n  count  within \n  surprise in a \n  to ,,\n  e.g. :\n    =>\n")
	f.Add("target \xff\n  mail ,\n  server :\n  webhook :\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, problems := alerts.Parse("r", text)
		if alerts.Errors(problems) {
			return
		}
		for i := range r.Alerts {
			a := &r.Alerts[i]
			if len(a.To) == 0 || a.Confidence < 0 || a.Confidence > 1 || a.Count > 0 && a.Within <= 0 {
				t.Errorf("%+v", a)
			}
			for _, name := range a.To {
				if r.Target(name) == nil {
					t.Errorf("%q goes to %q", a.Name, name)
				}
			}
		}
	})
}
