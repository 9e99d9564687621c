package staff_test

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/staff"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// office is a database with the French order of names.
type office struct {
	*testing.T
	db   *db.DB
	sort staff.Sorter
}

func each(t *testing.T, test func(o office)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		all, err := locale.Load()
		if err != nil {
			t.Fatal(err)
		}
		test(office{t, d, all.For("fr")})
	})
}

func (o office) do(fn func(tx *db.Tx) error) error { return o.db.Transact(o.Context(), fn) }

func (o office) byline(b staff.Byline) staff.Byline {
	o.Helper()
	saved := b
	dbtest.Do(o.T, o.db, func(tx *db.Tx) error { saved = b; return staff.SaveByline(o.Context(), tx, noon, o.sort, &saved) })
	return saved
}

func (o office) account(email, name string, role staff.Role) (a *staff.Account, err error) {
	err = o.do(func(tx *db.Tx) (err error) {
		a, err = staff.AddAccount(o.Context(), tx, noon, email, name, role)
		return err
	})
	return a, err
}

func (o office) mustAccount(email string) *staff.Account {
	o.Helper()
	a, err := o.account(email, "Somebody", staff.Journalist)
	if err != nil {
		o.Fatal(err)
	}
	return a
}

func TestAddAccount(t *testing.T) {
	each(t, func(o office) {
		a, err := o.account(" Awa.Diallo@Example.ORG ", "Awa  Diallo", staff.EditorInChief)
		if err != nil || a.Email != "awa.diallo@example.org" || a.Name != "Awa Diallo" || a.Role != staff.EditorInChief {
			o.Fatalf("%+v: %v", a, err)
		}
		if found, err := staff.AccountByEmail(o.Context(), o.db, "AWA.diallo@example.org"); err != nil || *found != *a {
			o.Errorf("found %+v: %v", found, err)
		}
		for _, test := range []struct {
			email, name string
			role        staff.Role
			kind        fault.Kind
		}{
			{"awa.diallo@example.org", "Another", staff.Editor, fault.Conflict},
			{"AWA.DIALLO@example.org", "Another", staff.Editor, fault.Conflict},
			{"", "N", staff.Editor, fault.Invalid},
			{"nobody", "N", staff.Editor, fault.Invalid},
			{"a@b\x00", "N", staff.Editor, fault.Invalid},
			{"Awa <awa@example.org>", "N", staff.Editor, fault.Invalid},
			{"a@b.c, d@e.f", "N", staff.Editor, fault.Invalid},
			{"a@b.c\r\nBcc: d@e.f", "N", staff.Editor, fault.Invalid},
			{"new@example.org", "", staff.Editor, fault.Invalid},
			{"new@example.org", " \t", staff.Editor, fault.Invalid},
			{"new@example.org", "N", "king", fault.Invalid},
			{"new@example.org", "N", "", fault.Invalid},
		} {
			if a, err := o.account(test.email, test.name, test.role); !fault.Is(err, test.kind) {
				o.Errorf("%q %q %q: %+v, %v", test.email, test.name, test.role, a, err)
			}
		}
		if n := dbtest.Count(o.T, o.db, "account"); n != 1 {
			o.Errorf("there are %d accounts", n)
		}
		if _, err := staff.AccountByEmail(o.Context(), o.db, "absent@example.org"); !fault.Is(err, fault.NotFound) {
			o.Errorf("got %v", err)
		}
	})
}

func TestEveryRoleIsTaken(t *testing.T) {
	each(t, func(o office) {
		for i, role := range staff.Roles() {
			if a, err := o.account(fmt.Sprintf("a%d@example.org", i), "N", role); err != nil || a.Role != role {
				o.Errorf("%s: %v", role, err)
			}
		}
	})
}

func (o office) password(id staff.AccountID) string {
	o.Helper()
	var p string
	dbtest.Do(o.T, o.db, func(tx *db.Tx) (err error) { p, err = staff.NewPassword(o.Context(), tx, id); return err })
	return p
}

