package cli

// flagAlerts names rules for commands that take news in.
var flagAlerts = flag{"alerts", "RULES", "", "a file of alert rules; what comes in and meets them is told at once (docs/alerts.md)", nil}

// alertsCommands tell people at once what they asked for.
func alertsCommands() []command {
	return []command{
		{
			name: "alerts check", args: "RULES...", limit: -1, run: runAlertsCheck,
			line: "look for mistakes in files of alert rules, and try their examples",
			text: `Tells each mistake with its file and line, and codes the examples ("e.g.") of the rules to see
whether they are told as the file says. docs/alerts.md explains the rules.`,
			flags:    []flag{flagLexicon, flagModel},
			examples: []example{{"casus alerts check examples/alerts.txt", "After every change of the file."}},
		},
		{
			name: "alerts run", args: "RULES", limit: 1, run: runAlertsRun,
			line: "tell what a record takes in, as rules ask for",
			text: `Looks at what was coded since the last call, writes what the rules find into the record, once
each, and sends it to the targets of the file: webhook, mail, feed, standard output. What
cannot be sent is tried again later. It goes on until Ctrl-C and may be killed at any moment.

The first run tells nothing of what the record holds already, unless --since says from which
day of publication on it should. --dry shows what the rules would tell of the whole record,
and neither writes nor sends.`,
			flags: []flag{
				flagStore,
				{"once", "", "", "one pass, then end", nil},
				{"dry", "", "", "only show what would be told of the whole record", nil},
				{"since", "DAY", "", "tell what was published from this day on, like 2024-06-21", nil},
				{"every", "TIME", "30s", "how often the record is looked at", nil},
				{"name", "NAME", "", "what the rules are known by to the record; the file's name if not given", nil},
				{"format", "FORMAT", "text", "what --dry writes", []string{"text", "jsonl"}},
			},
			examples: []example{
				{"casus alerts run --store news.db --dry examples/alerts.txt", "What would these rules have told?"},
				{"casus alerts run --store news.db rules.txt", "Stay and tell."},
			},
		},
		{
			name: "alerts list", limit: 0, run: runAlertsList,
			line: "list what was told, latest first",
			text: `Shows the alerts of the record with their sentences and why they were told.`,
			flags: []flag{
				flagStore,
				{"rule", "NAME", "", "only those of one rule", nil},
				{"target", "NAME", "", "only those that arrived at one target", nil},
				{"limit", "N", "20", "how many are shown", nil},
				{"format", "FORMAT", "text", "what to write", []string{"text", "jsonl"}},
			},
			examples: []example{{"casus alerts list --store news.db", "What was told lately?"}},
		},
	}
}
