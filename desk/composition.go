package desk

import "strings"

// node is a composition of acts as a tree.
type node struct {
	Name, Domain string
	Inner        []node
}

// composition reads "ASK(STOP(COOPERATE:military))"; nil for nothing.
func composition(reading string) *node {
	reading = strings.TrimSpace(reading)
	if reading == "" {
		return nil
	}
	name, inner, ok := strings.Cut(reading, "(")
	n := &node{}
	n.Name, n.Domain, _ = strings.Cut(strings.TrimSpace(name), ":")
	if !ok {
		return n
	}
	inner = strings.TrimSuffix(inner, ")")
	depth, from := 0, 0
	add := func(part string) {
		if x := composition(part); x != nil {
			n.Inner = append(n.Inner, *x)
		}
	}
	for i, c := range inner {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				add(inner[from:i])
				from = i + 1
			}
		}
	}
	add(inner[from:])
	return n
}
