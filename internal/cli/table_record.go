package cli

import "slices"

// flagStore names the record.
var flagStore = flag{"store", "FILE|URL", "casus.db", "the record: a file, or an address of PostgreSQL (postgres://...)", nil}

// recordCommands work with a record.
func recordCommands() []command {
	return slices.Concat(keepingCommands(), askingCommands(), correctingCommands(), tendingCommands())
}

// keepingCommands take dispatches in and code them.
func keepingCommands() []command {
	return []command{
		{
			name: "ingest", args: "[SOURCE...]", limit: -1, run: runIngest,
			line: "take dispatches into the record and code them",
			text: `A source is a file, a folder, an address on the web, or "-" for standard input: plain
text, JSON Lines, CSV and Parquet, web archives (WARC), exports of Nexis and Factiva, mail,
files of GDELT, pages and feeds, packed or not. What it is shows in its content; docs/ingest.md
tells of each. A record that cannot be read is told and the rest goes on. Addresses without
text, as GDELT and tables have them, are listed on standard output; --fetch reads their pages.

Each dispatch is stored whole, once: running it again adds
nothing. One from the same address, or with the same id, whose text is another corrects the
earlier one, which stays but is no longer counted. Then all that is not coded yet is coded;
a process that is killed goes on there when it is called again.`,
			flags: []flag{
				flagStore,
				flagInput, flagColumns,
				{"fetch", "", "", "read the pages of addresses that come without text", nil},
				{"allow", "HOSTS", "", "hosts inside a network that may be asked for pages, parted by commas", nil},
				{"uncoded", "", "", "only store; casus recode codes later", nil},
				{"source", "NAME", "", "where the dispatches come from", nil},
				{"licence", "NAME", "", "licence of dispatches that name none", nil},
				flagAlerts,
				{"language", "CODE", "", "language of the dispatches (en, fr, ...); what is not English is stored and not coded", nil},
				flagDate, flagJobs, flagLexicon, flagModel,
			},
			examples: []example{
				{"casus ingest --store news.db examples/wire.jsonl", "Make a record of a file."},
				{"casus ingest --store news.db --columns text=body,date=day:dmy news.csv", "Of a table, saying what its columns hold."},
				{"casus ingest --store news.db CC-NEWS-20240621.warc.gz exports/", "Of a web archive, and of a folder of exports."},
			},
		},
		{
			name: "recode", limit: 0, run: runRecode,
			line: "code the record with the lexicon and model of now",
			text: `Codes every dispatch of the record that this coder (program, model, lexicon, ontology) has
not coded. The codings of earlier coders stay, and casus diff tells what changed.`,
			flags:    []flag{flagStore, flagJobs, flagLexicon, flagModel},
			examples: []example{{"casus recode --store news.db --lexicon my-lexicon", "What would my lexicon find?"}},
		},
		{
			name: "diff", args: "[CODER CODER]", limit: 2, run: runDiff,
			line: "tell what a second coder changed, event by event",
			text: `Compares what two coders made of the same dispatches; the last two where none are named.
Events are paired by their words; one that is found by both but differs is told with the
slots in which it does.`,
			flags:    []flag{flagStore, {"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}}},
			examples: []example{{"casus diff --store news.db", "The last coder against the one before it."}},
		},
	}
}

// askingCommands ask the record.
func askingCommands() []command {
	return []command{
		{
			name: "events", limit: 0, run: runEvents,
			line: "list the events of the record",
			text: `One line an occurrence, newest first: its id, day, actor, event, recipient, reading and
confidence, and how often it was told. Lists are parted by commas.`,
			flags: slices.Concat([]flag{flagStore}, filterFlags(), []flag{
				{"unsure", "", "", "least sure first: what is worth a look", nil},
				{"limit", "N", "50", "how many are shown, up to 1000", nil},
				{"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}},
			}),
			examples: []example{{"casus events --store news.db --party KOR --event THREATEN", "Threats by or against South Korea."}},
		},
		{
			name: "series", limit: 0, run: runSeries,
			line: "count what two actors did, by day, week or month",
			text: `Counts the occurrences of the record (or every mention of them) between an actor and a
recipient, both by their codes (KOR, RUS, IGOUNO); one of them alone stands for all its
partners. Each period has counts by quad class, the sums of the scores above and below
zero (PLOVER's scale), and the volume of news; periods without an event are there with
zeros. Where the level of cooperation or of conflict changed, it is told with its
probability.`,
			flags: []flag{
				flagStore,
				{"actor", "CODE", "", "who acts", nil},
				{"recipient", "CODE", "", "who is acted on", nil},
				{"period", "PERIOD", "month", "length of a period", []string{"day", "week", "month"}},
				{"from", "DAY", "", "first day; the first that is counted if not given", nil},
				{"to", "DAY", "", "last day", nil},
				{"mentions", "", "", "count every mention in place of every occurrence", nil},
				{"daily", "", "", "count one event of a kind for each pair and day, the classic filter", nil},
				{"format", "FORMAT", "text", "what to write", []string{"text", "csv", "jsonl"}},
			},
			examples: []example{{"casus series --store news.db --actor KOR --recipient RUS --format csv", "A table for a spreadsheet."}},
		},
		{
			name: "surprises", limit: 0, run: runSurprises,
			line: "tell which pairs did more than was to be expected",
			text: `Compares the last period of each pair of actors with those before it: the surprise is
minus the decimal logarithm of the chance of as many events or more. Each comes with
sentences that caused it.`,
			flags: []flag{
				flagStore,
				{"period", "PERIOD", "week", "length of a period", []string{"day", "week", "month"}},
				{"from", "DAY", "", "first day that is looked at", nil},
				{"to", "DAY", "", "last day; its period is the one that is judged", nil},
				{"limit", "N", "20", "how many are told", nil},
			},
			examples: []example{{"casus surprises --store news.db --period week", "What is new this week?"}},
		},
	}
}

// correctingCommands let people speak.
func correctingCommands() []command {
	return []command{
		{
			name: "correct", args: "EVENT", limit: 1, run: runCorrect,
			line: "say that an event of the record is wrong, right, missing or told twice",
			text: `Writes a correction with its author, time and reason. The coding stays as it was made; the
correction lies over it, counts in the series, and holds when the record is coded again. The
kinds: accept, reject, slot (one field is wrong: --slot and --value), same (tells the
occurrence of the event in --value), apart (tells one of its own), add (EVENT is a dispatch
and --value the event as JSON), undo (EVENT is the number of a correction).`,
			flags: []flag{
				flagStore,
				{"kind", "KIND", "", "what is said; slot if not given", []string{"", "accept", "reject", "slot", "same", "apart", "add", "undo"}},
				{"slot", "SLOT", "", "the field: event, mode, cameo, actor, recipient, date, place, status, claim", nil},
				{"value", "VALUE", "", "what it should be", nil},
				{"author", "NAME", "", "who says so; the user's name if not given", nil},
				{"reason", "WORDS", "", "why", nil},
			},
			examples: []example{{"casus correct --store news.db --slot event --value AID 4f1c2d", "It was aid."}},
		},
		{
			name: "corrections", limit: 0, run: runCorrections,
			line: "list the corrections, and how far their authors agree",
			text: `Below the list stand Cohen's kappa and Krippendorff's alpha of each two authors who judged
the same events. --format lexicon writes each correction as an example for the lexicon, under
the entry that coded the event: a test, and a proposal.`,
			flags:    []flag{flagStore, {"format", "FORMAT", "text", "what to write", []string{"text", "jsonl", "lexicon"}}},
			examples: []example{{"casus corrections --store news.db --format lexicon", "What the lexicon should learn."}},
		},
	}
}

// tendingCommands look after the record itself.
func tendingCommands() []command {
	return []command{
		{
			name: "record status", limit: 0, run: runRecordStatus,
			line:     "count what the record holds, and list its coders",
			text:     `The coder in use is marked with a star.`,
			flags:    []flag{flagStore},
			examples: []example{{"casus record status --store news.db", "How much there is."}},
		},
		{
			name: "record check", limit: 0, run: runRecordCheck,
			line:     "look whether the record is sound",
			text:     `Asks the engine, and counts again what stands counted. It fails where something is wrong.`,
			flags:    []flag{flagStore},
			examples: []example{{"casus record check --store news.db", "After a crash, for peace of mind."}},
		},
		{
			name: "record backup", args: "FILE", limit: 1, run: runRecordBackup,
			line:     "copy the record to a file while others use it",
			text:     `The copy is whole and as of one moment. Only for a record in a file; PostgreSQL has pg_dump.`,
			flags:    []flag{flagStore},
			examples: []example{{"casus record backup --store news.db copy.db", "A copy for tonight."}},
		},
	}
}
