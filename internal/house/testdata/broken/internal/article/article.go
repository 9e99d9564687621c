package article

import (
	_ "html/template"
	_ "net/http"

	_ "github.com/jackc/pgx/v5"

	_ "griot/internal/db/dbtest"
	_ "griot/internal/edge"
	_ "griot/internal/taxonomy"
)

type Undocumented struct{}

func (u Undocumented) Method() {}

func (u Undocumented) String() string { return "" }

func Function() {
	go Function()
}

type hidden[T any] struct{}

func (h *hidden[T]) Exported() {}

const Constant = 1

// A group speaks for its members.
const (
	One = 1
	Two = 2
)
