package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// StoryDocument is an article with the story that people put it into.
type StoryDocument struct {
	ID, Story, Text string
	// Topic holds two stories that look alike.
	Topic int
}

// ReadStories reads the JSON Lines of ECB+ (Cybulska and Vossen 2014), an article a
// line.
func ReadStories(r io.Reader) ([]StoryDocument, error) {
	var out []StoryDocument
	in := bufio.NewReaderSize(r, 1<<20)
	for dec := json.NewDecoder(in); ; {
		var d struct {
			ID, Story, Text string
			Topic           int
		}
		err := dec.Decode(&d)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("article %d: %w", len(out)+1, err)
		}
		out = append(out, StoryDocument{d.ID, d.Story, d.Text, d.Topic})
	}
}

// BCubed compares two partitions of the same things, given as the group of each
// (Bagga and Baldwin 1998).
func BCubed(gold, system []string) (p, r, f1 float64) {
	type pair struct{ g, s string }
	both, inGold, inSystem := map[pair]int{}, map[string]int{}, map[string]int{}
	for i := range gold {
		both[pair{gold[i], system[i]}]++
		inGold[gold[i]]++
		inSystem[system[i]]++
	}
	for i := range gold {
		n := float64(both[pair{gold[i], system[i]}])
		p += n / float64(inSystem[system[i]])
		r += n / float64(inGold[gold[i]])
	}
	if n := float64(len(gold)); n > 0 {
		p, r = p/n, r/n
	}
	if p+r > 0 {
		f1 = 2 * p * r / (p + r)
	}
	return p, r, f1
}
