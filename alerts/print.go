package alerts

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"casus/store"
)

// printer writes to standard output.
type printer struct {
	t   *Target
	out io.Writer
}

func (p *printer) send(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error) error {
	return each(ctx, due, settle, func(d store.Delivery) error { return Print(p.out, p.t.Format, &d.Alert) })
}

// Print writes an alert as "text", for people, or "jsonl".
func Print(out io.Writer, format string, a *store.Alert) error {
	if format == "jsonl" {
		_, err := fmt.Fprintf(out, "%s\n", a.JSON)
		return err
	}
	text, err := Text(a)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return err
}

// Read reads what an alert carries.
func Read(a *store.Alert) (Payload, error) {
	var p Payload
	if err := json.Unmarshal(a.JSON, &p); err != nil {
		return p, fmt.Errorf("reading the alert %s: %w", a.ID, err)
	}
	return p, nil
}

// Text is an alert for people: what happened, why it is told, and the sentences.
func Text(a *store.Alert) (string, error) {
	p, err := Read(a)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n  rule: %s (%s)\n", p.Day, p.Title, p.Rule, strings.Join(p.Why, "; "))
	for _, f := range p.Findings {
		if len(p.Findings) > 1 {
			fmt.Fprintf(&b, "  %s  %s\n", f.Day, f.Title)
		}
		fmt.Fprintf(&b, "    “%s”\n    %s\n", f.Sentence, origin(&f))
	}
	return b.String(), nil
}

// origin says where a finding is from.
func origin(f *Told) string {
	var parts []string
	for _, s := range []string{f.Dispatch.Publisher, f.Dispatch.Published, f.Dispatch.URL} {
		if s != "" {
			parts = append(parts, oneLine(s))
		}
	}
	if f.Sources > 1 {
		parts = append(parts, fmt.Sprintf("%d sources", f.Sources))
	}
	return strings.Join(parts, ", ")
}
