package locale

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// sorter is a collator with its buffer; neither may be used by two goroutines at once.
type sorter struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

// SortKey is bytes whose plain order is the language's dictionary order, É beside E. They are stored beside a name so that
// SQLite and PostgreSQL sort alike; they belong to one version of x/text and are made again (griot reindex) when it changes.
func (l *Locale) SortKey(s string) []byte {
	so, ok := l.collate.Get().(*sorter)
	if !ok {
		so = &sorter{collator: collate.New(language.Make(l.code))}
	}
	key := append([]byte(nil), so.collator.KeyFromString(&so.buffer, s)...)
	so.buffer.Reset()
	l.collate.Put(so)
	return key
}
