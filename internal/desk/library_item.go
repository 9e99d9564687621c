package desk

import (
	"cmp"
	"errors"
	"mime/multipart"
	"strconv"
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
)

// Why the library refused something.
const (
	reasonFiles staff.Reason = "files"
	reasonPart  staff.Reason = "part"
)

// itemView is ui/library_item.html.
type itemView struct {
	tile
	Words   media.Words // as the form shows them
	Traces  []string
	Uses    []use
	More    bool // articles besides those that are listed
	Beside  bool // it stands elsewhere than in articles
	Change  bool // whoever looks may change it
	Press   bool // a point can be pressed
	PressW  int
	PressH  int
	Largest string
	Wide    string     // address of a form wide enough to be cut on a screen
	Part    media.Crop // in per cent of what is shown as a whole
	Mute    bool       // nobody has said what it shows
}

// use is an article that shows a file.
type use struct {
	Path  string // "" where whoever looks may not see it
	Title string
	State string
}

const listedUses = 30

func (d *Desk) mediaItem(v *Visit) error {
	ctx := v.R.Context()
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	m, err := media.ByID(ctx, d.DB, media.ID(id))
	if err == nil && m.State == media.Gone {
		err = fault.New(fault.NotFound, "this file was removed")
	}
	if err != nil {
		return err
	}
	view := &itemView{tile: tileOf(m), Words: media.Words{Alt: m.Alt, Caption: m.Caption, Credit: m.Credit, Licence: m.Licence}, Change: v.mayChange(m) == nil}
	if v.R.Form.Has("alt") || v.R.Form.Has("caption") { // it was refused
		view.Words = v.mediaWords()
	}
	for t := range strings.FieldsSeq(m.Traces) {
		view.Traces = append(view.Traces, v.T("library.trace_"+t))
	}
	view.Mute = view.Alt == "" && (m.Kind == media.Picture || m.Kind == media.Drawing)
	if m.Kind == media.Picture && m.State == media.Ready {
		view.Press, view.PressW, view.PressH, view.Largest = true, heroWidth, m.HeightAt(heroWidth), m.URL(m.LargestJPEG(), "jpg")
		view.Wide = wideEnough(m)
	} else if m.Kind != media.Picture {
		view.Largest = m.FileURL()
	}
	if view.Beside, err = article.ShownBeside(ctx, d.DB, m.ID); err != nil {
		return err
	}
	if err := v.usesOf(view); err != nil {
		return err
	}
	return v.Page("library_item", v.T("library.item_title", idText(m.ID)), view)
}

// wideEnough is the address of the smallest form of a picture that fills the room in which it is cut.
func wideEnough(m *media.Media) string {
	const room = 640
	widths := m.Widths()
	for _, w := range widths {
		if w >= room {
			return m.URL(w, "webp")
		}
	}
	return m.URL(widths[len(widths)-1], "webp")
}

// usesOf lists the articles that show a file; of those that whoever looks may not see, only that there are some.
func (v *Visit) usesOf(view *itemView) error {
	ctx := v.R.Context()
	ids, err := article.Showing(ctx, v.desk.DB, view.ID, listedUses+1)
	if err != nil {
		return err
	}
	view.More = len(ids) > listedUses
	for _, id := range ids[:min(len(ids), listedUses)] {
		a, err := article.ByID(ctx, v.desk.DB, id)
		if err != nil {
			return err
		}
		sees, err := article.Sees(ctx, v.desk.DB, v.Who, id)
		if err != nil {
			return err
		}
		u := use{State: v.T("state." + string(a.Status)), Title: v.T("library.unseen")}
		if sees {
			u.Path, u.Title = articlePath(id), cmp.Or(a.ListTitle(), v.T("articles.untitled"))
		}
		view.Uses = append(view.Uses, u)
	}
	return nil
}

func (v *Visit) mediaWords() media.Words {
	return media.Words{Alt: v.line("alt"), Caption: v.line("caption"), Credit: v.line("credit"), Licence: v.line("licence")}
}

// mediaDeed is a line of the audit log about a file.
func (v *Visit) mediaDeed(tx *db.Tx, act string, id media.ID, before, after any) error {
	return staff.Audit(v.R.Context(), tx, v.Now, v.Actor(), staff.Deed{Act: act, Subject: "media:" + idText(id), Before: before, After: after})
}

