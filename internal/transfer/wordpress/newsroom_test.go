package wordpress

import (
	"context"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/masthead"
)

// day is when every import of these tests happens.
func day() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

// newsroom makes an empty one on a database and gives what Import needs.
func newsroom(t testing.TB, d *db.DB) Options {
	t.Helper()
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	catalogues, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	err = d.Transact(ctx, func(tx *db.Tx) error {
		kind := &article.Kind{Code: article.News, SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité"}}
		if err := article.SaveKind(ctx, tx, kind); err != nil {
			return err
		}
		return masthead.Save(ctx, tx, day(), &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", Languages: []string{"fr", "en", "ar"}, TimeZone: "Africa/Niamey"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return Options{DB: d, Blob: store, Sorter: catalogues.For("fr"), Now: day}
}
