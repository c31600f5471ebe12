package fetch

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"

	"casus"
)

// read reads a body, raw or packed with gzip, within MaxBody.
func read(res *http.Response) ([]byte, error) {
	if res.ContentLength > MaxBody {
		return nil, ErrSize
	}
	raw := &capped{r: res.Body, left: MaxBody}
	var in io.Reader = raw
	switch encoding := res.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(bufio.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("the body is said to be gzip and is not: %w: %w", err, casus.ErrInvalid)
		}
		in = &capped{r: z, left: MaxBody}
	default:
		return nil, fmt.Errorf("the body is packed with %.40q, which was not asked for: %w", encoding, casus.ErrInvalid)
	}
	b, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("reading the body: %w: %w", err, casus.ErrUnavailable)
	}
	return b, nil
}

// capped fails with ErrSize past a number of bytes.
type capped struct {
	r    io.Reader
	left int
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		var one [1]byte
		if n, err := c.r.Read(one[:]); n == 0 {
			return 0, err
		}
		return 0, ErrSize
	}
	n, err := c.r.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}
