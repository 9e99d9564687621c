package address

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// Wish is a redirect that somebody wants.
type Wish struct {
	Line     int // of a file, from 1; 0 where it was typed
	From, To string
	Refused  error // why it cannot be; nil: it can
	Before   string
	Known    bool // Before is where it leads now
}

// New reports a redirect that is not there yet in any form.
func (w *Wish) New() bool { return w.Refused == nil && !w.Known }

// Same reports a redirect that is there already.
func (w *Wish) Same() bool { return w.Refused == nil && w.Known && w.Before == w.To }

// Changed reports a redirect that leads elsewhere now.
func (w *Wish) Changed() bool { return w.Refused == nil && w.Known && w.Before != w.To }

// Weigh settles what becomes of wishes: addresses are spelt as the table keeps them, chains are made flat, and what cannot be says why. Nothing is written.
func Weigh(ctx context.Context, q db.Querier, origin string, wishes []Wish) error {
	for i := range wishes {
		wishes[i].spell(origin)
	}
	onceEach(wishes)
	r := &register{asked: map[string]bool{}, found: map[string]Address{}}
	if err := r.lookAll(ctx, q, wishes); err != nil {
		return err
	}
	for i := range wishes {
		wishes[i].source(r)
	}
	lead(wishes, r)
	return nil
}

// spell brings both addresses into the spelling of the table.
func (w *Wish) spell(origin string) {
	if w.Refused != nil {
		return
	}
	from, err := Source(origin, w.From)
	if err != nil {
		w.Refused = err
		return
	}
	to, err := target(origin, w.To)
	if err != nil {
		w.Refused = err
		return
	}
	if w.From, w.To = from, to; from == to {
		w.Refused = refused(Loop, "%s would lead to itself", from)
	}
}

// target is where a redirect leads: a path of this newspaper, or a whole https address elsewhere.
func target(origin, given string) (string, error) {
	u, err := ownURL(origin, given)
	if err != nil {
		return "", refused(TargetWrong, "%.200q is no address", given)
	}
	if u != nil {
		if u.RawQuery != "" || u.Fragment != "" || !readable(u.Path) {
			return "", refused(TargetWrong, "a redirect within the newspaper leads to the path of a page, not to %.200q", given)
		}
		return tidy(u.Path), nil
	}
	whole := strings.TrimSpace(given)
	far, err := url.Parse(whole)
	if err != nil || far.Scheme != "https" || far.Hostname() == "" || far.User != nil || len(whole) > MaxPathBytes || strings.ContainsAny(whole, " \t\r\n\\\"<>") {
		return "", refused(TargetWrong, "a redirect leads to a path of this newspaper or to a whole address that begins with https://, not to %.200q", given)
	}
	return far.String(), nil
}

// onceEach refuses what a file says again and otherwise of an address; what it says again alike is one.
func onceEach(wishes []Wish) {
	first := map[string]string{}
	for i := range wishes {
		w := &wishes[i]
		if w.Refused != nil {
			continue
		}
		if to, known := first[w.From]; known && to != w.To {
			w.Refused = refused(Twice, "further up %s leads to %s", w.From, to)
			continue
		}
		first[w.From] = w.To
	}
}

// asked is how many paths one question names, each as it is and hidden.
const asked = 200

// register is what stands at the addresses that were asked for.
type register struct {
	asked map[string]bool
	found map[string]Address
}

// at is what stands at a path; ok is false where nothing does.
func (r *register) at(path string) (a Address, ok bool) {
	if a, ok = r.found[path]; !ok {
		a, ok = r.found[hidden(path)]
	}
	return a, ok
}

// look reads what stands at some addresses.
func (r *register) look(ctx context.Context, q db.Querier, paths []string) error {
	paths = slices.DeleteFunc(paths, func(p string) bool { return r.asked[p] || !strings.HasPrefix(p, "/") })
	for some := range slices.Chunk(paths, asked) {
		args := make([]any, 0, 2*asked) // always so many, so that one text of SQL is prepared
		for i := range asked {
			p := some[min(i, len(some)-1)]
			args = append(args, p, hidden(p))
			r.asked[p] = true
		}
		list, err := db.All(ctx, q, scanAddress, "SELECT path, kind, target, location, made FROM address WHERE path IN ("+db.Placeholders(1, len(args))+")", args...)
		if err != nil {
			return fmt.Errorf("find addresses: %w", err)
		}
		for _, a := range list {
			r.found[a.Path] = a
		}
	}
	return nil
}

// lookAll reads what stands at every address that wishes name, and where the redirects among them lead.
func (r *register) lookAll(ctx context.Context, q db.Querier, wishes []Wish) error {
	var paths []string
	for i := range wishes {
		if wishes[i].Refused == nil {
			paths = append(paths, wishes[i].From, wishes[i].To)
		}
	}
	if err := r.look(ctx, q, paths); err != nil {
		return err
	}
	var ends []string
	for _, a := range r.found {
		if a.Kind == Redirect {
			ends = append(ends, a.Location)
		}
	}
	return r.look(ctx, q, ends)
}

