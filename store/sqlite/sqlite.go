// Package sqlite is the record in one file: SQLite (modernc.org/sqlite, no cgo) with
// a write-ahead log, so that readers never wait for the writer and a kill loses
// nothing. Full text is FTS5.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"

	"casus"
	"casus/store/sqlstore"
)

//go:embed migrations/*.sql
var migrations embed.FS

// pragmas of every connection: durable at each commit, readers beside the writer. The
// log is brought into the file each 32 MB in place of each 4, since a batch of codings
// changes pages all over the file, and the next changes many of them again.
const pragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(8000)"

// Pages kept by the writer and by each reader, in kilobytes.
const (
	writerCache = "&_pragma=cache_size(-65536)"
	readerCache = "&_pragma=cache_size(-24576)"
)

// Open opens the record in a file, and makes it where it is not there.
func Open(ctx context.Context, file string) (*sqlstore.Store, error) {
	if err := looksRight(file); err != nil {
		return nil, err
	}
	name := "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + pragmas
	write, err := sql.Open("sqlite", name+writerCache+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("the record %s: %w", file, err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", name+readerCache)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the record %s: %w", file, err), write.Close())
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)                   // each knows some pages
	read.SetConnMaxLifetime(10 * time.Minute) // a new one knows what tend has counted
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	s, err := sqlstore.Open(ctx, write, read, dialect, sub)
	if err != nil {
		_, _ = write.Close(), read.Close()
		return nil, fmt.Errorf("the record %s: %w", file, err)
	}
	tend(ctx, write)
	return s, nil
}

// tend tells the planner how much there is. Without that it takes the key of a table for
// better than an index that finds five rows, and reads a million. Looking at a few
// hundred rows of each index is enough, and is done anew only where a table has grown
// tenfold. That it could not be done is no fault of the record: it is slower, not wrong.
func tend(ctx context.Context, db *sql.DB) {
	_, _ = db.ExecContext(ctx, `PRAGMA analysis_limit = 400; PRAGMA optimize = 0x10002`)
	// The full text looks after itself. What was counted of its tables while they were
	// small would have it read all of them whenever it takes out a part.
	const words = `FROM sqlite_stat1 WHERE tbl GLOB 'dispatch_words*'`
	var counted bool
	if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 `+words+`)`).Scan(&counted); err == nil && counted {
		_, _ = db.ExecContext(ctx, `DELETE `+words+`; ANALYZE sqlite_schema`)
	}
}

// looksRight refuses a file that is something else, before SQLite writes to it.
func looksRight(file string) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the record: %w", err)
	}
	defer f.Close()
	head := make([]byte, 16)
	if n, _ := f.Read(head); n > 0 && string(head[:n]) != "SQLite format 3\x00" {
		return fmt.Errorf("%s is no record: it does not begin as an SQLite file does; name another file: %w", file, casus.ErrInvalid)
	}
	return nil
}

var dialect = sqlstore.Dialect{
	Name: "sqlite", Goose: goose.DialectSQLite3,
	Search: `SELECT rowid AS seq, bm25(dispatch_words, 3.0, 1.0) AS rank, snippet(dispatch_words, 1, '[', ']', '…', 24) AS snippet
		FROM dispatch_words WHERE dispatch_words MATCH ? ORDER BY rank LIMIT ? OFFSET ?`,
	Words:      words,
	WordsWhere: `d.seq IN (SELECT rowid FROM dispatch_words WHERE dispatch_words MATCH ?)`,
	HasWords:   `EXISTS (SELECT 1 FROM dispatch_words WHERE dispatch_words MATCH ? AND rowid = d.seq)`,
	WithWords:  `SELECT rowid AS seq FROM dispatch_words WHERE dispatch_words MATCH ?`,
	CountWords: `SELECT COUNT(*) FROM (SELECT 1 FROM dispatch_words WHERE dispatch_words MATCH ? LIMIT ?)`,
	Index:      `INSERT INTO dispatch_words(rowid, title, text) VALUES (?, ?, ?)`,
	By:         func(index string) string { return " INDEXED BY " + index },
	Then:       "CROSS JOIN", // SQLite does not move what is joined so
	Check:      `PRAGMA integrity_check`,
	Conflict:   func(err error) bool { return code(err) == 19 },                                                  // SQLITE_CONSTRAINT
	Busy:       func(err error) bool { c := code(err); return c == 5 || c == 6 || c == 8 || c == 13 || c == 14 }, // busy, locked, read-only, full, cannot open
	Lead:       lead,
	Follow:     follow,
	Tend:       tend,
	Backup: func(ctx context.Context, db *sql.DB, file string) error {
		if _, err := os.Stat(file); err == nil {
			return fmt.Errorf("%s is there already; name a new file: %w", file, casus.ErrConflict)
		}
		_, err := db.ExecContext(ctx, `VACUUM INTO ?`, file)
		return err
	},
}

func code(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// words quotes each word, so that no sign of the query language in it counts; words
// between double quotes stay together.
func words(s string) string {
	var out []string
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), " ")
	for i, part := range strings.Split(s, `"`) {
		if i%2 == 1 {
			if p := strings.Join(strings.Fields(part), " "); p != "" {
				out = append(out, `"`+p+`"`)
			}
			continue
		}
		for _, w := range strings.Fields(part) {
			out = append(out, `"`+w+`"`)
		}
	}
	return strings.Join(out, " ")
}
