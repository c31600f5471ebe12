// Package release writes a data set that stands still: the events of a record as JSON
// Lines, CSV and Parquet, its statements and commitments, the codebook, a manifest with
// every version, count and hash, and what has changed since the last release. No clock
// is read: the same record gives the same bytes.
package release

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/export"
	"casus/export/layout"
	"casus/store"
)

// Options tell what is released.
type Options struct {
	// Title of the data set; Date of the release, YYYY-MM-DD, "" for the day of the last
	// dispatch.
	Title, Date string
	// Source gives the events; its filter narrows statements and commitments too, as far
	// as it asks for days, parties and words.
	Source *layout.Source
	// Previous is the folder of the last release, "" for none.
	Previous string
	// Bare leaves the words of the texts out.
	Bare bool
	// Codebook writes the codebook.
	Codebook func(io.Writer) error
	// Told is called with what is being done.
	Told func(string)
}

// Format names the shape of a release, for programs that read one.
const Format = "casus release 1"

// The files of a release; those of a diff are there where there is a last release.
const (
	eventsJSON, eventsCSV, eventsParquet = "events.jsonl", "events.csv", "events.parquet"
	statementsFile, commitmentsFile      = "statements.jsonl", "commitments.jsonl"
	codebookFile, readmeFile, diffFile   = "codebook.md", "README.md", "diff.jsonl"
	manifestFile                         = "manifest.json"
)

// Manifest tells what a release is made of.
type Manifest struct {
	Format string `json:"format"`
	Title  string `json:"title"`
	Date   string `json:"date"`
	// Coder names what the events were coded with.
	Coder Coder `json:"coder"`
	// Per is "occurrence" or "mention": what a row of the events stands for.
	Per     string            `json:"per"`
	Filters map[string]string `json:"filters"`
	// Text says whether words of the texts are in it.
	Text     bool      `json:"text"`
	Counts   Counts    `json:"counts"`
	Licences []Licence `json:"licences"`
	Previous *Previous `json:"previous"`
	Files    []File    `json:"files"`
}

// Coder is a coder: the program and the digests of what it used.
type Coder struct {
	Key      string `json:"key"`
	Program  string `json:"program"`
	Model    string `json:"model"`
	Lexicon  string `json:"lexicon"`
	Ontology string `json:"ontology"`
}

// Counts tell how much is in a release.
type Counts struct {
	Events      int `json:"events"`
	Counted     int `json:"events_counted"`
	Statements  int `json:"statements"`
	Commitments int `json:"commitments"`
	// Dispatches tell an event, a statement or a commitment of the release.
	Dispatches int            `json:"dispatches"`
	ByEvent    map[string]int `json:"by_event"`
	First      string         `json:"first_day"`
	Last       string         `json:"last_day"`
}

// Licence is a licence of dispatches, "" where none is named, with their number.
type Licence struct {
	Licence    string `json:"licence"`
	Dispatches int    `json:"dispatches"`
}

// Previous is the last release, with what has changed since.
type Previous struct {
	Date     string `json:"date"`
	Manifest string `json:"manifest_sha256"`
	Added    int    `json:"added"`
	Dropped  int    `json:"dropped"`
	Changed  int    `json:"changed"`
}

// File is a file of a release. Rows is left out where it has none.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows,omitempty"`
}

// release is one in the making.
type release struct {
	o        *Options
	dir      string
	m        Manifest
	seen     map[string]bool
	licences map[string]int
	last     time.Time
}

// Write writes a release to a folder that must not be there, or be empty. It is there
// only when it is whole.
func Write(ctx context.Context, dir string, o Options) (*Manifest, error) {
	if err := mustBeFree(dir); err != nil {
		return nil, err
	}
	r := &release{o: &o, dir: filepath.Clean(dir) + ".partial", seen: map[string]bool{}, licences: map[string]int{}}
	if err := os.RemoveAll(r.dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return nil, err
	}
	m, err := r.write(ctx)
	if err == nil {
		_ = os.Remove(dir) // an empty one
		err = os.Rename(r.dir, filepath.Clean(dir))
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.dir))
	}
	return m, nil
}

func mustBeFree(dir string) error {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(list) > 0:
		return fmt.Errorf("%s is not empty; a release is never written over: %w", dir, casus.ErrConflict)
	}
	return nil
}

