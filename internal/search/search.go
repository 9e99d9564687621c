// Package search finds published articles by their words. It is an index of our own in ordinary tables, the same on both engines (ADR 9): sorted blocks of stems in segments that never change,
// and the few documents that no segment holds yet. It is written by the transaction that publishes, so that an article is found, or no longer found, as soon as that is
// committed, and is whole after any crash. Answers are weighed and counted in Go, so that both engines give the same.
//
// Words are folded, so that accents and case are optional, and stemmed by the article's language; a reader's words are looked for as every language inflects them.
package search
