// Package postgres is the record on a PostgreSQL server, for when several people or
// machines write to it. Full text is tsvector with a GIN index.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"casus"
	"casus/store/sqlstore"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the record at an address ("postgres://user@host/database") and makes its
// tables where they are not there.
func Open(ctx context.Context, address string) (*sqlstore.Store, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("the record on PostgreSQL: %w", err)
	}
	db.SetMaxOpenConns(16)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("the record on PostgreSQL: no answer from the server; is it running, and are user and database right? %w: %w", casus.ErrUnavailable, err)
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	s, err := sqlstore.Open(ctx, db, db, dialect, sub)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return s, nil
}

var dialect = sqlstore.Dialect{
	Name: "postgres", Goose: goose.DialectPostgres, Numbered: true,
	Lock: func() (lock.SessionLocker, error) { return lock.NewPostgresSessionLocker() },
	Search: `SELECT w.seq, -ts_rank_cd(w.words, websearch_to_tsquery('english', ?)) AS rank,
		ts_headline('english', left(w.text, 20000), websearch_to_tsquery('english', ?), 'StartSel=[, StopSel=], MaxWords=24, MinWords=10') AS snippet
		FROM dispatches w WHERE w.words @@ websearch_to_tsquery('english', ?) ORDER BY rank, w.seq LIMIT ? OFFSET ?`,
	Words: func(s string) string {
		return strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), " "))
	},
	WordsWhere: `d.words @@ websearch_to_tsquery('english', ?)`,
	HasWords:   `d.words @@ websearch_to_tsquery('english', ?)`,
	WithWords:  `SELECT seq FROM dispatches WHERE words @@ websearch_to_tsquery('english', ?)`,
	CountWords: `SELECT COUNT(*) FROM (SELECT 1 FROM dispatches d WHERE d.words @@ websearch_to_tsquery('english', ?) LIMIT ?) found`,
	By:         func(string) string { return "" },
	Serial:     `SELECT pg_advisory_xact_lock(1667331955, hashtext(current_schema())), pg_notify('` + written + `', '')`,
	Then:       "JOIN", // the planner knows by its statistics
	Check:      `SELECT 'ok'`,
	Conflict: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01" || strings.HasPrefix(e.Code, "23"))
	},
	Busy: gone,
	Lead: lead, Follow: follow,
	Backup: func(context.Context, *sql.DB, string) error {
		return fmt.Errorf("a record on PostgreSQL is backed up with the server's own pg_dump: %w", casus.ErrUnavailable)
	},
}

// gone says that the server cannot be reached, has hung up in the middle, is shutting
// down or starting, or may only be read: what the next try may find otherwise.
func gone(err error) bool {
	var told *pgconn.PgError
	if errors.As(err, &told) {
		return strings.HasPrefix(told.Code, "08") || strings.HasPrefix(told.Code, "53") || strings.HasPrefix(told.Code, "57") || told.Code == "25006"
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connecting) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, net.ErrClosed) || strings.Contains(err.Error(), "conn closed")
}
