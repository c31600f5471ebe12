package desk

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/desk/access"
	"casus/lexicon"
	"casus/store"
)

// The pages that say what the rest rests on: sources, lexicon, scores.

func libraryRoutes() []route {
	return []route{
		{"GET", "/sources", access.Reader, (*Desk).sourceList},
		{"GET", "/lexicon", access.Reader, (*Desk).lexiconList},
		{"GET", "/lexicon/{file...}", access.Reader, (*Desk).lexiconShow},
		{"GET", "/quality", access.Reader, (*Desk).quality},
	}
}

// sourceView is a source with what its visits brought.
type sourceView struct {
	Source             string
	Visits, Items, New int
	Failures           int
	Last               time.Time
	LastError          string
	// Gap says that nothing new came for longer than a source is usually silent.
	Gap string
}

// sourceListView is what sources.html shows.
type sourceListView struct {
	Sources    []sourceView
	Publishers []store.Facet
	Volume     []volumeDay
	Late       bool
	Counts     store.Counts
}

// volumeDay is a bar of the volume of news.
type volumeDay struct {
	store.DayVolume
	X, Y, Height int
	Empty        bool
}

// How far back the sources are looked at, in days.
const sourceDays = 60

// sourceList is the page of sources.
func (d *Desk) sourceList(v *visit) error {
	ctx := v.r.Context()
	notes, err := d.store.Notes(ctx, d.now().AddDate(0, 0, -sourceDays))
	if err != nil {
		return err
	}
	body := sourceListView{Sources: d.sourcesOf(notes)}
	deadline := make(chan time.Time)
	timer := time.AfterFunc(facetWait, func() { close(deadline) })
	defer timer.Stop()
	if body.Publishers, body.Late, err = d.facets(store.Filter{}, "publisher", deadline); err != nil {
		return err
	}
	latest, err := d.store.Events(ctx, store.Filter{Counted: true, Limit: 20})
	if err = orEmpty(err); err != nil {
		return err
	}
	if day := lastDay(latest.Events, d.now()); day != "" {
		volume, err := d.store.Volume(ctx, "", before(day, sourceDays-1), day)
		if err != nil {
			return err
		}
		body.Volume = volumeBars(before(day, sourceDays-1), day, volume)
	}
	return d.show(v, "sources.html", page{Title: "Sources", Nav: "/sources", Body: body})
}

// sourcesOf sums up visits.
func (d *Desk) sourcesOf(notes []store.SourceNote) []sourceView {
	var out []sourceView
	var fresh time.Time
	for i, n := range notes {
		if i == 0 || notes[i-1].Source != n.Source {
			out = append(out, sourceView{Source: n.Source})
			fresh = time.Time{}
		}
		s := &out[len(out)-1]
		s.Visits++
		s.Items += n.Items
		s.New += n.New
		s.Last, s.LastError = n.At, n.Error
		if n.Error != "" {
			s.Failures++
		}
		if n.New > 0 || fresh.IsZero() {
			fresh = n.At
		}
		s.Gap = ""
		if silent := d.now().Sub(fresh); silent > 48*time.Hour {
			s.Gap = fmt.Sprintf("nothing new for %s", count(int(silent/(24*time.Hour)), "day"))
		}
	}
	return out
}

// volumeBars are the days of a stretch, those without news among them.
func volumeBars(from, to string, volume []store.DayVolume) []volumeDay {
	of := map[string]store.DayVolume{}
	most := 1
	for _, x := range volume {
		of[x.Day] = x
		most = max(most, x.Dispatches)
	}
	var out []volumeDay
	t, err := time.Parse(time.DateOnly, from)
	for i := 0; err == nil && i < 2*sourceDays; i++ {
		day := t.AddDate(0, 0, i).Format(time.DateOnly)
		if day > to {
			break
		}
		x := volumeDay{DayVolume: of[day], X: i * 10, Empty: of[day].Dispatches == 0}
		x.Day = day
		if x.Height = 60 * x.Dispatches / most; !x.Empty {
			x.Height = max(2, x.Height)
		}
		x.Y = 64 - x.Height
		out = append(out, x)
	}
	return out
}

// lexiconView is what lexicon.html shows.
type lexiconView struct {
	Words   string
	Folders []folder
	File    string
	Lines   []lexiconLine
	Found   []lexiconLine
	More    bool
}

