package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
	bands := s.Bands()
	for i := range bands {
		bands[i] = uint64(items[0].Published.Unix()/86400/30)<<48 | bands[i]>>16
	}
	alike, err := whole.Store.Alike(t.Context(), bands, 2*n)
	for _, list := range alike {
		most = max(most, len(list))
	}
	if err != nil || most != 50 {
		t.Errorf("%d dispatches are kept for a band, want 50: %v", most, err)
	}
}

// TestCopiesInTime: what has nearly the same words is a copy within a fortnight, what has
// the same is one whenever it is printed.
func TestCopiesInTime(t *testing.T) {
	const text = "The harbour board of Oskmel closed both of its northern basins on Monday after a crane fell on the quay, and sent the crews of eleven ships to the hall beside the old customs house. " +
		"Nobody was hurt. The board said that it would look at each of the cranes before the basins are opened again, and that the owners of the cargo would be told by letter."
	later := func(name string, days int, text string) store.Dispatch {
		d := item(name, name, 1, text)
		d.Published = d.Published.AddDate(0, 0, days)
		return d
	}
	changed := strings.Replace(text, "eleven", "twelve", 1)
	undated := later("undated", 0, text)
	undated.Published = time.Time{}
	for offset := range 31 { // wherever a period begins
		if testing.Short() && offset%10 != 0 {
			continue
		}
		r := recorder(t)
		run(t, r, later("first", offset, text), later("week", offset+13, changed), later("before", offset-13, changed), later("year", offset+365, strings.Replace(text, "eleven", "fifteen", 1)), later("again", offset+800, text), undated)
		list, err := r.Store.Dispatches(t.Context(), 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if copied, want := d.CopyOf == list[0].ID, !slices.Contains([]string{"first", "year"}, d.Name); copied != want {
				t.Errorf("from day %d: %s is a copy of the first: %v, want %v", offset, d.Name, copied, want)
			}
		}
	}
}
