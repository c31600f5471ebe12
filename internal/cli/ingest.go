package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"casus/ingest"
	"casus/ingest/fetch"
	"casus/ingest/language"
	"casus/store"
)

// runIngest is casus ingest.
func runIngest(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		src, err := newSource(e, in)
		if err != nil {
			return err
		}
		tell, err := alerting(ctx, e, in, r)
		if err != nil {
			return err
		}
		e.start("taking in")
		t := &intake{e: e, in: in, src: src}
		t.web(in.on("fetch"))
		taken, err := r.Take(ctx, t.stored(ctx), func(err error) { e.tell("errors", plainly(err)) })
		if err != nil {
			return err
		}
		if err := t.flush(); err != nil {
			return err
		}
		e.say("%s: %d new dispatches (%d of them corrections), %d known, %d unreadable", in.str("store"), taken.New, taken.Corrected, taken.Known, taken.Failed)
		t.summary()
		if !in.on("uncoded") {
			if err := codePending(ctx, e, r); err != nil {
				return err
			}
			if err := tell(ctx); err != nil {
				return err
			}
		}
		switch {
		case taken.Failed > 0 && taken.New+taken.Known+t.listed == 0:
			return errTold
		case taken.Failed > 0:
			return errPartly
		}
		return nil
	})
}

// intake is the taking in of sources.
type intake struct {
	e   *env
	in  *input
	src *source
	// listed counts the addresses without text, which are written to standard output.
	listed int
	out    *bufio.Writer
	// foreign counts the dispatches by the language that is not coded.
	foreign map[string]int
}

// stored gives dispatches the name and the source that the record knows them by.
func (t *intake) stored(ctx context.Context) iter.Seq2[store.Dispatch, error] {
	return func(yield func(store.Dispatch, error) bool) {
		for it, err := range t.src.items(ctx) {
			if err == nil && it.Text == "" {
				t.list(&it)
				continue
			}
			x := storedAs(&it, t.in.str("source"), t.in.str("licence"), t.in.str("language"))
			if err == nil && x.Language != "" && x.Language != "en" {
				if t.foreign == nil {
					t.foreign = map[string]int{}
				}
				t.foreign[x.Language]++
			}
			if !yield(x, err) {
				return
			}
		}
	}
}

// storedAs is a dispatch with the name, source, licence and language that the record
// knows it by.
func storedAs(it *ingest.Item, source, licence, language string) store.Dispatch {
	x := store.Dispatch{Dispatch: it.Dispatch, Name: it.ID, Source: cmp.Or(source, outlet(it.From), "files"), Language: cmp.Or(language, it.Language)}
	x.Licence = cmp.Or(x.Licence, licence)
	x.Title, x.Text = store.Plain(x.Title), store.Plain(x.Text) // coded as they will be kept
	return x
}

// outlet is the host of a source that is an address, "" of a file.
func outlet(source string) string {
	if !ingest.IsAddress(source) {
		return ""
	}
	u, err := url.Parse(source)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// list writes an address that has no text, as a row of a table that casus ingest
// --fetch reads.
func (t *intake) list(it *ingest.Item) {
	if t.out == nil {
		t.out = bufio.NewWriterSize(t.e.out, 1<<16)
		fmt.Fprintln(t.out, "url\tdate\tpublisher")
	}
	day := ""
	if !it.Published.IsZero() {
		day = it.Published.UTC().Format(time.RFC3339)
	}
	t.listed++
	fmt.Fprintf(t.out, "%s\t%s\t%s\n", cell(it.URL), day, cell(it.Publisher))
}

func (t *intake) flush() error {
	if t.out == nil {
		return nil
	}
	return t.out.Flush()
}

// summary tells what was listed, and what was stored and is not coded.
func (t *intake) summary() {
	if t.listed > 0 {
		t.e.say("%d addresses without text listed; with --fetch their pages are read", t.listed)
	}
	total, parts := 0, []string{}
	languages := make([]string, 0, len(t.foreign))
	for l := range t.foreign {
		languages = append(languages, l)
	}
	slices.SortFunc(languages, func(a, b string) int {
		return cmp.Or(cmp.Compare(t.foreign[b], t.foreign[a]), cmp.Compare(a, b))
	})
	for _, l := range languages {
		total += t.foreign[l]
		parts = append(parts, fmt.Sprintf("%s %d", l, t.foreign[l]))
	}
	if total > 0 {
		t.e.say("%d dispatches are not in English; they are stored and not coded (%s)", total, strings.Join(parts, ", "))
	}
}

// web lets sources be addresses, and addresses without text be followed.
func (t *intake) web(follow bool) {
	var allow []string
	for host := range strings.SplitSeq(t.in.str("allow"), ",") {
		if host = strings.TrimSpace(host); host != "" {
			allow = append(allow, host)
		}
	}
	client := fetch.New(fetch.Options{Allow: allow, Told: func(m string) { t.e.say("%s", m) }})
	t.src.o.Follow = follow
	t.src.o.Fetch = func(ctx context.Context, address string) (ingest.Page, error) {
		a, err := client.Get(ctx, fetch.Request{Address: address})
		return ingest.Page{Address: a.Address, Body: a.Body, ContentType: a.ContentType}, err
	}
	if t.in.str("language") == "" {
		t.src.o.Detect = language.Best
	}
}
