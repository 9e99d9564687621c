package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
)

// profiled runs an act and, where --profile was given, leaves a CPU profile of it under a name.
func (b *bench) profiled(name string, act func() error) (err error) {
	if b.profile == "" {
		return act()
	}
	if err := os.MkdirAll(b.profile, 0o750); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(b.profile, strings.ReplaceAll(name, " ", "-")+".pprof")) //nolint:gosec // the caller names the folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return act()
}
