// Package wrong is called something else.
package fault

import (
	"math/rand/v2"
	"time"

	_ "griot/internal/article"
	_ "griot/internal/db"
)

var (
	dice  = rand.New(rand.NewPCG(1, 2))
	table = map[string]int{"a": 1}
	calls int
	fine  = 1
)

func init() { calls = 1 }

func count(table map[string]int) {
	calls++
	table["own"] = fine
	fine := 2
	fine = 3
	_ = fine
}

var state struct{ a struct{ b int } }

func partly() {
	state.a.b++
}

func own(state *struct{ a int }) { state.a = 1 }

func change() { table["a"] = int(time.Since(time.Time{})) + dice.IntN(3) }
