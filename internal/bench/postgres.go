package main

import (
	"context"
	"crypto/rand"
	"net/url"

	"github.com/jackc/pgx/v5"
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

func command(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
