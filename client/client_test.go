package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"casus"
	"casus/client"
)

func TestErrors(t *testing.T) {
	status := 200
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			t.Error("no token")
		}
		w.WriteHeader(status)
		w.Write([]byte(`{"detail": "told why", "errors": [{"message": "too long", "location": "body.text"}]}`))
	}))
	c := client.New(srv.URL+"/", "secret")
	ctx := context.Background()
	for code, want := range map[int]error{400: casus.ErrInvalid, 404: casus.ErrNotFound, 409: casus.ErrConflict, 422: casus.ErrInvalid, 429: casus.ErrUnavailable, 500: casus.ErrUnavailable} {
		status = code
		_, err := c.Event(ctx, "x")
		if !errors.Is(err, want) || !strings.Contains(err.Error(), "told why") || !strings.Contains(err.Error(), "body.text: too long") {
			t.Errorf("%d: %v", code, err)
		}
	}
	srv.Close()
	if _, err := c.Code(ctx, client.Text{Text: "x"}); !errors.Is(err, casus.ErrUnavailable) {
		t.Errorf("nobody there: %v", err)
	}
	for _, err := range c.Events(ctx, nil) {
		if !errors.Is(err, casus.ErrUnavailable) {
			t.Errorf("nobody there: %v", err)
		}
	}
}
