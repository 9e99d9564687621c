package db_test

import (
	"slices"
	"testing"

	"griot/internal/db"
)

// TestPagesAndTeamComeAlong: pages from before there were versions have one, the law's are known as such, and who stood on the team page still does, once for each account.
func TestPagesAndTeamComeAlong(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, location string) {
		d, ctx, all := open(t, location), t.Context(), migrations(t)
		at := slices.IndexFunc(all, func(m db.Migration) bool { return m.Name == "standing" })
		if at < 0 {
			t.Fatal("the step has another name")
		}
		if err := db.MigrateTo(ctx, d, all[:at], nil); err != nil {
			t.Fatal(err)
		}
		err := d.Transact(ctx, func(tx *db.Tx) error {
			for _, act := range []string{
				"INSERT INTO account (id, email, name, role, created_at) VALUES (1, 'awa@example.org', 'Awa', 'editor', 1)",
				"INSERT INTO byline (id, slug, name, name_key, in_team, account_id) VALUES (1, 'awa', 'Awa D.', '1', TRUE, 1), (2, 'griot', 'Le Griot', '2', TRUE, 1), (3, 'invite', 'Invité', '3', TRUE, NULL), (4, 'autre', 'Autre', '4', FALSE, NULL)",
				"INSERT INTO standing (language, slug, title, body, changed_at) VALUES ('fr', 'equipe', 'Équipe', '<p>x</p>', 7), ('fr', 'mentions-legales', 'Mentions', 'à compléter par la rédaction', 8), ('fr', 'cookies', 'Cookies', 'x', 9), ('fr', 'prix', 'Prix', 'x', 9)",
			} {
				if _, err := tx.Exec(ctx, act); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.MigrateTo(ctx, d, all, nil); err != nil {
			t.Fatal(err)
		}
		for what, want := range map[string]int{
			"SELECT COUNT(*) FROM standing_version WHERE number = 1 AND saved_at > 0":                                                                 4,
			"SELECT COUNT(*) FROM standing WHERE kind = 'team' AND slug = 'equipe' OR kind = 'legal' AND furnished = TRUE OR kind = 'law' AND id = 3": 3,
			"SELECT COUNT(*) FROM standing WHERE kind = '' AND furnished = FALSE":                                                                     1,
			"SELECT COUNT(*) FROM team WHERE agreed = TRUE AND held = FALSE":                                                                          2,
			"SELECT COUNT(*) FROM team WHERE account_id = 1 AND byline_id = 1 OR account_id IS NULL AND byline_id = 3":                                2,
		} {
			var got int
			if err := d.QueryRow(ctx, what).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %d (%v), want %d", what, got, err, want)
			}
		}
	})
}
