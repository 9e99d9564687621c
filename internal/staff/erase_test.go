package staff_test

import (
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/staff/stafftest"
)

// everything is every text of every table, but for what signs articles.
func (h *hall) everything() string {
	h.Helper()
	var b strings.Builder
	for _, query := range []string{
		"SELECT email || ' ' || name || ' ' || handle || ' ' || language FROM account", "SELECT act || ' ' || subject || ' ' || before || ' ' || after || ' ' || words FROM audit",
		"SELECT text FROM remark", "SELECT text FROM colleague_note", "SELECT words FROM notice",
		"SELECT key FROM guess", "SELECT payload FROM job", "SELECT address || ' ' || device FROM session", "SELECT name || ' ' || record FROM passkey", "SELECT name FROM token", "SELECT hash FROM device", "SELECT hash FROM door_link",
	} {
		rows, err := db.All(h.Context(), h.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
		if err != nil {
			h.Fatal(err)
		}
		b.WriteString(strings.Join(rows, "\n") + "\n")
	}
	return b.String()
}

// life has somebody do all that leaves a trace, and gives them.
func (h *hall) life() (*staff.Account, staff.Byline) {
	h.Helper()
	a := h.member("awa.diallo@example.org", staff.Journalist)
	s, by := h.in("awa.diallo@example.org")
	by.Address = "203.0.113.77"
	if _, err := h.key(s, by, stafftest.New(h.T, site)); err != nil {
		h.Fatal(err)
	}
	_, _ = h.try("awa.diallo@example.org", "wrong", "", "203.0.113.77")
	if err := h.door.Forgot(h.Context(), h.now, at("203.0.113.77"), "awa.diallo@example.org"); err != nil {
		h.Fatal(err)
	}
	boss := staff.Actor{ID: 4711, Role: staff.Administrator, Address: "198.51.100.9", Device: "Chrome, Mac"}
	var own staff.BylineID
	dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
		if _, err = staff.MakeToken(h.Context(), tx, h.now, by, "Site", staff.TokenLife); err != nil {
			return err
		}
		if err = staff.ChangeMember(h.Context(), tx, h.now, boss, a.ID, "Awa Diallo-Sow", staff.Editor); err != nil {
			return err
		}
		other := staff.Deed{Act: "article.assign", Subject: "article:7", After: map[string]any{"who": "Awa Diallo-Sow", "hours": []any{"AWA.DIALLO@example.org", 3}}}
		if err = staff.Audit(h.Context(), tx, h.now, boss, other); err != nil {
			return err
		}
		if own, err = staff.OwnByline(h.Context(), tx, h.now, h.sort, a.ID); err != nil {
			return err
		}
		return h.talks(tx, a.ID)
	})
	b, err := staff.BylineByID(h.Context(), h.db, own)
	if err != nil {
		h.Fatal(err)
	}
	return a, *b
}

// talks has somebody speak with colleagues about an article, who mention them and tell them of it.
func (h *hall) talks(tx *db.Tx, id staff.AccountID) error {
	for _, act := range []string{
		"INSERT INTO article_kind (code, position, schema_type, labels) VALUES ('news', 1, 'NewsArticle', '{}')",
		"INSERT INTO article (id, uid, language, kind, status, slug, title, standfirst, body, created_at, changed_at) VALUES (7, 'u', 'fr', 'news', 'draft', 's', '', '', '', 0, 0)",
		"INSERT INTO remark (article_id, account_id, text, quote, at) VALUES (7, $1, 'Ici Awa Diallo parle.', 'un passage', 0)",
		"INSERT INTO remark (article_id, answers, account_id, text, at) VALUES (7, 1, 4711, 'Merci @awa-diallo-sow et @moussa.', 0)",
		"INSERT INTO colleague_note (article_id, account_id, text, at) VALUES (7, $1, 'Awa ici.', 0), (7, 4711, '(@Awa-Diallo-Sow)', 0)",
		"INSERT INTO notice (account_id, what, article_id, by_id, words, place, at) VALUES ($1, 'mentioned', 7, 4711, 'Merci @awa-diallo-sow', 'remarks', 0)",
	} {
		var args []any
		if strings.Contains(act, "$1") {
			args = []any{id}
		}
		if _, err := tx.Exec(h.Context(), act, args...); err != nil {
			return err
		}
	}
	return nil
}

func (h *hall) erase(by staff.Actor, e staff.Erasure) error {
	return h.do(func(tx *db.Tx) error {
		return staff.EraseAccount(h.Context(), tx, h.now, by, "Le Fleuve", h.sort, e)
	})
}

