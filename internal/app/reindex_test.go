package app

import (
	"testing"

	"griot/internal/db"
	"griot/internal/search"
)

// TestAnOlderIndex: a newsroom whose index another program made, or none, serves at once and has its articles indexed again in the background; one that is current is left alone.
func TestAnOlderIndex(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	service, err := NewService(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	if jobs := number(t, n, "SELECT COUNT(*) FROM job WHERE kind = $1", ReindexJob); jobs != 0 {
		t.Errorf("a current index is made anew: %d jobs", jobs)
	}
	if err := n.DB.Transact(t.Context(), func(tx *db.Tx) error { return search.Empty(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	exec(t, n, "DELETE FROM search_version")
	if err := n.renewIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	runner := service.jobs()
	for runner.Once(t.Context()) {
	}
	healthy(t, n)
	found, err := search.New(0).Find(t.Context(), n.DB, search.Query{Words: "asmara"})
	if err != nil || found.Total == 0 {
		t.Errorf("nothing is found afterwards: %v", err)
	}
	if current, err := search.Current(t.Context(), n.DB); !current || err != nil {
		t.Errorf("the index is current: %v, %v", current, err)
	}
}
