package release

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"casus"
)

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// maxManifest bounds the manifest that is read.
const maxManifest = 1 << 22

// readManifest reads the manifest of a release, and its hash.
func readManifest(dir string) (*Manifest, string, error) {
	f, err := os.Open(filepath.Join(dir, manifestFile))
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return nil, "", err
	}
	m, err := parseManifest(b)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
	}
	sum := sha256.Sum256(b)
	return m, hex.EncodeToString(sum[:]), nil
}

// parseManifest reads a manifest. The names in it are those of files, and lead to no
// other folder.
func parseManifest(b []byte) (*Manifest, error) {
	var m Manifest
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	if m.Format != Format {
		return nil, fmt.Errorf("its format is %q, not %q: %w", m.Format, Format, casus.ErrInvalid)
	}
	for _, f := range m.Files {
		if f.Name != filepath.Base(f.Name) || !filepath.IsLocal(f.Name) || f.Name == "." || f.Name == manifestFile {
			return nil, fmt.Errorf("%q is no name of a file of a release: %w", f.Name, casus.ErrInvalid)
		}
	}
	return &m, nil
}

// Verify checks a release against its manifest: every file is there, with its bytes and
// its rows, and no other. It returns what is wrong.
func Verify(ctx context.Context, dir string) ([]string, error) {
	m, _, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	var wrong []string
	known := []string{manifestFile}
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		known = append(known, f.Name)
		what, err := verifyFile(filepath.Join(dir, f.Name), &f)
		if err != nil {
			return nil, err
		}
		if what != "" {
			wrong = append(wrong, f.Name+": "+what)
		}
	}
	for _, name := range []string{eventsJSON, eventsCSV, eventsParquet, statementsFile, commitmentsFile, codebookFile, readmeFile} {
		if !slices.Contains(known, name) {
			wrong = append(wrong, name+": the manifest does not have it")
		}
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if !slices.Contains(known, x.Name()) {
			wrong = append(wrong, x.Name()+": the manifest does not know it")
		}
	}
	return wrong, nil
}

// verifyFile tells what is wrong with a file, "" for nothing.
func verifyFile(path string, want *File) (string, error) {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return "it is not there", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	h, lines := sha256.New(), 0
	buf := make([]byte, 1<<16)
	var n int64
	for {
		k, err := f.Read(buf)
		h.Write(buf[:k])
		n += int64(k)
		lines += bytes.Count(buf[:k], []byte{'\n'})
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", err
		}
	}
	switch {
	case n != want.Bytes:
		return fmt.Sprintf("%d bytes, the manifest has %d", n, want.Bytes), nil
	case hex.EncodeToString(h.Sum(nil)) != want.SHA256:
		return "its hash is another", nil
	case filepath.Ext(path) == ".jsonl" && lines != want.Rows:
		return fmt.Sprintf("%d rows, the manifest has %d", lines, want.Rows), nil
	}
	return "", nil
}