func (d *Desk) describeMedia(v *Visit) error {
	return d.onMedia(v, "media_described", func(m *media.Media) error {
		words := v.mediaWords()
		return v.Transact(func(tx *db.Tx) error {
			if err := media.Describe(v.R.Context(), tx, v.Now, m.ID, words); err != nil {
				return err
			}
			return v.mediaDeed(tx, "media.describe", m.ID, media.Words{Alt: m.Alt, Caption: m.Caption, Credit: m.Credit, Licence: m.Licence}, words)
		})
	})
}

func (d *Desk) focusMedia(v *Visit) error {
	return d.onMedia(v, "focal_set", func(m *media.Media) error {
		x, y, err := v.point(m)
		if err != nil {
			return err
		}
		return v.Transact(func(tx *db.Tx) error {
			if err := media.SetFocal(v.R.Context(), tx, v.Now, m.ID, x, y); err != nil {
				return err
			}
			return v.mediaDeed(tx, "media.focal", m.ID, [2]int{m.FocalX, m.FocalY}, [2]int{x, y})
		})
	})
}

// cutMedia shows a part of a picture: so many per cent are cut from each side of what is shown now, or all of it is shown again.
func (d *Desk) cutMedia(v *Visit) error {
	return d.onMedia(v, "media_cut", func(m *media.Media) error {
		part, err := v.cutOut(m)
		if err != nil {
			return err
		}
		return d.Darkroom.Recut(v.R.Context(), d.DB, v.Now, m.ID, part, func(tx *db.Tx, before *media.Media) error {
			return v.mediaDeed(tx, "media.part", m.ID, before.Crop, part)
		})
	})
}

// cutOut reads what is cut from each side, in per cent of what is shown.
func (v *Visit) cutOut(m *media.Media) (media.Crop, error) {
	if v.Value("whole") != "" {
		return media.Crop{}, nil
	}
	var cut [4]int
	for i, side := range []string{"left", "right", "top", "bottom"} {
		n, err := strconv.Atoi(v.Value(side))
		if err != nil || n < 0 || n > 95 {
			return media.Crop{}, fault.Wrap(fault.Invalid, reasonPart, "what is cut from a side is a number of per cent")
		}
		cut[i] = n
	}
	if cut[0]+cut[1] > 95 || cut[2]+cut[3] > 95 {
		return media.Crop{}, fault.Wrap(fault.Invalid, reasonPart, "something must be left of a picture")
	}
	return media.Crop{
		X: m.Crop.X + m.Width*cut[0]/100, Y: m.Crop.Y + m.Height*cut[2]/100,
		Width: max(1, m.Width*(100-cut[0]-cut[1])/100), Height: max(1, m.Height*(100-cut[2]-cut[3])/100),
	}, nil
}

func (d *Desk) replaceMedia(v *Visit) error {
	return d.onMedia(v, "media_replaced", func(m *media.Media) error {
		file, err := v.upload("file")
		if err != nil {
			return err
		}
		if file == nil {
			return fault.Wrap(fault.Invalid, reasonFiles, "choose a file")
		}
		defer func() { _ = v.R.MultipartForm.RemoveAll() }() // what is left of it is the system's to sweep
		got, err := v.received(file, v.Value("sensitive") != "")
		if err != nil {
			return err
		}
		return d.Darkroom.Replace(v.R.Context(), d.DB, v.Now, m.ID, got, func(tx *db.Tx, before *media.Media) error {
			return v.mediaDeed(tx, "media.replace", m.ID, map[string]int64{"bytes": before.Bytes}, map[string]int64{"bytes": got.Bytes})
		})
	})
}

// received takes an uploaded file through the door.
func (v *Visit) received(file *multipart.FileHeader, sensitive bool) (f *media.File, err error) {
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return v.desk.Darkroom.Receive(v.R.Context(), r, sensitive)
}

// shelve takes an uploaded file into the library.
func (v *Visit) shelve(file *multipart.FileHeader, sensitive bool) (m *media.Media, err error) {
	got, err := v.received(file, sensitive)
	if err != nil {
		return nil, err
	}
	err = v.Transact(func(tx *db.Tx) error {
		m, err = media.Take(v.R.Context(), tx, v.Now, v.Actor(), got, media.Media{Credit: v.line("credit")})
		return err
	})
	return m, err
}