func TestErase(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		a, byline := h.life()
		before := dbtest.Count(h.T, h.db, "audit")
		boss := staff.Actor{ID: 4711, Role: staff.Administrator, Address: "198.51.100.9", Device: "Chrome, Mac"}
		if said := strings.ToLower(h.everything()); !strings.Contains(said, "diallo") {
			h.Fatal("there is nothing to erase")
		}
		if err := h.erase(boss, staff.Erasure{Account: a.ID, Email: " Awa.Diallo@EXAMPLE.org "}); err != nil {
			h.Fatal(err)
		}
		said := strings.ToLower(h.everything())
		for _, word := range []string{"awa", "diallo", "téléphone"} {
			if strings.Contains(said, word) {
				h.Errorf("%q is kept:\n%s", word, said)
			}
		}
		if !strings.Contains(said, "merci @"+strconv.Itoa(int(a.ID))+" et @moussa.") {
			h.Errorf("what others said is gone:\n%s", said)
		}
		for _, table := range []string{"notice", "session", "device", "door_link", "token", "otp", "recovery_code", "passkey", "job", "account_section"} {
			if n := dbtest.Count(h.T, h.db, table); n != 0 {
				h.Errorf("%d rows of %s are kept", n, table)
			}
		}
		lines, err := staff.AuditLog(h.Context(), h.db, staff.AuditQuery{})
		if err != nil || len(lines) != before+2 {
			h.Fatalf("%d lines, were %d: %v", len(lines), before, err)
		}
		acts := map[string]int{}
		for _, l := range lines {
			acts[l.Act]++
			if l.Account == a.ID && (l.Address != "" || l.Device != "") {
				h.Errorf("where they were is kept: %+v", l)
			}
			if l.Account == boss.ID && l.Address != boss.Address {
				h.Errorf("where somebody else was is gone: %+v", l)
			}
			for _, side := range []string{l.Before, l.After} {
				if side != "" && !json.Valid([]byte(side)) {
					h.Errorf("%s is no JSON: %s", l.Act, side)
				}
			}
			if l.Act == "account.change" && (!strings.Contains(l.After, `"role":"editor"`) || !strings.Contains(l.After, "№")) {
				h.Errorf("what was changed is gone: %s", l.After)
			}
			if l.Act == "article.assign" && !strings.Contains(l.After, "3") {
				h.Errorf("an act on something else is gone: %s", l.After)
			}
		}
		if acts["token.make"] != 1 || acts["session.open"] == 0 || acts["account.erase"] != 1 || acts["account.end"] != 1 {
			h.Errorf("acts are gone: %v", acts)
		}
		if b, err := staff.BylineByID(h.Context(), h.db, byline.ID); err != nil || b.Name != byline.Name || b.Slug != byline.Slug {
			h.Errorf("the signature did not stay: %+v, %v", b, err)
		}
		if own, err := staff.BylinesOfAccount(h.Context(), h.db, a.ID); err != nil || len(own) != 0 {
			h.Errorf("the account leads to %v: %v", own, err)
		}
		if _, err := h.try("awa.diallo@example.org", goodPassword, "", "203.0.113.9"); !fault.Is(err, fault.Forbidden) {
			h.Errorf("an erased person comes in: %v", err)
		}
		if err := h.do(func(tx *db.Tx) error { return staff.ReopenAccount(h.Context(), tx, h.now, boss, a.ID) }); !fault.Is(err, fault.NotFound) {
			h.Errorf("reopened: %v", err)
		}
		if err := h.erase(boss, staff.Erasure{Account: a.ID, Email: "№ 1"}); !fault.Is(err, fault.NotFound) {
			h.Errorf("erased twice: %v", err)
		}
		if people, err := staff.People(h.Context(), h.db); err != nil || len(people) != 0 {
			h.Errorf("%d people are listed: %v", len(people), err)
		}
		if again, err := h.account("awa.diallo@example.org", "Awa Diallo", staff.Journalist); err != nil || again.ID == a.ID {
			h.Errorf("they cannot come back as somebody new: %v", err)
		}
	})
}

