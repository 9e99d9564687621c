package desk

import (
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
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
