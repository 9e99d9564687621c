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
	cache   string // where the archive of 10,000 articles is kept between runs
	profile string // folder for CPU profiles of the pages made; "" for none
	only    []string
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
		{"pages", (*bench).pages},
		{"import", (*bench).imports},
		{"weight", (*bench).weights},
		{"phone", (*bench).phone},
		{"html", (*bench).html},
		{"more", (*bench).more},
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
	flags.StringVar(&o.cache, "dir", "", "folder in which the archive of 10,000 articles is kept between runs (default: griot-bench in the user's cache folder)")
	flags.StringVar(&o.profile, "profile", "", "folder for CPU profiles of the pages made")
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
	return o, o.place()
}

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
