package main

import (
	"context"
	"errors"
	"fmt"

	"griot/internal/app"
	"griot/internal/fault"
)

// within opens the newsroom of a place for one act.
func within(p *program, l place, act func(ctx context.Context, n *app.Newsroom) error) (err error) {
	n, err := app.Open(p.ctx, l.settings(p))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	return act(p.ctx, n)
}

type initCommand struct {
	place
	Title  string `help:"Nom du journal." required:"" placeholder:"TITRE"`
	Lang   string `help:"Langue du journal : fr, en, ar, pt ou sw." default:"fr" placeholder:"LANGUE"`
	Preset string `help:"Aménagement : plain (rien que les genres d’articles) ou africapresse (rubriques, pays, menus, pages)." default:"plain" placeholder:"NOM"`
}

// Run makes an empty newsroom.
func (c *initCommand) Run(p *program) error {
	if err := app.Init(p.ctx, c.settings(p), c.Preset, c.Title, c.Lang); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "La rédaction de « %s » est prête dans %s.\n", c.Title, c.Dir)
	return nil
}

type backupCommand struct {
	File string `arg:"" help:"Fichier à écrire, par exemple journal-2026-11-22.griot."`
	place
}

// Run backs the newsroom up.
func (c *backupCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		if err := n.Backup(ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Sauvegarde complète : %s\n", c.File)
		return nil
	})
}

type restoreCommand struct {
	File string `arg:"" help:"Sauvegarde à rétablir."`
	Dir  string `help:"Dossier neuf à remplir." required:"" placeholder:"DOSSIER"`
}

// Run restores a backup, then opens it, which brings its tables up to date.
func (c *restoreCommand) Run(p *program) error {
	if err := app.Restore(p.ctx, c.File, c.Dir); err != nil {
		return err
	}
	return within(p, place{Dir: c.Dir}, func(context.Context, *app.Newsroom) error {
		fmt.Fprintf(p.stdout, "Rédaction rétablie dans %s.\n", c.Dir)
		return nil
	})
}

type checkCommand struct{ place }

// Run names what is wrong, a line each, and fails when anything is.
func (c *checkCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		wrong, err := n.Check(ctx)
		if err != nil {
			return err
		}
		for _, w := range wrong {
			fmt.Fprintln(p.stdout, w)
		}
		if len(wrong) > 0 {
			return fault.New(fault.Conflict, "%d things are wrong; they are named above", len(wrong))
		}
		fmt.Fprintln(p.stdout, "Tout est en ordre.")
		return nil
	})
}

type reindexCommand struct{ place }

// Run makes the search index anew.
func (c *reindexCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		done, err := n.Reindex(ctx, func(int) {})
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Index refait : %d articles.\n", done)
		return nil
	})
}

type userCommands struct {
	Add  userAddCommand  `cmd:"" help:"Ajoute un compte et dit son mot de passe, une fois."`
	Link userLinkCommand `cmd:"" help:"Fait un lien d’une heure par lequel une personne choisit un mot de passe et entre, une fois."`
}

type userAddCommand struct {
	Email string `arg:"" help:"Adresse électronique du compte."`
	Name  string `help:"Nom de la personne." required:"" placeholder:"NOM"`
	Role  string `help:"Rôle : administrator, editor-in-chief, editor, journalist, contributor, moderator, commercial." required:"" placeholder:"RÔLE"`
	place
}

// Run adds an account.
func (c *userAddCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		password, err := n.AddUser(ctx, c.Email, c.Name, c.Role)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, password)
		return nil
	})
}

type userLinkCommand struct {
	Email  string   `arg:"" help:"Adresse électronique du compte."`
	URL    string   `name:"url" help:"Origine publique du site, comme https://journal.example." placeholder:"ORIGINE"`
	Domain []string `help:"Nom du site, au lieu de --url." placeholder:"NOM"`
	Lost   bool     `help:"Enlève aussi ses codes et ses clés d’accès : son téléphone est perdu."`
	place
}

// Run makes a link.
func (c *userLinkCommand) Run(p *program) error {
	if c.URL == "" && len(c.Domain) > 0 {
		c.URL = "https://" + c.Domain[0]
	}
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		link, err := n.UserLink(ctx, c.Email, c.URL)
		if err == nil && c.Lost {
			err = n.EndFactors(ctx, c.Email)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, link)
		return nil
	})
}

type tokenCommands struct {
	Add tokenAddCommand `cmd:"" help:"Ajoute un jeton et le dit, une fois."`
}

type tokenAddCommand struct {
	Email string `arg:"" help:"Adresse électronique du compte."`
	Name  string `help:"À quoi sert le jeton." required:"" placeholder:"NOM"`
	place
}

// Run adds a token.
func (c *tokenAddCommand) Run(p *program) error {
	return within(p, c.place, func(ctx context.Context, n *app.Newsroom) error {
		token, err := n.AddToken(ctx, c.Email, c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, token)
		return nil
	})
}
