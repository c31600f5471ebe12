package storetest

import (
	"errors"
	"testing"
	"time"

	"casus"
	"casus/store"
)

// alerts are written once with the cursor, and come to each target on its own.
func alerts(t *testing.T, s store.Store) {
	ctx := t.Context()
	written := func(id, title string, targets ...string) store.Alert {
		return store.Alert{ID: id, Rule: "threats", Title: title, Day: "2031-03-01", Dispatch: "d", At: at(1), Targets: targets, JSON: []byte(`{"id":"` + id + `"}`)}
	}
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "alerts", From: 0, To: 3, Alerts: []store.Alert{written("a", "first", "desk", "mail"), written("b", "second", "desk")}}))
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "alerts", From: 3, To: 4, Alerts: []store.Alert{written("a", "again", "desk", "feed"), written("c", "third")}}))
	if err := s.Apply(ctx, store.Conclusions{Consumer: "alerts", From: 3, To: 5, Alerts: []store.Alert{written("d", "lost", "desk")}}); !errors.Is(err, casus.ErrConflict) {
		t.Errorf("from another place: %v", err)
	}
	all, err := s.Alerts(ctx, store.AlertQuery{})
	must(t, err)
	if len(all) != 3 || all[0].ID != "c" || all[2].Title != "first" || string(all[2].JSON) != `{"id":"a"}` || !all[2].At.Equal(at(1)) {
		t.Errorf("alerts: %+v", all)
	}
	if some, err := s.Alerts(ctx, store.AlertQuery{Rule: "other"}); err != nil || len(some) != 0 {
		t.Errorf("of another rule: %+v, %v", some, err)
	}
	due := func(target string, now time.Time, want int) []store.Delivery {
		t.Helper()
		list, err := s.DueTo(ctx, target, now, 100)
		must(t, err)
		if len(list) != want {
			t.Errorf("due to %s: %d, want %d: %+v", target, len(list), want, list)
		}
		return list
	}
	due("feed", at(2), 0) // it was told before that target was asked for
	due("mail", at(1), 1)
	due("desk", at(1).Add(-time.Hour), 0)
	list := due("desk", at(1), 2)
	if t.Failed() {
		return
	}
	if list[0].Alert.ID != "a" || list[0].State != store.Due || list[0].Tries != 0 {
		t.Errorf("due: %+v", list[0])
	}
	list[0].State, list[0].Tries = store.Sent, 1
	list[1].Tries, list[1].Next, list[1].Error = 1, at(5), "refused"
	must(t, s.Settle(ctx, list))
	due("desk", at(2), 0)
	if again := due("desk", at(5), 1); len(again) == 1 && (again[0].Alert.ID != "b" || again[0].Tries != 1 || again[0].Error != "refused") {
		t.Errorf("due again: %+v", again)
	}
	if sent, err := s.Alerts(ctx, store.AlertQuery{Target: "desk"}); err != nil || len(sent) != 1 || sent[0].ID != "a" {
		t.Errorf("sent to desk: %+v, %v", sent, err)
	}
	if err := s.Settle(ctx, []store.Delivery{{State: "lost"}}); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("a state that is none: %v", err)
	}
}
