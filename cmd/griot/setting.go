package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"griot/internal/app"
	"griot/internal/fault"
)

// maxSetting bounds what is read of a setting's value, in bytes: more than any may hold.
const maxSetting = 1 << 20

type settingCommands struct {
	List settingListCommand `cmd:"" help:"Montre tous les réglages du journal."`
	Get  settingGetCommand  `cmd:"" help:"Montre un réglage, tel qu’il est."`
	Set  settingSetCommand  `cmd:"" help:"Change un réglage pendant que le site sert."`
}

type settingListCommand struct{ place }

// Run prints a line for each setting; a value of several lines is indented below its key.
func (c *settingListCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		for _, key := range app.SettingKeys() {
			value, err := n.Setting(ctx, key)
			if err != nil {
				return err
			}
			if strings.Contains(value, "\n") {
				value = "\n  " + strings.ReplaceAll(value, "\n", "\n  ")
			}
			fmt.Fprintf(p.stdout, "%s = %s\n", key, value)
		}
		return nil
	})
}

type settingGetCommand struct {
	Key string `arg:"" help:"Nom du réglage ; « griot setting list » les montre."`
	place
}

// Run prints the value alone.
func (c *settingGetCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		value, err := n.Setting(ctx, c.Key)
		if err == nil {
			fmt.Fprintln(p.stdout, value)
		}
		return err
	})
}

type settingSetCommand struct {
	Key   string `arg:"" help:"Nom du réglage."`
	Value string `arg:"" help:"Sa valeur ; « - » la lit sur l’entrée standard, vide l’efface."`
	place
}

// Run changes a setting.
func (c *settingSetCommand) Run(p *program) error {
	if c.Value == "-" {
		read, err := io.ReadAll(io.LimitReader(os.Stdin, maxSetting+1))
		if err != nil {
			return err
		}
		if len(read) > maxSetting {
			return fault.New(fault.Invalid, "a setting has at most %d bytes", maxSetting)
		}
		c.Value = string(read)
	}
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error { return n.Set(ctx, c.Key, c.Value) })
}
