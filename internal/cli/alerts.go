package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casus"
	"casus/alerts"
	"casus/ingest/jsonl"
	"casus/pipeline"
	"casus/record"
	"casus/store"
)

// readRules reads a file of alert rules and tells what is wrong with it.
func readRules(e *env, file string) (*alerts.Rules, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	rules, problems := alerts.Parse(file, string(b))
	for _, p := range problems {
		e.say("%s", p)
	}
	if alerts.Errors(problems) {
		return nil, errTold
	}
	return rules, nil
}

// runAlertsCheck is casus alerts check.
func runAlertsCheck(ctx context.Context, e *env, in *input) error {
	if len(in.args) == 0 {
		return misuse("casus alerts check wants a file of rules")
	}
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	failed := false
	for _, file := range in.args {
		rules, err := readRules(e, file)
		if errors.Is(err, errTold) {
			failed = true
			continue
		}
		if err != nil {
			return err
		}
		tried, wrong, err := tryRules(ctx, e, p, rules)
		if err != nil {
			return err
		}
		failed = failed || wrong > 0
		fmt.Fprintf(e.out, "%s: %d alerts, %d targets, %d examples, %d of them wrong\n", file, len(rules.Alerts), len(rules.Targets), tried, wrong)
	}
	if failed {
		return errTold
	}
	return nil
}

// tryRules codes the examples of rules and tells those that come out otherwise.
func tryRules(ctx context.Context, e *env, p *pipeline.Pipeline, rules *alerts.Rules) (tried, wrong int, err error) {
	for i := range rules.Alerts {
		r := &rules.Alerts[i]
		for _, x := range r.Examples {
			d := casus.Dispatch{ID: fmt.Sprintf("%s:%d", x.Pos.File, x.Pos.Line), Text: x.Text}
			if x.Date != "" {
				d.Published, _ = jsonl.ParseTime(x.Date) // it was read as a day
			}
			doc, err := p.Read(ctx, d)
			if err != nil {
				return tried, wrong, err
			}
			c, err := record.Coding(doc, "")
			if err != nil {
				return tried, wrong, err
			}
			tried++
			why, told := r.Tells(&store.Dispatch{Dispatch: d}, &c)
			switch {
			case told && !x.Told:
				e.say("%s:%d: it is told, and should not be: %s", x.Pos.File, x.Pos.Line, strings.Join(why, "; "))
			case !told && x.Told:
				e.say("%s:%d: it is not told; casus code shows what is read in it", x.Pos.File, x.Pos.Line)
			default:
				continue
			}
			wrong++
		}
	}
	return tried, wrong, nil
}

// runAlertsRun is casus alerts run.
func runAlertsRun(ctx context.Context, e *env, in *input) error {
	if len(in.args) == 0 {
		return misuse("casus alerts run wants a file of rules")
	}
	every, err := time.ParseDuration(in.str("every"))
	if err != nil || every < time.Second {
		return misuse("--every: %q is no time from 1s", in.str("every"))
	}
	rules, err := readRules(e, in.args[0])
	if err != nil {
		return err
	}
	return withStore(ctx, in, func(s store.Store) error {
		coders, err := s.Coders(ctx)
		if err != nil {
			return err
		}
		if len(coders) == 0 {
			return fmt.Errorf("nothing is coded in %s yet; casus ingest does it: %w", in.str("store"), casus.ErrNotFound)
		}
		g := newAlerts(e, s, rules, alertsName(in.str("name"), in.args[0]), coders[0].Key)
		if since := in.str("since"); since != "" {
			t, ok := jsonl.ParseTime(since)
			if !ok {
				return misuse("--since: %q is no day; write it like 2024-06-21", since)
			}
			g.Since = t.Format(time.DateOnly)
		}
		if in.on("dry") {
			return dryAlerts(ctx, e, in, g)
		}
		for {
			failed, err := passAlerts(ctx, e, g)
			switch {
			case ctx.Err() != nil && !in.on("once"):
				return nil
			case err != nil && (in.on("once") || !errors.Is(err, casus.ErrUnavailable) && !errors.Is(err, casus.ErrConflict)):
				return err
			case in.on("once") && failed > 0:
				return errPartly
			case in.on("once"):
				return nil
			case err != nil:
				e.say("%v; trying again", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(every):
			}
		}
	})
}

// alertsName is what rules are known by to a record.
func alertsName(name, file string) string {
	if name != "" {
		return name
	}
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

// newAlerts is the engine of rules on a record.
func newAlerts(e *env, s store.Store, rules *alerts.Rules, name, coder string) *alerts.Engine {
	log := slog.New(slog.NewTextHandler(e.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return &alerts.Engine{Store: s, Rules: rules, Name: name, Coder: coder, Out: e.out, Log: log}
}

// alerting is for commands that take news in: it reads the rules that --alerts names and
// notes where the record stands, and gives back what to call whenever something was
// concluded. Without the flag, that does nothing. Alerts never stop the taking in.
func alerting(ctx context.Context, e *env, in *input, r *record.Recorder) (func(context.Context) error, error) {
	file := in.str("alerts")
	if file == "" {
		return func(context.Context) error { return nil }, nil
	}
	rules, err := readRules(e, file)
	if err != nil {
		return nil, err
	}
	g := newAlerts(e, r.Store, rules, alertsName("", file), r.Coder().Key)
	if _, err := g.Match(ctx); err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		_, err := passAlerts(ctx, e, g)
		if err != nil && ctx.Err() == nil {
			e.say("alerts: %v", err) // what came in is safe; they are told by a later call
			return nil
		}
		return err
	}, nil
}

// passAlerts looks at the record once and sends what is due; it returns how many
// deliveries failed.
func passAlerts(ctx context.Context, e *env, g *alerts.Engine) (failed int, err error) {
	found, err := g.Match(ctx)
	if err != nil {
		return 0, err
	}
	d, err := g.Deliver(ctx)
	if found+d.Sent+d.Failed+d.GaveUp > 0 {
		e.say("%d new alerts; %d deliveries arrived, %d will be tried again, %d were given up", found, d.Sent, d.Failed, d.GaveUp)
	}
	return d.Failed + d.GaveUp, err
}

func dryAlerts(ctx context.Context, e *env, in *input, g *alerts.Engine) error {
	list, err := g.All(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		if err := alerts.Print(e.out, in.str("format"), &list[i]); err != nil {
			return err
		}
	}
	e.say("%d alerts; nothing was written or sent", len(list))
	return nil
}

// runAlertsList is casus alerts list.
func runAlertsList(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		list, err := s.Alerts(ctx, store.AlertQuery{Rule: in.str("rule"), Target: in.str("target"), Limit: max(1, in.number("limit"))})
		if err != nil {
			return err
		}
		for i := range list {
			if err := alerts.Print(e.out, in.str("format"), &list[i]); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			e.say("nothing was told")
		}
		return nil
	})
}
