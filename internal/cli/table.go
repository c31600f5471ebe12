package cli

import (
	"slices"

	"casus/ingest"
)

// Flags that several commands share.
var (
	flagLexicon   = flag{"lexicon", "DIR", "", "a folder of lexicon files laid over the built-in ones", nil}
	flagModel     = flag{"model", "FILE", "", "a syntax model in place of the built-in one", nil}
	flagDate      = flag{"date", "DAY", "", "day of publication of dispatches that tell none, like 2024-06-21", nil}
	flagGazetteer = flag{"gazetteer", "FILE", "", "places in GeoNames's layout (19 columns at tabs, plain or gzip) laid over the built-in ones", nil}
	flagInput     = flag{"input", "FORMAT", "", "what the files are; found out if not given", append([]string{""}, ingest.Formats()...)}
	flagColumns   = flag{"columns", "MAP", "", "which columns of a table hold what (text=body,date=day:dmy); guessed if not given", nil}
	flagJobs      = flag{"jobs", "N", "", "dispatches read at a time; one for each core if not given", nil}
	flagWidth     = flag{"width", "N", "", "clip lines to so many characters, 0 for not at all; the terminal's width if not given", nil}
	flagData      = flag{"data", "DIR", "", "the folder with the data sets (ud, ner, text, events, ...)", nil}
)

// commands is the table.
func commands() []command {
	return slices.Concat(readingCommands(), lookingCommands(), recordCommands(), watchCommands(), exportingCommands(), alertsCommands(), demoCommands(), deskCommands(), clusterCommands(), lexiconCommands(), measuringCommands(), trainingCommands())
}

