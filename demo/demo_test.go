package demo_test

import (
	"strings"
	"testing"

	"casus"
	"casus/demo"
)

func dispatches(t *testing.T) []casus.Dispatch {
	t.Helper()
	all, err := demo.Dispatches()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// storyOf is the middle of an id: "2024-06-19-pyongyang-treaty-harbour" is of the story
// "pyongyang-treaty".
func storyOf(id string) string {
	id = id[min(len("2024-06-19-"), len(id)):]
	return id[:max(0, strings.LastIndexByte(id, '-'))]
}

func TestDispatches(t *testing.T) {
	all := dispatches(t)
	ids, addresses := map[string]bool{}, map[string]bool{}
	publishers, stories := map[string]int{}, map[string]int{}
	for i, d := range all {
		if ids[d.ID] || addresses[d.URL] {
			t.Errorf("%s: the id or the address is another's", d.ID)
		}
		ids[d.ID], addresses[d.URL] = true, true
		if y := d.Published.Year(); y < 2023 || y > 2024 {
			t.Errorf("%s: published %s", d.ID, d.Published)
		}
		if !strings.HasPrefix(d.ID, d.Published.Format("2006-01-02")) {
			t.Errorf("%s: published %s", d.ID, d.Published)
		}
		if d.Licence != "Apache-2.0" || d.Title == "" || d.Publisher == "" || !strings.Contains(d.URL, ".example/") {
			t.Errorf("%s: %q, %q, %q, %q", d.ID, d.Licence, d.Title, d.Publisher, d.URL)
		}
		if n := len(strings.Fields(d.Text)); n < 40 || n > 160 {
			t.Errorf("%s: %d words", d.ID, n)
		}
		if i > 0 && d.Published.Before(all[i-1].Published) {
			t.Errorf("%s: comes after a later one", d.ID)
		}
		publishers[d.Publisher]++
		stories[storyOf(d.ID)]++
	}
	several := 0
	for _, n := range stories {
		if n > 1 {
			several++
		}
	}
	if len(all) < 150 || len(publishers) < 10 || several*4 < len(stories) {
		t.Errorf("%d dispatches of %d publishers, %d stories, %d of them told more than once", len(all), len(publishers), len(stories), several)
	}
	for p, n := range publishers {
		if n < 2 {
			t.Errorf("%s has %d dispatches", p, n)
		}
	}
}