func (o office) checks(id staff.AccountID, password string) bool {
	o.Helper()
	ok, err := staff.CheckPassword(o.Context(), o.db, id, password)
	if err != nil {
		o.Fatal(err)
	}
	return ok
}

func TestPasswords(t *testing.T) {
	each(t, func(o office) {
		a, b := o.mustAccount("a@example.org"), o.mustAccount("b@example.org")
		for _, guess := range []string{"", "password", "$argon2id$v=19$m=19456,t=2,p=1$$"} {
			if o.checks(a.ID, guess) {
				o.Errorf("an account without a password let %q in", guess)
			}
		}
		first := o.password(a.ID)
		if len(first) < 16 || !o.checks(a.ID, first) || o.checks(b.ID, first) {
			o.Errorf("the password %q does not open its account alone", first)
		}
		for _, guess := range []string{"", first + " ", first[1:], strings.ToUpper(first) + "x", first + "\x00"} {
			if o.checks(a.ID, guess) {
				o.Errorf("%q let somebody in", guess)
			}
		}
		second := o.password(a.ID)
		if o.checks(a.ID, first) || !o.checks(a.ID, second) || first == second {
			o.Error("a new password does not end the former")
		}
		var kept string
		if err := o.db.QueryRow(o.Context(), "SELECT password_hash FROM account WHERE id = $1", a.ID).Scan(&kept); err != nil {
			o.Fatal(err)
		}
		if !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(kept, second) {
			o.Errorf("kept is %s", kept)
		}
	})
}

