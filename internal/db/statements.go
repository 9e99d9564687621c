package db

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps prepared statements for SQLite's readers: preparing costs as much as a short query. Only constant texts of SQL pass
// here, and lists of parameters come in few lengths, so their number is bounded; past maxStatements a query is prepared each time. A kept statement is
// never closed before the database is, so that nobody holds one that has gone.
type statements struct {
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

const maxStatements = 500

// prepare gives the kept statement; nil where the driver keeps its own, and where no more are kept.
func (s *statements) prepare(ctx context.Context, d *DB, query string) (*sql.Stmt, error) {
	if d.engine != SQLite {
		return nil, nil
	}
	s.mu.RLock()
	stmt, full := s.kept[query], len(s.kept) >= maxStatements
	s.mu.RUnlock()
	if stmt != nil || full {
		return stmt, nil
	}
	stmt, err := d.read.PrepareContext(ctx, d.engine.dialect(query))
	if err != nil {
		return nil, err
	}
	return s.keep(query, stmt), nil
}

func (s *statements) keep(query string, stmt *sql.Stmt) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.kept[query]; first != nil || len(s.kept) >= maxStatements {
		_ = stmt.Close() // another prepared the same meanwhile, or there is no more room
		return first
	}
	if s.kept == nil {
		s.kept = map[string]*sql.Stmt{}
	}
	s.kept[query] = stmt
	return stmt
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.kept {
		_ = stmt.Close()
	}
	s.kept = nil
}
