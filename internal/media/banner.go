package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"griot/internal/blob"
)

// KeepBanner stores a PNG that is served as it is, at its own size, and gives its public address: advertisements are drawn to the pixel.
func KeepBanner(ctx context.Context, store blob.Store, png []byte) (string, error) {
	sum := sha256.Sum256(png)
	file := publicName(hex.EncodeToString(sum[:])) + ".png"
	name, err := PublicBlob(file)
	if err != nil {
		return "", err
	}
	return "/media/" + file, store.Put(ctx, name, bytes.NewReader(png))
}
