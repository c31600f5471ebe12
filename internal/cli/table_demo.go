package cli

// demoCommands show the program to newcomers.
func demoCommands() []command {
	return []command{
		{
			name: "demo", limit: 0, run: runDemo,
			line: "build a small record of true news and open the desk on it",
			text: `Makes a record of some 200 short dispatches on what happened in 2023 and 2024: the Koreas,
Russia and Ukraine, China and its neighbours, the Middle East, the Sahel. The facts are real,
the sentences and the outlets are the project's own; some outlets copy, rewrite or contradict
one another. The record is kept in the user's cache folder if --store names no other place,
and running it again keeps what was corrected in it. Then it serves the desk, as casus serve does,
until Ctrl-C; where the port is taken, on another one.`,
			flags: []flag{
				{"store", "FILE|URL", "", "where to keep the record; a file in the user's cache folder if not given", nil},
				{"listen", "ADDRESS", "127.0.0.1:8080", "where the desk listens", nil},
				{"no-serve", "", "", "only build the record", nil},
				flagJobs, flagLexicon, flagModel,
			},
			examples: []example{
				{"casus demo", "Then open the address that it prints."},
				{"casus demo --no-serve --store demo.db", "Only the record, and what to ask it."},
			},
		},
	}
}
