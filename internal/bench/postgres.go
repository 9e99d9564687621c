package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"griot/internal/app"
)

// newDatabase makes an empty database on a server, and gives its address and what drops it.
func newDatabase(ctx context.Context, server string) (address string, drop func(), err error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	name := `"griot_bench_` + rand.Text() + `"`
	if err := command(ctx, server, "CREATE DATABASE "+name+" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name[1:len(name)-1]
	return u.String(), func() {
		_ = command(context.WithoutCancel(ctx), server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") // the server is thrown away too
	}, nil
}

// archiveOnPostgres is a newsroom with the archive on PostgreSQL, made when the first measurement asks for it and thrown away at the end.
func (b *bench) archiveOnPostgres(ctx context.Context) (*app.Newsroom, error) {
	if b.onPostgres != nil {
		return b.onPostgres, nil
	}
	address, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return nil, err
	}
	b.leave(drop)
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(b.log, "bench: making the archive of %d articles on PostgreSQL …\n", b.articles)
	n, _, err := app.OpenDemo(ctx, settings(dir, address), app.DemoOptions{Articles: b.articles})
	if err != nil {
		return nil, err
	}
	b.leave(func() { _ = n.Close() })
	b.onPostgres = n
	return n, nil
}

func command(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
