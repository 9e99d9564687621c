package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// options is what the command line asks.
type options struct {
	cache    string // where the archive is kept between runs
	profile  string // folder for CPU profiles of the pages made; "" for none
	articles int    // of the archive at which pages are made, and of the largest import
	deep     int    // of the archive in which the depth of lists and sitemaps are measured
	pictures string // folder for pictures of what is compared; "" for none
	only     []string
}

// measurement is a group of rows that are measured together.
type measurement struct {
	name string
	take func(*bench, context.Context) ([]row, error)
}

// measurements is the order of the table.
func measurements() []measurement {
	return []measurement{
		{"start", (*bench).starts},
		{"grow", (*bench).grows},
		{"pages", (*bench).pages},
		{"depth", (*bench).depths},
		{"search", (*bench).search},
		{"related", (*bench).related},
		{"crawl", (*bench).crawl},
		{"import", (*bench).imports},
		{"weight", (*bench).weights},
		{"phone", (*bench).phone},
		{"html", (*bench).html},
		{"edge", (*bench).edge},
		{"tls", (*bench).secure},
		{"fresh", (*bench).fresh},
		{"cold", (*bench).cold},
		{"second", (*bench).second},
		{"paint", (*bench).paint},
		{"invented", (*bench).invented},
		{"more", (*bench).more},
		{"slow", (*bench).slow},
		{"publish", (*bench).publishes},
		{"desk", (*bench).desk},
		{"breaking", (*bench).breaking},
		{"media", (*bench).media},
		{"rubric", (*bench).rubrics},
	}
}

func names() (list []string) {
	for _, m := range measurements() {
		list = append(list, m.name)
	}
	return list
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.cache, "dir", "", "folder in which the archive is kept between runs (default: griot-bench in the user's cache folder)")
	flags.StringVar(&o.profile, "profile", "", "folder for CPU profiles of the pages made")
	flags.IntVar(&o.articles, "articles", defaultArticles, "size of the archive at which pages are made, and of the largest import")
	flags.IntVar(&o.deep, "deep", deepArchive, "size of the archive in which the depth of lists and sitemaps are measured; 1000000 takes some minutes")
	flags.StringVar(&o.pictures, "draw", "", "folder for pictures of what is compared; docs is that of the repository's own")
	only := flags.String("only", "", "measure only these, separated by commas: "+strings.Join(names(), ", "))
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	for _, name := range append(slices.Clone(o.only), flags.Args()...) {
		if !slices.Contains(names(), name) || flags.NArg() > 0 {
			err := fmt.Errorf("bench: unknown argument %q", name)
			fmt.Fprintln(stderr, err)
			return o, err
		}
	}
	if o.articles < leastArticles {
		err := fmt.Errorf("bench: --articles must be at least %d", leastArticles)
		fmt.Fprintln(stderr, err)
		return o, err
	}
	if o.deep < deepLeast {
		err := fmt.Errorf("bench: --deep must be at least %d", deepLeast)
		fmt.Fprintln(stderr, err)
		return o, err
	}
	return o, o.place()
}

// The archive's size where none is asked for, and the smallest that shows anything.
const (
	defaultArticles = 10_000
	leastArticles   = 1_000
)

// place settles where the archive is kept.
func (o *options) place() error {
	if o.cache != "" {
		return nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	o.cache = filepath.Join(dir, "griot-bench")
	return nil
}
