package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"griot/internal/app"
	"griot/internal/transfer/wordpress"
)

type importCommands struct {
	WordPress importWordPressCommand `cmd:"" name:"wordpress" help:"Reprend les archives d’un site WordPress, depuis ses fichiers d’exportation (WXR)."`
}

type importWordPressCommand struct {
	Files    []string `arg:"" help:"Fichiers d’exportation, dans n’importe quel ordre."`
	Media    string   `help:"Copie du dossier wp-content/uploads." placeholder:"DOSSIER"`
	ReadsKey string   `help:"Clé de méta des lectures, si ce n’est pas celle d’une extension courante." placeholder:"CLÉ"`
	JSON     bool     `name:"json" help:"Donne le compte final en JSON."`
	place
}

// Run imports; interrupted, the same command goes on where it stopped.
func (c *importWordPressCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		account, err := n.ImportWordPress(ctx, c.Files, c.Media, c.ReadsKey, importing(p.stderr))
		if account != nil {
			err = errors.Join(err, c.report(p.stdout, account))
		}
		return err
	})
}

func (c *importWordPressCommand) report(w io.Writer, account *wordpress.Account) error {
	if c.JSON {
		return json.NewEncoder(w).Encode(account)
	}
	return account.WriteText(w)
}

// barWidth is the length of the progress bar, in characters.
const barWidth = 20

// importing draws a progress line: on a terminal it is written over itself, elsewhere it is a line a stage.
func importing(w io.Writer) func(wordpress.Progress) {
	over := terminal(w)
	var last wordpress.Stage
	return func(s wordpress.Progress) {
		if !over && s.Stage == last {
			return
		}
		if over && last != "" && s.Stage != last {
			fmt.Fprintln(w)
		}
		last = s.Stage
		if !over {
			fmt.Fprintln(w, "import :", s.Stage.French())
			return
		}
		fmt.Fprintf(w, "\r\x1b[K%s", progressLine(s))
	}
}

func progressLine(s wordpress.Progress) string {
	line := s.Stage.French()
	if s.TotalBytes > 0 {
		done := int(min(s.Bytes*barWidth/s.TotalBytes, barWidth))
		line += " [" + strings.Repeat("█", done) + strings.Repeat("·", barWidth-done) + "] " + strconv.FormatInt(s.Bytes*100/s.TotalBytes, 10) + " %"
	}
	line += fmt.Sprintf(" · %d éléments · %.0f/s", s.Items, s.Rate)
	if s.Left > 0 {
		line += " · encore " + s.Left.String()
	}
	return line
}

// terminal reports whether a writer is a screen.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
