package app

import (
	"context"
	"fmt"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/search"
)

// Check looks through the newsroom and names what is wrong, a line each; none means that all is well. It changes nothing.
func (n *Newsroom) Check(ctx context.Context) ([]string, error) {
	wrong, err := n.DB.Check(ctx)
	if err != nil {
		return nil, err
	}
	for _, look := range []func(context.Context) ([]string, error){
		func(ctx context.Context) ([]string, error) { return address.Broken(ctx, n.DB) },
		func(ctx context.Context) ([]string, error) { return article.Broken(ctx, n.DB) },
		func(ctx context.Context) ([]string, error) { return search.Broken(ctx, n.DB) },
		n.checkMedia,
	} {
		found, err := look(ctx)
		if err != nil && ctx.Err() == nil && len(wrong) > 0 { // what was found so far is worth more than why the rest was not
			return append(wrong, "the rest could not be looked at for what is named above: mend that first, or restore a backup with griot restore"), nil
		}
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// checkMedia opens every file that readers may ask for, and the originals.
func (n *Newsroom) checkMedia(ctx context.Context) (wrong []string, err error) {
	err = media.Walk(ctx, n.DB, func(m *media.Media) error {
		if m.State == media.Failed || m.State == media.Gone {
			return nil
		}
		names := []string{m.OriginalBlob()}
		if m.State == media.Ready {
			for _, public := range m.PublicFiles() {
				name, err := media.PublicBlob(public)
				if err != nil {
					return err
				}
				names = append(names, name)
			}
		}
		for _, name := range names {
			f, err := n.Blob.Open(ctx, name)
			if fault.Is(err, fault.NotFound) {
				wrong = append(wrong, fmt.Sprintf("media: file %s of media %d is missing", name, m.ID))
				continue
			}
			if err != nil {
				return err
			}
			if f.Size() == 0 {
				wrong = append(wrong, fmt.Sprintf("media: file %s of media %d is empty", name, m.ID))
			}
			_ = f.Close()
		}
		return nil
	})
	return wrong, err
}
