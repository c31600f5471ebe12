package cli

import "slices"

// flagUsers names the file of those who may log in.
var flagUsers = flag{"users", "FILE", "casus.users", "who may log in at the desk", nil}

// deskCommands show the record, and say who may see it.
func deskCommands() []command {
	return []command{
		{
			name: "serve", limit: 0, run: runServe,
			line: "show the record as a web page, for reading and correcting",
			text: `Serves the desk: what is new, every event with its reason, statements, commitments, the
correction of what is wrong, and an interface for programs (docs/desk.md, docs/api.md).

What comes into the record uncoded, by whatever process, is coded beside it, here and by
workers that join (--queue-listen and casus worker; docs/cluster.md). Of several processes on
a record one codes, the others stand by. --no-coding only shows.

Without users it answers on this machine alone, and everybody there may do everything. To
let others in, add users (casus user add) and name an address that they reach; then
everybody logs in, and what they may do follows from their role. Ctrl-C or SIGTERM ends it
when what is under way has been answered.`,
			flags: slices.Concat([]flag{
				flagStore, flagUsers,
				{"listen", "ADDRESS", "127.0.0.1:8080", "where it listens", nil},
				{"tls-cert", "FILE", "", "certificate, to serve https", nil},
				{"tls-key", "FILE", "", "its key", nil},
				{"behind-https", "", "", "a proxy serves https before it: cookies say so", nil},
				{"log", "FORMAT", "text", "how the log is written", []string{"text", "json"}},
				{"no-coding", "", "", "only show the record", nil},
				flagJobs, flagLexicon, flagModel,
			}, besideFlags()),
			examples: []example{
				{"casus serve --store news.db", "Then open http://127.0.0.1:8080/."},
				{"casus serve --store news.db --listen :8443 --tls-cert desk.pem --tls-key desk.key", "For a newsroom, after casus user add."},
			},
		},
		{
			name: "user add", args: "NAME", limit: 1, run: runUserAdd,
			line: "let somebody log in at the desk",
			text: `Roles: a reader reads, a coder corrects too, an editor puts together and parts what tells
one occurrence and undoes what others said, an owner sees who may log in. A password is made
and printed once; --stdin reads it from standard input instead. It can be changed at the
desk. A running desk takes users in within a second.`,
			flags: []flag{
				flagUsers,
				{"role", "ROLE", "reader", "what the user may do", []string{"reader", "coder", "editor", "owner"}},
				{"stdin", "", "", "read the password from standard input", nil},
			},
			examples: []example{{"casus user add ana --role editor", "Ana may correct, and undo what others said."}},
		},
		{
			name: "user list", limit: 0, run: runUserList,
			line:     "list those who may log in at the desk",
			text:     `Name, role and number of tokens.`,
			flags:    []flag{flagUsers},
			examples: []example{{"casus user list", "Who may log in?"}},
		},
		{
			name: "user remove", args: "NAME", limit: 1, run: runUserRemove,
			line:     "let somebody log in no more",
			text:     `Sessions and tokens of the user end within a second. What the user said stays.`,
			flags:    []flag{flagUsers},
			examples: []example{{"casus user remove ana", "Ana has left."}},
		},
	}
}
