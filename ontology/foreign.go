package ontology

import "strconv"

// Foreign is how others class and name a CAMEO code.
type Foreign struct {
	// Name is the short name in the manual, ICEWS the one that ICEWS gives.
	Name, ICEWS string
	// Root and Base are the code's ancestors of two and three digits; a root's base is
	// itself.
	Root, Base string
	// GDELT and Phoenix are quad classes, which the two count differently.
	GDELT, Phoenix int
}

// Foreign lists every CAMEO code with how others class and name it.
func (o *Ontology) Foreign() map[string]Foreign {
	out := map[string]Foreign{}
	for c := range cells(cameoTable) {
		f := Foreign{Name: c[1], ICEWS: c[1], Root: c[3], Base: c[0]}
		if c[2] == "sub" {
			f.Base = c[4]
		}
		if c[11] != "" {
			f.ICEWS = c[11]
		}
		f.GDELT, _ = strconv.Atoi(c[5])
		f.Phoenix, _ = strconv.Atoi(c[6])
		out[c[0]] = f
	}
	return out
}
