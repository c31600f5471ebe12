package casus_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The house rules, as tests: who may import whom, packages that say what they are
// for, names that say nothing, tricks that are not played here.

// mayImport says which packages of the house a package may import. Data runs one
// way, from the dispatch to the record: a stage reads the layers before it from the
// Document and never calls another stage; only pipeline knows the order.
var mayImport = map[string][]string{
	// The nouns know nobody.
	"casus": {},
	// What things are called, and what words mean.
	"casus/ontology": {"casus"},
	"casus/conllu":   {"casus"},
	"casus/lexicon":  {"casus", "casus/ontology"},
	"casus/models":   {},
	// The stages. They run models and do not know which.
	"casus/internal/simd": {},
	// One process at a time.
	"casus/internal/lockfile": {},
	"casus/text":              {"casus"},
	"casus/syntax":            {"casus", "casus/internal/simd"},
	"casus/actors":            {"casus", "casus/lexicon"},
	"casus/harvest":           {"casus", "casus/lexicon"},
	"casus/timex":             {"casus"},
	"casus/geoparse":          {"casus", "casus/geoparse/gazetteer", "casus/lexicon"},
	// The gazetteer, and the program that compiles it.
	"casus/geoparse/gazetteer":         {"casus"},
	"casus/geoparse/gazetteer/compile": {"casus/geoparse/gazetteer"},
	"casus/coding":                     {"casus", "casus/lexicon", "casus/ontology"},
	"casus/quotes":                     {"casus", "casus/lexicon"},
	"casus/statements":                 {"casus", "casus/lexicon"},
	"casus/locate":                     {"casus"},
	"casus/sizes":                      {"casus", "casus/lexicon"},
	"casus/commitments":                {"casus", "casus/lexicon"},
	// Pairs are related by what the coder read, whether or not events came of it.
	"casus/relate": {"casus", "casus/coding", "casus/lexicon", "casus/ontology"},
	// The whole.
	"casus/pipeline": {"casus", "casus/actors", "casus/coding", "casus/commitments", "casus/geoparse", "casus/lexicon", "casus/locate", "casus/models", "casus/ontology", "casus/quotes", "casus/relate", "casus/sizes", "casus/statements", "casus/syntax", "casus/text", "casus/timex"},
	// What comes in and what goes out.
	"casus/ingest/jsonl":    {"casus"},
	"casus/ingest/tables":   {"casus"},
	"casus/ingest/article":  {"casus", "casus/ingest/language"},
	"casus/ingest/feed":     {"casus", "casus/ingest/article", "casus/ingest/language"},
	"casus/ingest/fetch":    {"casus"},
	"casus/ingest/unpack":   {"casus"},
	"casus/ingest/warc":     {"casus", "casus/ingest/unpack"},
	"casus/ingest/nexis":    {"casus", "casus/ingest/unpack"},
	"casus/ingest/mail":     {"casus"},
	"casus/ingest/gdelt":    {"casus"},
	"casus/ingest/language": {"casus"},
	// The source that an argument names, opened by the reader that it needs.
	"casus/ingest": {"casus", "casus/ingest/article", "casus/ingest/feed", "casus/ingest/fetch", "casus/ingest/gdelt", "casus/ingest/jsonl", "casus/ingest/language", "casus/ingest/mail", "casus/ingest/nexis", "casus/ingest/tables", "casus/ingest/unpack", "casus/ingest/warc", "casus/text"},
	"casus/export": {"casus"},
	// The record: what is kept of it all.
	"casus/store":                 {"casus"},
	"casus/store/sqlstore":        {"casus", "casus/store"},
	"casus/store/sqlite":          {"casus", "casus/internal/lockfile", "casus/store/sqlstore"},
	"casus/store/postgres":        {"casus", "casus/store/sqlstore"},
	"casus/store/storetest":       {"casus", "casus/store"},
	"casus/store/postgres/pgtest": {},
	"casus/identity":              {"casus"},
	"casus/series":                {"casus", "casus/store"},
	"casus/record":                {"casus", "casus/export", "casus/identity", "casus/pipeline", "casus/store"},
	// Feeds that are watched, for the record.
	"casus/watch": {"casus", "casus/ingest/article", "casus/ingest/feed", "casus/ingest/fetch", "casus/ingest/language", "casus/record", "casus/store"},
	// What is made of the record: tables in the layouts of others and their
	// comparison, releases, alerts, the record that the demo shows.
	"casus/export/layout": {"casus", "casus/export", "casus/ontology", "casus/store"},
	"casus/compare":       {"casus", "casus/export/layout", "casus/series", "casus/store"},
	"casus/release":       {"casus", "casus/export", "casus/export/layout", "casus/ontology", "casus/store"},
	"casus/alerts":        {"casus", "casus/lexicon", "casus/ontology", "casus/series", "casus/store"},
	"casus/demo":          {"casus"},
	// The work over many machines.
	"casus/queue":           {"casus"},
	"casus/queue/jetstream": {"casus", "casus/internal/lockfile", "casus/queue"},
	"casus/cluster":         {"casus", "casus/ingest", "casus/pipeline", "casus/queue", "casus/record", "casus/store"},
	// The desk: pictures, what may be done by whom, pages and the interface.
	"casus/desk/chart":  {"casus"},
	"casus/desk/access": {"casus"},
	"casus/desk":        {"casus", "casus/alerts", "casus/coding", "casus/desk/access", "casus/desk/chart", "casus/export", "casus/export/layout", "casus/lexicon", "casus/ontology", "casus/pipeline", "casus/record", "casus/series", "casus/store"},
	"casus/client":      {"casus"},
	// Scores see the whole from outside, and the treebanks as text and syntax read
	// them (raw text, titles of persons); training makes what the stages run.
	"casus/eval":  {"casus", "casus/coding", "casus/conllu", "casus/lexicon", "casus/ontology", "casus/pipeline", "casus/relate", "casus/syntax", "casus/text"},
	"casus/train": {"casus", "casus/conllu", "casus/eval", "casus/geoparse", "casus/internal/simd", "casus/lexicon", "casus/pipeline", "casus/quotes", "casus/relate", "casus/syntax", "casus/text"},
	// The lists of office-holders.
	"casus/train/officials": {"casus/lexicon"},
	// The program ties all together; its main ties nothing.
	"casus/internal/cli": {"*"},
	"casus/cmd/casus":    {"casus/internal/cli"},
}

