package desk

import (
	"fmt"
	"net/http"
	"strconv"

	"casus"
	"casus/desk/access"
)

func accountRoutes() []route {
	return []route{
		{"GET", "/login", access.Nobody, (*Desk).loginForm},
		{"POST", "/login", access.Nobody, (*Desk).login},
		{"POST", "/logout", access.Reader, (*Desk).logout},
		{"GET", "/account", access.Reader, (*Desk).accountShow},
		{"POST", "/account/password", access.Reader, (*Desk).passwordChange},
		{"POST", "/account/tokens", access.Reader, (*Desk).tokenAdd},
		{"POST", "/account/tokens/{hash}/remove", access.Reader, (*Desk).tokenRemove},
		{"GET", "/users", access.Owner, (*Desk).userList},
	}
}

// loginView is what login.html shows.
type loginView struct {
	Back, Name, Wrong string
}

func (d *Desk) loginForm(v *visit) error {
	if d.guards.open() || v.who.Role > access.Nobody {
		http.Redirect(v.w, v.r, inside(v.r.FormValue("back")), http.StatusSeeOther)
		return nil
	}
	return d.show(v, "login.html", page{Title: "Log in", Body: loginView{Back: inside(v.r.FormValue("back"))}})
}

// login lets somebody in who knows the password. After ten bad ones in a quarter of an
// hour, a name must wait.
func (d *Desk) login(v *visit) error {
	g := &d.guards
	name, back := v.r.PostFormValue("name"), inside(v.r.PostFormValue("back"))
	if g.open() {
		http.Redirect(v.w, v.r, back, http.StatusSeeOther)
		return nil
	}
	address := remote(v.r)
	key := address + "\x00" + name
	for _, x := range []struct {
		f   *access.Failures
		who string
	}{{g.byName, key}, {g.byAddress, address}} {
		if wait, stop := x.f.TooMany(x.who); stop {
			v.w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			return fmt.Errorf("too many bad log-ins; try again in %s: %w", count(int(wait.Minutes())+1, "minute"), errTooMany)
		}
	}
	u, ok := g.users.Check(name, v.r.PostFormValue("password"))
	if !ok {
		g.byName.Failed(key)
		g.byAddress.Failed(address)
		d.log.Warn("bad log-in", "name", name, "address", address)
		return d.showStatus(v, http.StatusUnauthorized, "login.html", page{Title: "Log in", Body: loginView{Back: back, Name: name, Wrong: "Name and password do not fit."}})
	}
	g.byName.Succeeded(key)
	d.log.Info("logged in", "name", u.Name, "address", address)
	d.cookie(v, sessionCookie, g.sessions.Begin(u.Name), access.SessionLife)
	http.Redirect(v.w, v.r, back, http.StatusSeeOther)
	return nil
}

func (d *Desk) logout(v *visit) error {
	if c, err := v.r.Cookie(sessionCookie); err == nil {
		d.guards.sessions.End(c.Value)
	}
	d.cookie(v, sessionCookie, "", 0)
	http.Redirect(v.w, v.r, "/login", http.StatusSeeOther)
	return nil
}

// accountView is what account.html shows.
type accountView struct {
	User access.User
	// Token was just made; it is shown once.
	Token string
	Said  string
}

func (d *Desk) accountShow(v *visit) error { return d.account(v, accountView{}) }

func (d *Desk) account(v *visit, body accountView) error {
	if d.guards.open() {
		return fmt.Errorf("nobody logs in here, so there are no accounts: %w", casus.ErrNotFound)
	}
	body.User, _ = d.guards.users.Named(v.who.Name)
	return d.show(v, "account.html", page{Title: "Account", Body: body})
}

// passwordChange gives the visitor a new password, and ends all sessions of the old.
func (d *Desk) passwordChange(v *visit) error {
	g := &d.guards
	if g.open() {
		return casus.ErrNotFound
	}
	key := remote(v.r) + "\x00" + v.who.Name
	if _, stop := g.byName.TooMany(key); stop {
		return errTooMany
	}
	if _, ok := g.users.Check(v.who.Name, v.r.PostFormValue("old")); !ok {
		g.byName.Failed(key)
		return d.account(v, accountView{Said: "The old password is another. Nothing was changed."})
	}
	if err := g.users.SetPassword(v.who.Name, v.r.PostFormValue("new")); err != nil {
		return err
	}
	g.sessions.EndAll(v.who.Name)
	d.cookie(v, sessionCookie, g.sessions.Begin(v.who.Name), access.SessionLife)
	d.log.Info("password changed", "name", v.who.Name)
	return d.account(v, accountView{Said: "The password is changed; other sessions have ended."})
}

func (d *Desk) tokenAdd(v *visit) error {
	if d.guards.open() {
		return casus.ErrNotFound
	}
	token, err := d.guards.users.NewToken(v.who.Name, clip(80, oneLine(v.r.PostFormValue("note"))))
	if err != nil {
		return err
	}
	d.log.Info("token made", "name", v.who.Name)
	return d.account(v, accountView{Token: token})
}

func (d *Desk) tokenRemove(v *visit) error {
	if d.guards.open() {
		return casus.ErrNotFound
	}
	if err := d.guards.users.RemoveToken(v.who.Name, v.r.PathValue("hash")); err != nil {
		return err
	}
	return d.account(v, accountView{Said: "The token is removed."})
}

// userListView is what users.html shows.
type userListView struct {
	Users []userView
	Open  bool
}

type userView struct {
	access.User
	Corrections int
	Last        string
}

// userList is the page of those who may log in, with what they have said.
func (d *Desk) userList(v *visit) error {
	all, err := d.store.Corrections(v.r.Context(), "")
	if err != nil {
		return err
	}
	body := userListView{Open: d.guards.open()}
	at := map[string]int{}
	if !body.Open {
		for _, u := range d.guards.users.List() {
			at[u.Name] = len(body.Users)
			body.Users = append(body.Users, userView{User: u})
		}
	}
	for _, c := range all {
		i, known := at[c.Author]
		if !known {
			i = len(body.Users)
			at[c.Author] = i
			body.Users = append(body.Users, userView{User: access.User{Name: c.Author}})
		}
		body.Users[i].Corrections++
		body.Users[i].Last = c.At.Format("2006-01-02")
	}
	return d.show(v, "users.html", page{Title: "Users", Nav: "/users", Body: body})
}
