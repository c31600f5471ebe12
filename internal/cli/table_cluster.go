package cli

// Flags of the queue.
var (
	flagToken = flag{"token-file", "FILE", "", "holds the word that workers show to be let in; else CASUS_QUEUE_TOKEN does", nil}
	flagCreds = flag{"creds", "FILE", "", "credentials of a user, as NATS servers outside give them out", nil}
	flagNKey  = flag{"nkey", "FILE", "", "seed of a user's key, for NATS servers outside that know its public part", nil}
	flagCA    = flag{"ca", "FILE", "", "authorities (PEM) that the queue's certificate may be signed by; the system's if not given", nil}

	flagNATS       = flag{"nats", "URLS", "", "servers outside that keep the queue, parted by commas", nil}
	flagCoordinate = flag{"coordinate", "", "", "no worker in this program", nil}
	flagDeadline   = flag{"deadline", "DURATION", "2s", "how long the coding of one dispatch may run; a second more for each 2,000 words", nil}
)

// besideFlags are those of the queue for commands that listen elsewhere too.
func besideFlags() []flag {
	return []flag{
		{"queue-listen", "ADDRESS", "", "where workers of other machines connect (0.0.0.0:4222); no port is open if not given", nil},
		flagNATS,
		{"queue", "DIR", "", "where the queue within this program is kept; in memory if not given, beside the record with --queue-listen", nil},
		flagCoordinate, flagDeadline, flagToken, flagCreds, flagNKey, flagCA,
		{"queue-cert", "FILE", "", "certificate (PEM) of --queue-listen, or to show to the servers of --nats", nil},
		{"queue-key", "FILE", "", "its key (PEM)", nil},
		{"queue-client-ca", "FILE", "", "authorities (PEM) of the certificates that workers must show; none need to if not given", nil},
	}
}

// clusterCommands spread the coding over processes and machines.
func clusterCommands() []command {
	return []command{
		{
			name: "cluster", args: "[SHARD...]", limit: -1, run: runCluster,
			line: "code the record with workers in other processes or on other machines",
			text: `Hands out what the record holds uncoded, writes what the workers answer, each dispatch once,
and concludes from it. Workers run in this program (--jobs; --coordinate for none), and wherever
casus worker --connect reaches --listen. The queue is NATS JetStream: within this program, in
--queue DIR, or on servers outside (--nats). It may be deleted at any time, as any process may
be killed: what is not answered is handed out again.

A SHARD is a file or a folder that casus ingest reads and that coordinator and workers see under
the same path (a shared folder). Large JSON Lines and Parquet are divided into parts. Parts are
handed out by name and hash; a worker reads one where it lies, codes it and answers with what
is in it, which gives the same record as casus ingest. What was read to its end is not read
again. docs/cluster.md says more.`,
			flags: []flag{
				flagStore,
				{"listen", "ADDRESS", "", "where workers of other machines connect (0.0.0.0:4222); no port is open if not given", nil},
				flagNATS,
				{"queue", "DIR", "", "where the queue within this program is kept; in memory if not given, beside the record with --listen", nil},
				flagCoordinate, flagDeadline,
				{"stay", "", "", "go on when all is coded, and code what comes in", nil},
				flagToken, flagCreds, flagNKey, flagCA,
				{"cert", "FILE", "", "certificate (PEM) of --listen, or to show to the servers of --nats", nil},
				{"key", "FILE", "", "its key (PEM)", nil},
				{"client-ca", "FILE", "", "authorities (PEM) of the certificates that workers must show; none need to if not given", nil},
				flagInput, flagColumns,
				{"source", "NAME", "", "where the dispatches of shards come from", nil},
				{"licence", "NAME", "", "licence of dispatches of shards that name none", nil},
				{"language", "CODE", "", "language of the dispatches of shards; told by their words if not given", nil},
				flagJobs, flagLexicon, flagModel,
			},
			examples: []example{
				{"casus cluster --store news.db --listen 0.0.0.0:4222 --stay", "A coordinator that others can join."},
				{"casus cluster --store news.db --listen 0.0.0.0:4222 /archive/2019 /archive/2020", "An archive in a folder that all machines share."},
				{"casus cluster --store postgres://casus@db/casus --nats nats://a:4222,nats://b:4222,nats://c:4222 --coordinate", "Servers outside, PostgreSQL, workers elsewhere."},
			},
		},
		{
			name: "worker", limit: 0, run: runWorker,
			line: "code for a coordinator, from this machine",
			text: `Takes dispatches from the queue of casus cluster, codes them and answers. It needs no record.
It takes only work for its own version (program, model, lexicon, ontology), so that old and new
versions may work side by side. Ctrl-C or SIGTERM ends it when
what it has begun is answered; the rest it hands back at once, of a shard what it has not read.`,
			flags: []flag{
				{"connect", "URLS", "nats://127.0.0.1:4222", "where the queue listens, parted by commas", nil},
				flagDeadline, flagToken, flagCreds, flagNKey, flagCA,
				{"cert", "FILE", "", "certificate (PEM) to show to servers that want one", nil},
				{"key", "FILE", "", "its key (PEM)", nil},
				flagJobs, flagLexicon, flagModel,
			},
			examples: []example{{"casus worker --connect nats://news.example:4222", "With CASUS_QUEUE_TOKEN set."}},
		},
		{
			name: "record failed", limit: 0, run: runRecordFailed,
			line: "list the dispatches that could not be coded, with the reason",
			text: `A dispatch is tried three times. --retry forgets the failures, so that the dispatches are
coded again by whatever codes next.`,
			flags:    []flag{flagStore, {"retry", "", "", "forget the failures", nil}},
			examples: []example{{"casus record failed --store news.db --retry", "After the cause was mended."}},
		},
	}
}
