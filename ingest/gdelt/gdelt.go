// Package gdelt reads the files of GDELT as lists of the news that they point to:
// events (1.0 and 2.0), mentions, the Global Knowledge Graph, and the list of all
// files. The codes in them are left alone; an address with its day and outlet is what
// a record can start from.
//
// The layouts are those of "The GDELT Event Database Data Format Codebook V2.0" and
// "The GDELT Global Knowledge Graph (GKG) Data Format Codebook V2.1"; the files are
// parted by tabs and have no headings.
package gdelt

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
)

// Kind is a kind of file.
type Kind int

// The kinds of files.
const (
	None     Kind = iota
	Events        // 61 columns
	Events1       // 58 columns
	Mentions      // 16 columns
	GKG           // 27 columns
	Master        // a list of files: size, MD5, address
)

func (k Kind) String() string {
	return [...]string{"none", "events", "events of version 1", "mentions", "knowledge graph", "list of files"}[k]
}

// layout says where things stand in a kind of file, by column from 0.
type layout struct{ columns, day, outlet, address int }

// layouts by kind. The day of an event is that on which it was added, when the page was
// read; the day in the event itself is the program's guess.
var layouts = map[Kind]layout{
	Events:   {61, 59, -1, 60},
	Events1:  {58, 56, -1, 57},
	Mentions: {16, 2, 4, 5},
	GKG:      {27, 1, 3, 4},
}

const (
	// MaxLine is the length in bytes above which a line is left out.
	MaxLine = 1 << 20
	// maxSeen is how many addresses are remembered, so as to tell each once.
	maxSeen    = 1 << 20
	maxAddress = 2000
)

// Options of Read.
type Options struct {
	// Name of the file, for messages and ids.
	Name string
	// Kind of file; None to find it by its lines.
	Kind Kind
}

// Looks finds the kind of file by its first line.
func Looks(head []byte) Kind {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	columns := bytes.Split(line, []byte("\t"))
	if len(columns) == 1 {
		if f := bytes.Fields(line); len(f) == 3 && isDigits(f[0]) && len(f[1]) == 32 && bytes.HasPrefix(f[2], []byte("http")) {
			return Master
		}
		return None
	}
	for kind, l := range layouts {
		if len(columns) == l.columns && isDigits(bytes.TrimRight(bytes.ReplaceAll(columns[0], []byte("-"), nil), "T0123456789")) && len(columns[0]) > 0 && columns[0][0] >= '0' && columns[0][0] <= '9' && !day(string(columns[l.day])).IsZero() {
			return kind
		}
	}
	return None
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Read yields, for each address of a file that is new in it, a dispatch without text:
// URL, Publisher and Published. What a list of files lists are files of GDELT
// themselves. A line that cannot be read is an error in its place.
func Read(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		in := bufio.NewReaderSize(r, MaxLine)
		seen := map[uint64]struct{}{}
		for n := 1; ; n++ {
			line, err := in.ReadSlice('\n')
			long := err == bufio.ErrBufferFull
			for err == bufio.ErrBufferFull {
				_, err = in.ReadSlice('\n')
			}
			if err != nil && err != io.EOF {
				yield(casus.Dispatch{}, fmt.Errorf("%s:%d: %w", o.Name, n, err))
				return
			}
			d, ok, bad := casus.Dispatch{}, false, error(nil)
			switch {
			case long:
				bad = fmt.Errorf("the line is longer than %d MB; it is left out: %w", MaxLine>>20, casus.ErrInvalid)
			case len(bytes.TrimSpace(line)) == 0:
			default:
				if o.Kind == None {
					if o.Kind = Looks(line); o.Kind == None {
						yield(d, fmt.Errorf("%s:%d: no file of GDELT: %d columns at tabs, where events have 61 or 58, mentions 16 and the knowledge graph 27: %w", o.Name, n, bytes.Count(line, []byte("\t"))+1, casus.ErrInvalid))
						return
					}
				}
				d, ok, bad = o.parse(bytes.TrimRight(line, "\r\n"), n, seen)
			}
			if bad != nil {
				bad = fmt.Errorf("%s:%d: %w", o.Name, n, bad)
			}
			if (ok || bad != nil) && !yield(d, bad) || err == io.EOF {
				return
			}
		}
	}
}

// parse reads a line. Ok says whether it has an address that is new.
func (o *Options) parse(line []byte, n int, seen map[uint64]struct{}) (d casus.Dispatch, ok bool, err error) {
	d.ID = fmt.Sprintf("%s:%d", o.Name, n)
	if o.Kind == Master {
		f := bytes.Fields(line)
		if len(f) != 3 {
			return d, false, fmt.Errorf("the line is not size, MD5 and address of a file: %w", casus.ErrInvalid)
		}
		d.URL = string(f[2])
		d.Published = day(fileDay(d.URL))
	} else {
		l := layouts[o.Kind]
		columns := bytes.Split(line, []byte("\t"))
		if len(columns) != l.columns {
			return d, false, fmt.Errorf("the line has %d columns; a line of %s has %d: %w", len(columns), o.Kind, l.columns, casus.ErrInvalid)
		}
		d.URL = strings.TrimSpace(string(columns[l.address]))
		d.Published = day(string(columns[l.day]))
		if l.outlet >= 0 {
			d.Publisher = strings.TrimSpace(strings.ToValidUTF8(string(columns[l.outlet]), "\ufffd"))
		}
		// Other kinds of sources are told by their titles and have no address.
		if !strings.HasPrefix(d.URL, "http://") && !strings.HasPrefix(d.URL, "https://") {
			return d, false, nil
		}
	}
	u, perr := url.Parse(d.URL)
	if perr != nil || u.Host == "" || len(d.URL) > maxAddress || !utf8.ValidString(d.URL) {
		return d, false, fmt.Errorf("%.80q is no address: %w", d.URL, casus.ErrInvalid)
	}
	if d.Publisher == "" && o.Kind != Master {
		d.Publisher = strings.TrimPrefix(u.Hostname(), "www.")
	}
	h := fnv.New64a()
	io.WriteString(h, d.URL)
	if _, known := seen[h.Sum64()]; known {
		return d, false, nil
	}
	if len(seen) < maxSeen {
		seen[h.Sum64()] = struct{}{}
	}
	return d, true, nil
}

// day reads 20240621100000 or 20240621.
func day(s string) time.Time {
	for _, layout := range []string{"20060102150405", "20060102"} {
		if len(s) == len(layout) {
			t, _ := time.Parse(layout, s)
			return t
		}
	}
	return time.Time{}
}

// fileDay takes the time out of the name of a file of GDELT.
func fileDay(address string) string {
	name := address[strings.LastIndexByte(address, '/')+1:]
	name, _, _ = strings.Cut(name, ".")
	if _, err := strconv.ParseUint(name, 10, 64); err != nil {
		return ""
	}
	return name
}
