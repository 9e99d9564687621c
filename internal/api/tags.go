package api

import (
	"context"
	"net/http"

	"griot/internal/db"
	"griot/internal/filing"
	"griot/internal/taxonomy"
)

// tagTold is a tag as a client is told of it in a list.
type tagTold struct {
	ID   int64  `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (a *API) tellTag(t *taxonomy.Tag) tagTold {
	return tagTold{int64(t.ID), t.Slug, t.Name, a.Origin() + t.Path()}
}

type tags struct {
	Body struct {
		Tags []tagTold `json:"tags" nullable:"false"`
		Next int64     `json:"next,omitempty" doc:"What to send as after for the next page; absent on the last."`
	}
}

// wordTold is a tag with what is known of it.
type wordTold struct {
	tagTold
	Articles int           `json:"articles" doc:"Published."`
	Synonyms []synonymTold `json:"synonyms" nullable:"false" doc:"Words that mean it, its former names among them."`
	Version  string        `json:"version" doc:"Of its state: sent back with a change, it refuses what somebody else changed meanwhile."`
}

type synonymTold struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type tagAnswer struct {
	Status int
	Body   wordTold
}

func (a *API) listTags(ctx context.Context, in *Paging) (*tags, error) {
	list, err := taxonomy.TagsAfter(ctx, a.DB, taxonomy.TagID(in.After), in.Limit+1)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &tags{}
	out.Body.Tags = []tagTold{}
	if len(list) > in.Limit {
		list = list[:in.Limit]
		out.Body.Next = int64(list[in.Limit-1].ID)
	}
	for i := range list {
		out.Body.Tags = append(out.Body.Tags, a.tellTag(&list[i]))
	}
	return out, nil
}

func (o *tagAnswer) answer(ctx context.Context, a *API, q db.Querier, id taxonomy.TagID) error {
	w, err := filing.WordByID(ctx, q, id)
	if err != nil {
		return err
	}
	o.Body = wordTold{tagTold: a.tellTag(&w.Tag), Articles: w.Articles, Synonyms: []synonymTold{}, Version: w.Mark}
	for _, s := range w.Synonyms {
		o.Body.Synonyms = append(o.Body.Synonyms, synonymTold{int64(s.ID), s.Name})
	}
	return nil
}

// onTag does something as a clerk and tells of a tag after it.
func (a *API) onTag(ctx context.Context, status int, do func(tx *db.Tx, c *filing.Clerk) (taxonomy.TagID, error)) (*tagAnswer, error) {
	out := &tagAnswer{Status: status}
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		id, err := do(tx, c)
		if err != nil {
			return err
		}
		return out.answer(ctx, a, tx, id)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *API) getTag(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*tagAnswer, error) {
	out := &tagAnswer{Status: http.StatusOK}
	if err := out.answer(ctx, a, a.DB, taxonomy.TagID(in.ID)); err != nil {
		return nil, a.problem(ctx, err)
	}
	return out, nil
}

func (a *API) addTag(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name" doc:"At most 100 characters."`
	}
}) (*tagAnswer, error) {
	return a.onTag(ctx, http.StatusCreated, func(tx *db.Tx, c *filing.Clerk) (taxonomy.TagID, error) {
		t, err := c.AddTag(ctx, tx, in.Body.Name)
		if err != nil {
			return 0, err
		}
		return t.ID, nil
	})
}

// changeTag renames a tag. The old name goes on meaning it, and the old address leads there.
func (a *API) changeTag(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Name    string `json:"name" doc:"At most 100 characters."`
		Slug    string `json:"slug,omitempty" maxLength:"80" doc:"The last part of its address; as it was where none is sent."`
		Version string `json:"version,omitempty" maxLength:"64"`
	}
}) (*tagAnswer, error) {
	return a.onTag(ctx, http.StatusOK, func(tx *db.Tx, c *filing.Clerk) (taxonomy.TagID, error) {
		_, err := c.RenameTag(ctx, tx, taxonomy.TagID(in.ID), in.Body.Name, in.Body.Slug, in.Body.Version)
		return taxonomy.TagID(in.ID), err
	})
}

// mergeTag makes a tag a synonym of another, of which it tells.
func (a *API) mergeTag(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Into int64 `json:"into" minimum:"1" doc:"The tag that stays."`
	}
}) (*tagAnswer, error) {
	return a.onTag(ctx, http.StatusOK, func(tx *db.Tx, c *filing.Clerk) (taxonomy.TagID, error) {
		into := taxonomy.TagID(in.Body.Into)
		return into, c.MergeTags(ctx, tx, []taxonomy.TagID{taxonomy.TagID(in.ID)}, into)
	})
}

func (a *API) removeTag(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error { return c.RemoveTag(ctx, tx, taxonomy.TagID(in.ID)) })
	if err != nil {
		return nil, err
	}
	return nil, nil
}

// addSynonym has a word mean a tag.
func (a *API) addSynonym(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Name string `json:"name" doc:"At most 100 characters."`
	}
}) (*tagAnswer, error) {
	return a.onTag(ctx, http.StatusCreated, func(tx *db.Tx, c *filing.Clerk) (taxonomy.TagID, error) {
		return taxonomy.TagID(in.ID), c.AddSynonym(ctx, tx, taxonomy.TagID(in.ID), in.Body.Name)
	})
}

func (a *API) removeSynonym(ctx context.Context, in *struct {
	ID      int64 `path:"id" minimum:"1"`
	Synonym int64 `path:"synonym" minimum:"1"`
}) (*struct{}, error) {
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		return c.RemoveSynonym(ctx, tx, taxonomy.TagID(in.ID), taxonomy.TagID(in.Synonym))
	})
	if err != nil {
		return nil, err
	}
	return nil, nil
}
