package filing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// room is a newsroom whose editor files.
type room struct {
	*testing.T
	db    *db.DB
	paper *masthead.Newspaper
	clerk filing.Clerk
	count int // of articles, to give each its own hour
}

func each(t *testing.T, test func(r *room)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(open(t, d)) })
}

func open(t *testing.T, d *db.DB) *room {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, db: d, paper: &masthead.Newspaper{Title: "Griot", Language: "fr", Languages: []string{"fr", "en"}, TimeZone: "Africa/Niamey"}}
	r.clerk = filing.Clerk{By: staff.Actor{Role: staff.Editor}, Now: noon, Locale: words.For("fr")}
	r.do(func(ctx context.Context, tx *db.Tx) error {
		if err := masthead.Save(ctx, tx, noon, r.paper); err != nil {
			return err
		}
		return article.SaveKind(ctx, tx, &article.Kind{Code: "news", SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité"}})
	})
	return r
}

// try does something in one transaction.
func (r *room) try(act func(ctx context.Context, tx *db.Tx) error) error {
	return r.db.Transact(r.Context(), func(tx *db.Tx) error { return act(r.Context(), tx) })
}

func (r *room) do(act func(ctx context.Context, tx *db.Tx) error) {
	r.Helper()
	if err := r.try(act); err != nil {
		r.Fatal(err)
	}
}

// refused wants an act to fail for a reason, and to have changed nothing that readers see.
func (r *room) refused(what string, why staff.Reason, act func(ctx context.Context, tx *db.Tx) error) {
	r.Helper()
	labels := dbtest.LabelsOf(r.T, r.db, func() {
		var reason staff.Reason
		if err := r.try(act); !errors.As(err, &reason) || reason != why || fault.Message(err) == "" {
			r.Errorf("%s: %v, want %s", what, err, why)
		}
	})
	if len(labels) > 0 {
		r.Errorf("%s was refused, and told %v", what, labels)
	}
}

func (r *room) rubric(s taxonomy.Section) taxonomy.Section {
	r.Helper()
	r.do(func(ctx context.Context, tx *db.Tx) error {
		made := s
		err := r.clerk.SaveRubric(ctx, tx, &made, "")
		if err == nil {
			defer func() { s = made }()
		}
		return err
	})
	return s
}

func (r *room) save(s taxonomy.Section, seen string) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { c := s; return r.clerk.SaveRubric(ctx, tx, &c, seen) }
}

func (r *room) merge(from, into taxonomy.SectionID) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return r.clerk.MergeRubric(ctx, tx, from, into, "") }
}

func (r *room) tag(name string) taxonomy.TagID {
	r.Helper()
	var id taxonomy.TagID
	r.do(func(ctx context.Context, tx *db.Tx) error {
		t, err := r.clerk.AddTag(ctx, tx, name)
		if err == nil {
			id = t.ID
		}
		return err
	})
	return id
}

func (r *room) news(section taxonomy.SectionID, tags ...taxonomy.TagID) article.ID {
	r.Helper()
	r.count++
	var id article.ID
	r.do(func(ctx context.Context, tx *db.Tx) error {
		a := &article.Article{Title: fmt.Sprintf("Nouvelle %d", r.count), Status: article.Published, Section: section, Tags: tags}
		err := article.Put(ctx, tx, r.paper, noon.Add(time.Duration(r.count)*time.Minute), a)
		id = a.ID
		return err
	})
	return id
}

// in lists what stands in a list, the newest first.
func (r *room) in(list page.Label) []article.ID {
	r.Helper()
	ids, err := article.In(r.Context(), r.db, list, 1000, 0)
	if err != nil {
		r.Fatal(err)
	}
	n, _, err := article.Count(r.Context(), r.db, list)
	if err != nil || n != len(ids) {
		r.Errorf("%s counts %d and lists %d: %v", list, n, len(ids), err)
	}
	return ids
}

// sound wants lists, counts and addresses to agree.
func (r *room) sound() {
	r.Helper()
	wrong, err := article.Broken(r.Context(), r.db)
	if err != nil || len(wrong) > 0 {
		r.Errorf("the lists are broken: %v %v", wrong, err)
	}
	if wrong, err := address.Broken(r.Context(), r.db); err != nil || len(wrong) > 0 {
		r.Errorf("addresses are broken: %v %v", wrong, err)
	}
}

// leads is where an address leads in one step, or what it is.
func (r *room) leads(path string) string {
	r.Helper()
	a, err := address.Find(r.Context(), r.db, path)
	switch {
	case fault.Is(err, fault.NotFound):
		return "nowhere"
	case err != nil:
		r.Fatal(err)
	case a.Kind == address.Redirect:
		return "→ " + a.Location
	}
	return fmt.Sprintf("%s %d", a.Kind, a.Target)
}

func (r *room) expect(what, got, want string) {
	r.Helper()
	if got != want {
		r.Errorf("%s: %s, want %s", what, got, want)
	}
}

func (r *room) same(what string, got, want []article.ID) {
	r.Helper()
	slices.Sort(got)
	want = slices.Clone(want)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		r.Errorf("%s: %v, want %v", what, got, want)
	}
}

func long(n int) string { return strings.Repeat("x", n) }
