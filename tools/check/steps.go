package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// step is one thing that must hold.
type step struct {
	name, about string
	run         func(c *check) count
}

// steps is the whole check, quickest first.
func steps() []step {
	return []step{
		{"format", "gofmt has nothing to change", (*check).format},
		{"vet", "go vet", func(c *check) count { return c.quiet(nil, "go", "vet", "./...") }},
		{"static", "staticcheck", func(c *check) count { return c.quiet(nil, "go", "tool", "staticcheck", "./...") }},
		{"build", "the program, without a C compiler", (*check).build},
		{"arm64", "the program, for a small computer", func(c *check) count {
			return c.quiet([]string{"GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0"}, "go", "build", "-o", "/dev/null", "./cmd/griot")
		}},
		{"tests", "every test, on SQLite and PostgreSQL", (*check).tests},
		{"race", "the race detector on the PostgreSQL stores and whatever runs side by side", (*check).race},
		{"race-sqlite", "the race detector on a few tests over SQLite, which is thirty times slower under it", (*check).raceSQLite},
		{"fuzz", "every door that reads strangers' bytes", (*check).fuzz},
		{"journeys", "walks through the real program in a real browser", (*check).journeys},
	}
}

func (c *check) format() count {
	return c.quiet(nil, "gofmt", "-l", "cmd", "internal", "tools")
}

func (c *check) build() count {
	return c.quiet([]string{"CGO_ENABLED=0"}, "go", "build", "-o", c.binary, "./cmd/griot")
}

const journeys = "griot/internal/journey"

func (c *check) tests() count {
	packages, err := c.packages("{{.ImportPath}}")
	if err != nil {
		return c.broken(err)
	}
	packages = slices.DeleteFunc(packages, func(p string) bool { return p == journeys })
	return c.goTest(c.out, nil, packages...)
}

// concurrent packages run things side by side, whether they have a store or not.
var concurrent = []string{"griot/internal/edge", "griot/internal/event", "griot/internal/job", "griot/internal/server"}

// sequential packages test on PostgreSQL too, but do one thing after another, and take minutes under the race detector: they make pages, hash passwords, decode pictures, read files, and copy whole
// newsrooms.
var sequential = regexp.MustCompile(`^griot/internal/(api|app|desk|feed|filing|media|site|staff|transfer)\b`)

func (c *check) race() count {
	lines, err := c.packages(`{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}`)
	if err != nil {
		return c.broken(err)
	}
	raced := slices.Clone(concurrent)
	for _, line := range lines {
		words := strings.Fields(line)
		if slices.Contains(words[1:], "griot/internal/db/dbtest") && !slices.Contains(raced, words[0]) && !sequential.MatchString(words[0]) {
			raced = append(raced, words[0])
		}
	}
	return c.goTest(c.out, []string{"CGO_ENABLED=1"}, append([]string{"-race", "-skip", "/^sqlite$"}, raced...)...)
}

func (c *check) raceSQLite() count {
	const few = "^Test(TransactIsWholeOrNot|ReadersSeeWholeTransactions|NoAdditionIsLost|CloseTwice|WatchHearsThisProcess|" +
		"FollowersMissNothing|FollowerBegins.*|JobRunsOnce|RunnersShareTheWork|RunFinishesTheJobInHand)$/^sqlite$"
	return c.goTest(c.out, []string{"CGO_ENABLED=1"}, "-race", "-run", few, "griot/internal/db", "griot/internal/event", "griot/internal/job")
}

func (c *check) journeys() count {
	return c.goTest(c.out, []string{"GRIOT_BINARY=" + c.binary}, journeys)
}

// packages lists the module's packages in a form of go list.
func (c *check) packages(form string) ([]string, error) {
	out, err := c.command(nil, "go", "list", "-f", form, "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
}

func (c *check) broken(err error) count {
	fmt.Fprintln(c.out, err)
	return count{failed: 1}
}
