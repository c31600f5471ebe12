package relate

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"testing"

	"casus"
)

// toy is a model with few buckets in which the words "peace" and "war" vote.
func toy() *Model {
	n := len(classes)
	table := func(bits int) Table {
		w := make([]float64, 2*n)
		w[ClassOf("ASSAULT")], w[n+ClassOf("RETREAT")] = 5, 5
		t, err := NewTable(bits, []string{"w:war", "w:peace"}, w, make([]float64, n))
		if err != nil {
			panic(err)
		}
		return t
	}
	m := &Model{Words: table(8), Pair: table(9), Slope: 0.5, Shift: -0.25}
	for i := range classes {
		row := make([]float32, n)
		row[i] = 0.5
		m.Opinion = append(m.Opinion, row)
	}
	return m
}

func TestClassify(t *testing.T) {
	m := toy()
	for word, class := range map[string]string{"w:war": "ASSAULT", "w:peace": "CONCEDE"} {
		scores := m.Classify(Features{Words: []string{word, "w:unheard of"}})
		best, sum := 0, 0.0
		for i, s := range scores {
			sum += math.Exp(float64(s))
			if s > scores[best] {
				best = i
			}
		}
		if best != ClassOf(class) || math.Abs(sum-1) > 1e-5 {
			t.Errorf("%s gives %s, all probabilities together %.6f", word, classes[best], sum)
		}
		if c := m.Confidence(scores[best]); c <= 0 || c >= 1 {
			t.Errorf("the confidence of %s is %.3f", word, c)
		}
	}
}

func TestModelFile(t *testing.T) {
	var b bytes.Buffer
	if err := toy().Write(&b); err != nil {
		t.Fatal(err)
	}
	m, err := Load(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, toy()) {
		t.Error("the model comes back otherwise than it was written")
	}
	for _, bad := range [][]byte{nil, []byte("CASUSNET"), b.Bytes()[:200], append(bytes.Clone(b.Bytes()), 0)} {
		if _, err := Load(bad); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("a file of %d bytes gives %v", len(bad), err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	var b bytes.Buffer
	if err := toy().Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:40])
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := Load(b); err == nil {
			m.Classify(Features{Rules: []string{"r1:AID"}, Words: []string{"w:aid"}})
		}
	})
}

func TestNames(t *testing.T) {
	if got := names("ASK.appeal(STOP(COOPERATE:military+economic))"); !reflect.DeepEqual(got, []string{"ASK", "STOP", "COOPERATE"}) {
		t.Errorf("got %v", got)
	}
	if ClassOf("CONCEDE") != ClassOf("YIELD") || ClassOf("") != -1 {
		t.Error("classes of events")
	}
}

func TestTableIsTooSmall(t *testing.T) {
	n := len(classes)
	var names []string
	for i := range 40 {
		names = append(names, string(rune('a'+i)))
	}
	if _, err := NewTable(5, names, make([]float64, n*len(names)), make([]float64, n)); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("forty features in a table of 32: %v", err)
	}
}
