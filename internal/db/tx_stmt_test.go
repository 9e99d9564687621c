package db_test

import (
	"database/sql"
	"fmt"
	"strconv"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
)

func scanText(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

// What a transaction asks again it asks with other values, also while rows of the same question are still being read.
func TestTransactionAsksAgain(t *testing.T) {
	t.Parallel()
	const insert, find = "INSERT INTO setting (key, value) VALUES ($1, $2)", "SELECT value FROM setting WHERE key = $1"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for range 2 { // a second transaction begins anew
			dbtest.Do(t, d, func(tx *db.Tx) error {
				if _, err := tx.Exec(ctx, "DELETE FROM setting"); err != nil {
					return err
				}
				for i := range 5 {
					if _, err := tx.Exec(ctx, insert, "k"+strconv.Itoa(i), "v"+strconv.Itoa(i)); err != nil {
						return err
					}
				}
				for i := range 5 {
					want := "v" + strconv.Itoa(i)
					var one string
					if err := tx.QueryRow(ctx, find, "k"+strconv.Itoa(i)).Scan(&one); err != nil || one != want {
						t.Errorf("%q, want %q (%v)", one, want, err)
					}
					all, err := db.All(ctx, tx, scanText, find, "k"+strconv.Itoa(i))
					if err != nil || len(all) != 1 || all[0] != want {
						t.Errorf("%q, want %q (%v)", all, want, err)
					}
				}
				return nil
			})
		}
	})
	d := dbtest.SQLite(t) // PostgreSQL reads one question's rows at a time
	dbtest.Do(t, d, func(tx *db.Tx) error {
		ctx, got := t.Context(), ""
		for _, key := range []string{"a", "b"} {
			if _, err := tx.Exec(ctx, insert, key, key+key); err != nil {
				return err
			}
		}
		for range 3 {
			rows, err := tx.Query(ctx, "SELECT value FROM setting WHERE key >= $1 AND key <= 'b' ORDER BY key", "a")
			if err != nil {
				return err
			}
			for rows.Next() {
				outer, err := scanText(rows)
				if err != nil {
					return err
				}
				inner, err := db.All(ctx, tx, scanText, "SELECT value FROM setting WHERE key >= $1 AND key <= 'b' ORDER BY key", "b")
				got += outer + fmt.Sprint(inner) + " "
				if err != nil {
					return err
				}
			}
			if err := rows.Close(); err != nil {
				return err
			}
		}
		if want := "aa[bb] bb[bb] aa[bb] bb[bb] aa[bb] bb[bb] "; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		return nil
	})
}

// A question that failed can be asked again, and more questions than are kept are answered all the same.
func TestTransactionOfManyQuestions(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	_, bound := db.KeptStatements(d)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		const insert = "INSERT INTO setting (key, value) VALUES ($1, 'x')"
		for i, key := range []string{"a", "b", "b", "c", "c", "d"} {
			_, err := tx.Exec(t.Context(), insert, key)
			if again := i == 2 || i == 4; db.Duplicate(err) != again || err != nil && !again {
				t.Errorf("insert %d: %v", i, err)
			}
		}
		for i := range 3 * (bound + 100) {
			var got int
			if err := tx.QueryRow(t.Context(), fmt.Sprintf("SELECT $1 + %d", i%(bound+100)), 1).Scan(&got); err != nil || got != 1+i%(bound+100) {
				return fmt.Errorf("question %d is answered %d (%w)", i, got, err)
			}
		}
		return nil
	})
}
