package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/text"
	"griot/internal/tus"
)

// MaxMediaBytes is the longest body of a request that brings a file: longer files come in pieces.
const MaxMediaBytes = 64 << 20

const (
	mediaPath   = Root + "/media"
	uploadsPath = mediaPath + "/uploads/"
	formMemory  = 1 << 20 // of a form with a file in it; the rest lies in a file until it is answered
)

// ToldMedia is a file of the library as a client is told of it.
type ToldMedia struct {
	ID      int64     `json:"id"`
	Kind    string    `json:"kind" enum:"picture,drawing,sound,film,document"`
	State   string    `json:"state" enum:"pending,ready,failed" doc:"A picture is pending until its forms are made; articles may refer to it meanwhile."`
	Type    string    `json:"type" doc:"Media type of what was sent." example:"image/jpeg"`
	URL     string    `json:"url" doc:"The largest public form, once it is there."`
	Width   int       `json:"width,omitempty"`
	Height  int       `json:"height,omitempty"`
	Bytes   int64     `json:"bytes"`
	Alt     string    `json:"alt"`
	Caption string    `json:"caption"`
	Credit  string    `json:"credit"`
	Licence string    `json:"licence"`
	FocalX  int       `json:"focal_x" doc:"Per cent from the left."`
	FocalY  int       `json:"focal_y" doc:"Per cent from the top."`
	Removed []string  `json:"removed" nullable:"false" doc:"Kinds of what was found in the file and is not served: place, device, software, person, hour, words, image, behind."`
	Created time.Time `json:"created_at"`
}

func (a *API) tellMedia(m *media.Media) *ToldMedia {
	t := &ToldMedia{ID: int64(m.ID), Kind: string(m.Kind), State: string(m.State), Type: m.Mime, Width: m.Width, Height: m.Height, Bytes: m.Bytes, Alt: m.Alt, Caption: m.Caption,
		Credit: m.Credit, Licence: m.Licence, FocalX: m.FocalX, FocalY: m.FocalY, Removed: append([]string{}, strings.Fields(m.Traces)...), Created: m.Created.UTC()}
	switch {
	case m.Kind != media.Picture:
		t.URL = a.Origin() + m.FileURL()
	case m.State == media.Ready:
		t.URL = a.Origin() + m.URL(m.LargestJPEG(), "jpg")
	}
	return t
}

// streams reports a request whose body is a file: it is not read whole before it is known whose it is.
func streams(r *http.Request) bool {
	kind := r.Header.Get("Content-Type")
	return strings.HasPrefix(r.URL.Path, mediaPath) && (strings.HasPrefix(kind, "multipart/form-data") || strings.HasPrefix(kind, "application/offset+octet-stream"))
}

// raw joins a function that reads its request itself; the description says what it is, and no more.
func (a *API) raw(serve func(w http.ResponseWriter, r *http.Request, c *caller) error) func(huma.API, huma.Operation) {
	return func(h huma.API, o huma.Operation) {
		h.OpenAPI().AddOperation(&o)
		h.Adapter().Handle(&o, func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			c := callerOf(r.Context())
			err := staff.Demand(c.Role, staff.WriteArticle)
			if err == nil && a.Darkroom == nil {
				err = fault.New(fault.Unavailable, "this newsroom keeps no files")
			}
			if err == nil {
				err = serve(w, r, c)
			}
			if err != nil {
				a.refuse(w, r, err)
			}
		})
	}
}

