package dbtest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"griot/internal/db"
)

// Questions are the texts of SQL that were asked of a database, each once.
type Questions struct {
	mu    sync.Mutex
	texts map[string]bool
}

// Overhear notes every text of SQL that is asked of a database from now on. Call it before anything else uses the database.
func Overhear(d *db.DB) *Questions {
	q := &Questions{texts: map[string]bool{}}
	d.Overhear(func(text string) {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.texts[text] = true
	})
	return q
}

// Texts are the questions so far that have a plan: what reads or changes rows.
func (q *Questions) Texts() (list []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for text := range q.texts {
		switch verb, _, _ := strings.Cut(text, " "); verb {
		case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
			list = append(list, text)
		}
	}
	return list
}

// Scan is a table that a plan reads from one end to the other.
type Scan struct {
	Table string
	How   string // as the engine tells it
}

// Scans asks the engine for the plan of a question, whatever the values in it are, and gives the tables that it reads whole. PostgreSQL is told to avoid that wherever there is an index, because it
// rightly reads small tables whole, and in tests all are small.
func Scans(t testing.TB, d *db.DB, question string) []Scan {
	t.Helper()
	if d.Engine() == db.Postgres {
		return postgresScans(t, d, question)
	}
	return sqliteScans(t, d, question)
}

// values are as many NULLs as a question has parameters.
func values(question string) []any {
	most := 0
	for _, m := range regexp.MustCompile(`\$([0-9]+)`).FindAllStringSubmatch(question, -1) {
		n, _ := strconv.Atoi(m[1])
		most = max(most, n)
	}
	return make([]any, most)
}

func sqliteScans(t testing.TB, d *db.DB, question string) (scans []Scan) {
	t.Helper()
	lines, err := db.All(t.Context(), d, func(rows *sql.Rows) (s string, err error) {
		var id, parent, unused int
		err = rows.Scan(&id, &parent, &unused, &s)
		return s, err
	}, "EXPLAIN QUERY PLAN "+question, values(question)...)
	if err != nil {
		t.Errorf("%v: %s", err, question)
	}
	for _, line := range lines {
		name, found := strings.CutPrefix(line, "SCAN ")
		if name, _, _ = strings.Cut(name, " "); !found || strings.Contains(line, "VIRTUAL TABLE") {
			continue
		}
		for _, table := range called(question, name) {
			if exists(t, d, table) {
				scans = append(scans, Scan{table, line})
			}
		}
	}
	return scans
}

// exists says whether a SQLite database has a table: a plan also names what a question makes for itself.
func exists(t testing.TB, d *db.DB, table string) bool {
	t.Helper()
	var n int
	if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1", table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// called are the tables that a question calls by a name, which SQLite's plans tell instead of the table's own; none for what is no table.
func called(question, name string) (tables []string) {
	for _, m := range regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?`).FindAllStringSubmatch(question, -1) {
		if strings.EqualFold(m[1], name) || strings.EqualFold(m[2], name) {
			tables = append(tables, m[1])
		}
	}
	return tables
}

// node is a part of a plan as PostgreSQL tells it.
type node struct {
	Type  string `json:"Node Type"`
	Table string `json:"Relation Name"`
	Index string `json:"Index Name"`
	Cond  string `json:"Index Cond"`
	Plans []node
}

// onlyByIndex are settings under which PostgreSQL reads a table whole only where it has no other way.
var onlyByIndex = []string{"enable_seqscan", "enable_mergejoin", "enable_hashjoin"}

func postgresScans(t testing.TB, d *db.DB, question string) (scans []Scan) {
	t.Helper()
	var text string
	leading := map[string]string{}
	Do(t, d, func(tx *db.Tx) (err error) {
		if text, err = postgresPlan(t, tx, question); err != nil {
			return fmt.Errorf("%w: %s", err, question)
		}
		const columns = `SELECT i.relname, a.attname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]`
		_, err = db.All(t.Context(), tx, func(rows *sql.Rows) (struct{}, error) {
			var index, column string
			err := rows.Scan(&index, &column)
			leading[index] = column
			return struct{}{}, err
		}, columns)
		return err
	})
	var plans []struct{ Plan node }
	if err := json.Unmarshal([]byte(text), &plans); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, p := range plans {
		scans = append(scans, p.Plan.scans(leading, "")...)
	}
	return scans
}

// postgresPlan is the plan that serves any values.
func postgresPlan(t testing.TB, tx *db.Tx, question string) (text string, err error) {
	statements := []string{"SET LOCAL plan_cache_mode = force_generic_plan"}
	for _, setting := range onlyByIndex {
		statements = append(statements, "SET LOCAL "+setting+" = off")
	}
	for _, s := range append(statements, "PREPARE question AS "+question) {
		if _, err := tx.Exec(t.Context(), s); err != nil {
			return "", err
		}
	}
	execute := "EXPLAIN (FORMAT JSON) EXECUTE question"
	if n := len(values(question)); n > 0 {
		execute += "(" + strings.TrimSuffix(strings.Repeat("NULL,", n), ",") + ")"
	}
	if err := tx.QueryRow(t.Context(), execute).Scan(&text); err != nil {
		return "", err
	}
	_, err = tx.Exec(t.Context(), "DEALLOCATE question")
	return text, err
}

// scans are those of a part of a plan. An index whose first column is not asked for is read whole too. leading are the first columns of the indexes; table is the one that the part is read for.
func (n *node) scans(leading map[string]string, table string) (scans []Scan) {
	if n.Table != "" {
		table = n.Table
	}
	byIndex := n.Type == "Index Scan" || n.Type == "Index Only Scan" || n.Type == "Bitmap Index Scan"
	if n.Type == "Seq Scan" || byIndex && !strings.Contains(n.Cond, leading[n.Index]) || byIndex && n.Cond == "" {
		scans = append(scans, Scan{table, strings.TrimSpace(n.Type + " " + n.Index)})
	}
	for i := range n.Plans {
		scans = append(scans, n.Plans[i].scans(leading, table)...)
	}
	return scans
}
