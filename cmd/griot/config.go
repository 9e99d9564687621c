package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"griot/internal/fault"
)

// configFile is read from the newsroom's folder.
const configFile = "griot.toml"

// configurable are the flags that griot.toml may set: those of serving and of the database.
var configurable = []string{"addr", "domain", "http-addr", "http3", "acme", "url", "theme", "metrics", "trusted-proxy", "access-log", "private-hub", "log-dir", "log-days", "cache-mb", "fast-path", "purge-url", "purge-method", "purge-header", "smtp", "mail-from", "database"}

// environment answers flags from GRIOT_… variables: --trusted-proxy is GRIOT_TRUSTED_PROXY.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if v := getenv(envName(flag.Name)); v != "" {
			return v, nil
		}
		return nil, nil
	})
}

func envName(flag string) string {
	return "GRIOT_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// configuration answers flags from griot.toml where neither the command line nor the environment has: kong takes the last resolver's word, so this one is
// silent about what the environment says.
func configuration(args []string, getenv func(string) string) kong.Resolver {
	var read map[string]any
	var failed error
	file := filepath.Join(newsroomDir(args, getenv), configFile)
	data, err := os.ReadFile(file) //nolint:gosec // the operator's own folder
	if err == nil {
		failed = decodeConfig(file, string(data), &read)
	} else if !errors.Is(err, fs.ErrNotExist) && !strings.Contains(err.Error(), "not a directory") {
		failed = fmt.Errorf("%s cannot be read: check its permissions", file)
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if failed != nil {
			return nil, brokenConfig{failed}
		}
		if !slices.Contains(configurable, flag.Name) || getenv(envName(flag.Name)) != "" {
			return nil, nil
		}
		return configValue(read[strings.ReplaceAll(flag.Name, "-", "_")]), nil
	})
}

// brokenConfig is what is wrong with griot.toml. kong names the flag that it asked for when it learned of it, which helps nobody.
type brokenConfig struct{ error }

func decodeConfig(file, data string, read *map[string]any) error {
	if _, err := toml.Decode(data, read); err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return fmt.Errorf("%s, line %d: %s", file, at.Position.Line, at.Message)
		}
		return fmt.Errorf("%s: %w", file, err)
	}
	for key := range *read {
		if !slices.Contains(configurable, strings.ReplaceAll(key, "_", "-")) {
			return fault.New(fault.Invalid, "%s: unknown setting %q; known are %s", file, key, strings.ReplaceAll(strings.Join(configurable, ", "), "-", "_"))
		}
	}
	return nil
}

// configValue writes a value of the file as the command line would have it.
func configValue(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		if v {
			return "on"
		}
		return "off"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = fmt.Sprint(v[i])
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprint(v)
}

// newsroomDir finds --dir before the command line is parsed, because griot.toml lies there.
func newsroomDir(args []string, getenv func(string) string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--dir="); ok {
			return v
		}
		if a == "--dir" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if v := getenv("GRIOT_DIR"); v != "" {
		return v
	}
	if len(args) > 0 && args[0] == "demo" {
		return defaultDemoDir
	}
	return "."
}