// addMedia takes a file in: a form with file, and alt, caption, credit, licence, sensitive.
func (a *API) addMedia(w http.ResponseWriter, r *http.Request, c *caller) (err error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return fault.New(fault.Invalid, "send the file as file, in a form of the type multipart/form-data")
	}
	err = r.ParseMultipartForm(formMemory)
	if over := (*http.MaxBytesError)(nil); errors.As(err, &over) {
		return fault.New(fault.TooLarge, "a form brings at most %d MB: send larger files in pieces, to %s", MaxMediaBytes>>20, uploadsPath)
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "this form cannot be read")
	}
	defer func() { err = errors.Join(err, r.MultipartForm.RemoveAll()) }()
	file, _, err := r.FormFile("file")
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "send the file as file, in a form of the type multipart/form-data")
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	got, err := a.Darkroom.Receive(r.Context(), file, r.FormValue("sensitive") == "1" || r.FormValue("sensitive") == "true")
	if err != nil {
		return err
	}
	line := func(name string) string { return text.CleanLine(r.FormValue(name)) }
	var m *media.Media
	err = a.DB.Transact(r.Context(), func(tx *db.Tx) error {
		m, err = media.Take(r.Context(), tx, a.Now(), c.Actor, got, media.Media{Alt: line("alt"), Caption: line("caption"), Credit: line("credit"), Licence: line("licence")})
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", mediaPath+"/"+strconv.FormatInt(int64(m.ID), 10))
	return sendJSON(w, http.StatusCreated, a.tellMedia(m))
}

// upload takes files in pieces.
func (a *API) upload(w http.ResponseWriter, r *http.Request, c *caller) error {
	shelf := &media.Uploads{DB: a.DB, Room: a.Darkroom, Now: a.Now, By: c.Actor}
	return tus.Serve(w, r, shelf, uploadsPath, r.PathValue("upload"), media.MaxFileBytes)
}

type oneMedia struct{ Body ToldMedia }

// found is a file that is there, for whoever may write.
func (a *API) found(ctx context.Context, q db.Querier, id int64) (*media.Media, error) {
	if err := staff.Demand(callerOf(ctx).Role, staff.WriteArticle); err != nil {
		return nil, err
	}
	m, err := media.ByID(ctx, q, media.ID(id))
	if err == nil && m.State == media.Gone {
		err = fault.New(fault.Gone, "this file was removed")
	}
	return m, err
}

// changeable is a file that the caller may change: who brought it in, and who keeps the library.
func (a *API) changeable(ctx context.Context, q db.Querier, id int64) (*media.Media, error) {
	m, err := a.found(ctx, q, id)
	if err == nil && m.By != callerOf(ctx).ID {
		err = staff.Demand(callerOf(ctx).Role, staff.KeepLibrary)
	}
	return m, err
}

func (a *API) getMedia(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*oneMedia, error) {
	m, err := a.found(ctx, a.DB, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &oneMedia{*a.tellMedia(m)}, nil
}

type mediaList struct {
	Link string `header:"Link" doc:"The next page, where there is one (RFC 8288)."`
	Body struct {
		Media []ToldMedia `json:"media" nullable:"false"`
	}
}

func (a *API) listMedia(ctx context.Context, in *struct {
	Words string `query:"q" maxLength:"200" doc:"Words of caption, alternative text, credit or licence."`
	Kind  string `query:"kind" enum:"picture,drawing,sound,film,document,"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	After int64  `query:"after" minimum:"0" doc:"Number of the last file of the page before."`
}) (*mediaList, error) {
	if err := staff.Demand(callerOf(ctx).Role, staff.WriteArticle); err != nil {
		return nil, a.problem(ctx, err)
	}
	found, err := media.Find(ctx, a.DB, media.Sought{Words: in.Words, Kind: media.Kind(in.Kind), Before: media.ID(in.After), Limit: in.Limit + 1})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &mediaList{}
	if len(found) > in.Limit {
		found = found[:in.Limit]
		q := url.Values{"limit": {strconv.Itoa(in.Limit)}, "after": {strconv.FormatInt(int64(found[in.Limit-1].ID), 10)}}
		for name, value := range map[string]string{"q": in.Words, "kind": in.Kind} {
			if value != "" {
				q.Set(name, value)
			}
		}
		out.Link = fmt.Sprintf("<%s?%s>; rel=\"next\"", mediaPath, q.Encode())
	}
	out.Body.Media = []ToldMedia{}
	for i := range found {
		out.Body.Media = append(out.Body.Media, *a.tellMedia(&found[i]))
	}
	return out, nil
}

// SentMedia is what a client says of a file: what is absent stays as it is.
type SentMedia struct {
	Alt     *string `json:"alt,omitempty" nullable:"false" maxLength:"2000" doc:"What it shows, for whoever does not see it."`
	Caption *string `json:"caption,omitempty" nullable:"false" maxLength:"2000"`
	Credit  *string `json:"credit,omitempty" nullable:"false" maxLength:"2000"`
	Licence *string `json:"licence,omitempty" nullable:"false" maxLength:"2000"`
	FocalX  *int    `json:"focal_x,omitempty" nullable:"false" minimum:"0" maximum:"100"`
	FocalY  *int    `json:"focal_y,omitempty" nullable:"false" minimum:"0" maximum:"100"`
}

func (a *API) changeMedia(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body SentMedia
}) (out *oneMedia, err error) {
	err = a.DB.Transact(ctx, func(tx *db.Tx) error {
		m, err := a.changeable(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := a.describeMedia(ctx, tx, m, &in.Body); err != nil {
			return err
		}
		if m, err = media.ByID(ctx, tx, m.ID); err == nil {
			out = &oneMedia{*a.tellMedia(m)}
		}
		return err
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return out, nil
}

func (a *API) describeMedia(ctx context.Context, tx *db.Tx, m *media.Media, sent *SentMedia) error {
	before := media.Words{Alt: m.Alt, Caption: m.Caption, Credit: m.Credit, Licence: m.Licence}
	after := before
	for _, line := range []struct {
		from *string
		to   *string
	}{{sent.Alt, &after.Alt}, {sent.Caption, &after.Caption}, {sent.Credit, &after.Credit}, {sent.Licence, &after.Licence}} {
		if line.from != nil {
			*line.to = *line.from
		}
	}
	if after != before {
		if err := media.Describe(ctx, tx, a.Now(), m.ID, after); err != nil {
			return err
		}
		deed := staff.Deed{Act: "media.describe", Subject: "media:" + strconv.FormatInt(int64(m.ID), 10), Before: before, After: after}
		if err := staff.Audit(ctx, tx, a.Now(), callerOf(ctx).Actor, deed); err != nil {
			return err
		}
	}
	x, y := m.FocalX, m.FocalY
	if sent.FocalX != nil {
		x = *sent.FocalX
	}
	if sent.FocalY != nil {
		y = *sent.FocalY
	}
	if x == m.FocalX && y == m.FocalY {
		return nil
	}
	if err := media.SetFocal(ctx, tx, a.Now(), m.ID, x, y); err != nil {
		return err
	}
	deed := staff.Deed{Act: "media.focal", Subject: "media:" + strconv.FormatInt(int64(m.ID), 10), Before: [2]int{m.FocalX, m.FocalY}, After: [2]int{x, y}}
	return staff.Audit(ctx, tx, a.Now(), callerOf(ctx).Actor, deed)
}

func (a *API) removeMedia(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		m, err := a.changeable(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		return article.Discard(ctx, tx, a.Now(), callerOf(ctx).Actor, m.ID)
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}
