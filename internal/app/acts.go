package app

import (
	"context"
	"errors"
	"net/url"
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
		a, err := staff.Invite(ctx, tx, n.Now(), atTheServer(), email, name, staff.Role(role))
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
		if token, err = staff.AddToken(ctx, tx, n.Now(), a.ID, name); err != nil {
			return err
		}
		deed := staff.Deed{Act: "token.make", Subject: staff.AccountSubject(a.ID), After: map[string]string{"name": name}}
		return staff.Audit(ctx, tx, n.Now(), atTheServer(), deed)
	})
	return token, err
}

// UserLink makes the link by which somebody chooses a password and comes in, once, within an hour. The one before it ends.
func (n *Newsroom) UserLink(ctx context.Context, email, origin string) (link string, err error) {
	if origin == "" {
		origin = "http://127.0.0.1:8080" // where serve listens unless told otherwise
	}
	if u, err := url.Parse(origin); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fault.New(fault.Invalid, "--url takes the public origin alone, such as https://africapresse.example")
	}
	err = n.DB.Transact(ctx, func(tx *db.Tx) error {
		a, err := staff.AccountByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		token, err := staff.NewLink(ctx, tx, n.Now(), atTheServer(), a.ID)
		link = strings.TrimSuffix(origin, "/") + staff.LinkPath(token)
		return err
	})
	return link, err
}

// EndFactors takes every second factor from somebody whose telephone is lost and whom nobody at the desk can help.
func (n *Newsroom) EndFactors(ctx context.Context, email string) error {
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		a, err := staff.AccountByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		return staff.EndFactors(ctx, tx, n.Now(), atTheServer(), a.ID)
	})
}

// atTheServer is whoever runs a command: they have a shell, and no account need say so.
func atTheServer() staff.Actor { return staff.Actor{Device: "griot"} }
