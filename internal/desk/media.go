package desk

import (
	"errors"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/text"
)

// formMemory is how much of a form with a file in it is held in memory; the rest lies in a file until it is answered.
const formMemory = 1 << 20

// addMedia takes a picture in: a form with file, and alt, caption and credit if somebody has written them. A script (Accept: application/json) is answered 201 with the picture as the editor sets it, and
// with ready, which is false until its variants are made; a form is led on to next.
func (d *Desk) addMedia(v *Visit) error {
	file, err := v.upload("file")
	if err != nil {
		return err
	}
	if file == nil {
		return fault.Wrap(fault.Invalid, reasonPicture, "send a picture as file, in a form of the type multipart/form-data")
	}
	m, err := v.keepPicture(file, media.Media{Alt: v.line("alt"), Caption: v.line("caption"), Credit: v.line("credit")})
	if err != nil {
		return err
	}
	if strings.Contains(v.R.Header.Get("Accept"), "application/json") {
		width := m.LargestJPEG()
		v.status = http.StatusCreated
		return v.answer(told{m.ID, m.URL(width, "jpg"), width, m.HeightAt(width), m.Alt, m.State == media.Ready})
	}
	return v.Done(OwnPath(v.Value("next")), "picture_added", strconv.FormatInt(int64(m.ID), 10))
}

// line is a field of one line, without markup.
func (v *Visit) line(name string) string { return text.CleanLine(v.Value(name)) }

// upload is the file of a form; nil where none was chosen. Whoever asks reads the other fields as of any form.
func (v *Visit) upload(name string) (*multipart.FileHeader, error) {
	files, err := v.uploads(name)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return files[0], nil
}

// uploads are the files of a form.
func (v *Visit) uploads(name string) (list []*multipart.FileHeader, _ error) {
	if !strings.HasPrefix(v.R.Header.Get("Content-Type"), "multipart/form-data") {
		return nil, nil // a form without a file is no error
	}
	err := v.R.ParseMultipartForm(formMemory)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, multipart.ErrMessageTooLarge):
		return nil, fault.Wrap(fault.TooLarge, err, "this form takes at most %d MB", v.route.MaxBody>>20)
	case err != nil:
		return nil, fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
	}
	for _, f := range v.R.MultipartForm.File[name] {
		if f.Filename != "" && f.Size > 0 {
			list = append(list, f)
		}
	}
	return list, nil
}

// keepPicture keeps a file that must be a picture. What was there already is not kept twice, and keeps the words it has.
func (v *Visit) keepPicture(file *multipart.FileHeader, about media.Media) (m *media.Media, err error) {
	defer func() { err = errors.Join(err, v.R.MultipartForm.RemoveAll()) }()
	got, err := v.received(file, false)
	if fault.Is(err, fault.Invalid) || err == nil && got.Kind != media.Picture {
		return nil, fault.Wrap(fault.Invalid, reasonPicture, "this is no picture that can be shown: send JPEG, PNG, GIF or WebP")
	}
	if err != nil {
		return nil, err
	}
	err = v.Transact(func(tx *db.Tx) error {
		m, err = media.Take(v.R.Context(), tx, v.Now, v.Actor(), got, about)
		return err
	})
	return m, err
}
