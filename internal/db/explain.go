package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"griot/internal/fault"
)

// explain gives errors of the engine that a person can mend a kind and a remedy; all others pass as they are.
func explain(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if remedy := sqliteRemedy(err); remedy != "" {
		return fault.Wrap(fault.Unavailable, err, "%s", remedy)
	}
	var refused *pgconn.ConnectError
	if errors.As(err, &refused) {
		return fault.Wrap(fault.Unavailable, err, "PostgreSQL does not answer at the given address: check --database, and that the server runs and lets this user in")
	}
	var unreadable *pgconn.ParseConfigError
	if errors.As(err, &unreadable) {
		return fault.Wrap(fault.Invalid, err, "the address of the database cannot be read: write postgres://user:password@host:5432/name")
	}
	return err
}

func sqliteRemedy(err error) string {
	switch {
	case errors.Is(err, sqlite3.FULL):
		return "the disk is full: free some space and try again; nothing was half-written"
	case errors.Is(err, sqlite3.READONLY):
		return "the database cannot be written: give this user write permission on the folder and its files"
	case errors.Is(err, sqlite3.CANTOPEN):
		return "the database file cannot be opened: check that the folder exists and that this user may write in it"
	case errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.CORRUPT):
		return "the database file is damaged or is not a Griot database: run griot check, and restore a backup with griot restore"
	case errors.Is(err, sqlite3.BUSY):
		return "the database is busy with another program for too long: try again"
	}
	return ""
}

// stopped says of an error that came because its context ended that it did: the engines and database/sql have words of their own for it, by the moment at
// which it came ("interrupted", "statement is closed"), and callers ask errors.Is.
func stopped(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || errors.Is(err, ctx.Err()) {
		return err
	}
	return fmt.Errorf("%w: %w", ctx.Err(), err)
}

// retryable reports whether PostgreSQL asks for the transaction to be run again: serialization_failure, deadlock_detected.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// Duplicate reports whether err is a broken uniqueness rule, on either engine.
func Duplicate(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	return errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY)
}
