package desk

import (
	"fmt"
	"net/url"
	"strconv"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const (
	tagsPath   = "/desk/tags/"
	shownTags  = 50 // on a page
	maxTagPath = 10 // digits of a number in the address of the next page
)

func (d *Desk) tagRoutes() []Route {
	return []Route{
		{Name: "tags", Pattern: "GET /desk/tags/{$}", May: staff.KeepRubrics, Serve: d.tags},
		{Name: "tag add", Pattern: "POST /desk/tags/{$}", May: staff.KeepRubrics, Serve: d.addTag},
		{Name: "tags merge", Pattern: "POST /desk/tags/merge", May: staff.KeepRubrics, Serve: d.mergeTags},
		{Name: "tag", Pattern: "GET /desk/tags/{id}/{$}", May: staff.KeepRubrics, Serve: d.tag},
		{Name: "tag rename", Pattern: "POST /desk/tags/{id}/{$}", May: staff.KeepRubrics, Serve: d.renameTag},
		{Name: "tag synonym", Pattern: "POST /desk/tags/{id}/synonyms", May: staff.KeepRubrics, Serve: d.addSynonym},
		{Name: "tag synonym end", Pattern: "POST /desk/tags/{id}/synonyms/{word}/end", May: staff.KeepRubrics, Serve: d.removeSynonym},
		{Name: "tag merge", Pattern: "POST /desk/tags/{id}/merge", May: staff.KeepRubrics, Serve: d.mergeTag},
		{Name: "tag remove", Pattern: "POST /desk/tags/{id}/remove", May: staff.KeepRubrics, Serve: d.removeTag},
	}
}

// tagsView is ui/tags.html.
type tagsView struct {
	Words  string
	Unused bool
	Rows   []taxonomy.CountedTag
	Ticked map[taxonomy.TagID]bool
	Into   string // the name that was typed for what is merged
	Name   string // of a new tag
	Next   string
	Most   int
}

func (d *Desk) tags(v *Visit) error { return v.tagsPage(tagsView{}) }

func (v *Visit) tagsPage(view tagsView) (err error) {
	view.Words, view.Unused, view.Most = v.Value("q"), v.Value("unused") != "", filing.MaxNameRunes
	if len(view.Words) > maxLinkWords {
		return fault.New(fault.TooLarge, "a tag is looked for with at most %d bytes", maxLinkWords)
	}
	ask := taxonomy.SoughtTags{Words: view.Words, Unused: view.Unused, Limit: shownTags + 1}
	if after := v.Value("after"); after != "" {
		ask.After = &taxonomy.CountedTag{}
		if _, err := fmt.Sscanf(after, "%d-%d", &ask.After.Articles, &ask.After.ID); err != nil || len(after) > 2*maxTagPath {
			return fault.New(fault.NotFound, "there is no such page")
		}
	}
	if view.Rows, err = taxonomy.FindTags(v.R.Context(), v.desk.DB, ask); err != nil {
		return err
	}
	if len(view.Rows) > shownTags {
		view.Rows = view.Rows[:shownTags]
		last := view.Rows[shownTags-1]
		q := url.Values{"after": {fmt.Sprintf("%d-%d", last.Articles, last.ID)}}
		if view.Words != "" {
			q.Set("q", view.Words)
		}
		if view.Unused {
			q.Set("unused", "1")
		}
		view.Next = "?" + q.Encode()
	}
	return v.Page("tags", v.T("word.title"), view)
}

func (d *Desk) addTag(v *Visit) error {
	var made *taxonomy.Tag
	err := v.Transact(func(tx *db.Tx) (err error) {
		made, err = v.clerk().AddTag(v.R.Context(), tx, v.Value("name"))
		return err
	})
	if err == nil {
		return v.Done(tagPath(made.ID), "word_added", made.Name)
	}
	if !v.Explain(err) {
		return err
	}
	return v.tagsPage(tagsView{Name: v.Value("name")})
}

func tagPath(id taxonomy.TagID) string { return tagsPath + strconv.FormatInt(int64(id), 10) + "/" }

// mergeTags makes the ticked tags synonyms of the one that is named.
func (d *Desk) mergeTags(v *Visit) error {
	var from []taxonomy.TagID
	ticked := map[taxonomy.TagID]bool{}
	for _, id := range numbers(v.Values("tag")) {
		from, ticked[taxonomy.TagID(id)] = append(from, taxonomy.TagID(id)), true
	}
	into, err := v.mergeInto(from)
	if err == nil {
		return v.Done(tagPath(into.ID), "word_merged", into.Name)
	}
	if !v.Explain(err) {
		return err
	}
	return v.tagsPage(tagsView{Ticked: ticked, Into: v.Value("into")})
}

// mergeInto merges tags into the one whose name was typed. That one may be ticked itself, as it will be where all are ticked that are alike.
func (v *Visit) mergeInto(from []taxonomy.TagID) (into *taxonomy.Tag, err error) {
	err = v.Transact(func(tx *db.Tx) error {
		var err error
		into, err = taxonomy.TagNamed(v.R.Context(), tx, v.Value("into"))
		if fault.Is(err, fault.NotFound) {
			return fault.Wrap(fault.Invalid, reasonNoTag, "there is no tag of this name")
		}
		if err != nil {
			return err
		}
		var others []taxonomy.TagID
		for _, id := range from {
			if id != into.ID {
				others = append(others, id)
			}
		}
		return v.clerk().MergeTags(v.R.Context(), tx, others, into.ID)
	})
	return into, err
}

// reasonNoTag is that a tag was named which does not exist.
const reasonNoTag staff.Reason = "filed_no_tag"
