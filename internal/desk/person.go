package desk

import (
	"context"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// personView is ui/person.html.
type personView struct {
	staff.Member
	RoleName  string
	Mine      bool // to manage
	Myself    bool
	MayAudit  bool
	Roles     []choice
	Sections  []choice // of their beat
	Countries []choice
	Beat      []string // by name, for who only looks
	Tokens    []staff.Token
}

func (d *Desk) person(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	p, err := staff.AnyMember(ctx, d.DB, staff.AccountID(id))
	if err != nil {
		return err
	}
	view := personView{Member: *p, RoleName: v.T("role." + string(p.Role)), Mine: staff.MayManage(v.Who.Role, p.Role), Myself: p.ID == v.Who.ID, MayAudit: v.May(staff.ReadAudit), Roles: v.roles(p.Role)}
	if view.Tokens, err = staff.Tokens(ctx, d.DB, v.Now, p.ID); err != nil {
		return err
	}
	if err := view.beat(ctx, d.DB); err != nil {
		return err
	}
	return v.Page("person", p.Name, view)
}

// beat fills in every rubric and country, those of the person chosen.
func (view *personView) beat(ctx context.Context, q db.Querier) error {
	b, err := staff.BeatOf(ctx, q, view.ID)
	if err != nil {
		return err
	}
	sections, err := taxonomy.Sections(ctx, q)
	if err != nil {
		return err
	}
	countries, err := taxonomy.Countries(ctx, q)
	if err != nil {
		return err
	}
	for _, s := range sections {
		view.Sections = append(view.Sections, view.pick(int64(s.ID), s.Name, b.Sections))
	}
	for _, c := range countries {
		view.Countries = append(view.Countries, view.pick(int64(c.ID), c.Name, b.Countries))
	}
	return nil
}

func (view *personView) pick(id int64, name string, chosen []int64) choice {
	c := choice{Value: strconv.FormatInt(id, 10), Text: name}
	for _, n := range chosen {
		if n == id {
			c.Chosen = true
			view.Beat = append(view.Beat, name)
		}
	}
	return c
}

// onPerson does something to the person of the address, then shows their page.
func (d *Desk) onPerson(v *Visit, done string, act func(tx *db.Tx, id staff.AccountID) error) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error { return act(tx, staff.AccountID(id)) })
	return v.again(err, "/desk/people/"+strconv.FormatInt(id, 10)+"/", done, d.person)
}

func (d *Desk) changePerson(v *Visit) error {
	return d.onPerson(v, "person_changed", func(tx *db.Tx, id staff.AccountID) error {
		return staff.ChangeMember(v.R.Context(), tx, v.Now, v.Actor(), id, v.Value("name"), staff.Role(v.Value("role")))
	})
}

func (d *Desk) changeBeat(v *Visit) error {
	beat := staff.Beat{Sections: numbers(v.Values("section")), Countries: numbers(v.Values("country"))}
	return d.onPerson(v, "beat_changed", func(tx *db.Tx, id staff.AccountID) error {
		return staff.SetBeat(v.R.Context(), tx, v.Now, v.Actor(), id, beat)
	})
}

// numbers reads row numbers; what is none is 0, which no row has.
func numbers(values []string) (list []int64) {
	for _, value := range values {
		n, _ := strconv.ParseInt(value, 10, 64)
		list = append(list, n)
	}
	return list
}

func (d *Desk) endPerson(v *Visit) error {
	return d.onPerson(v, "person_ended", func(tx *db.Tx, id staff.AccountID) error {
		if err := staff.EndAccount(v.R.Context(), tx, v.Now, v.Actor(), id); err != nil {
			return err
		}
		return article.HandBack(v.R.Context(), tx, v.Now, v.Actor(), id)
	})
}

func (d *Desk) reopenPerson(v *Visit) error {
	return d.onPerson(v, "person_reopened", func(tx *db.Tx, id staff.AccountID) error {
		return staff.ReopenAccount(v.R.Context(), tx, v.Now, v.Actor(), id)
	})
}

func (d *Desk) endPersonCodes(v *Visit) error {
	return d.onPerson(v, "factors_off", func(tx *db.Tx, id staff.AccountID) error {
		return staff.EndFactors(v.R.Context(), tx, v.Now, v.Actor(), id)
	})
}

func (d *Desk) endPersonToken(v *Visit) error {
	token, err := v.Number("token")
	if err != nil {
		return err
	}
	return d.onPerson(v, "token_ended", func(tx *db.Tx, id staff.AccountID) error {
		return staff.EndToken(v.R.Context(), tx, v.Now, v.Actor(), id, staff.TokenID(token))
	})
}

// makeLink sends somebody a link, or shows it where no letters are sent.
func (d *Desk) makeLink(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	p, err := staff.MemberByID(ctx, d.DB, staff.AccountID(id))
	if err != nil {
		return err
	}
	var token string
	err = v.Transact(func(tx *db.Tx) (err error) {
		if d.Door.Writes() {
			return d.Door.SendLink(ctx, tx, v.Now, p.ID, !p.HasPassword)
		}
		token, err = staff.NewLink(ctx, tx, v.Now, v.Actor(), p.ID)
		return err
	})
	if err != nil || token == "" {
		return v.again(err, "/desk/people/"+strconv.FormatInt(id, 10)+"/", "link_sent", d.person)
	}
	return v.showLink(&p.Account, token)
}