// TestEraseBylines: who asks for it is no longer named over what they wrote; old addresses with their name are gone.
func TestEraseBylines(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		a, byline := h.life()
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			_, err := address.Lead(h.Context(), tx, h.now, "/author/awa-diallo/", byline.Path())
			return err
		})
		if err := h.erase(staff.Actor{}, staff.Erasure{Account: a.ID, Email: a.Email, Bylines: true}); err != nil {
			h.Fatal(err)
		}
		b, err := staff.BylineByID(h.Context(), h.db, byline.ID)
		if err != nil || b.Name != "Le Fleuve" || b.Kind != staff.Collective || strings.Contains(b.Slug, "awa") {
			h.Errorf("%+v: %v", b, err)
		}
		for _, path := range []string{byline.Path(), "/author/awa-diallo/"} {
			if at, err := address.Find(h.Context(), h.db, path); err != nil || at.Kind != address.Gone {
				h.Errorf("%s is %+v: %v", path, at, err)
			}
		}
		if at, err := address.Find(h.Context(), h.db, b.Path()); err != nil || at.Kind != address.Author || at.Target != int64(b.ID) {
			h.Errorf("%s is %+v: %v", b.Path(), at, err)
		}
	})
}

// TestEraseIsRefused: by who may not, of the wrong person, of oneself, of the last administrator; nothing changes then.
func TestEraseIsRefused(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		admin, awa := h.member("admin@example.org", staff.Administrator), h.member("awa@example.org", staff.Journalist)
		chief := staff.Actor{ID: 4711, Role: staff.EditorInChief}
		before := h.everything()
		for name, test := range map[string]struct {
			by     staff.Actor
			e      staff.Erasure
			kind   fault.Kind
			reason staff.Reason
		}{
			"another address":  {chief, staff.Erasure{Account: awa.ID, Email: "admin@example.org"}, fault.Invalid, staff.NotTheirAddress},
			"no address":       {chief, staff.Erasure{Account: awa.ID}, fault.Invalid, staff.NotTheirAddress},
			"an administrator": {chief, staff.Erasure{Account: admin.ID, Email: admin.Email}, fault.Forbidden, staff.NotYours},
			"a journalist":     {staff.Actor{ID: 4711, Role: staff.Journalist}, staff.Erasure{Account: awa.ID, Email: awa.Email}, fault.Forbidden, staff.NotYours},
			"oneself":          {staff.Actor{ID: admin.ID, Role: staff.Administrator}, staff.Erasure{Account: admin.ID, Email: admin.Email}, fault.Conflict, staff.NotYourself},
			"the last of them": {staff.Actor{}, staff.Erasure{Account: admin.ID, Email: admin.Email}, fault.Conflict, staff.LastAdministrator},
		} {
			if err := h.erase(test.by, test.e); !refusedFor(err, test.kind, test.reason) {
				h.Errorf("%s: %v", name, err)
			}
		}
		if err := h.erase(chief, staff.Erasure{Account: 999, Email: "x"}); !fault.Is(err, fault.NotFound) {
			h.Error(err)
		}
		if h.everything() != before {
			h.Error("something changed")
		}
	})
}

// TestDossier: all that is kept about somebody, and nothing that opens a door.
func TestDossier(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		a, byline := h.life()
		d, err := staff.DossierOf(h.Context(), h.db, a.ID)
		if err != nil {
			h.Fatal(err)
		}
		if d.Account.Email != a.Email || d.Account.Role != staff.Editor || len(d.Sessions) != 2 || len(d.Browsers) != 2 || len(d.Passkeys) != 1 || len(d.Tokens) != 1 || len(d.Bylines) != 1 ||
			d.Bylines[0] != byline.Path() || d.Digest != "morning" || len(d.Remarks) != 1 || d.Remarks[0].Quote != "un passage" || len(d.Notes) != 1 || d.Notes[0].Text != "Awa ici." || len(d.Notices) != 1 || d.Notices[0].What != "mentioned" || d.Account.Recovery != 10 || !d.Account.Password || d.Account.Signed == nil || d.Account.Ended != nil {
			h.Errorf("%+v", d)
		}
		data, err := json.Marshal(d)
		if err != nil {
			h.Fatal(err)
		}
		for _, secret := range []string{"argon2", "hash", "publicKey", "secret", "null"} {
			if strings.Contains(string(data), secret) {
				h.Errorf("%s stands in %s", secret, data)
			}
		}
		lines, err := staff.AuditLog(h.Context(), h.db, staff.AuditQuery{About: a.ID})
		if err != nil || len(lines) < 6 {
			h.Errorf("%d lines: %v", len(lines), err)
		}
		for _, l := range lines {
			if l.Account != a.ID && l.Subject != staff.AccountSubject(a.ID) {
				h.Errorf("somebody else's: %+v", l)
			}
		}
		if _, err := staff.DossierOf(h.Context(), h.db, 999); !fault.Is(err, fault.NotFound) {
			h.Error(err)
		}
	})
}
