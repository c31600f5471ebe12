package watch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"casus"

	"go.yaml.in/yaml/v3"
)

// List is a list of feeds, as feeds.yaml holds it.
type List struct {
	// Contact is an address of web or mail that hosts are told, Allow the hosts that
	// may be inside a network, Pause the least time between two requests to a host.
	Contact string   `yaml:"contact"`
	Allow   []string `yaml:"allow"`
	Pause   Length   `yaml:"pause"`
	Feeds   []Feed   `yaml:"feeds"`
}

// Feed is a feed that is watched.
type Feed struct {
	// URL is its address; it names the source in the record.
	URL string `yaml:"url"`
	// Name is for people; Publisher, Licence and Language are given to its
	// dispatches where it does not say so itself.
	Name      string `yaml:"name"`
	Publisher string `yaml:"publisher"`
	Licence   string `yaml:"licence"`
	Language  string `yaml:"language"`
	// Every is how often it is visited; 15 minutes if 0.
	Every Length `yaml:"every"`
	// Expect is how many new items a day it should bring; 0 for unknown.
	Expect float64 `yaml:"expect"`
	// Full says that the pages of its items are fetched, and the article is taken
	// out of them; else the text of the feed is taken.
	Full bool `yaml:"full"`
}

// Length is a length of time, written as "15m" or "2h".
type Length time.Duration

// UnmarshalYAML reads a length.
func (l *Length) UnmarshalYAML(n *yaml.Node) error {
	d, err := time.ParseDuration(n.Value)
	if err != nil || d < 0 {
		return fmt.Errorf("line %d: %q is no length of time like 15m or 2h", n.Line, n.Value)
	}
	*l = Length(d)
	return nil
}

// Bounds of a list, and how often a feed is visited at most and by default.
const (
	maxList   = 4 << 20
	maxFeeds  = 10_000
	often     = time.Minute
	byDefault = 15 * time.Minute
)

// ReadList reads a list of feeds. What is not known in it is an error, so that a
// misspelt word is not a feed that is silently watched otherwise.
func ReadList(b []byte) (List, error) {
	var l List
	if len(b) > maxList {
		return l, fmt.Errorf("the list has %d bytes: %w", len(b), casus.ErrInvalid)
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&l); err != nil && !errors.Is(err, io.EOF) {
		return List{}, fmt.Errorf("the list of feeds: %w: %w", err, casus.ErrInvalid)
	}
	if len(l.Feeds) == 0 || len(l.Feeds) > maxFeeds {
		return List{}, fmt.Errorf("the list has %d feeds: %w", len(l.Feeds), casus.ErrInvalid)
	}
	seen := map[string]bool{}
	for i := range l.Feeds {
		f := &l.Feeds[i]
		u, err := url.Parse(f.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return List{}, fmt.Errorf("feed %d: %q is no address of the web: %w", i+1, f.URL, casus.ErrInvalid)
		}
		if seen[f.URL] {
			return List{}, fmt.Errorf("feed %d: %s is there twice: %w", i+1, f.URL, casus.ErrInvalid)
		}
		seen[f.URL] = true
		if f.Every == 0 {
			f.Every = Length(byDefault)
		}
		f.Every = max(f.Every, Length(often))
		if f.Name == "" {
			f.Name = u.Host
		}
		if f.Expect < 0 {
			return List{}, fmt.Errorf("feed %d: it cannot be expected to bring %v items: %w", i+1, f.Expect, casus.ErrInvalid)
		}
	}
	return l, nil
}
