package casus_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the program is made of besides itself: few modules, each with a reason in
// docs/architecture.md and a licence under which we may use it and pass it on.

// mostModules is how many modules go.mod may ask for by itself.
const mostModules = 25

// licences are known by a sentence of theirs. Those of the last group (MPL) are for
// what only tests use.
var licences = []struct{ name, words string }{
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"BSD", "Redistribution and use in source and binary forms, with or without modification"},
	{"Apache-2.0", "Apache License Version 2.0"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
}

// onlyTested are the modules that the program does not contain.
var onlyTested = map[string]bool{"pgregory.net/rapid": true, "github.com/chromedp/chromedp": true}

// module is what go list tells of one.
type module struct {
	Path, Version, Dir string
	Main, Indirect     bool
}

func modules(t *testing.T) []module {
	t.Helper()
	file, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"list", "-m", "-json"}
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+`).FindAllSubmatch(file, -1) {
		args = append(args, string(m[1]))
	}
	cmd := exec.Command("go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -m: %v\n%s", err, stderr.String())
	}
	var all []module
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var m module
		if err := d.Decode(&m); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
}

func TestModules(t *testing.T) {
	doc, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	direct, read := 0, map[string]int{}
	for _, m := range modules(t) {
		if !m.Indirect {
			direct++
			name := regexp.MustCompile(`/v\d+$`).ReplaceAllString(strings.TrimPrefix(m.Path, "github.com/nats-io/"), "")
			if !regexp.MustCompile("(?m)^\\|.*`[^`|]*" + regexp.QuoteMeta(name) + "(/v\\d+)?`.*\\|.+\\|.+\\|$").Match(doc) {
				t.Errorf("docs/architecture.md does not say what %s is for, and why it is not our own", m.Path)
			}
		}
		if m.Dir == "" {
			continue // nothing of it is needed here, so it was not fetched
		}
		licence := licenceOf(t, m)
		read[licence]++
		if licence == "" {
			t.Errorf("%s %s: no licence that we know in %s", m.Path, m.Version, m.Dir)
		}
		if licence == "MPL-2.0" && !onlyTested[m.Path] {
			t.Errorf("%s is under the %s and not for tests alone", m.Path, licence)
		}
	}
	if direct > mostModules {
		t.Errorf("%d modules are asked for, more than %d: which can be done without?", direct, mostModules)
	}
	t.Logf("%d modules asked for; licences %v", direct, read)
}

// licenceOf reads the licence of a module, "" where it has none that we know.
func licenceOf(t *testing.T, m module) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(m.Dir, "[LlCU][IiOoN][CcPpL]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue // a folder
		}
		text := strings.Join(strings.Fields(string(b)), " ")
		for _, l := range licences {
			if strings.Contains(strings.ToLower(text), strings.ToLower(l.words)) {
				return l.name
			}
		}
	}
	return ""
}
