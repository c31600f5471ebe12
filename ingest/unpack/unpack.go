// Package unpack opens what is compressed, within bounds: a small file that says it
// holds gigabytes is told from one that does, before the memory or the day is spent.
//
// The bounds are on the ratio of what comes out to what went in, and on the whole of
// a member of an archive. Text compresses three to ten times, tables of codes forty.
package unpack

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"casus"
)

const (
	// MaxMember is the size in bytes above which a member of an archive that must be
	// read whole is refused.
	MaxMember = 64 << 20
	// MaxRatio is how many bytes may come out for one that goes in.
	MaxRatio = 200
	// MaxMembers is how many members of an archive are looked at.
	MaxMembers = 100_000
	// free is what may come out before the ratio counts.
	free = 1 << 20
)

// ErrBomb says that far more comes out of a packed stream than text would give.
var ErrBomb = fmt.Errorf("it unpacks to more than %d times its size, as no news does; the rest is left out: %w", MaxRatio, casus.ErrInvalid)

// ErrLarge says that a member of an archive is larger than MaxMember.
var ErrLarge = fmt.Errorf("it holds more than %d MB; unpack it first and give the file: %w", MaxMember>>20, casus.ErrInvalid)

// Counted counts the bytes that are read through it.
type Counted struct {
	R io.Reader
	N int64
}

// Read reads on and counts.
func (c *Counted) Read(b []byte) (int, error) {
	n, err := c.R.Read(b)
	c.N += int64(n)
	return n, err
}

// Bounded reads what comes out of a packed stream while it stays within bounds.
type Bounded struct {
	// Out gives what comes out; In counts what goes in, Ratio compares them; Max, if
	// not 0, bounds the whole.
	Out io.Reader
	In  func() int64
	Max int64
	n   int64
}

// Read reads on, or fails with ErrBomb or ErrLarge.
func (b *Bounded) Read(p []byte) (int, error) {
	n, err := b.Out.Read(p)
	b.n += int64(n)
	switch {
	case b.Max > 0 && b.n > b.Max:
		return 0, ErrLarge
	case b.n > free && b.n > MaxRatio*b.In():
		return 0, ErrBomb
	}
	return n, err
}

// Gzip reads a stream packed with gzip, of one part or of many.
func Gzip(r io.Reader) (io.Reader, error) {
	in := &Counted{R: r}
	// What is read ahead counts as having gone in: the less, the sooner a bomb is told.
	z, err := gzip.NewReader(bufio.NewReaderSize(in, 1<<14))
	if err != nil {
		return nil, fmt.Errorf("not whole as gzip (%w); fetch it again: %w", err, casus.ErrInvalid)
	}
	return plainly{&Bounded{Out: z, In: func() int64 { return in.N }}}, nil
}

// plainly words the errors of gzip.
type plainly struct{ io.Reader }

func (p plainly) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	switch {
	case err == io.ErrUnexpectedEOF:
		err = fmt.Errorf("the packed file ends too early; fetch it again: %w", casus.ErrInvalid)
	case errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader):
		err = fmt.Errorf("the packed file is damaged (%w); fetch it again: %w", err, casus.ErrInvalid)
	}
	return n, err
}

// Archive is a zip archive. What comes out of all its members together is bounded
// too, for members may share what they are packed in.
type Archive struct {
	Files []*zip.File
	size  int64
	out   int64
}

// Zip opens an archive.
func Zip(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("not whole as a zip archive (%w); fetch it again: %w", err, casus.ErrInvalid)
	}
	if len(z.File) > MaxMembers {
		return nil, fmt.Errorf("the archive has %d members, more than %d; unpack it first: %w", len(z.File), MaxMembers, casus.ErrInvalid)
	}
	return &Archive{Files: z.File, size: size}, nil
}

// Open opens a member. Where whole is set, it may hold MaxMember bytes at most.
func (a *Archive) Open(f *zip.File, whole bool) (io.ReadCloser, error) {
	max := int64(0)
	if whole {
		if max = MaxMember; f.UncompressedSize64 > MaxMember {
			return nil, ErrLarge
		}
	}
	if f.Flags&1 != 0 {
		return nil, fmt.Errorf("it is encrypted; unpack it first: %w", casus.ErrInvalid)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("it cannot be unpacked (%w): %w", err, casus.ErrInvalid)
	}
	size := int64(f.CompressedSize64)
	return &member{&Bounded{Out: rc, In: func() int64 { return size }, Max: max}, rc, a}, nil
}

// member is an open member.
type member struct {
	in *Bounded
	io.Closer
	of *Archive
}

// Read reads on while member and archive stay within bounds.
func (m *member) Read(b []byte) (int, error) {
	n, err := m.in.Read(b)
	if m.of.out += int64(n); m.of.out > free+MaxRatio*m.of.size {
		return 0, ErrBomb
	}
	if err != nil && err != io.EOF && !errors.Is(err, casus.ErrInvalid) {
		err = fmt.Errorf("it is damaged (%w); fetch it again: %w", err, casus.ErrInvalid)
	}
	return n, err
}