func scanAddress(rows *sql.Rows) (a Address, err error) {
	err = rows.Scan(&a.Path, &a.Kind, &a.Target, &a.Location, &a.Made)
	return a, err
}

// source refuses a redirect from where something lives, and from where the program leads on already.
func (w *Wish) source(r *register) {
	a, there := r.at(w.From)
	switch {
	case w.Refused != nil || !there || a.Kind == Gone:
	case a.Kind != Redirect:
		w.Refused = refused(Living, "a page stands at %s, and a living page beats a redirect", w.From)
	case a.Made == ByProgram:
		w.Refused = fault.Wrap(fault.Conflict, Kept, "%s keeps an old address of this newspaper alive", w.From)
	default:
		w.Before, w.Known = a.Location, true
	}
}

// lead follows every wish to the end of its chain, and refuses circles and what ends nowhere.
func lead(wishes []Wish, r *register) {
	f := follower{register: r, next: map[string]string{}, ends: map[string]end{}}
	for i := range wishes {
		if w := &wishes[i]; w.Refused == nil {
			f.next[w.From] = w.To
		}
	}
	for i := range wishes {
		if w := &wishes[i]; w.Refused == nil {
			e := f.follow(w.To)
			w.Refused = e.refused
			if e.refused == nil {
				w.To = e.path
			}
		}
	}
}

// end is where a chain leads.
type end struct {
	path    string
	refused error
}

// follower follows chains through wishes and what the table has, each link once.
type follower struct {
	*register
	next map[string]string
	ends map[string]end
}

// follow is where a path leads in the end.
func (f *follower) follow(at string) end {
	var trail []string
	seen := map[string]bool{}
	for {
		known, done := f.ends[at]
		to := ""
		switch {
		case done:
		case seen[at]:
			known = end{refused: refused(Loop, "this leads in a circle, by %s", at)}
		default:
			to, known = f.step(at)
		}
		if to == "" {
			for _, passed := range trail {
				f.ends[passed] = known
			}
			return known
		}
		seen[at] = true
		trail = append(trail, at)
		at = to
	}
}

// step is where a path leads, or "" and the end that it is.
func (f *follower) step(at string) (to string, known end) {
	if !strings.HasPrefix(at, "/") {
		return "", end{path: at}
	}
	if to, wished := f.next[at]; wished {
		return to, known
	}
	a, there := f.at(at)
	switch {
	case !there && pageOfOurs(at), there && a.Kind != Redirect && a.Kind != Gone:
		return "", end{path: at}
	case !there:
		return "", end{refused: refused(TargetNowhere, "there is no page at %s", at)}
	case a.Kind == Gone:
		return "", end{refused: refused(TargetNowhere, "the page at %s is gone", at)}
	}
	return a.Location, known
}

// pageOfOurs reports whether a path of the program's is a page for readers.
func pageOfOurs(path string) bool {
	switch path {
	case "/", "/pays/", "/auteurs/", "/corrections/", "/recherche/", "/feed.xml", "/atom.xml", "/feed.json":
		return true
	}
	return false
}

// rowsAtOnce is how many redirects one statement writes.
const rowsAtOnce = 100

// Grant writes the wishes that were not refused, in one go each, and has the redirects that led to one of them lead on to its end. made is ByHand or ByImport.
func Grant(ctx context.Context, tx *db.Tx, now time.Time, made string, wishes []Wish) error {
	var list []Wish
	seen := map[string]bool{}
	for _, w := range wishes {
		if w.Refused == nil && !w.Same() && !seen[w.From] {
			seen[w.From] = true
			list = append(list, w)
		}
	}
	for some := range slices.Chunk(list, rowsAtOnce) {
		if err := grantSome(ctx, tx, now, made, some); err != nil {
			return fmt.Errorf("write redirects: %w", err)
		}
	}
	return nil
}

func grantSome(ctx context.Context, tx *db.Tx, now time.Time, made string, some []Wish) error {
	from := make([]any, 0, len(some))
	args := make([]any, 0, 4*len(some))
	rows := make([]string, 0, len(some))
	for i, w := range some {
		from = append(from, w.From)
		args = append(args, w.From, w.To, db.Millis(now), made)
		rows = append(rows, fmt.Sprintf("($%d, 'redirect', 0, $%d, $%d, $%d)", 4*i+1, 4*i+2, 4*i+3, 4*i+4))
	}
	const tail = " ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, target = 0, location = excluded.location, made = excluded.made, created_at = excluded.created_at"
	if _, err := tx.Exec(ctx, "INSERT INTO address (path, kind, target, location, created_at, made) VALUES "+strings.Join(rows, ", ")+tail, args...); err != nil {
		return err
	}
	led, err := db.All(ctx, tx, func(rows *sql.Rows) (to string, err error) { err = rows.Scan(&to); return to, err },
		"SELECT DISTINCT location FROM address WHERE kind = 'redirect' AND location IN ("+db.Placeholders(1, len(from))+")", from...)
	if err != nil {
		return err
	}
	for _, w := range some {
		if !slices.Contains(led, w.From) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE address SET location = $2 WHERE kind = 'redirect' AND location = $1", w.From, w.To); err != nil {
			return err
		}
	}
	return nil
}
