package gazetteer

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTableMatchesItsLists(t *testing.T) {
	b, err := Make(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, builtin) {
		t.Error("places.bin is not what the lists say; run go generate ./geoparse/gazetteer")
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Kyiv": "kyiv", "São Paulo": "sao paulo", "Saint-Denis": "st denis", "St. Louis": "st louis", "N’Djamena": "ndjamena", "Hà Nội": "ha noi",
		"U.S.": "us", "  A  B ": "a b", "Łódź": "lodz", "Xi’an": "xian", "Al Ḩudaydah": "al hudaydah", "": "", "Москва": "москва",
	} {
		if got := string(Fold(nil, in)); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// find lists "name, division, country" of those that bear a name.
func find(t *Table, name string) []string {
	var out []string
	places, _ := t.Lookup(nil, Fold(nil, name))
	for _, p := range places {
		s := t.Name(int(p))
		if d := t.Division(int(p)); d >= 0 {
			s += ", " + t.Name(d)
		}
		out = append(out, s+", "+t.Country(int(p)))
	}
	return out
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{
		"Kiev": "Kyiv, Kyiv City, UKR", "Bombay": "Mumbai, Maharashtra, IND", "Saigon": "Ho Chi Minh City, Ho Chi Minh City, VNM", "Donbass": "Donbas, UKR",
		"Gaza Strip": "Gaza Strip, PSE", "Strait of Hormuz": "Strait of Hormuz, ", "Crimea": "Crimea, UKR", "Turin": "Turin, Piedmont, ITA",
		"Paris": "Paris, Texas, USA", "Los Angeles": "Los Angeles, California, USA", "West Bank": "West Bank, PSE",
	} {
		if got := find(Builtin(), name); !slices.Contains(got, want) {
			t.Errorf("%s: %q is not among %q", name, want, got)
		}
	}
	if got := find(Builtin(), "Nowhere at all"); got != nil {
		t.Errorf("an unknown name is %q", got)
	}
	if _, more := Builtin().Lookup(nil, []byte("south china")); !more {
		t.Error("no name goes on after \"south china\"")
	}
	i, _ := Builtin().Lookup(nil, []byte("reykjavik"))
	if len(i) == 0 {
		t.Fatal("there is no Reykjavík")
	}
	if lat, lon := Builtin().Point(int(i[0])); math.Abs(lat-64.135) > 0.01 || math.Abs(lon+21.895) > 0.01 || Builtin().Kind(int(i[0])) != Capital {
		t.Errorf("Reykjavík lies at %v %v and is a %v", lat, lon, Builtin().Kind(int(i[0])))
	}
}

const twoRows = "90000001\tVossmark\t\tWossmark,Фоссмарк,vosm\t61.5\t8.25\tP\tPPL\tNO\t\t99\t\t\t\t4200\t\t\t\t\n" +
	"90000002\tKinn Well\t\t\t61.6\t8.3\tH\tWLL\tNO\t\t99\t\t\t\t0\t\t\t\t\n"

func TestReadAndMerge(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(twoRows))
	z.Close()
	for _, in := range []string{twoRows, packed.String()} {
		places, err := Read(strings.NewReader(in))
		if err != nil || len(places) != 1 || places[0].Country != "NOR" || !slices.Equal(places[0].Names, []string{"Wossmark"}) {
			t.Fatalf("%+v, %v", places, err)
		}
		m, err := Merge(Builtin(), places)
		if err != nil {
			t.Fatal(err)
		}
		if m.Len() != Builtin().Len()+1 || len(find(m, "Wossmark")) != 1 || !slices.Equal(find(m, "Kiev"), find(Builtin(), "Kiev")) {
			t.Errorf("%d places, %q, %q", m.Len(), find(m, "Wossmark"), find(m, "Kiev"))
		}
	}
	for _, bad := range []string{"no columns\n", strings.Replace(twoRows, "61.5", "961.5", 1), strings.Replace(twoRows, "8.25", "east", 1), "\xff" + twoRows} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%.30q was read", bad)
		}
	}
}

func TestListIsRefused(t *testing.T) {
	for _, bad := range []string{"  name X\n", "castle X\n  point 1 1\n", "city X\n", "city X\n  point 91 0\n", "city X\n  colour red\n", "city\n", "city \xff\n"} {
		if _, _, err := ReadList(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// FuzzRead reads any bytes as a list in GeoNames's layout, compiles what comes and looks
// every name up.
func FuzzRead(f *testing.F) {
	f.Add([]byte(twoRows))
	f.Add([]byte("1\tA\t\t\t0\t0\tA\tPCLI\tAD\t\t00\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		places, err := Read(bytes.NewReader(in))
		if err != nil {
			return
		}
		b, err := Compile(places)
		if err != nil {
			return
		}
		table, err := open(b)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range places {
			found, _ := table.Lookup(nil, []byte(key(p.Name)))
			if len(found) == 0 && key(p.Name) != "" {
				t.Fatalf("place %d, %q, is not found by its name", i, p.Name)
			}
		}
		table.Places()
	})
}

func FuzzList(f *testing.F) {
	f.Add("region Donbas\n  name Donbass\n  country UKR\n  point 48.3 38.0\n\nalso X\n  name Y\n")
	f.Fuzz(func(t *testing.T, in string) {
		places, also, err := ReadList(in)
		if err != nil {
			return
		}
		if all, err := Join(nil, places, also); err == nil {
			if _, err := Compile(all); err != nil {
				t.Log(err)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	names := [][]byte{[]byte("springfield"), []byte("kyiv"), []byte("minister"), []byte("ho chi minh city"), []byte("zzz")}
	var dst []int32
	b.ReportAllocs()
	for b.Loop() {
		for _, n := range names {
			dst, _ = Builtin().Lookup(dst[:0], n)
		}
	}
}
