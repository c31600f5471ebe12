// Command compile makes the table of places that comes with the program, places.bin,
// from geonames.tsv.gz and places.txt. It runs by go generate in the folder above.
package main

import (
	"bytes"
	"fmt"
	"os"

	"casus/geoparse/gazetteer"
)

func main() {
	b, err := gazetteer.Make(os.DirFS("."))
	if err == nil {
		if old, _ := os.ReadFile("places.bin"); !bytes.Equal(old, b) {
			err = os.WriteFile("places.bin", b, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}