// foreign are the modules from outside, each with the packages that may use it;
// docs/architecture.md gives the reasons.
var foreign = map[string][]string{
	"golang.org/x/sys":                    {"casus/internal/simd", "casus/internal/cli"},
	"github.com/mmcdole/gofeed":           {"casus/ingest/feed"},
	"codeberg.org/readeck/go-readability": {"casus/ingest/article"},
	"golang.org/x/net":                    {"casus/ingest", "casus/ingest/article", "casus/ingest/nexis", "casus/ingest/fetch", "casus/ingest/language", "casus/ingest/mail"},
	"golang.org/x/text":                   {"casus/ingest/language", "casus/ingest/mail", "casus/ingest/article"},
	"github.com/itlightning/dateparse":    {"casus/ingest/article", "casus/ingest/feed", "casus/ingest/tables"},
	"github.com/klauspost/compress":       {"casus/ingest/unpack", "casus/ingest/warc"},
	"github.com/andybalholm/brotli":       {"casus/ingest/warc"},
	"github.com/abadojack/whatlanggo":     {"casus/ingest/language"},
	"github.com/temoto/robotstxt":         {"casus/ingest/fetch"},
	"code.dny.dev/ssrf":                   {"casus/ingest/fetch"},
	"github.com/parquet-go/parquet-go":    {"casus/ingest/tables", "casus/export/layout", "casus/export", "casus/release"},
	"go.yaml.in/yaml/v3":                  {"casus/watch", "casus/internal/cli", "casus/ingest", "casus/ingest/feed"},
	"github.com/danielgtaylor/huma/v2":    {"casus/desk"},
	"golang.org/x/crypto":                 {"casus/desk/access"},
	"github.com/nats-io/nats-server/v2":   {"casus/queue/jetstream"},
	"github.com/nats-io/nats.go":          {"casus/queue/jetstream"},
	"github.com/pressly/goose/v3":         {"casus/store/sqlstore", "casus/store/sqlite", "casus/store/postgres"},
	"modernc.org/sqlite":                  {"casus/store/sqlite"},
	"github.com/jackc/pgx/v5":             {"casus/store/postgres"},
}

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath, Name, Dir, Doc         string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports                            []string
	Standard                           bool
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Dir,Doc,GoFiles,TestGoFiles,XTestGoFiles,Imports", "./...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestWhoImportsWhom(t *testing.T) {
	for _, p := range packages(t) {
		allowed, known := mayImport[p.ImportPath]
		if !known {
			t.Errorf("the package %s has no place in the house; give it one in mayImport, and in docs/architecture.md", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			first, _, _ := strings.Cut(i, "/")
			switch {
			case first == "casus":
				if !slices.Contains(allowed, i) && !slices.Contains(allowed, "*") {
					t.Errorf("%s imports %s; it may import %v", p.ImportPath, i, allowed)
				}
			case strings.Contains(first, "."):
				if !foreignAllowed(p.ImportPath, i) {
					t.Errorf("%s imports %s; modules from outside are listed in foreign with those who may use them", p.ImportPath, i)
				}
			}
		}
	}
}

func foreignAllowed(p, imported string) bool {
	for module, users := range foreign {
		if (imported == module || strings.HasPrefix(imported, module+"/")) && slices.Contains(users, p) {
			return true
		}
	}
	return false
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	hollow := []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "base"}
	for _, p := range packages(t) {
		if len(p.GoFiles) > 0 && len(p.Doc) < 40 {
			t.Errorf("%s: the package comment does not say what the package is for", p.ImportPath)
		}
		if slices.Contains(hollow, p.Name) {
			t.Errorf("%s: the name says nothing", p.ImportPath)
		}
	}
}

