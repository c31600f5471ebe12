// Package sqlstore is the record on a database that speaks SQL. What the engines do
// alike stands here once; what they do each in their own way is a Dialect.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"casus"
	"casus/store"
)

// Dialect is what engines do each in their own way.
type Dialect struct {
	// Name is "sqlite" or "postgres".
	Name string
	// Goose is what the migrations are written in.
	Goose goose.Dialect
	// Lock keeps two processes from bringing the tables up to date at once, where the
	// engine has more than one writer; or nil.
	Lock func() (lock.SessionLocker, error)
	// Numbered says that parameters are written $1, $2 in place of ?.
	Numbered bool
	// Search is a query for seq and snippet of dispatches by words, best first;
	// its parameters are the words, the limit and the offset.
	Search string
	// Words makes a user's words safe for Search.
	Words func(string) string
	// WordsWhere is a condition on dispatches d with the words as its parameter;
	// HasWords the same for words that are only looked for in the dispatches that
	// something else leads to. WithWords lists the seq of the dispatches that have them,
	// in no order, and CountWords counts these up to a limit.
	WordsWhere, HasWords, WithWords, CountWords string
	// Then joins a table after the one before it: a join whose order the engine keeps.
	Then string
	// By names the index that a table is read by, where the engine can be told; it guesses
	// ill where the first rows of an index are unlike the rest.
	By func(index string) string
	// Serial makes a transaction wait for the writers before it, where the engine has
	// several at once: what is numbered in the order of writing must also be seen in that
	// order, or a consumer passes over what was numbered first and seen last. Where the
	// engine does not see by itself that others have written, it is also what tells Follow.
	Serial string
	// Index writes the words of dispatches that have just been inserted with the
	// sequence numbers; nil where the engine does it by itself.
	Index string
	// Check asks the engine whether it is sound; it answers rows of text, "ok" if so.
	Check string
	// Conflict says that an error came of somebody else's change; Busy that the
	// engine cannot be reached or written to.
	Conflict, Busy func(error) bool
	// Lead makes the caller the one that leads what a name says, if nobody does.
	Lead func(ctx context.Context, db *sql.DB, what string) (release func(), ok bool, err error)
	// Follow is what Store.Follow waits with, over a connection of its own; own tells what
	// this program writes, where the engine does not.
	Follow func(ctx context.Context, c *sql.Conn, own <-chan struct{}) (wait func(ctx context.Context, most time.Duration) error, err error)
	// Tend lets the engine see anew how much there is, as the record grows; or nil.
	Tend func(ctx context.Context, db *sql.DB)
	// Backup writes a copy of the database to a file.
	Backup func(ctx context.Context, db *sql.DB, file string) error
}

// Store is a record on SQL. It implements store.Store.
type Store struct {
	// write has one connection where the engine has one writer; read has many.
	write, read *sql.DB
	d           Dialect
	// written is how many transactions there were, tended at how many of them the engine
	// looks next how much there is.
	written, tended atomic.Int64
	followers       followers
}

var _ store.Store = (*Store)(nil)

// Open brings the tables up to date and opens the record.
func Open(ctx context.Context, write, read *sql.DB, d Dialect, migrations fs.FS) (*Store, error) {
	var options []goose.ProviderOption
	if d.Lock != nil {
		l, err := d.Lock()
		if err != nil {
			return nil, fmt.Errorf("the record's migrations: %w", err)
		}
		options = append(options, goose.WithSessionLocker(l))
	}
	p, err := goose.NewProvider(d.Goose, write, migrations, options...)
	if err != nil {
		return nil, fmt.Errorf("the record's migrations: %w", err)
	}
	_, err = p.Up(ctx)
	for try := 0; err != nil && try < 10 && ctx.Err() == nil; try++ {
		// Another process may have made a table between our look and our turn. It is
		// taken back whole, and the next look finds what the other did.
		time.Sleep(100 * time.Millisecond)
		_, err = p.Up(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("bringing the record up to date: %w", err)
	}
	s := &Store{write: write, read: read, d: d}
	s.tended.Store(firstTended)
	return s, nil
}

// Close closes the record.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(err, s.read.Close())
	}
	return err
}

// q writes a query's parameters as the engine has them.
func (s *Store) q(query string) string {
	if !s.d.Numbered {
		return query
	}
	var b strings.Builder
	n := 0
	for i := 0; i < len(query); i++ {
		if query[i] == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteByte(query[i])
	}
	return b.String()
}

// wrap gives an error of the engine its kind.
func (s *Store) wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, casus.ErrNotFound)
	case errors.Is(err, casus.ErrConflict), errors.Is(err, casus.ErrInvalid), errors.Is(err, casus.ErrNotFound), errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", doing, err)
	case s.d.Conflict(err):
		return fmt.Errorf("%s: %w: %w", doing, casus.ErrConflict, err)
	case s.d.Busy(err):
		return fmt.Errorf("%s: %w: %w", doing, casus.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// tx runs work in a transaction of the writer.
func (s *Store) tx(ctx context.Context, doing string, work func(*sql.Tx) error) error {
	t, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.wrap(doing, err)
	}
	if s.d.Serial != "" {
		_, err = t.ExecContext(ctx, s.d.Serial)
	}
	if err == nil {
		err = work(t)
	}
	if err != nil {
		_ = t.Rollback() // the first error tells what went wrong
		return s.wrap(doing, err)
	}
	if err := t.Commit(); err != nil {
		return s.wrap(doing, err)
	}
	s.followers.tell()
	s.tend(ctx)
	return nil
}

// firstTended is after how many transactions the engine looks how much there is; then
// after ten times as many, and so on.
const firstTended = 32

func (s *Store) tend(ctx context.Context) {
	n, at := s.written.Add(1), s.tended.Load()
	if s.d.Tend != nil && n >= at && s.tended.CompareAndSwap(at, 10*at) {
		s.d.Tend(ctx, s.write)
	}
}

// maxParameters of one statement: SQLite takes 32,766, Postgres 65,535.
const maxParameters = 30_000

// insert writes rows with as few statements as the engine takes. head is "INSERT INTO
// t(a, b) VALUES", tail what follows the rows ("ON CONFLICT DO NOTHING").
func (s *Store) insert(ctx context.Context, t *sql.Tx, head, tail string, width int, rows [][]any) error {
	atOnce := min(maxParameters/width, 500)
	for len(rows) > 0 {
		n := min(len(rows), atOnce)
		one := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + ")"
		query := head + " " + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + " " + tail
		args := make([]any, 0, n*width)
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := t.ExecContext(ctx, s.q(query), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// in writes a list of parameters: "(?,?,?)".
func in(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")" }

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}

// list is how short lists of words stand in a column: " a b ", so that a member is
// found with LIKE.
func list(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

func unlist(s string) []string { return strings.Fields(s) }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// searchArgs are the parameters of Search, which may name the words more than once.
func (d *Dialect) searchArgs(words string, limit, offset int) []any {
	var args []any
	for range strings.Count(d.Search, "?") - 2 {
		args = append(args, words)
	}
	return append(args, limit, offset)
}
