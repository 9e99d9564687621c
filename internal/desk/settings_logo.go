package desk

import (
	"errors"
	"strconv"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/settle"
	"griot/internal/staff"
)

const reasonLogo staff.Reason = "logo"

// dressLogo shows the logo that a field names.
func (v *Visit) dressLogo(f *settingField) error {
	id, err := strconv.ParseInt(f.Value, 10, 64)
	if err != nil {
		return nil //nolint:nilerr // what is no number shows nothing; the form says why
	}
	m, err := media.ByID(v.R.Context(), v.desk.DB, media.ID(id))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if settle.CanBeLogo(m) && m.State == media.Ready {
		f.Logo = m
		f.Shown, _, _ = m.Shown()
	}
	return nil
}

// takeLogos takes the files of a form in, each as the value of its field.
func (v *Visit) takeLogos(fields []*settingField) error {
	for _, f := range fields {
		if f.As != asLogo {
			continue
		}
		f.Value = ""
		file, err := v.upload("file_" + f.Key)
		if err != nil {
			return err
		}
		if file == nil {
			continue
		}
		got, err := v.received(file, false)
		if fault.Is(err, fault.Invalid) {
			return fault.Wrap(fault.Invalid, reasonLogo, "this is no picture that can be shown: send SVG, PNG or JPEG")
		}
		if err != nil {
			return err
		}
		err = v.Transact(func(tx *db.Tx) error {
			m, err := media.Take(v.R.Context(), tx, v.Now, v.Actor(), got, media.Media{Alt: v.Paper.Title})
			if err != nil {
				return err
			}
			if !settle.CanBeLogo(m) {
				return fault.Wrap(fault.Invalid, reasonLogo, "a logo is a drawing or a picture, wider than it is high or square")
			}
			f.Value = strconv.FormatInt(int64(m.ID), 10)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if v.R.MultipartForm != nil {
		return errors.Join(v.R.MultipartForm.RemoveAll())
	}
	return nil
}