// TestNoTricks looks for init functions and for exported names without a comment.
func TestNoTricks(t *testing.T) {
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				at := set.Position(fn.Pos())
				if fn.Name.Name == "init" && fn.Recv == nil {
					t.Errorf("%s: an init function; make it a call that somebody makes", at)
				}
				if fn.Name.IsExported() && fn.Doc == nil && exportedReceiver(fn) && p.Name != "main" && fn.Name.Name != "String" && fn.Name.Name != "Error" {
					t.Errorf("%s: %s has no comment", at, fn.Name.Name)
				}
				if n := set.Position(fn.End()).Line - at.Line + 1; n > 120 {
					t.Errorf("%s: %s has %d lines; past 80, look for the noun that wants out", at, fn.Name.Name, n)
				}
			}
			if n := set.Position(f.End()).Line; n > 600 {
				t.Errorf("%s has %d lines; past 600, look for the noun that wants out", path, n)
			}
		}
	}
}

// exportedReceiver says whether a function is one, or a method of an exported type.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// machinePath finds paths that exist on one machine only, workshop the talk of how
// the project came to be: it speaks of itself alone.
var (
	machinePath = regexp.MustCompile(`(^|[\s"'(=])/(work|home|root|Users|tmp)/\w`)
	workshop    = regexp.MustCompile(`(?i)\bissue #?\d|\bthis session\b|\bsub-?agents?\b|\b(agent|helper) [A-Z]\b|\bby (the )?lead\b`)
)

func TestSpeaksOfItselfAlone(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(path) {
		case ".go", ".md", ".txt", ".txtar", "":
		default:
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil || len(b) > 4<<20 || bytes.IndexByte(b, 0) >= 0 {
			return err
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			if n++; machinePath.MatchString(line) {
				t.Errorf("%s:%d: a path of one machine: %s", path, n, strings.TrimSpace(line))
			}
			if path != "rules_test.go" && workshop.MatchString(line) {
				t.Errorf("%s:%d: talk of the workshop: %s", path, n, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
