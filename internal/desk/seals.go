package desk

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/manuscript"
	"griot/internal/text"
)

// sealsField is the field in which the editor says how often something in the article had been sealed when its page was made.
const sealsField = "Griot-Seals"

// editing is the article of a request from an editor, if whoever asks may change it. It refuses one that was opened before something in the article was sealed: its document still
// holds the words (ADR 18).
func (v *Visit) editing(q db.Querier) (*article.Article, error) {
	a, err := v.writing(q)
	if err != nil || a.Seals == 0 || v.R.Header.Get(sealsField) == strconv.Itoa(a.Seals) {
		return a, err
	}
	return nil, fault.New(fault.Forbidden, "something in this article was sealed since this page was opened: open it again")
}

// sealedSince reports whether something in an article was sealed since the form that came back was made.
func (v *Visit) sealedSince(a *article.Article) bool {
	known, err := number(v.Value("seals"))
	return err != nil || known != int64(a.Seals)
}

// refuseOlder refuses a form that was made before something was sealed, and forgets those of its fields that may say it still.
func (v *Visit) refuseOlder(a *article.Article, fields ...string) error {
	if a.Seals == 0 || !v.sealedSince(a) {
		return nil
	}
	for _, name := range fields {
		v.R.Form.Del(name)
	}
	return fault.Wrap(fault.Conflict, reasonOlder, "something in this article was sealed since this page was made")
}

// unseal takes out of a form that was made before something was sealed what the article no longer says, as if the form had been made after it. It reports whether anything was taken out.
func (v *Visit) unseal() (struck bool, err error) {
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.writing(tx)
		if err != nil || a.Seals == 0 || !v.sealedSince(a) {
			return err
		}
		m, err := manuscript.Open(v.R.Context(), tx, v.Now, a)
		if err != nil {
			return err
		}
		is, err := v.shown(v.R.Context(), tx, a)
		if err != nil {
			return err
		}
		is["title"], is["standfirst"], is["body"] = m.Text.Title, m.Text.Standfirst, m.Text.Body
		struck, err = v.strike(is)
		v.R.Form.Set("seals", strconv.Itoa(a.Seals))
		return err
	})
	return struck, err
}

// strike makes the form that came back, and what it was made with, say nothing that the article said then and says no longer.
func (v *Visit) strike(is map[string]string) (bool, error) {
	was := map[string]string{}
	if base := v.R.Form.Get("base"); base != "" && json.Unmarshal([]byte(base), &was) != nil {
		return false, fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
	}
	was["title"], was["standfirst"] = text.CleanLine(v.Value("base_title")), text.CleanLine(v.Value("base_standfirst"))
	var err error
	if was["body"], err = text.Clean(v.Value("base_body")); err != nil {
		return false, err
	}
	o := &article.Older{}
	o.Body(was["body"], is["body"])
	for _, name := range struckLines {
		o.Line(was[name], is[name])
	}
	o.Done()
	if err := v.strikeText(o, was, is); err != nil {
		return false, err
	}
	v.strikeFields(o, was, is)
	base, err := json.Marshal(was)
	v.R.Form.Set("base", string(base))
	return o.Struck(), err
}

// struckLines are the fields of an article's form that hold a line of words.
var struckLines = []string{"title", "standfirst", "short", "dateline", "agencies", "seo_title", "seo_description"}

func (v *Visit) strikeText(o *article.Older, was, is map[string]string) error {
	for _, name := range []string{"title", "standfirst"} {
		for _, field := range []string{name, "base_" + name} {
			v.R.Form.Set(field, o.OutOfLine(was[name], is[name], v.Value(field)))
		}
	}
	for _, field := range []string{"body", "base_body"} {
		clean, err := text.Clean(v.Value(field))
		if err != nil {
			return err
		}
		if clean, err = o.OutOfBody(was["body"], is["body"], clean); err != nil {
			return err
		}
		v.R.Form.Set(field, clean)
	}
	return nil
}

// strikeFields does so with the fields beside the text, here and in was. A tag that names what was sealed is none any more.
func (v *Visit) strikeFields(o *article.Older, was, is map[string]string) {
	for _, name := range struckLines[2:] {
		if v.R.Form.Has(name) {
			v.R.Form.Set(name, o.OutOfLine(was[name], is[name], v.Value(name)))
		}
		was[name] = o.OutOfLine(was[name], is[name], was[name])
	}
	there := strings.Split(text.Fold(is["tags"]), ", ")
	before := strings.Split(text.Fold(was["tags"]), ", ")
	kept := func(names []string) []string {
		return slices.DeleteFunc(names, func(name string) bool {
			key := text.Fold(text.CleanLine(name))
			gone := slices.Contains(before, key) && !slices.Contains(there, key)
			return gone || o.OutOfLine("", "", name) != name
		})
	}
	was["tags"] = joinTags(kept(strings.Split(was["tags"], ",")))
	v.R.Form.Set("tags", joinTags(kept(strings.Split(v.Value("tags"), ","))))
	v.R.Form["tag"] = kept(v.Values("tag"))
	was["slug"] = o.OutOfSlug(was["slug"])
	v.R.Form.Set("slug", o.OutOfSlug(v.Value("slug")))
}
