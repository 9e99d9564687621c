// Package text holds the newsroom's craft with words: address parts, excerpts, reading time, French typography, a guess at
// the language, and the one door for HTML that comes from outside.
//
// It promises that every function is pure and safe for concurrent use, runs in time linear in its input and never panics; that
// what meets strangers' bytes (Clean, CleanLine, Plain, Excerpt, Slug, Fold, Tokens) returns valid UTF-8 whatever it is given; and
// that Clean, Slug, French and FrenchHTML change nothing in what they have made. HTML is trusted only after Clean: FrenchHTML,
// Paragraphs and Plain read any HTML and make none of it safe.
package text