// readingCommands read dispatches.
func readingCommands() []command {
	return []command{
		{
			name: "code", args: "[FILE...]", limit: -1, run: runCode,
			line: "read dispatches and write their events",
			text: `Reads the files and the folders, or standard input where none is named or the name is
"-". A plain text is one dispatch, whose date is taken from a line near its top ("June 21,
2024") or from --date. JSON Lines have a dispatch a line:

    {"id": "a1", "date": "2024-06-21", "title": "...", "text": "...", "url": "...", "publisher": "..."}

of which only "text" must be there. CSV, Parquet, web archives, exports of Nexis and
Factiva, mail and web pages are known by their content; docs/ingest.md tells of each. All
may be packed with gzip or zip.

An event is a line: the number of its sentence, its day, who acts, what they do (PLOVER
event, mode and contexts), to whom, what grammar says of its reality and whose word it
is, and the words that tell it. --format jsonl writes all there is to know, an object a
line; docs/formats.md tells each field. The output is in the order of the input, whatever
the number of jobs.`,
			flags: []flag{
				{"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}},
				{"full", "", "", "show each sentence, and how each event was read", nil},
				flagInput, flagColumns, flagDate, flagWidth, flagJobs, flagGazetteer, flagLexicon, flagModel,
			},
			examples: []example{
				{"casus code examples/seoul-moscow-treaty.txt", "The events of one dispatch, for reading."},
				{"casus code --format jsonl news.jsonl.gz > events.jsonl", "Those of many, for a program."},
				{`echo "Seoul urged Moscow on Friday to halt the talks." | casus code --date 2024-06-21`, "Of a sentence typed in."},
			},
		},
		{
			name: "commitments", args: "[FILE...]", limit: -1, run: runCommitments,
			line: "read dispatches and write what is promised, threatened and signed",
			text: `Treaties and agreements with their parties, clauses and life (proposed, negotiated,
signed, ratified, in force, suspended, ended), promises, threats, and ultimatums with the
day on which they are due. Reads what casus code reads; docs/formats.md tells the fields
of --format jsonl.`,
			flags: []flag{
				{"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}},
				flagInput, flagColumns, flagDate, flagWidth, flagJobs, flagLexicon, flagModel,
			},
			examples: []example{{"casus commitments examples/seoul-moscow-treaty.txt", "The treaties and threats of one dispatch."}},
		},
		{
			name: "statements", args: "[FILE...]", limit: -1, run: runStatements,
			line: "read dispatches and write who said what",
			text: `Each statement with its speaker, what the speaker does by it (condemn, demand, deny,
promise, say ...) and on whom, and the words; a denial with the sentence that it answers.
Speakers without a name are marked: official, anonymous, document, outlet. Reads what casus
code reads; docs/formats.md tells the fields of --format jsonl.`,
			flags: []flag{
				{"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}},
				flagInput, flagColumns, flagDate, flagWidth, flagJobs, flagLexicon, flagModel,
			},
			examples: []example{{"casus statements examples/seoul-moscow-treaty.txt", "Who said what in one dispatch."}},
		},
		{
			name: "annotate", args: "[FILE...]", limit: -1, run: runAnnotate,
			line: "read dispatches and write every layer, an object a line",
			text: `Sentences, tokens with their parse, entities, mentions and why, time expressions, places,
quotes, events, statements, commitments: all that was found in a dispatch, in one JSON object.
Spans are byte offsets into its text. Reads what casus code reads; docs/formats.md tells each
field.`,
			flags:    []flag{flagInput, flagColumns, flagDate, flagJobs, flagLexicon, flagModel},
			examples: []example{{"casus annotate news.jsonl.gz > layers.jsonl", "All layers of many dispatches."}},
		},
		{
			name: "relate", args: "[FILE...]", limit: -1, run: runRelate,
			line: "tell what one given party did to another",
			text: `Reads JSON Lines, a text a line with the pairs that are asked for:

    {"id": "a1", "text": "Seoul urged Moscow to halt the talks.", "pairs": [{"source": [0, 5], "target": [12, 18]}]}

Spans are [begin, end) byte offsets into the text; a side that is not known is null. Each line
is answered by one, with the event of each pair, its mode, CAMEO code, status and confidence,
and the evidence; docs/formats.md tells each field. A "date" helps with who held an office.

Where both parties are given, incomplete evidence counts as well: a word whose pattern does
not hold whole, a reading with the parties the other way round, and what a classifier makes of
the words, which decides (an answer that no reading of the lexicon supports is marked
"learned/relate"). It presumes that there is a relation. So it is the wrong tool for finding events; "casus code" is for that.`,
			flags: []flag{flagLexicon, flagModel},
			examples: []example{
				{`echo '{"text": "Seoul urged Moscow to halt the talks.", "pairs": [{"source": [0, 5], "target": [12, 18]}]}' | casus relate`, "Of one pair."},
				{"casus relate pairs.jsonl > answers.jsonl", "Of many."},
			},
		},
	}
}

// lookingCommands show how single sentences are read.
func lookingCommands() []command {
	return []command{
		{
			name: "parse", args: "[FILE...]", limit: -1, run: runParse,
			line: "split, tag and parse text; write CoNLL-U",
			text: `Writes each sentence in CoNLL-U, the format of Universal Dependencies
(universaldependencies.org/format.html), with the names found in it under MISC.
With --input conllu the files are CoNLL-U themselves: sentences and tokens stay as they
are, and lemma, tags, features and tree are filled in anew.`,
			flags: []flag{
				{"input", "FORMAT", "", "what the files are; found out if not given, but for conllu", append([]string{"", "conllu"}, ingest.Formats()...)},
				flagColumns, flagJobs, flagModel,
			},
			examples: []example{
				{`echo "Seoul called in the envoy." | casus parse`, "The parse of one sentence."},
				{"casus parse --input conllu gold.conllu > system.conllu", "Parse the tokens of a treebank."},
			},
		},
		{
			name: "why", args: `"SENTENCE"`, limit: -1, run: runWhy,
			line: "tell how a sentence is coded, and what nearly was",
			text: `Shows the parse as a tree, with the code of each actor; the patterns of the lexicon
that were tried on it; the one that won, with its file and line and what filled its slots;
the composition that came of it; and what the other patterns lacked. Use it before and
after a change of the lexicon.`,
			flags: []flag{
				{"all", "", "", "show every pattern that was tried", nil},
				flagDate, flagLexicon, flagModel,
			},
			examples: []example{
				{`casus why "Moscow rejected Seoul's demand to halt arms transfers."`, "Why it is REJECT, and by which line of the lexicon."},
			},
		},
	}
}

// lexiconCommands are for those who write the lexicon.
func lexiconCommands() []command {
	return []command{
		{
			name: "lexicon check", args: "[DIR]", limit: 1, run: runLexiconCheck,
			line: "look for what is wrong in the lexicon",
			text: `Reads the built-in lexicon, or that with the folder DIR laid over it, and tells what is
wrong, with file and line. It fails where something is wrong and passes with a warning.`,
			examples: []example{{"casus lexicon check my-lexicon", "Check your own files together with the built-in ones."}},
		},
		{
			name: "lexicon fmt", args: "FILE|DIR...", limit: -1, run: runLexiconFmt,
			line: "settle the layout of lexicon files",
			text: `Rewrites the files, and the .txt files of the folders, in the one layout: fields
indented by two, values in a column. Comments stay, and so does what the files say. It
names those that changed.`,
			flags:    []flag{{"list", "", "", "name the files that would change, change none, fail if there is one", nil}},
			examples: []example{{"casus lexicon fmt lexicon/en", "Settle all files of a folder."}},
		},
		{
			name: "lexicon harvest", args: "[FILE...]", limit: -1, run: runLexiconHarvest,
			line: "list the names and predicates in dispatches that the lexicon does not know",
			text: `Reads what casus code reads and writes a table, tab-separated with a line of headings:
the kind ("name"), the type (person, organisation, place), the name, how often it came and
in how many dispatches, in which contexts (roles, verbs, countries, each with its count),
and up to three sentences. The most frequent stand first; the order does not depend on that
of the dispatches. Put those that matter into en/actors/ of a folder of your own.

Of kind "predicates" are the verbs between two known actors that code to nothing: each with its
particle, its object and the preposition of the other actor ("turn over suspect to ACTOR"), how
often it came, and sentences. Of kind "silent" are the patterns of the lexicon that made no event.`,
			flags: []flag{
				{"kind", "KIND", "names", "what to look for", []string{"names", "predicates", "silent"}},
				{"least", "N", "1", "leave out what came less often", nil},
				flagInput, flagColumns, flagDate, flagJobs, flagLexicon, flagModel,
			},
			examples: []example{{"casus lexicon harvest --least 3 news.jsonl.gz > unknown.tsv", "Who is in the news and not in the lexicon."}},
		},
		{
			name: "lexicon test", args: "[FILE...]", limit: -1, run: runLexiconTest,
			line: "code all examples of the lexicon and tell which fail",
			text: `Every "e.g." of the lexicon is coded and compared with its "=>" lines. Give beginnings
of file names ("en/verbs/ask") to try only the examples there.`,
			flags:    []flag{flagJobs, flagLexicon, flagModel},
			examples: []example{{"casus lexicon test --lexicon my-lexicon en/verbs", "Try the verbs, yours included."}},
		},
	}
}

// measuringCommands tell how good and which version it is.
func measuringCommands() []command {
	return []command{
		{
			name: "eval", args: "[text|syntax|names|time|coref|actors|offices|places|quotes|statements|events|status|relate|stories|occurrences...]", limit: -1, run: runEval,
			line: "score against gold data",
			text: `Scores the layers named, or all. The data sets are not part of Casus; --data names
their folder, and what is not there is left out with a word. eval/scores.txt is what this
prints.`,
			flags: []flag{
				flagData,
				{"predictions", "FILE", "", "write the predicted events, one object a sentence", nil},
				{"errors", "N", "", "show the causes of what was missed and invented, with so many cases of each", nil},
				flagJobs, flagLexicon, flagModel,
			},
			examples: []example{{"casus eval --data ../shared/data events", "How well events are coded."}},
		},
		{
			name: "codebook", args: "[EVENT...]", limit: -1, run: runCodebook,
			line: "tell what each PLOVER event is, as casus codes it",
			text: `For each event, or those named: what it is and what is refused, its modes, the acts and
compositions that are coded so, the words that mean it, and examples of the lexicon. It is
made from the tables and the lexicon in force, and written in Markdown; docs/codebook.md
holds it whole.`,
			examples: []example{{"casus codebook REQUEST THREATEN", "Where a demand ends and a threat begins."}},
		},
		{
			name: "version", limit: 0, run: runVersion,
			line:     "tell the versions of program, model, lexicon and ontology",
			text:     `Digests identify what is in force; every event carries them.`,
			flags:    []flag{flagLexicon, flagModel},
			examples: []example{{"casus version --lexicon my-lexicon", "The digest of the lexicon with your files."}},
		},
	}
}

// trainingCommands make the models.
func trainingCommands() []command {
	return []command{
		{
			name: "train splitter", limit: 0, run: runTrainSplitter,
			line: "make the model that splits text into sentences and tokens",
			text: `Learns from the treebanks in ud/ of the data folder. It takes a minute and gives the
same file each time. Build the program anew to use it.`,
			flags:    []flag{flagData, {"output", "FILE", "models/en.split.bin", "where the model goes", nil}},
			examples: []example{{"casus train splitter --data ../shared/data", "Make the splitter anew."}},
		},
		{
			name: "train lemmas", limit: 0, run: runTrainLemmas,
			line:     "make the tables of lemmas and features",
			text:     `Collects them from the treebanks in ud/ and the word lists in lexical/.`,
			flags:    []flag{flagData, {"output", "FILE", "models/en.lemma.bin", "where the tables go", nil}},
			examples: []example{{"casus train lemmas --data ../shared/data", "Make the tables anew."}},
		},
		{
			name: "train places", limit: 0, run: runTrainPlaces,
			line:     "learn the weights by which places are told apart",
			text:     `Learns from the sets in places/, but for every third document, which casus eval holds out.`,
			flags:    []flag{flagData, {"output", "FILE", "geoparse/weights.txt", "where the weights go", nil}},
			examples: []example{{"casus train places --data ../shared/data", "Learn the weights anew."}},
		},
		{
			name: "train people", limit: 0, run: runTrainPeople,
			line: "make the lists of office-holders anew",
			text: `Brings the tables in actors/ of the data folder together, person by person: one wording
for each office, terms that agree with one another, spellings of names. Whoever stands in
en/actors/people.txt is left to it. Then "go generate ./lexicon" packs the lists into the
tables that the program reads.`,
			flags:    []flag{flagData, {"output", "DIR", "lexicon/lists", "where the lists go", nil}},
			examples: []example{{"casus train people --data ../shared/data", "Make the lists anew."}},
		},
		{
			name: "train quotes", limit: 0, run: runTrainQuotes,
			line: "make the model that finds who said what",
			text: `Parses the articles of quotes/polnear.train.jsonl.gz in the data folder and learns from
their attributions. It takes two minutes and gives the same file each time.`,
			flags:    []flag{flagData, {"output", "FILE", "models/en.quotes.bin", "where the model goes", nil}, flagLexicon, flagModel},
			examples: []example{{"casus train quotes --data ../shared/data", "Make the model of quotes anew."}},
		},
		{
			name: "train parser", limit: 0, run: runTrainParser,
			line: "make the model that tags, parses and finds names",
			text: `Makes word vectors from running text, trains a committee of large networks on the
treebanks, parses running text with it, and trains the small network that the program
runs on both, with marked names beside. That takes many hours; each step leaves a file
in the working folder, and a step whose file is there is not run again. Members of the
committee can be trained side by side with --only.`,
			flags: []flag{
				flagData,
				{"output", "FILE", "models/en.syntax.bin", "where the model goes", nil},
				{"work", "DIR", "work", "where each step leaves its file", nil},
				{"teachers", "N", "3", "size of the committee", nil},
				{"tsteps", "N", "5000", "batches that each member learns from", nil},
				{"steps", "N", "46000", "batches that the small network learns from", nil},
				{"start", "FILE", "", "a model for the small network to go on from", nil},
				{"only", "N", "", "train this member of the committee and stop", nil},
				{"workers", "N", "2", "threads that share a batch; the result depends on it", nil},
			},
			examples: []example{{"casus train parser --data ../shared/data --work work", "Make the parser anew."}},
		},
		{
			name: "train relate", limit: 0, run: runTrainRelate,
			line: "make the classifier that casus relate asks",
			text: `Codes the running text in text/ (news and current events) and learns from what the coder
is sure of; then learns from the marked pairs of events/plv_train.jsonl, of which every
fifth is held out. It prints how well each fifth is answered after training on others, and
gives the same file each time. Make it anew where lexicon or model have changed much.`,
			flags: []flag{
				flagData,
				{"output", "FILE", "models/en.relate.bin", "where the model goes", nil},
				{"start", "FILE", "", "a model whose words are kept, so that only the rest is made anew", nil},
				flagJobs,
			},
			examples: []example{
				{"casus train relate --data ../shared/data", "Make the classifier anew."},
				{"casus train relate --data ../shared/data --start models/en.relate.bin", "After a change of the lexicon: in seconds."},
			},
		},
		{
			name: "train names", limit: 0, run: runTrainNames,
			line: "make the model that finds names",
			text: `Trains a committee of networks on the marked sets in ner/ of the data folder, has it mark
running text, and trains the small network that the program runs on both. Sentences are
tagged and parsed by the program itself, so make its parser first. It takes about an hour;
each step leaves a file in the working folder, as with "casus train parser".`,
			flags: []flag{
				flagData,
				{"output", "FILE", "models/en.names.bin", "where the model goes", nil},
				{"work", "DIR", "work", "where each step leaves its file", nil},
				{"teachers", "N", "3", "size of the committee", nil},
				{"tsteps", "N", "2500", "batches that each member learns from", nil},
				{"steps", "N", "7000", "batches that the small network learns from", nil},
			},
			examples: []example{{"casus train names --data ../shared/data --work work", "Make the model of names anew."}},
		},
	}
}
