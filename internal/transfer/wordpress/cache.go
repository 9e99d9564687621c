package wordpress

import (
	"maps"

	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// caches hold what was committed and is asked for again and again. They are emptied when they grow, so that an archive of any size
// fits. Those of the second reading belong to the goroutine that prepares.
type caches struct {
	terms    map[term]bool             // noted by this run
	filed    map[term]*termRecord      // as settled
	moves    map[string]string         // redirects
	bylines  map[string]staff.BylineID // by login
	names    map[string]staff.BylineID // by folded name
	sections map[taxonomy.SectionID]taxonomy.Section
	tags     map[string]taxonomy.TagID // of further categories, by name
}

const maxCached = 20_000

func (c *caches) noted(terms map[term]bool) {
	if c.terms == nil || len(c.terms) > maxCached {
		c.terms = map[term]bool{}
	}
	maps.Copy(c.terms, terms)
}

func (c *caches) moved(path string) (string, bool) {
	to, ok := c.moves[path]
	return to, ok
}

func (c *caches) keepMoved(path, to string) { put(&c.moves, path, to) }

// put adds to a cache, which it makes or empties first where need be.
func put[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil || len(*m) >= maxCached {
		*m = map[K]V{}
	}
	(*m)[k] = v
}
