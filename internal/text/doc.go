// Package text holds the newsroom's craft with words: address parts, excerpts, reading time, French typography, a guess at
// the language, and the one door for HTML that comes from outside.
//
// It promises that every function is pure and safe for concurrent use, returns valid UTF-8 whatever bytes it is given, runs in
// time linear in its input, and never panics. HTML is trusted only after Clean; the functions named …HTML and Plain read any
// HTML but make none of it safe.
package text
