package desk

import (
	"strings"

	"casus/lexicon"
	"casus/store"
)

// names tell what actors are called.
type names struct {
	flag, name map[string]string
}

func newNames(lex *lexicon.Lexicon) names {
	n := names{flag: flags(), name: map[string]string{}}
	if lex == nil {
		return n
	}
	n.name["IGO"], n.name["IGOGOV"] = "international organisation", "international organisation"
	for _, a := range lex.AllActors() {
		switch a.Kind {
		case "state":
			n.name[a.Code] = a.Name
		case "organisation":
			if a.Code != "" && n.name[a.Code] == "" {
				n.name[a.Code] = a.Name
			}
		}
	}
	return n
}

// of is what a key stands for, itself where that is not known.
func (n names) of(key string) string {
	if x := n.name[key]; x != "" {
		return x
	}
	return key
}

// actor is somebody as pages show them.
type actor struct {
	// Key is what series are kept by, "" for somebody unknown; Code and Sectors say
	// more where they are known.
	Key, Code, Flag, Name string
	Sectors               []string
}

// actorOf shows somebody by a key.
func (d *Desk) actorOf(key string) actor {
	return actor{Key: key, Code: key, Flag: d.names.flag[key], Name: d.names.of(key)}
}

// partyOf shows a party of an event.
func (d *Desk) partyOf(p *store.Party) actor {
	a := actor{Key: p.Key, Code: p.Code, Flag: d.names.flag[p.Country], Name: p.Name, Sectors: p.Sectors}
	if a.Flag == "" {
		a.Flag = d.names.flag[p.Key]
	}
	if a.Name == "" || a.Name == p.Key || a.Name == p.Code {
		a.Name = d.names.of(p.Key)
	}
	// A state is its government unless something else is said.
	if (a.Name == d.names.of(p.Key) || strings.HasPrefix(a.Name, "government of ")) && len(a.Sectors) == 1 && a.Sectors[0] == "GOV" {
		a.Sectors = nil
	}
	return a
}

// side lists the parties of one side, once each.
func (d *Desk) side(e *store.Event, s store.Side) []actor {
	var out []actor
	seen := map[string]bool{}
	for i := range e.Parties {
		p := &e.Parties[i]
		if p.Side != s {
			continue
		}
		a := d.partyOf(p)
		if id := a.Name + "\x00" + a.Code; !seen[id] {
			seen[id] = true
			out = append(out, a)
		}
	}
	return out
}
