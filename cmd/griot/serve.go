package main

import (
	"errors"
	"fmt"

	"griot/internal/app"
)

type serveCommand struct {
	place
	serving
}

// Run serves until interrupted.
func (c *serveCommand) Run(p *program) (err error) {
	s := c.place.settings(p)
	if err := c.serving.apply(&s); err != nil {
		return err
	}
	n, err := app.Open(p.ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	service, err := app.NewService(p.ctx, n)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, service.Origin()+"/")
	onHangup(p.ctx, service)
	return service.Run(p.ctx)
}
