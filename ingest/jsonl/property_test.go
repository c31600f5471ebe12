package jsonl_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casus"
	"casus/ingest/jsonl"
)

// TestRoundTrip: what is written as JSON Lines is read as it was.
func TestRoundTrip(t *testing.T) {
	text := rapid.Map(rapid.StringN(1, 40, -1), func(s string) string { return "x" + strings.ToValidUTF8(s, "?") })
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		var want []casus.Dispatch
		for range rapid.IntRange(0, 8).Draw(t, "dispatches") {
			day := time.Unix(int64(rapid.IntRange(0, 1<<31).Draw(t, "day")), 0).UTC().Truncate(24 * time.Hour)
			d := casus.Dispatch{ID: text.Draw(t, "id"), Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), URL: "https://wire.example/" + rapid.StringMatching(`[a-z0-9/]{0,8}`).Draw(t, "url"),
				Publisher: text.Draw(t, "publisher"), Licence: text.Draw(t, "licence"), Published: day}
			line, err := json.Marshal(map[string]string{"id": d.ID, "title": d.Title, "text": d.Text, "url": d.URL, "publisher": d.Publisher, "licence": d.Licence, "date": day.Format(time.DateOnly)})
			if err != nil {
				t.Fatal(err)
			}
			file.Write(append(line, '\n'))
			want = append(want, d)
		}
		n := 0
		for d, err := range jsonl.Read(&file, jsonl.Options{Name: "in.jsonl"}) {
			if err != nil || n >= len(want) || d != want[n] {
				t.Fatalf("dispatch %d came back as %+v (%v)", n, d, err)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%d of %d came back", n, len(want))
		}
	})
}