func (r *release) write(ctx context.Context) (*Manifest, error) {
	coder, err := r.o.Source.Coder(ctx)
	if err != nil {
		return nil, err
	}
	f := &r.o.Source.Filter
	r.m = Manifest{Format: Format, Title: r.o.Title, Coder: Coder(coder), Per: "mention", Filters: filters(f, r.o.Source.Overlay == nil), Text: !r.o.Bare,
		Counts: Counts{ByEvent: map[string]int{}}, Licences: []Licence{}, Files: []File{}}
	if f.Once {
		r.m.Per = "occurrence"
	}
	for _, step := range []struct {
		says string
		do   func(context.Context) error
	}{{"events", r.events}, {"statements and commitments", r.findings}, {"codebook", r.codebook}, {"what changed", r.diff}, {"manifest", r.finish}} {
		if r.o.Told != nil {
			r.o.Told(step.says)
		}
		if err := step.do(ctx); err != nil {
			return nil, err
		}
	}
	return &r.m, nil
}

// filters tells a filter in words that casus release takes.
func filters(f *store.Filter, uncorrected bool) map[string]string {
	out := map[string]string{}
	for name, v := range map[string]string{"actor": strings.Join(f.Actor, ","), "recipient": strings.Join(f.Recipient, ","), "party": strings.Join(f.Party, ","),
		"event": strings.Join(f.Event, ","), "words": f.Words, "from": f.From, "to": f.To} {
		if v != "" {
			out[name] = v
		}
	}
	if uncorrected {
		out["uncorrected"] = "true"
	}
	return out
}

// output is a file of the release, whose bytes are counted and hashed on their way.
type output struct {
	f    *os.File
	w    *bufio.Writer
	h    hash.Hash
	n    int64
	rows int
	name string
	to   *release
}

func (r *release) create(name string) (*output, error) {
	f, err := os.Create(filepath.Join(r.dir, name))
	if err != nil {
		return nil, err
	}
	o := &output{f: f, h: sha256.New(), name: name, to: r}
	o.w = bufio.NewWriterSize(io.MultiWriter(f, o.h, (*counter)(&o.n)), 1<<16)
	return o, nil
}

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

func (o *output) Write(b []byte) (int, error) { return o.w.Write(b) }

func (o *output) close() error {
	err := o.w.Flush()
	if cerr := o.f.Close(); err == nil {
		err = cerr
	}
	o.to.m.Files = append(o.to.m.Files, File{o.name, o.n, hex.EncodeToString(o.h.Sum(nil)), o.rows})
	return err
}

// events writes the events three times over.
func (r *release) events(ctx context.Context) (err error) {
	var outs [3]*output
	for i, name := range []string{eventsJSON, eventsCSV, eventsParquet} {
		if outs[i], err = r.create(name); err != nil {
			return err
		}
		defer outs[i].f.Close()
	}
	table, err := layout.NewCSV(outs[1])
	if err != nil {
		return err
	}
	tables := []layout.FlatWriter{table, layout.NewParquet(outs[2])}
	appendTo := layout.AppendJSON
	if r.o.Bare {
		appendTo = layout.AppendBare
	}
	var line []byte
	for it, err := range r.o.Source.Items(ctx) {
		if err != nil {
			return err
		}
		if line, err = appendTo(line[:0], it); err != nil {
			return err
		}
		if _, err := outs[0].Write(line); err != nil {
			return err
		}
		row := layout.Flatten(it)
		if r.o.Bare {
			row.Bare(&it.From.Dispatch)
		}
		for _, t := range tables {
			if err := t.Write(&row); err != nil {
				return err
			}
		}
		r.count(it)
	}
	for i, o := range outs {
		if i > 0 {
			if err := tables[i-1].Close(); err != nil {
				return err
			}
		}
		o.rows = r.m.Counts.Events
		if err := o.close(); err != nil {
			return err
		}
	}
	return nil
}

func (r *release) count(it *layout.Item) {
	c := &r.m.Counts
	c.Events++
	if it.Counted {
		c.Counted++
	}
	c.ByEvent[it.Body.Event]++
	if d := it.Day; d != "" {
		if c.First == "" || d < c.First {
			c.First = d
		}
		c.Last = max(c.Last, d)
	}
	r.from(it.From)
}

// from notes a dispatch that something of the release is from.
func (r *release) from(d *store.Dispatch) {
	if r.seen[d.ID] {
		return
	}
	r.seen[d.ID] = true
	r.m.Counts.Dispatches++
	r.licences[d.Licence]++
	if d.Published.After(r.last) {
		r.last = d.Published
	}
}

