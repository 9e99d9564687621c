package wordpress

import (
	"context"
	"strings"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
)

// lead makes an old address a redirect, unless it is something already: what lives there stays, and so does where an earlier import led it. A
// single word of the program's own leads nowhere else.
func (im *importer) lead(ctx context.Context, tx *db.Tx, acc *Account, from, to string) error {
	if from == to || to == "" || len(from) > address.MaxPathBytes || programs(from) {
		return nil
	}
	if _, err := address.Find(ctx, tx, from); !fault.Is(err, fault.NotFound) {
		return err
	}
	taken, err := address.Lead(ctx, tx, im.Now(), from, to)
	if err == nil && !taken {
		acc.made(MadeRedirects, 1)
	}
	return err
}

// programs reports whether an address is one that the program itself answers at: a reserved word alone. Below it the program
// looks among the addresses.
func programs(path string) bool {
	return !strings.HasPrefix(path, "/?") && address.Reserved(path) && strings.Count(strings.Trim(path, "/"), "/") == 0
}

// leadList leads a list's old address and those of its feeds.
func (im *importer) leadList(ctx context.Context, tx *db.Tx, acc *Account, from, to string) error {
	if from == to {
		return nil
	}
	if err := im.lead(ctx, tx, acc, from, to); err != nil || to == "/pays/" {
		return err
	}
	if err := im.lead(ctx, tx, acc, from+"feed/", to+"feed.xml"); err != nil {
		return err
	}
	return im.lead(ctx, tx, acc, from+"feed/atom/", to+"atom.xml")
}
