package desk

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// funcs are what templates may call.
func (d *Desk) funcs() template.FuncMap {
	return template.FuncMap{
		"actor":   d.actorOf,
		"flag":    func(key string) string { return d.names.flag[key] },
		"name":    d.names.of,
		"quad":    quadName,
		"date":    longDay,
		"short":   shortDay,
		"percent": func(x float64) string { return strconv.Itoa(int(x*100+0.5)) + "%" },
		"number":  thousands,
		"count":   count,
		"query":   url.QueryEscape,
		"join":    strings.Join,
		"lower":   strings.ToLower,
		"add":     func(a, b int) int { return a + b },
		"args":    args,
		"clip":    clip,
		"since":   func(t time.Time) string { return sinceThen(d.now(), t) },
		"last":    func(i int, list []actor) bool { return i == len(list)-1 },
		"list":    func(xs ...string) []string { return xs },
	}
}

// args makes a map of names and values, to hand a template more than one thing.
func args(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("args: %v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// longDay writes a day for people: "Friday 21 June 2024". What is no day stays.
func longDay(day string) string { return dayAs(day, "Monday 2 January 2006") }

// shortDay writes "21 Jun 2024".
func shortDay(day string) string { return dayAs(day, "2 Jan 2006") }

func dayAs(day, layout string) string {
	if len(day) > 10 {
		day = day[:10]
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(layout)
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// count writes "1 event", "2 events".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if s, ok := strings.CutSuffix(one, "y"); ok && !strings.HasSuffix(s, "a") {
		return thousands(n) + " " + s + "ies"
	}
	if strings.HasSuffix(one, "ch") || strings.HasSuffix(one, "s") {
		return thousands(n) + " " + one + "es"
	}
	return thousands(n) + " " + one + "s"
}

// clip shortens to n characters.
func clip(n int, s string) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ,") + "…"
}

// sinceThen says how long ago something was.
func sinceThen(now, t time.Time) string {
	switch d := now.Sub(t); {
	case t.IsZero():
		return "never"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d/time.Minute), "minute") + " ago"
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour") + " ago"
	default:
		return count(int(d/(24*time.Hour)), "day") + " ago"
	}
}
