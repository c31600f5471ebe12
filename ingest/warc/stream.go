package warc

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"casus"
	"casus/ingest/unpack"
)

var (
	errPacked = fmt.Errorf("what is packed here is damaged or cut: %w", casus.ErrInvalid)
	errEarly  = fmt.Errorf("the next record begins too early: %w", casus.ErrInvalid)
)

// stream is the text of an archive, unpacked part by part.
type stream struct {
	raw *bufio.Reader
	in  *unpack.Counted
	z   *gzip.Reader // nil where nothing is packed
	// out gives what is unpacked of the part that is read.
	out *bufio.Reader
	// offset is how many unpacked bytes have been handed out.
	offset int64
	// broken is the error that ended the stream, if it was not its end; failures
	// counts the damaged parts in a row.
	broken   error
	failures int
	buf      []byte
}

// maxFailures is after how many damaged parts in a row reading ends.
const maxFailures = 100

func openStream(r io.Reader) *stream {
	s := &stream{in: &unpack.Counted{R: r}}
	s.raw = bufio.NewReaderSize(s.in, 1<<16)
	s.out = s.raw
	if magic, _ := s.raw.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		s.z = new(gzip.Reader)
		s.out = bufio.NewReaderSize(nil, 1<<15)
		s.broken = s.part()
	}
	return s
}

// consumed counts the packed bytes that were used.
func (s *stream) consumed() int64 { return s.in.N - int64(s.raw.Buffered()) }

// part opens the next packed part. It returns io.EOF where there is none.
func (s *stream) part() error {
	if s.z == nil {
		return io.EOF
	}
	if _, err := s.raw.Peek(1); err != nil {
		return err
	}
	start := s.consumed()
	if err := s.z.Reset(s.raw); err != nil {
		if s.consumed() == s.in.N && err == io.EOF {
			return io.EOF
		}
		return fmt.Errorf("%w (%w)", errPacked, err)
	}
	s.z.Multistream(false)
	s.out.Reset(&unpack.Bounded{Out: s.z, In: func() int64 { return s.consumed() - start }})
	return nil
}

// ended deals with an error of out: at the end of a part it opens the next one and
// returns nil.
func (s *stream) ended(err error) error {
	switch {
	case s.z == nil:
		return err
	case err == io.EOF:
		s.failures = 0
		err = s.part()
	default:
		err = fmt.Errorf("%w (%w)", errPacked, err)
	}
	if err != nil && err != io.EOF {
		s.broken = err
	}
	return err
}

// resume looks for the next packed part after a damaged one. It says whether there
// is one.
func (s *stream) resume() bool {
	s.broken = nil
	if s.failures++; s.z == nil || s.failures > maxFailures {
		return false
	}
	for {
		b, err := s.raw.Peek(3)
		if err != nil {
			return false
		}
		if b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 && s.part() == nil {
			return true
		}
		if s.raw.Buffered() == 0 {
			continue
		}
		// Within what is in memory, go to the next byte that may begin a part.
		b, _ = s.raw.Peek(s.raw.Buffered())
		n := bytes.IndexByte(b[1:], 0x1f)
		if n < 0 {
			n = len(b) - 1
		}
		s.raw.Discard(n + 1)
	}
}

// again puts bytes before those that are still to come.
func (s *stream) again(b []byte) {
	s.offset -= int64(len(b))
	s.out = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(b), s.out), 1<<15)
}

// peek looks at bytes to come; there may be fewer at the end of a part.
func (s *stream) peek(n int) ([]byte, error) {
	for {
		if s.broken != nil {
			return nil, s.broken
		}
		b, err := s.out.Peek(n)
		if len(b) > 0 {
			return b, err
		}
		if err = s.ended(err); err != nil {
			return nil, err
		}
	}
}

// line returns the next line without its end; of a long one the beginning.
func (s *stream) line() (string, error) {
	s.buf = s.buf[:0]
	for {
		if s.broken != nil {
			return "", s.broken
		}
		part, err := s.out.ReadSlice('\n')
		s.offset += int64(len(part))
		if len(s.buf) <= maxHead {
			s.buf = append(s.buf, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			if err = s.ended(err); err == nil {
				continue
			}
		}
		line := bytes.TrimRight(s.buf, "\r\n")
		if err == io.EOF && len(s.buf) > 0 {
			err = nil
		}
		return string(line), err
	}
}

// block appends the next n bytes to buf. It fails with errEarly where a part ends and
// the next one begins with a record.
func (s *stream) block(buf []byte, n int) ([]byte, error) {
	for n > 0 {
		if s.broken != nil {
			return buf, s.broken
		}
		// Grow by what comes, not by what is promised.
		step := min(n, 1<<16)
		buf = append(buf, s.grow(step)...)
		got, err := io.ReadFull(s.out, buf[len(buf)-step:])
		buf = buf[:len(buf)-step+got]
		n -= got
		s.offset += int64(got)
		if err != nil {
			if err == io.ErrUnexpectedEOF {
				err = io.EOF
			}
			if err := s.across(err); err != nil {
				return buf, err
			}
		}
	}
	return buf, nil
}

// grow returns n bytes to append; they are written over.
func (s *stream) grow(n int) []byte {
	if cap(s.buf) < n {
		s.buf = make([]byte, n)
	}
	return s.buf[:n]
}

// skip passes over n bytes, and fails as block does.
func (s *stream) skip(n int64) error {
	for n > 0 {
		if s.broken != nil {
			return s.broken
		}
		got, err := s.out.Discard(int(min(n, 1<<30)))
		n -= int64(got)
		s.offset += int64(got)
		if err != nil {
			if err := s.across(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// across goes on after the end of a part within a block.
func (s *stream) across(err error) error {
	if err = s.ended(err); err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if b, _ := s.out.Peek(5); string(b) == "WARC/" {
		return errEarly
	}
	return nil
}
