package cli

import "slices"

// filterFlags narrow down the events of a record; casus events and what takes events out
// share them.
func filterFlags() []flag {
	return []flag{
		{"actor", "CODES", "", "who acts (KOR,USA)", nil},
		{"recipient", "CODES", "", "who is acted on", nil},
		{"party", "CODES", "", "on either side", nil},
		{"event", "EVENTS", "", "PLOVER events (REQUEST,THREATEN)", nil},
		{"words", "WORDS", "", "words that the dispatch must hold", nil},
		{"from", "DAY", "", "first day", nil},
		{"to", "DAY", "", "last day", nil},
		{"mentions", "", "", "every mention, not one for each occurrence", nil},
	}
}

// exportFormats are what casus export writes; those in the middle are the tables of
// others.
var exportFormats = []string{"jsonl", "csv", "parquet", "gdelt", "gdelt-mentions", "icews", "polecat", "phoenix", "quadruples", "markdown", "html", "text-free"}

// exportingCommands take events out of a record.
func exportingCommands() []command {
	return []command{
		{
			name: "export", limit: 0, run: runExport,
			line: "write the events of the record in the formats of others",
			text: `Writes the events that the filters let through, latest day first, one for each occurrence
(--mentions writes all). jsonl is the PLOVER record (docs/formats.md), csv and parquet a flat
table; gdelt, gdelt-mentions, icews, polecat and phoenix have exactly the columns of those data
sets, and only events that are told as facts, for they cannot say otherwise; quadruples writes a
folder for temporal knowledge graphs; markdown and html a chronology for readers; text-free is
the PLOVER record with hashes and byte offsets in place of words, which casus export check
checks. docs/export.md tells every column. Corrections hold, unless --uncorrected.

icews and polecat are written as a file a week where --output is a folder. In csv, a cell of
words that a spreadsheet would take for a formula begins with an apostrophe; the layouts of
others have no such escape and are written as they are. A file is there when it is whole.`,
			flags: slices.Concat([]flag{
				flagStore,
				{"format", "FORMAT", "jsonl", "what to write", exportFormats},
				{"output", "FILE|DIR", "-", "where to; - is standard output. quadruples needs a folder", nil},
			}, filterFlags(), []flag{
				{"uncorrected", "", "", "as it was coded, whatever people have corrected", nil},
				{"relation", "KIND", "cameo", "relations of quadruples: ICEWS's names of CAMEO codes, or PLOVER events", []string{"cameo", "plover"}},
				{"title", "WORDS", "Chronology", "title of a chronology", nil},
			}),
			examples: []example{
				{"casus export --store news.db --format icews --from 2024-01-01 --output weekly/", "A table a week, with ICEWS's columns."},
				{"casus export --store news.db --format html --party KOR --output korea.html", "A chronology to read."},
			},
		},
		{
			name: "export check", args: "FILE [TEXTS...]", limit: -1, run: runExportCheck,
			line: "check a file without text against a record or a folder of texts",
			text: `FILE is what casus export --format text-free wrote, or the events.jsonl of a release without
text. Each stretch of words in it is looked up by its bytes in the text of its dispatch, which
comes from the record, or from TEXTS: files and folders with what casus ingest reads. It fails
where a text or a stretch is another; a text that is not there is told and counted.`,
			flags:    []flag{flagStore},
			examples: []example{{"casus export check --store news.db events.jsonl", "Are these events about my texts?"}},
		},
		{
			name: "compare", args: "FILE...", limit: -1, run: runCompare,
			line: "hold the record against tables of GDELT, ICEWS, POLECAT or Phoenix",
			text: `Counts both by directed pair of actors, period and class (--by: all events, by quad class, by
PLOVER event), over the time that both cover: how well the series go together (Pearson and
Spearman, by pair and pooled), how far the two overlap, and the periods of pairs where they
disagree most, with what the record tells of them. Codes of CAMEO are compared by the crosswalk
to PLOVER; quad classes are those of the PLOVER event. What a country does at home is left
out, and, for icews and polecat, whatever is not between two states: they know others by name only.

The layout is told by the first line of the first file; files may be packed with gzip or zip.
Lines that make no sense are reported and left out, and the exit code is 3. csv has every series
point by point, jsonl all there is: docs/export.md tells the columns.`,
			flags: []flag{
				flagStore,
				{"layout", "LAYOUT", "auto", "layout of the files", []string{"auto", "gdelt", "icews", "polecat", "phoenix"}},
				{"period", "PERIOD", "month", "length of a period", []string{"day", "week", "month"}},
				{"by", "CLASS", "all", "what is counted apart", []string{"all", "quad", "event"}},
				{"value", "VALUE", "count", "what is compared: counts of events, or sums of their scores (Goldstein; PLOVER for polecat)", []string{"count", "score"}},
				{"party", "CODES", "", "only pairs with one of these (KOR,USA)", nil},
				{"from", "DAY", "", "first day", nil},
				{"to", "DAY", "", "last day", nil},
				{"mentions", "", "", "count every mention of the record, not every occurrence", nil},
				{"limit", "N", "20", "how many series and disagreements are shown", nil},
				{"format", "FORMAT", "text", "what to write", []string{"text", "csv", "jsonl"}},
			},
			examples: []example{{"casus compare --store news.db --by quad 20240621.export.CSV.zip", "Do we agree with GDELT?"}},
		},
		{
			name: "release", limit: 0, run: runRelease,
			line: "write a data set that stands still, with hashes and what changed",
			text: `Writes a folder: the events as JSON Lines, CSV and Parquet, the statements and commitments, the
codebook, a README with every column, and manifest.json with the versions of program, model,
lexicon and ontology, the filters, counts, licences, and the size and SHA-256 of each file. With
--previous, diff.jsonl tells which events were added, dropped or changed since, and in what. The
same record gives the same bytes; the date is that of the last dispatch if none is given. A
folder that has something in it is never written over.

--no-text leaves the words of the dispatches out: hashes and byte offsets stand in their place
(casus export check), for texts that may not be passed on.`,
			flags: slices.Concat([]flag{
				flagStore,
				{"output", "DIR", "", "the folder to write", nil},
				{"previous", "DIR", "", "the last release, to tell what changed", nil},
				{"date", "DAY", "", "date of the release; the day of the last dispatch if not given", nil},
				{"title", "WORDS", "Political events", "title of the data set", nil},
				{"no-text", "", "", "without words of the dispatches", nil},
			}, filterFlags(), []flag{{"uncorrected", "", "", "as it was coded, whatever people have corrected", nil}}),
			examples: []example{{"casus release --store news.db --output events-2024-07 --previous events-2024-06", "This month's data set."}},
		},
		{
			name: "release verify", args: "DIR", limit: 1, run: runReleaseVerify,
			line:     "check a release against its manifest",
			text:     `Every file must be there with its bytes, its hash and its rows, and no other. It fails where something is wrong.`,
			examples: []example{{"casus release verify events-2024-07", "Is it what was published?"}},
		},
	}
}
