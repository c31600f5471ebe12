package record_test

import (
	"fmt"
	"strings"
	"testing"

	"casus/identity"
	"casus/record"
	"casus/store"
)

// TestForms records many dispatches that share a form of words: a copy is found though
// more than it is compared with share the form, whatever came in one batch, and the
// record keeps the signatures of the first alone.
func TestForms(t *testing.T) {
	const n = 130
	form := func(i int) string {
		own := ""
		for k := range 4 {
			own += fmt.Sprintf("The post at Kelm%d%c counted %d carts. ", i, 'a'+rune(k), 100*i+k)
		}
		return own + "The board of the northern roads meets each morning in Oskmel and gives out what it hears from all of its posts, without warrant and for the use of carriers alone. " +
			"Whoever finds a mistake may write to the clerk, who answers within two weeks; earlier lists lie open in the hall beside the old customs house."
	}
	var items []store.Dispatch
	for i := range n {
		items = append(items, item(fmt.Sprint("f", i), "roads", 1+i/10, form(i)))
	}
	items = append(items, item("copy", "post", 1+n/10, form(n-3)))
	copies := func(r *record.Recorder) string {
		t.Helper()
		var b strings.Builder
		list, err := r.Store.Dispatches(t.Context(), 0, 2*n)
		if err != nil {
			t.Fatal(err)
		}
		name := map[string]string{"": "none"}
		for _, d := range list {
			name[d.ID] = d.Name
		}
		for _, d := range list {
			fmt.Fprintln(&b, d.Name, name[d.CopyOf], name[d.Story])
		}
		return b.String()
	}
	whole, parts := recorder(t), recorder(t)
	run(t, whole, items...)
	for at := 0; at < len(items); at += 7 {
		run(t, parts, items[at:min(at+7, len(items))]...)
	}
	if a, b := copies(whole), copies(parts); a != b {
		t.Errorf("at once\n%s\nin parts\n%s", a, b)
	} else if want := fmt.Sprintf("copy f%d ", n-3); !strings.Contains(a, want) {
		t.Errorf("want %q among\n%s", want, a)
	}
	s := identity.NewSketch(items[0].Title + "\n" + items[0].Text)
	most := 0
	alike, err := whole.Store.Alike(t.Context(), s.Bands(), 2*n)
	for _, list := range alike {
		most = max(most, len(list))
	}
	if err != nil || most != 50 {
		t.Errorf("%d dispatches are kept for a band, want 50: %v", most, err)
	}
}
