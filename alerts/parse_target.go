package alerts

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"casus/lexicon"
)

var targetFields = []string{"webhook", "secret", "mail", "from", "server", "user", "password", "feed", "title", "keep", "stdout", "timeout", "tries"}

// target reads a target.
func (p *parser) target(e *lexicon.Entry) {
	t := Target{Name: e.Names[0], Pos: e.Pos, Timeout: defaultTimeout, Tries: defaultTries, Keep: defaultKeep, Format: "text"}
	seen := map[string]bool{}
	for _, f := range e.Fields {
		if seen[f.Key] {
			p.bad(f.Pos, "%q stands here twice", f.Key)
			continue
		}
		if seen[f.Key] = true; f.Value == "" && f.Key != "stdout" && slices.Contains(targetFields, f.Key) {
			p.bad(f.Pos, "nothing after %q", f.Key)
			continue
		}
		if !p.destination(&t, f) && !p.setting(&t, f) {
			p.bad(f.Pos, "a target has no field %q%s", f.Key, lexicon.Meant(f.Key, targetFields))
		}
	}
	of := map[string]Kind{"secret": Webhook, "from": Mail, "server": Mail, "user": Mail, "password": Mail, "title": Feed, "keep": Feed}
	for _, f := range e.Fields {
		if k := of[f.Key]; k != "" && t.Kind != "" && k != t.Kind {
			p.bad(f.Pos, "%q is of a %s; %q is a %s", f.Key, k, t.Name, t.Kind)
		}
	}
	switch {
	case t.Kind == "":
		p.bad(e.Pos, "%q says not where it is; give it a webhook, mail, feed or stdout", t.Name)
	case t.Kind == Mail && (t.From == "" || t.Server == ""):
		p.bad(e.Pos, "mail needs \"from\" and \"server\" (host:port)")
	case t.Kind == Mail && (t.User == "") != (t.Password.Variable == ""):
		p.bad(e.Pos, "\"user\" and \"password\" go together")
	}
	p.rules.Targets = append(p.rules.Targets, t)
}

// destination reads the field that says where a target is.
func (p *parser) destination(t *Target, f lexicon.Field) bool {
	kind := map[string]Kind{"webhook": Webhook, "mail": Mail, "feed": Feed, "stdout": Stdout}[f.Key]
	if kind == "" {
		return false
	}
	if t.Kind != "" {
		p.bad(f.Pos, "%q is a %s already; make two targets of it", t.Name, t.Kind)
		return true
	}
	t.Kind = kind
	switch kind {
	case Webhook:
		u, err := url.Parse(f.Value)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || strings.ContainsAny(f.Value, " \t") {
			p.bad(f.Pos, "a webhook is an address like https://host/path, without a password in it")
		}
		t.URL = f.Value
	case Mail:
		for _, x := range items(f.Value) {
			t.Recipients = append(t.Recipients, p.address(f, x))
		}
	case Feed:
		t.File = f.Value
	case Stdout:
		if f.Value != "" {
			t.Format = f.Value
		}
		if t.Format != "text" && t.Format != "jsonl" {
			p.bad(f.Pos, "standard output is \"stdout\", \"stdout text\" or \"stdout jsonl\"")
		}
	}
	return true
}

// setting reads the other fields of a target.
func (p *parser) setting(t *Target, f lexicon.Field) bool {
	switch f.Key {
	case "secret":
		t.Secret = p.secret(f)
	case "password":
		t.Password = p.secret(f)
	case "from":
		t.From = p.address(f, f.Value)
	case "server":
		if t.Server = f.Value; !server.MatchString(f.Value) {
			p.bad(f.Pos, "a server is host:port, like smtp.example.org:587")
		}
	case "user":
		t.User = f.Value
	case "title":
		t.Title = f.Value
	case "keep":
		t.Keep = min(p.number(f, f.Value), 1000)
	case "tries":
		t.Tries = p.number(f, f.Value)
	case "timeout":
		d, err := time.ParseDuration(f.Value)
		if err != nil || d <= 0 || d > maxTimeout {
			p.bad(f.Pos, "%q is no time up to %s; write \"10s\"", f.Value, maxTimeout)
			return true
		}
		t.Timeout = d
	default:
		return false
	}
	return true
}

var (
	server   = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$`)
	variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// secret reads "env NAME".
func (p *parser) secret(f lexicon.Field) Secret {
	name, ok := strings.CutPrefix(f.Value, "env ")
	if name = strings.TrimSpace(name); !ok || !variable.MatchString(name) {
		p.bad(f.Pos, "a %s does not stand in the file: write \"env NAME\", and put it into that variable of the environment", f.Key)
		return Secret{}
	}
	return Secret{Variable: name}
}

func (p *parser) address(f lexicon.Field, s string) string {
	a, err := mail.ParseAddress(s)
	if err != nil || strings.ContainsAny(a.Address, "\r\n") {
		p.bad(f.Pos, "%q is no mail address", s)
		return ""
	}
	return a.Address
}
