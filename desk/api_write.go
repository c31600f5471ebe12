package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"casus"
	"casus/desk/access"
	"casus/export"
	"casus/store"
)

// writingOperations are those that write, or that code text.
func (d *Desk) writingOperations(api huma.API) {
	operation(d, api, "GET", "/api/corrections", "corrections", "corrections", "What people have said of events, in order", func(ctx context.Context, q *correctionQuery) (apiCorrectionPage, error) {
		all, err := d.store.Corrections(ctx, q.Dispatch)
		if err != nil {
			return apiCorrectionPage{}, err
		}
		out := apiCorrectionPage{Corrections: []correctionJSON{}}
		n := q.Limit
		if n == 0 {
			n = 200
		}
		for _, c := range correctionsJSON(all) {
			if c.Number <= q.After {
				continue
			}
			if len(out.Corrections) == n {
				out.Next = pointer(strconv.FormatInt(out.Corrections[n-1].Number, 10))
				break
			}
			out.Corrections = append(out.Corrections, c)
		}
		return out, nil
	})
	operation(d, api, "POST", "/api/corrections", "correct", "corrections", "Correct an event: accept, reject, slot, add, same, apart, undo", d.apiCorrect)
	operation(d, api, "POST", "/api/code", "code", "code", "Code a text; nothing is kept", d.apiCode)
	d.workOperations(api)
}

type correctionQuery struct {
	Dispatch string `query:"dispatch" doc:"only those of a dispatch"`
	After    int64  `query:"after" doc:"only those with a greater number"`
	Limit    int    `query:"limit" minimum:"0" maximum:"1000"`
}

type apiCorrectionPage struct {
	Corrections []correctionJSON `json:"corrections"`
	Next        *string          `json:"next"`
}

type correctionInput struct {
	Body struct {
		Kind     string `json:"kind" enum:"accept,reject,slot,add,same,apart,undo"`
		Event    string `json:"event,omitempty" doc:"id of the event; not of add and undo"`
		Dispatch string `json:"dispatch,omitempty" doc:"id of the dispatch, of add"`
		Slot     string `json:"slot,omitempty" enum:",event,mode,cameo,actor,recipient,date,place,status,claim"`
		Value    string `json:"value,omitempty" maxLength:"1000" doc:"what the slot should be; of add the event as JSON; of same the other event; of undo the number"`
		Reason   string `json:"reason,omitempty" maxLength:"1000"`
	}
}

func (d *Desk) apiCorrect(ctx context.Context, in *correctionInput) (correctionJSON, error) {
	who, _ := ctx.Value(visitKey{}).(visitor)
	b := &in.Body
	switch b.Kind {
	case "same", "apart":
		if who.Role < access.Editor {
			return correctionJSON{}, errDenied
		}
	case "undo":
		n, err := strconv.ParseInt(b.Value, 10, 64)
		if err != nil {
			return correctionJSON{}, fmt.Errorf("value %q: the number of a correction: %w", b.Value, casus.ErrInvalid)
		}
		if err := d.mayUndo(ctx, who, n); err != nil {
			return correctionJSON{}, err
		}
	case "add":
		if !json.Valid([]byte(b.Value)) {
			return correctionJSON{}, fmt.Errorf("the value of add is an event as JSON: %w", casus.ErrInvalid)
		}
	}
	c, err := d.correct(ctx, who, store.Correction{Kind: b.Kind, Event: b.Event, Dispatch: b.Dispatch, Slot: b.Slot, Value: b.Value, Reason: oneLine(b.Reason)})
	if err != nil {
		return correctionJSON{}, err
	}
	return correctionsJSON([]store.Correction{c})[0], nil
}

type codeInput struct {
	Body struct {
		Text      string `json:"text" maxLength:"500000" doc:"the dispatch"`
		Title     string `json:"title,omitempty" maxLength:"1000"`
		Date      string `json:"date,omitempty" doc:"day or time of publication; relative dates need it" example:"2024-06-21"`
		Publisher string `json:"publisher,omitempty" maxLength:"200"`
		URL       string `json:"url,omitempty" maxLength:"2000"`
	}
}

// apiCoded is what was found in a text.
type apiCoded struct {
	Events      []export.Event      `json:"events"`
	Statements  []export.Statement  `json:"statements"`
	Commitments []export.Commitment `json:"commitments"`
	Warnings    []string            `json:"warnings"`
}

// codeTime bounds the coding of one text.
const codeTime = 20 * time.Second

func (d *Desk) apiCode(ctx context.Context, in *codeInput) (apiCoded, error) {
	ctx, cancel := context.WithTimeout(ctx, codeTime)
	defer cancel()
	x := casus.Dispatch{ID: "text", Text: in.Body.Text, Title: in.Body.Title, Publisher: in.Body.Publisher, URL: in.Body.URL}
	if s := in.Body.Date; s != "" {
		var err error
		if x.Published, err = time.Parse(time.RFC3339, s); err != nil {
			if x.Published, err = time.Parse(time.DateOnly, s); err != nil {
				return apiCoded{}, fmt.Errorf("date %q: write it like 2024-06-21: %w", s, casus.ErrInvalid)
			}
		}
	}
	doc, err := d.pipeline.Read(ctx, x)
	if err != nil {
		return apiCoded{}, err
	}
	v := d.pipeline.Versions()
	version := export.Version{Casus: export.Text(v.Casus), Model: export.Text(v.Model), Lexicon: export.Text(v.Lexicon), Ontology: export.Text(v.Ontology)}
	return apiCoded{export.Events(doc, version), export.Statements(doc, version), export.Commitments(doc, version), append([]string{}, doc.Warnings...)}, nil
}
