package app

import (
	"context"

	"griot/internal/masthead"
	"griot/internal/transfer/wordpress"
)

// importing is what an import may hold in memory beside what every newsroom takes, before garbage is collected sooner.
const importing = 24 << 20

// ImportWordPress brings an archive over.
func (n *Newsroom) ImportWordPress(ctx context.Context, files []string, media, readsKey string, progress func(wordpress.Progress)) (*wordpress.Account, error) {
	limitMemory(importing)
	paper, err := masthead.Load(ctx, n.DB)
	if err != nil {
		return nil, err
	}
	account, err := wordpress.Import(ctx, wordpress.Options{DB: n.DB, Blob: n.Blob, Sorter: n.Words.For(paper.Language), Files: files, Media: media,
		ReadsKey: readsKey, Now: n.Now, Progress: progress})
	if err != nil {
		return account, err
	}
	return account, n.DB.Survey(ctx)
}
