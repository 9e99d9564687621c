package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/transfer/preset"
)

// Init makes an empty newsroom furnished with a preset.
func Init(ctx context.Context, s Settings, presetName, title, language string) (err error) {
	if !slices.Contains(locale.Languages(), language) {
		return fault.New(fault.Invalid, "unknown language %q: one of %s", language, strings.Join(locale.Languages(), ", "))
	}
	if !slices.Contains(preset.Names(), presetName) {
		return fault.New(fault.Invalid, "unknown preset %q: one of %s", presetName, strings.Join(preset.Names(), ", "))
	}
	n, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		return preset.Furnish(ctx, tx, n.Now(), n.Words, presetName, masthead.Newspaper{Title: title, Language: language})
	})
}

// AddUser adds an account with a new password, which can be shown once.
func (n *Newsroom) AddUser(ctx context.Context, email, name, role string) (password string, err error) {
	err = n.DB.Transact(ctx, func(tx *db.Tx) error {
		a, err := staff.AddAccount(ctx, tx, n.Now(), email, name, staff.Role(role))
		if err != nil {
			return err
		}
		password, err = staff.NewPassword(ctx, tx, a.ID)
		return err
	})
	return password, err
}

// AddToken adds an API token to an account, which can be shown once.
func (n *Newsroom) AddToken(ctx context.Context, email, name string) (token string, err error) {
	err = n.DB.Transact(ctx, func(tx *db.Tx) error {
		a, err := staff.AccountByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		token, err = staff.AddToken(ctx, tx, n.Now(), a.ID, name)
		return err
	})
	return token, err
}