func TestPasswordOfNobody(t *testing.T) {
	each(t, func(o office) {
		a := o.mustAccount("a@example.org")
		password := o.password(a.ID)
		end(o, a.ID)
		if ok, err := staff.CheckPassword(o.Context(), o.db, a.ID, password); ok || !fault.Is(err, fault.NotFound) {
			o.Errorf("an account that ended: %v %v", ok, err)
		}
		if ok, err := staff.CheckPassword(o.Context(), o.db, 4711, password); ok || !fault.Is(err, fault.NotFound) {
			o.Errorf("an account that is not there: %v %v", ok, err)
		}
		err := o.do(func(tx *db.Tx) error {
			p, err := staff.NewPassword(o.Context(), tx, 4711)
			if p != "" {
				o.Errorf("nobody got the password %q", p)
			}
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			o.Errorf("got %v", err)
		}
	})
}

// What is in the column opens nothing unless it is a whole hash.
func TestBrokenHashesOpenNothing(t *testing.T) {
	each(t, func(o office) {
		a := o.mustAccount("a@example.org")
		for _, kept := range []string{
			"", "secret", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$", "$argon2id$v=19$m=19456,t=0,p=1$c2FsdA$AAAA", "$argon2id$v=19$x$c2FsdA$AAAA",
			"$argon2id$v=19$m=19456,t=2,p=1$!$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$!", "$2a$10$abc", "$$$$$",
		} {
			dbtest.Do(o.T, o.db, func(tx *db.Tx) error {
				_, err := tx.Exec(o.Context(), "UPDATE account SET password_hash = $1", kept)
				return err
			})
			for _, guess := range []string{"", "secret", kept} {
				if o.checks(a.ID, guess) {
					o.Errorf("%q opened %q", guess, kept)
				}
			}
		}
	})
}

func end(o office, id staff.AccountID) {
	o.Helper()
	dbtest.Do(o.T, o.db, func(tx *db.Tx) error {
		_, err := tx.Exec(o.Context(), "UPDATE account SET ended_at = $2 WHERE id = $1", id, noon.UnixMilli())
		return err
	})
}

func TestTokens(t *testing.T) {
	each(t, func(o office) {
		a, b := o.mustAccount("a@example.org"), o.mustAccount("b@example.org")
		var mine, second, theirs string
		dbtest.Do(o.T, o.db, func(tx *db.Tx) (err error) {
			var errs [3]error
			mine, errs[0] = staff.AddToken(o.Context(), tx, noon, a.ID, "script")
			second, errs[1] = staff.AddToken(o.Context(), tx, noon, a.ID, "other")
			theirs, errs[2] = staff.AddToken(o.Context(), tx, noon, b.ID, "script")
			return errors.Join(errs[:]...)
		})
		owner := func(token string) staff.AccountID {
			o.Helper()
			found, err := staff.AccountByToken(o.Context(), o.db, noon, token)
			if fault.Is(err, fault.Forbidden) {
				return 0
			}
			if err != nil {
				o.Fatal(err)
			}
			return found.ID
		}
		if !regexp.MustCompile(`^griot_[A-Za-z0-9_-]{32}$`).MatchString(mine) || owner(mine) != a.ID || owner(theirs) != b.ID {
			o.Errorf("the token %s belongs to %d", mine, owner(mine))
		}
		for _, guess := range []string{"", "griot_", mine[1:], mine + "x", strings.ToUpper(mine), "' OR 1=1 --", "\x00"} {
			if owner(guess) != 0 {
				o.Errorf("%q is a token", guess)
			}
		}
		kept := everything(o, "token")
		if strings.Contains(kept, mine) || strings.Contains(kept, mine[6:]) {
			o.Error("the token itself is kept")
		}
		dbtest.Do(o.T, o.db, func(tx *db.Tx) error { return staff.EndTokens(o.Context(), tx, a.ID, "script") })
		if owner(mine) != 0 || owner(second) != a.ID || owner(theirs) != b.ID {
			o.Error("ending one token ended another, or none")
		}
		dbtest.Do(o.T, o.db, func(tx *db.Tx) error {
			_, err := tx.Exec(o.Context(), "UPDATE token SET ends_at = $1 WHERE account_id = $2", noon.UnixMilli(), a.ID)
			return err
		})
		if owner(second) != 0 {
			o.Error("a token works at the instant at which it ends")
		}
		end(o, b.ID)
		if owner(theirs) != 0 {
			o.Error("the token of an account that ended works")
		}
		err := o.do(func(tx *db.Tx) error {
			token, err := staff.AddToken(o.Context(), tx, noon, 4711, "x")
			if err == nil || token != "" {
				o.Errorf("nobody got the token %q", token)
			}
			return err
		})
		if err == nil {
			o.Error("a token of nobody was kept")
		}
	})
}

// everything is all that a table holds, as text.
func everything(o office, table string) string {
	o.Helper()
	rows, err := o.db.Query(o.Context(), "SELECT * FROM "+table)
	if err != nil {
		o.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		o.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		fields, cells := make([]any, len(columns)), make([]sql.NullString, len(columns))
		for i := range fields {
			fields[i] = &cells[i]
		}
		if err := rows.Scan(fields...); err != nil {
			o.Fatal(err)
		}
		fmt.Fprintln(&b, cells)
	}
	if rows.Err() != nil {
		o.Fatal(rows.Err())
	}
	return b.String()
}

func TestBylinesOfOneName(t *testing.T) {
	each(t, func(o office) {
		var slugs []string
		for range 3 {
			b := o.byline(staff.Byline{Name: "Moussa Traoré"})
			slugs = append(slugs, b.Slug)
			a, err := address.Find(o.Context(), o.db, b.Path())
			if err != nil || a.Kind != address.Author || a.Target != int64(b.ID) {
				o.Errorf("%s is %+v: %v", b.Path(), a, err)
			}
		}
		if want := []string{"moussa-traore", "moussa-traore-2", "moussa-traore-3"}; !slices.Equal(slugs, want) {
			o.Errorf("got %v, want %v", slugs, want)
		}
		for name, want := range map[string]string{"???": "auteur", "محمد": "محمد"} {
			if b := o.byline(staff.Byline{Name: name}); b.Slug != want {
				o.Errorf("%s signs at %s", name, b.Path())
			}
		}
		for _, name := range []string{"", "  ", "\x00"} {
			b := staff.Byline{Name: name}
			if err := o.do(func(tx *db.Tx) error { return staff.SaveByline(o.Context(), tx, noon, o.sort, &b) }); !fault.Is(err, fault.Invalid) {
				o.Errorf("%q: %v", name, err)
			}
		}
	})
}

func TestBylineChanges(t *testing.T) {
	each(t, func(o office) {
		b := o.byline(staff.Byline{Name: "Awa Diallo", Slug: "Awa D."})
		if b.Slug != "awa-d" || b.Kind != staff.Person {
			o.Errorf("saved as %+v", b)
		}
		changed := staff.Byline{ID: b.ID, Name: "La rédaction", Kind: staff.Collective, Role: "Rédaction", Bio: "Ensemble."}
		labels := dbtest.Labels(o.T, o.db, func(tx *db.Tx) error { return staff.SaveByline(o.Context(), tx, noon, o.sort, &changed) })
		if want := []string{fmt.Sprintf("author:%d", b.ID), "menu"}; !slices.Equal(labels, want) {
			o.Errorf("the labels %v, want %v", labels, want)
		}
		if changed.Slug != "awa-d" {
			o.Errorf("the address moved to %s", changed.Path())
		}
		kept, err := staff.BylineBySlug(o.Context(), o.db, "awa-d")
		if err != nil || *kept != changed {
			o.Errorf("kept as %+v, want %+v: %v", kept, changed, err)
		}
		if again, err := staff.BylineByID(o.Context(), o.db, b.ID); err != nil || *again != *kept {
			o.Errorf("by number %+v: %v", again, err)
		}
		absent := staff.Byline{ID: 4711, Name: "X"}
		if err := o.do(func(tx *db.Tx) error { return staff.SaveByline(o.Context(), tx, noon, o.sort, &absent) }); !fault.Is(err, fault.NotFound) {
			o.Errorf("got %v", err)
		}
		if _, err := staff.BylineBySlug(o.Context(), o.db, "absent"); !fault.Is(err, fault.NotFound) {
			o.Errorf("got %v", err)
		}
	})
}

func TestBylinesInOrder(t *testing.T) {
	each(t, func(o office) {
		for _, name := range []string{"Zoé", "Éric", "Fatou", "Emma", "Le Doyen"} {
			o.byline(staff.Byline{Name: name})
		}
		list, err := staff.Bylines(o.Context(), o.db)
		var got []string
		for _, b := range list {
			got = append(got, b.Name)
		}
		if want := []string{"Emma", "Éric", "Fatou", "Le Doyen", "Zoé"}; err != nil || !slices.Equal(got, want) {
			o.Errorf("all are %v: %v", got, err)
		}
	})
}

// A byline is not an account: whoever holds one, holds no way to the other. Even a byline behind which an account stands reads as if there were none.
func TestNothingLeadsFromBylineToAccount(t *testing.T) {
	each(t, func(o office) {
		a, err := o.account("secret.name@example.org", "Secret Name", staff.Journalist)
		if err != nil {
			o.Fatal(err)
		}
		b := o.byline(staff.Byline{Name: "Le Griot"})
		before, err := staff.BylineByID(o.Context(), o.db, b.ID)
		if err != nil {
			o.Fatal(err)
		}
		dbtest.Do(o.T, o.db, func(tx *db.Tx) error {
			_, err := tx.Exec(o.Context(), "UPDATE byline SET account_id = $1 WHERE id = $2", a.ID, b.ID)
			return err
		})
		after, err := staff.BylineByID(o.Context(), o.db, b.ID)
		if err != nil || *after != *before {
			o.Errorf("the byline reads %+v, without an account %+v: %v", after, before, err)
		}
		if public := everything(o, "address") + everything(o, "event"); strings.Contains(public, "secret") || strings.Contains(public, "Secret") {
			o.Errorf("an address or an event names the account:\n%s", public)
		}
	})
	for f := range reflect.TypeFor[staff.Byline]().Fields() {
		if strings.Contains(strings.ToLower(f.Name), "account") || strings.Contains(strings.ToLower(f.Name), "mail") || f.Type == reflect.TypeFor[staff.AccountID]() {
			t.Errorf("a byline has the field %s", f.Name)
		}
	}
}
