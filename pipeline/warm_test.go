package pipeline_test

import (
	"reflect"
	"slices"
	"testing"

	"casus/pipeline"
)

// TestReadWarm wants what a reader keeps from one dispatch for the next (the vectors of
// forms, the products of the first layer, what morphology met) to change nothing: news
// read in order and in the reverse order have the same layers, to the byte.
func TestReadWarm(t *testing.T) {
	ds := news(t, 40)
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range slices.Backward(ds) {
		if _, err := other.Read(t.Context(), ds[i]); err != nil {
			t.Fatal(err)
		}
	}
	for i := range ds {
		one, err := p.Read(t.Context(), ds[i])
		if err != nil {
			t.Fatal(err)
		}
		two, err := other.Read(t.Context(), ds[i])
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one, two) {
			t.Errorf("%s is read in another way after other dispatches", ds[i].ID)
		}
	}
}
