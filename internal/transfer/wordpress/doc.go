// Package wordpress brings the archive of a WordPress site over from its own exports (WXR 1.0, 1.1 and 1.2).
//
// It promises: memory does not grow with the archive, one item at a time is read and a bounded batch of them is written; a batch
// is one transaction, so that whatever stops an import leaves a consistent newsroom, and the same command goes on; run twice,
// nothing doubles, and what came over before is left as editors left it; of a broken file everything whole is kept; and the
// Account says what became of each item, to the last one.
//
// An import reads its files twice. The first reading (survey.go) notes what there is, because menus, parents, pictures and
// authors come in any order and in any of several files; between the two, terms, authors and files are brought over; the second
// reading (posts.go) makes articles and pages, which then find everything they refer to. What is noted lies in the import_ tables,
// with the text and every field of each item as it came.
//
// Nothing is loaded from another site. E-mail addresses of authors, network addresses and browsers of commenters are not kept.
package wordpress