// findings writes statements and commitments, by dispatch in order of ids, so that the
// order in which dispatches came in does not matter.
func (r *release) findings(ctx context.Context) error {
	s := r.o.Source.Store
	var ids []string
	for after := int64(0); ; {
		list, err := s.Dispatches(ctx, after, 1000)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		for i := range list {
			if list[i].ReplacedBy == "" {
				ids = append(ids, list[i].ID)
			}
			after = list[i].Seq
		}
	}
	slices.Sort(ids)
	statements, err := r.create(statementsFile)
	if err != nil {
		return err
	}
	defer statements.f.Close()
	commitments, err := r.create(commitmentsFile)
	if err != nil {
		return err
	}
	defer commitments.f.Close()
	for _, id := range ids {
		if err := r.findingsOf(ctx, id, statements, commitments); err != nil {
			return err
		}
	}
	r.m.Counts.Statements, r.m.Counts.Commitments = statements.rows, commitments.rows
	return errors.Join(statements.close(), commitments.close())
}

func (r *release) findingsOf(ctx context.Context, id string, statements, commitments *output) error {
	f := r.o.Source.Filter
	f = store.Filter{Coder: r.m.Coder.Key, Actor: f.Actor, Recipient: f.Recipient, Party: f.Party, From: f.From, To: f.To, Words: f.Words, Dispatch: id, Limit: 1000}
	said, err := r.o.Source.Store.Statements(ctx, f)
	if err != nil {
		return err
	}
	bound, err := r.o.Source.Store.Commitments(ctx, f)
	if err != nil || len(said)+len(bound) == 0 {
		return err
	}
	d, err := r.o.Source.Store.Dispatch(ctx, id)
	if err != nil {
		return err
	}
	r.from(&d)
	for i := range said {
		if err := r.finding(statements, said[i].ID, said[i].JSON, &d); err != nil {
			return err
		}
	}
	for i := range bound {
		if err := r.finding(commitments, bound[i].ID, bound[i].JSON, &d); err != nil {
			return err
		}
	}
	return nil
}

// finding writes a statement or a commitment with its dispatch and version.
func (r *release) finding(out *output, id string, body json.RawMessage, d *store.Dispatch) error {
	var x map[string]any
	if err := json.Unmarshal(body, &x); err != nil {
		return fmt.Errorf("the finding %s: %w", id, err)
	}
	from := export.Dispatch{ID: d.ID, URL: export.Text(d.URL), Publisher: export.Text(d.Publisher), Title: export.Text(d.Title), Licence: export.Text(d.Licence)}
	if !d.Published.IsZero() {
		from.Published = export.Text(export.Day(d.Published))
	}
	c := &r.m.Coder
	x["id"], x["dispatch"] = id, from
	x["version"] = export.Version{Casus: export.Text(c.Program), Model: export.Text(c.Model), Lexicon: export.Text(c.Lexicon), Ontology: export.Text(c.Ontology)}
	if r.o.Bare {
		var err error
		if x, err = layout.Bare(x, &d.Dispatch); err != nil {
			return err
		}
	}
	line, err := json.Marshal(x)
	if err != nil {
		return err
	}
	out.rows++
	_, err = out.Write(append(line, '\n'))
	return err
}

func (r *release) codebook(context.Context) error {
	out, err := r.create(codebookFile)
	if err != nil {
		return err
	}
	defer out.f.Close()
	if r.o.Codebook != nil {
		if err := r.o.Codebook(out); err != nil {
			return err
		}
	}
	return out.close()
}

// finish writes the README and the manifest.
func (r *release) finish(context.Context) error {
	r.m.Date = r.o.Date
	if r.m.Date == "" && !r.last.IsZero() {
		r.m.Date = r.last.UTC().Format(time.DateOnly)
	}
	for l, n := range r.licences {
		r.m.Licences = append(r.m.Licences, Licence{l, n})
	}
	slices.SortFunc(r.m.Licences, func(a, b Licence) int { return strings.Compare(a.Licence, b.Licence) })
	out, err := r.create(readmeFile)
	if err != nil {
		return err
	}
	defer out.f.Close()
	writeReadme(out, &r.m)
	if err := out.close(); err != nil {
		return err
	}
	slices.SortFunc(r.m.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	b, err := json.MarshalIndent(&r.m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.dir, manifestFile), append(b, '\n'), 0o644)
}
