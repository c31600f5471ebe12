// Package demo holds the record that the program shows to newcomers: some 200
// dispatches on what happened in 2023 and 2024 between the Koreas, Russia and Ukraine,
// China and its neighbours, in the Middle East and in the Sahel.
//
// The facts are real and dated; the sentences were written for this project, and the
// outlets are invented. Some outlets print the wire as it comes, some rewrite it, some
// tell the other side, so that copies, stories, claims and denials, commitments, series
// and alerts all have something true to show.
package demo

import (
	"bufio"
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"casus"
)

//go:embed *.jsonl
var files embed.FS

// Source is the name that the record knows the dispatches' origin by.
const Source = "demo"

// line is a line of a file: the object that ingest/jsonl reads.
type line struct {
	ID, Publisher, Title, Text, URL, Licence string
	Date                                     time.Time
}

// Dispatches returns all of them in the order of publication, as they would come in.
func Dispatches() ([]casus.Dispatch, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	var all []casus.Dispatch
	for _, f := range names {
		b, err := files.ReadFile(f.Name())
		if err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		in := bufio.NewScanner(bytes.NewReader(b))
		for n := 1; in.Scan(); n++ {
			var x line
			if err := json.Unmarshal(in.Bytes(), &x); err != nil {
				return nil, fmt.Errorf("demo: %s:%d: %w", f.Name(), n, err)
			}
			all = append(all, casus.Dispatch{ID: x.ID, URL: x.URL, Publisher: x.Publisher, Published: x.Date, Title: x.Title, Text: x.Text, Licence: x.Licence})
		}
		if err := in.Err(); err != nil {
			return nil, fmt.Errorf("demo: %s: %w", f.Name(), err)
		}
	}
	slices.SortFunc(all, func(a, b casus.Dispatch) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}
