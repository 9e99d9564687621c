package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"griot/internal/app"
	"griot/internal/fault"
)

const defaultDemoDir = "griot-demo"

type demoCommand struct {
	Dir      string `help:"Dossier du journal d’exemple." default:"griot-demo" placeholder:"DOSSIER"`
	Database string `help:"Adresse postgres://… au lieu du fichier SQLite du dossier." placeholder:"ADRESSE"`
	serving
	Articles int  `help:"Complète les archives par des articles engendrés, jusqu’à N en tout." placeholder:"N"`
	Fresh    bool `help:"Jette le journal d’exemple qui est là et le refait, daté d’aujourd’hui."`
	Public   bool `help:"Permet une adresse que d’autres machines atteignent."`
	JSON     bool `name:"json" help:"Dit les accès en une ligne de JSON une fois le site servi."`
}

// Run opens the sample newspaper and serves it until interrupted.
func (c *demoCommand) Run(p *program) (err error) {
	s := place{Dir: c.Dir, Database: c.Database}.settings(p)
	if err := c.serving.apply(&s); err != nil {
		return err
	}
	if !loopback(c.listen()) && !c.Public {
		return fault.New(fault.Invalid, "%s can be reached from other machines, and the sample newsroom is open to whoever reads its password: add --public if you mean it", c.listen())
	}
	if c.Articles < 0 || c.Articles > 10_000_000 {
		return fault.New(fault.Invalid, "--articles takes a number up to 10000000")
	}
	n, access, err := app.OpenDemo(p.ctx, s, app.DemoOptions{Articles: c.Articles, Fresh: c.Fresh, Progress: growing(p.stderr)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	service, err := app.NewService(p.ctx, n)
	if err != nil {
		return err
	}
	if err := c.announce(p.stdout, service.Origin(), access); err != nil {
		return err
	}
	onHangup(p.ctx, service)
	return service.Run(p.ctx)
}

func (c *demoCommand) announce(w io.Writer, origin string, a *app.Access) error {
	if c.JSON {
		return json.NewEncoder(w).Encode(map[string]string{"site": origin + "/", "desk": origin + "/desk/", "email": a.Email, "password": a.Password, "token": a.Token})
	}
	_, err := fmt.Fprintf(w, `Africa Presse, le journal d’exemple, est ouvert.

  Le site         %s/
  Le bureau       %s/desk/
  Courriel        %s
  Mot de passe    %s
  Jeton d’API     %s

Ctrl-C pour fermer.
`, origin, origin, a.Email, a.Password, a.Token)
	return err
}

// growing says now and then how far the generated archive has come.
func growing(w io.Writer) func(done, of int) {
	next := 0
	return func(done, of int) {
		if done >= next || done == of {
			fmt.Fprintf(w, "archives : %d articles sur %d\n", done, of)
			next = done + max(of/10, 1)
		}
	}
}
