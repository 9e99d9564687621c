package desk

import (
	"strconv"

	"griot/internal/article"
	"griot/internal/fault"
)

// sealsField is the field in which the editor says how often something in the article had been sealed when its page was made.
const sealsField = "Griot-Seals"

// current refuses what comes from an editor that was opened before something in the article was sealed: its document still holds the words (ADR 18).
func (v *Visit) current(a *article.Article) error {
	if a.Seals == 0 || v.R.Header.Get(sealsField) == strconv.Itoa(a.Seals) {
		return nil
	}
	return fault.New(fault.Forbidden, "something in this article was sealed since this page was opened: open it again")
}
