package main

import (
	"bytes"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// helpInFrench puts the few words of the library's help that are its own into French.
func helpInFrench(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	var page bytes.Buffer
	ctx.Stdout = &page
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	words := strings.NewReplacer("Usage:", "Usage :", "Commands:", "Commandes :", "Flags:", "Options :", "Arguments:", "Arguments :",
		"[flags]", "[options]", "<command>", "<commande>", "Show context-sensitive help.", "Montre cette aide.",
		`Run "griot <commande> --help" for more information on a command.`, "« griot COMMANDE --help » en dit plus sur une commande.",
		`Run "griot <command> --help" for more information on a command.`, "« griot COMMANDE --help » en dit plus sur une commande.")
	_, err = io.WriteString(out, words.Replace(page.String()))
	return err
}
