package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"griot/internal/app"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/judged"
)

// newspaper is the sample newspaper on an engine.
func newspaper(t *testing.T, database string) *app.Newsroom {
	t.Helper()
	n, _, err := app.OpenDemo(t.Context(), settings(t.TempDir(), database), app.DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	return n
}

// TestSearchQuality asks the sample newspaper what was judged, on both engines: the answers are good, much better than the yardstick's, and the same.
func TestSearchQuality(t *testing.T) {
	t.Parallel()
	queries, err := judged.SampleQueries()
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string][]string{}
	for name, database := range map[string]string{"SQLite": "", "PostgreSQL": dbtest.PostgresURL(t)} {
		n := newspaper(t, database)
		ask := ours(n)
		mine, err := judge(t.Context(), queries, func(ctx context.Context, q judged.Query) ([]string, error) {
			ranked, err := ask(ctx, q)
			answers[name] = append(answers[name], q.Text+": "+strings.Join(ranked, " "))
			return ranked, err
		})
		if err != nil {
			t.Fatal(err)
		}
		yardstick, err := judge(t.Context(), queries, likeNewest(n))
		if err != nil {
			t.Fatal(err)
		}
		if mine.ndcg < leastNDCG || mine.ndcg < yardstick.ndcg+leastAbove || mine.recall < leastRecall {
			t.Errorf("%s: nDCG@10 %.3f of %d queries, LIKE newest first %.3f; recall %.3f of %d", name, mine.ndcg, mine.queries, yardstick.ndcg, mine.recall, mine.demands)
			for _, l := range mine.lows {
				t.Logf("%.2f %s %q: %v, want %v", l.ndcg, l.query.Kind, l.query.Text, l.ranked, l.query.Grades)
			}
		}
	}
	if !slices.Equal(answers["SQLite"], answers["PostgreSQL"]) {
		for i, a := range answers["SQLite"] {
			if b := answers["PostgreSQL"][i]; a != b {
				t.Errorf("SQLite     %s\nPostgreSQL %s", a, b)
			}
		}
	}
}

// TestMatchText: what a reader asks never becomes an operator of FTS5 but for quotes and minus.
func TestMatchText(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"crue  niger":         `("crue" AND "niger")`,
		`"poids étalon" -sel`: `("poids étalon") NOT "sel"`,
		`sages-femmes OR x*`:  `("sages-femmes" AND "OR" AND "x*")`,
		`sel -"fleuve Niger"`: `("sel") NOT "fleuve Niger"`,
		`a"b`:                 `("ab")`,
	} {
		if got := matchText(question); got != want {
			t.Errorf("%s becomes %s, want %s", question, got, want)
		}
	}
}

// TestBareEngines: each engine's own full text answers the sample's questions, worse than ours.
func TestBareEngines(t *testing.T) {
	t.Parallel()
	queries, err := judged.SampleQueries()
	if err != nil {
		t.Fatal(err)
	}
	n := newspaper(t, "")
	mine, err := judge(t.Context(), queries, ours(n))
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]struct {
		location string
		engine   func(*db.DB) *bare
	}{"SQLite": {filepath.Join(t.TempDir(), "bare.db"), bareSQLite}, "PostgreSQL": {dbtest.PostgresURL(t), barePostgres}} {
		r, err := judgeBare(t.Context(), n, e.location, e.engine, queries)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if r.queries != len(queries) || r.ndcg < 0.3 || r.ndcg > mine.ndcg || r.recall > mine.recall {
			t.Errorf("%s: nDCG@10 %.3f, recall %.3f of %d queries; ours %.3f and %.3f", name, r.ndcg, r.recall, r.queries, mine.ndcg, mine.recall)
		}
	}
}
