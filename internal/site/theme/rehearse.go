package theme

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
)

// rehearse executes every page against a view full of values and against an empty one, so that a template that names what
// is not there is refused before a reader meets it.
func (t *Theme) rehearse() error {
	views := map[string]func() any{
		"front":       func() any { return new(FrontView) },
		"article":     func() any { return new(ArticleView) },
		"list":        func() any { return new(ListView) },
		"countries":   func() any { return new(CountriesView) },
		"search":      func() any { return new(SearchView) },
		"standing":    func() any { return new(StandingView) },
		"corrections": func() any { return new(CorrectionsView) },
		"failure":     func() any { return new(FailureView) },
		"versions":    func() any { return new(VersionsView) },
	}
	if t.dress == lightDress {
		views["offline"] = func() any { return new(OfflineView) }
	}
	for name, view := range views {
		full := view()
		fill(reflect.ValueOf(full).Elem(), 0)
		for _, v := range []any{full, view()} {
			if err := t.render(io.Discard, name, v); err != nil {
				return fmt.Errorf("theme: %w", err)
			}
		}
	}
	return nil
}

// deepest bounds the views' only recursion, menus in menus.
const deepest = 8

// fill gives every exported field of a view a value and every list two of them.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), depth+1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		if depth > deepest {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth+1)
		fill(v.Index(1), depth+1)
	case reflect.String:
		v.SetString(sample(v.Type()))
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// sample is a value that holds in every place of a page where the type may stand.
func sample(t reflect.Type) string {
	if t == reflect.TypeFor[template.JS]() {
		return "{}"
	}
	return "x"
}
