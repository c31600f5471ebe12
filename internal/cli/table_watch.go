package cli

import "slices"

// watchCommands take in news from the web.
func watchCommands() []command {
	return []command{
		{
			name: "watch", args: "FEEDS", limit: 1, run: runWatch,
			line: "visit feeds again and again, and take what is new into the record",
			text: `FEEDS is a list of feeds in YAML (docs/web.md). Each feed is visited as often as the
list says, and what is new is stored and coded at once, here and by workers that join
(--queue-listen and casus worker; docs/cluster.md). With full, the pages of its items are fetched
and the article is taken out of them. Hosts are asked one thing at a time, robots.txt is kept,
addresses inside a network are refused unless the list allows their host. What each visit
brought is noted (casus record gaps); a feed that fails stops nothing. Ctrl-C ends it, and it
goes on from the record when it is called again.`,
			flags: slices.Concat([]flag{
				flagStore,
				{"once", "", "", "visit the feeds that are due, once, and end: for cron", nil},
				{"uncoded", "", "", "only store; casus recode codes later", nil},
				flagAlerts, flagJobs, flagLexicon, flagModel,
			}, besideFlags()),
			examples: []example{
				{"casus watch --store news.db feeds.yaml", "Leave it running."},
				{"casus watch --store news.db --alerts rules.txt feeds.yaml", "And tell what comes in."},
				{"casus watch --store news.db --once feeds.yaml", "From cron, each quarter of an hour."},
			},
		},
		{
			name: "record gaps", args: "[FEEDS]", limit: 1, run: runRecordGaps,
			line: "tell what each source was expected to bring, and brought, by day",
			text: `A row for each source and day (UTC): visits, failed visits, items offered, new items, what
the list of feeds expects, and the last error. A day is marked with "gap" where nobody went
there, every visit failed, or it brought less than half of what was expected.`,
			flags: []flag{
				flagStore,
				{"from", "DAY", "", "first day; six days before the last if not given", nil},
				{"to", "DAY", "", "last day; today if not given", nil},
				{"format", "FORMAT", "text", "what to write", []string{"text", "csv", "jsonl"}},
			},
			examples: []example{{"casus record gaps --store news.db feeds.yaml", "What was missing this week?"}},
		},
	}
}
