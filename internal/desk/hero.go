package desk

import (
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
)

// heroView is ui/hero.html.
type heroView struct {
	Article *article.Article
	Words   article.Hero // as the form shows them
	Picture *media.Media // nil: none
	Small   string       // address of a small form of it; "" until it is made
	Height  int          // of the form in which a point is chosen, which is heroWidth wide
	Width   int
	Change  bool // readers may have to be told
	Untold  bool
}

// heroWidth is how wide the picture is in which a point is chosen: it has room on the narrowest telephone.
const heroWidth = 280

func (d *Desk) hero(v *Visit) error {
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	view := &heroView{Article: a, Words: a.Hero, Width: heroWidth, Change: a.Public()}
	if a.Hero.Picture != 0 {
		if view.Picture, err = media.ByID(v.R.Context(), d.DB, a.Hero.Picture); err != nil {
			return err
		}
		view.Words = a.Hero.With(view.Picture)
		view.Untold = !view.Words.Told()
		view.Height = view.Picture.HeightAt(heroWidth)
		if view.Picture.State == media.Ready {
			view.Small = view.Picture.URL(view.Picture.SmallestJPEG(), "jpg")
		}
	}
	if v.R.Form.Has("alt") { // it was refused
		view.Words.Alt, view.Words.Caption, view.Words.Credit = v.Value("alt"), v.Value("caption"), v.Value("credit")
	}
	return v.Page("hero", v.T("hero.title"), view)
}

// saveHero takes a new picture or another number, and the words for it.
func (d *Desk) saveHero(v *Visit) error {
	file, err := v.upload("file")
	if err == nil {
		err = d.putHero(v, file != nil, func() (*media.Media, error) {
			return v.keepPicture(file, media.Media{Alt: v.line("alt"), Caption: v.line("caption"), Credit: v.line("credit")})
		})
	}
	return v.again(err, v.R.URL.Path, "hero_saved", d.hero)
}

// putHero puts the picture over the text: the one that came, else the one whose number was written, else none.
func (d *Desk) putHero(v *Visit, came bool, keep func() (*media.Media, error)) error {
	a, err := v.writing(d.DB)
	if err != nil { // before anything is kept
		return err
	}
	if err := v.refuseOlder(a, "alt", "caption", "credit"); err != nil {
		return err
	}
	hero := article.Hero{Alt: v.line("alt"), Caption: v.line("caption"), Credit: v.line("credit")}
	switch number := v.Value("picture"); {
	case came:
		m, err := keep()
		if err != nil {
			return err
		}
		hero.Picture = m.ID
	case v.Value("remove") != "" || number == "":
		hero = article.Hero{}
	default:
		id, err := one[media.ID](number)
		if err != nil {
			return err
		}
		m, err := media.ByID(v.R.Context(), d.DB, id)
		if fault.Is(err, fault.NotFound) || err == nil && (m.Kind != media.Picture || m.State == media.Gone) {
			return fault.Wrap(fault.Invalid, reasonPicture, "no picture has this number")
		}
		if err != nil {
			return err
		}
		hero.Picture = id
	}
	return v.Transact(func(tx *db.Tx) error {
		a, err := v.writing(tx)
		if err != nil {
			return err
		}
		if err := v.refuseOlder(a, "alt", "caption", "credit"); err != nil {
			return err
		}
		a.Hero = hero
		return article.Save(v.R.Context(), tx, v.Paper, v.Now, a, v.change())
	})
}

// setFocal takes the point around which the picture is cut: two numbers of per cent, or where the picture was pressed. A press by a key says 0, 0 and changes nothing.
func (d *Desk) setFocal(v *Visit) error {
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), d.DB, a.Hero.Picture)
	if err != nil {
		return err
	}
	x, y, err := v.point(m)
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			if err := media.SetFocal(v.R.Context(), tx, v.Now, m.ID, x, y); err != nil {
				return err
			}
			return staff.Audit(v.R.Context(), tx, v.Now, v.Actor(), staff.Deed{Act: "media.focal", Subject: "media:" + idText(m.ID), Before: [2]int{m.FocalX, m.FocalY}, After: [2]int{x, y}})
		})
	}
	return v.again(err, articlePath(a.ID)+"hero", "focal_set", d.hero)
}

// point reads a point of a picture, in per cent.
func (v *Visit) point(m *media.Media) (x, y int, err error) {
	read := func(name string) int {
		n, failed := strconv.Atoi(v.Value(name))
		if failed != nil || n < 0 {
			err = fault.Wrap(fault.Invalid, reasonFocal, "a focal point is two numbers of per cent")
		}
		return n
	}
	if v.Value("press.x") == "" {
		x, y = read("x"), read("y")
		if x > 100 || y > 100 {
			err = fault.Wrap(fault.Invalid, reasonFocal, "a focal point is two numbers of per cent")
		}
		return x, y, err
	}
	x, y = read("press.x"), read("press.y")
	if x == 0 && y == 0 {
		return m.FocalX, m.FocalY, err
	}
	return min(100, x*100/heroWidth), min(100, y*100/max(1, m.HeightAt(heroWidth))), err
}
