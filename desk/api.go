package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"casus"
	"casus/desk/access"
	"casus/export"
)

// The interface for programs. Its description (OpenAPI 3.1) is made from the types of
// what goes in and out; the table of routes has a row for each operation, and a test
// holds the two together.

func apiRoutes() []route {
	return []route{
		{"GET", "/api/events", access.Reader, (*Desk).apiServe},
		{"GET", "/api/events/{id}", access.Reader, (*Desk).apiServe},
		{"GET", "/api/facets/{field}", access.Reader, (*Desk).apiServe},
		{"GET", "/api/occurrences/{id}", access.Reader, (*Desk).apiServe},
		{"GET", "/api/dispatches", access.Reader, (*Desk).apiServe},
		{"GET", "/api/dispatches/{id}", access.Reader, (*Desk).apiServe},
		{"GET", "/api/statements", access.Reader, (*Desk).apiServe},
		{"GET", "/api/commitments", access.Reader, (*Desk).apiServe},
		{"GET", "/api/series", access.Reader, (*Desk).apiServe},
		{"GET", "/api/surprises", access.Reader, (*Desk).apiServe},
		{"GET", "/api/stories", access.Reader, (*Desk).apiServe},
		{"GET", "/api/stories/{id}", access.Reader, (*Desk).apiServe},
		{"GET", "/api/corrections", access.Reader, (*Desk).apiServe},
		{"POST", "/api/corrections", access.Coder, (*Desk).apiServe},
		{"GET", "/api/record", access.Reader, (*Desk).apiServe},
		{"POST", "/api/code", access.Reader, (*Desk).apiServe},
		{"GET", "/api/coding", access.Reader, (*Desk).apiServe},
		{"GET", "/api/failures", access.Reader, (*Desk).apiServe},
		{"POST", "/api/failures/retry", access.Coder, (*Desk).apiServe},
		{"GET", "/api/live", access.Reader, (*Desk).liveShow},
		{"GET", "/api/openapi.json", access.Reader, (*Desk).openAPI},
		{"GET", "/api/docs", access.Reader, (*Desk).apiDocs},
	}
}

// nullable is a text that is null where it is empty, in the description.
type nullable struct{}

// Schema implements huma.SchemaProvider.
func (nullable) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true}
}

// spanPair is a span in the description: two offsets.
type spanPair struct{}

// Schema implements huma.SchemaProvider.
func (spanPair) Schema(huma.Registry) *huma.Schema {
	two := 2
	return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeInteger}, MinItems: &two, MaxItems: &two, Description: "[begin, end) in bytes of the text"}
}

// visitKey finds the visitor of a request in its context.
type visitKey struct{}

// newAPI makes the operations.
func (d *Desk) newAPI() (http.Handler, huma.API) {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Casus", d.version)
	config.Info.Description = "Political events from news text: who did what to whom, when and where, and who said so."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "a token made at /account; not needed where nobody logs in"}}
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[export.Text](), reflect.TypeFor[nullable]())
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[casus.Span](), reflect.TypeFor[spanPair]())
	api := humago.New(mux, config)
	d.readingOperations(api)
	d.writingOperations(api)
	api.OpenAPI().AddOperation(&huma.Operation{Method: http.MethodGet, Path: "/api/live", OperationID: "live", Summary: "Events as they come in, as server-sent events",
		Description: "Each message is of the type `event`; its data is an object with `event`, `sentence` and `href`.", Tags: []string{"live"},
		Responses: map[string]*huma.Response{"200": {Description: "a stream that does not end", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}})
	return mux, api
}

// apiServe hands a request to the operations, with its visitor.
func (d *Desk) apiServe(v *visit) error {
	d.operations.ServeHTTP(v.w, v.r.WithContext(context.WithValue(v.r.Context(), visitKey{}, v.who)))
	return nil
}

// openAPI sends the description.
func (d *Desk) openAPI(v *visit) error {
	v.w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	_, err := v.w.Write(d.description)
	return gone(err)
}

// body is an answer.
type body[O any] struct{ Body O }

// operation registers an operation whose errors are those of the house.
func operation[I, O any](d *Desk, api huma.API, method, path, id, tag, summary string, do func(context.Context, *I) (O, error)) {
	o := huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, Tags: []string{tag}, Security: []map[string][]string{{"token": {}}}, MaxBodyBytes: maxBody,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests}}
	huma.Register(api, o, func(ctx context.Context, in *I) (*body[O], error) {
		out, err := do(ctx, in)
		if err != nil {
			status := statusOf(err)
			if status == http.StatusInternalServerError && ctx.Err() == nil {
				d.log.Error("failed", "operation", id, "error", err)
				return nil, huma.NewError(status, "Something went wrong inside. The log has the reason.")
			}
			return nil, huma.NewError(status, err.Error())
		}
		return &body[O]{out}, nil
	})
}

// apiDocsView is what api.html shows.
type apiDocsView struct {
	// Base is the address of the desk.
	Base   string
	Groups []apiGroup
}

type apiGroup struct {
	Name       string
	Operations []apiOperation
}

type apiOperation struct {
	Method, Path, Summary, Role string
	Parameters                  []apiParameter
	Body                        string
}

type apiParameter struct{ Name, In, Type, Doc string }

// apiDocs is the page of the interface, made from its description.
func (d *Desk) apiDocs(v *visit) error {
	roles := map[string]string{}
	for _, r := range apiRoutes() {
		roles[r.method+" "+r.pattern] = r.role.String()
	}
	view := apiDocsView{Base: "http://" + v.r.Host}
	if d.guards.secure || v.r.TLS != nil {
		view.Base = "https://" + v.r.Host
	}
	at := map[string]int{}
	for _, r := range apiRoutes() {
		item := d.api.OpenAPI().Paths[r.pattern]
		if item == nil {
			continue
		}
		o := item.Get
		if r.method == http.MethodPost {
			o = item.Post
		}
		if o == nil {
			continue
		}
		x := apiOperation{Method: r.method, Path: r.pattern, Summary: o.Summary, Role: roles[r.method+" "+r.pattern]}
		for _, p := range o.Parameters {
			x.Parameters = append(x.Parameters, apiParameter{p.Name, p.In, typeOf(p.Schema), p.Description})
		}
		if o.RequestBody != nil {
			for kind := range o.RequestBody.Content {
				x.Body = kind
			}
		}
		tag := "other"
		if len(o.Tags) > 0 {
			tag = o.Tags[0]
		}
		if _, known := at[tag]; !known {
			at[tag] = len(view.Groups)
			view.Groups = append(view.Groups, apiGroup{Name: tag})
		}
		g := &view.Groups[at[tag]]
		g.Operations = append(g.Operations, x)
	}
	return d.show(v, "api.html", page{Title: "Interface", Nav: "/api/docs", Twins: []link{{"OpenAPI 3.1", "/api/openapi.json"}}, Body: view})
}

func typeOf(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Type == huma.TypeArray && s.Items != nil:
		return "list of " + s.Items.Type
	}
	return s.Type
}

// describe writes the description once.
func (d *Desk) describe() error {
	var err error
	d.operations, d.api = d.newAPI()
	d.description, err = json.Marshal(d.api.OpenAPI())
	return err
}
