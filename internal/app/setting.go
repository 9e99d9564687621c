package app

import (
	"context"

	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/settle"
	"griot/internal/staff"
)

// Setting is one thing that the newspaper says of itself, by its key.
func (n *Newsroom) Setting(ctx context.Context, key string) (string, error) {
	s, err := masthead.SettingByKey(key)
	if err != nil {
		return "", err
	}
	paper, err := masthead.Load(ctx, n.DB)
	if err != nil {
		return "", err
	}
	return s.Get(paper), nil
}

// Set changes a setting while the newsroom serves: every page that shows it is made anew. A value that cannot be is fault.Invalid and changes nothing.
func (n *Newsroom) Set(ctx context.Context, key, value string) error {
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		_, err := settle.Paper(ctx, tx, n.Now(), staff.Actor{}, []masthead.Wish{{Key: key, Value: value}})
		return err
	})
}

// SettingKeys lists the keys of all settings.
func SettingKeys() (keys []string) {
	for _, s := range masthead.Settings() {
		keys = append(keys, s.Key)
	}
	return keys
}
