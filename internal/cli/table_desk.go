package cli

// deskCommands show the record.
func deskCommands() []command {
	return []command{
		{
			name: "serve", limit: 0, run: runServe,
			line: "show the record as a web page, for reading and correcting",
			text: `Serves the desk: what is new, every event with its reason, statements, commitments, the
correction of what is wrong, and an interface for programs (docs/desk.md, docs/api.md). It
listens on this machine alone. Ctrl-C ends it when what is under way has been answered.`,
			flags: []flag{
				flagStore,
				{"listen", "ADDRESS", "127.0.0.1:8080", "where it listens", nil},
				flagLexicon, flagModel,
			},
			examples: []example{{"casus serve --store news.db", "Then open http://127.0.0.1:8080/."}},
		},
	}
}