type folder struct {
	Name  string
	Files []link
}

// lexiconLine is a line of a file of the lexicon.
type lexiconLine struct {
	File, Kind, Text string
	N                int
}

// lexiconFiles are the files that people write and read.
func lexiconFiles() ([]string, error) {
	var out []string
	err := fs.WalkDir(lexicon.Builtin(), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && path.Ext(name) == ".txt" {
			out = append(out, name)
		}
		return err
	})
	slices.Sort(out)
	return out, err
}

const lexiconFound = 200

// lexiconList is the page of the lexicon's files, and of the lines that hold a word.
func (d *Desk) lexiconList(v *visit) error {
	files, err := lexiconFiles()
	if err != nil {
		return err
	}
	body := lexiconView{Words: oneLine(v.r.URL.Query().Get("words"))}
	for _, f := range files {
		dir := path.Dir(f)
		if n := len(body.Folders); n == 0 || body.Folders[n-1].Name != dir {
			body.Folders = append(body.Folders, folder{Name: dir})
		}
		x := &body.Folders[len(body.Folders)-1]
		x.Files = append(x.Files, link{strings.TrimSuffix(path.Base(f), ".txt"), "/lexicon/" + f})
		if body.Words != "" && len(body.Found) < lexiconFound {
			lines, err := lexiconLines(f)
			if err != nil {
				return err
			}
			for _, l := range lines {
				if strings.Contains(strings.ToLower(l.Text), strings.ToLower(body.Words)) && len(body.Found) < lexiconFound {
					body.Found = append(body.Found, l)
				}
			}
		}
	}
	body.More = len(body.Found) == lexiconFound
	return d.show(v, "lexicon.html", page{Title: "Lexicon", Nav: "/lexicon", Body: body})
}

// lexiconShow is the page of one file.
func (d *Desk) lexiconShow(v *visit) error {
	name := v.r.PathValue("file")
	files, err := lexiconFiles()
	if err != nil {
		return err
	}
	if !slices.Contains(files, name) {
		return fmt.Errorf("the lexicon has no file %q: %w", name, casus.ErrNotFound)
	}
	lines, err := lexiconLines(name)
	if err != nil {
		return err
	}
	return d.show(v, "lexicon_file.html", page{Title: name, Nav: "/lexicon", Crumbs: []link{{"Lexicon", "/lexicon"}}, Body: lexiconView{File: name, Lines: lines}})
}

// lexiconLines are the lines of a file, told apart by kind.
func lexiconLines(name string) ([]lexiconLine, error) {
	b, err := fs.ReadFile(lexicon.Builtin(), name)
	if err != nil {
		return nil, err
	}
	var out []lexiconLine
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		l := lexiconLine{File: name, Text: line, N: len(out) + 1}
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "#"):
			l.Kind = "comment"
		case strings.HasPrefix(trimmed, "e.g."), strings.HasPrefix(trimmed, "=>"):
			l.Kind = "example"
		case trimmed != "" && line[0] != ' ':
			l.Kind = "entry"
		}
		out = append(out, l)
	}
	return out, nil
}

// qualityView is what quality.html shows.
type qualityView struct {
	Coders   []store.Coder
	Sections []scoreSection
	First    string
}

// scoreSection is a part of the scores.
type scoreSection struct {
	Name string
	Text string
	Open bool
}

// quality is the page of the scores of this version.
func (d *Desk) quality(v *visit) error {
	coders, err := d.store.Coders(v.r.Context())
	if err != nil {
		return err
	}
	body := qualityView{Coders: coders}
	for line := range strings.Lines(d.scores) {
		if name, ok := strings.CutPrefix(line, "# "); ok {
			body.Sections = append(body.Sections, scoreSection{Name: strings.TrimSpace(name)})
			continue
		}
		if n := len(body.Sections); n > 0 {
			body.Sections[n-1].Text += line
		} else {
			body.First += line
		}
	}
	for i := range body.Sections {
		s := &body.Sections[i]
		s.Text = strings.Trim(s.Text, "\n")
		s.Open = strings.Count(s.Text, "\n") < 14
	}
	return d.show(v, "quality.html", page{Title: "Quality", Nav: "/quality", Body: body})
}
