package main

import "github.com/evanw/esbuild/pkg/api"

// buildScript bundles the script. It is written for browsers that know ES2017; older ones stay without, which loses them nothing.
func buildScript(entry string) (string, error) {
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2017, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone,
		LogLevel: api.LogLevelSilent,
	})
	if err := problems(r.Errors, r.Warnings); err != nil {
		return "", err
	}
	return string(r.OutputFiles[0].Contents), nil
}
