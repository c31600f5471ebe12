package layout

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// FlatWriter writes our own table.
type FlatWriter interface {
	Write(*Flat) error
	Close() error
}

type csvWriter struct {
	w       *csv.Writer
	columns []FlatColumn
	cells   []string
}

// NewCSV writes the table as CSV (RFC 4180, UTF-8, a header line) for people: a cell of
// words that a spreadsheet would take for a formula gets an apostrophe in front.
func NewCSV(w io.Writer) (FlatWriter, error) {
	columns := FlatColumns()
	c := &csvWriter{csv.NewWriter(w), columns, make([]string, len(columns))}
	for i := range columns {
		c.cells[i] = columns[i].Name
	}
	return c, c.w.Write(c.cells)
}

func (c *csvWriter) Write(f *Flat) error {
	for i := range c.columns {
		x := c.columns[i].value(f)
		if c.columns[i].Words {
			x = Guard(x)
		}
		c.cells[i] = x
	}
	return c.w.Write(c.cells)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// Guard puts an apostrophe before words that a spreadsheet would take for a formula:
// those that begin with =, +, -, @, a tab or a line end.
func Guard(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// Unguard takes the apostrophe off again.
func Unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@\t\r\n", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

type parquetWriter struct {
	out  *bufio.Writer
	w    *parquet.GenericWriter[Flat]
	rows []Flat
}

// Rows of a batch, and of a row group.
const (
	batchRows = 1024
	groupRows = 1 << 17
)

// NewParquet writes the table as Parquet, compressed with zstd. The same rows give the
// same bytes.
func NewParquet(w io.Writer) FlatWriter {
	out := bufio.NewWriterSize(w, 1<<18)
	return &parquetWriter{out, parquet.NewGenericWriter[Flat](out, parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1}),
		parquet.MaxRowsPerRowGroup(groupRows), parquet.CreatedBy("casus", "1", "")), make([]Flat, 0, batchRows)}
}

func (p *parquetWriter) Write(f *Flat) error {
	if p.rows = append(p.rows, *f); len(p.rows) < batchRows {
		return nil
	}
	return p.flush()
}

func (p *parquetWriter) flush() error {
	_, err := p.w.Write(p.rows)
	p.rows = p.rows[:0]
	return err
}

func (p *parquetWriter) Close() error {
	if err := p.flush(); err != nil {
		return err
	}
	if err := p.w.Close(); err != nil {
		return err
	}
	return p.out.Flush()
}
