package address

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
)

// Who wrote a redirect. The program's keep old addresses alive and are not changed by hand.
const (
	ByProgram = ""
	ByHand    = "hand"
	ByImport  = "import"
)

// Reason says which of the rules of redirects something broke, for surfaces that have words of their own for it. errors.As finds it.
type Reason string

func (r Reason) Error() string { return string(r) }

// Why redirects are refused.
const (
	Unreadable    Reason = "redirect_unreadable" // the old address is none that can be asked for
	UnknownQuery  Reason = "redirect_query"      // only the parameters of OldQueries are looked up
	Programs      Reason = "redirect_programs"   // the program itself answers there
	Living        Reason = "redirect_living"     // a page stands there, and a living page beats a redirect
	Kept          Reason = "redirect_kept"       // the program keeps an old address alive by it
	TargetWrong   Reason = "redirect_target"     // neither a path of ours nor a whole https address
	TargetNowhere Reason = "redirect_nowhere"    // no page stands at the target
	Loop          Reason = "redirect_loop"
	Twice         Reason = "redirect_twice"     // the file says something else of the same address further up
	Temporary     Reason = "redirect_temporary" // only permanent ones are kept
	Fields        Reason = "redirect_fields"    // a line of a file is no two or three fields
	Quotes        Reason = "redirect_quotes"    // a quoted field of a file does not end
)

func refused(why Reason, format string, args ...any) error {
	return fault.Wrap(fault.Invalid, why, format, args...)
}

// OldQueries are the parameters of "/?p=12" and its like, by which addresses were given before permalinks, and under which a redirect can be kept.
func OldQueries() []string { return []string{"p", "page_id", "attachment_id", "cat", "tag", "author"} }

// Line is a redirect of the table.
type Line struct {
	Path, Location string
	Made           string // ByProgram, ByHand or ByImport
	At             time.Time
}

// Sought is which redirects are asked for.
type Sought struct {
	Words string // stands in the path or where it leads, whatever the case
	Ours  bool   // only those that somebody made
	After string // the path behind which the list goes on
	Limit int
}

// Redirects lists redirects by their path. Those that are hidden (Hide) are not listed.
func Redirects(ctx context.Context, q db.Querier, s Sought) ([]Line, error) {
	const query = `SELECT path, location, made, created_at FROM address WHERE kind = 'redirect' AND path > $1 AND path LIKE '/%' AND ($2 = FALSE OR made <> '')
AND (LOWER(path) LIKE $3 ESCAPE '\' OR LOWER(location) LIKE $3 ESCAPE '\') ORDER BY path LIMIT $4`
	words := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(s.Words)) + "%"
	list, err := db.All(ctx, q, scanLine, query, s.After, s.Ours, words, s.Limit)
	if err != nil {
		return nil, fmt.Errorf("list redirects: %w", err)
	}
	return list, nil
}

func scanLine(rows *sql.Rows) (l Line, err error) {
	var at int64
	err = rows.Scan(&l.Path, &l.Location, &l.Made, &at)
	l.At = db.Time(at)
	return l, err
}

// RedirectAt is the redirect of a path; fault.NotFound where there is none.
func RedirectAt(ctx context.Context, q db.Querier, path string) (*Line, error) {
	l := Line{Path: path}
	var at int64
	err := q.QueryRow(ctx, "SELECT location, made, created_at FROM address WHERE path = $1 AND kind = 'redirect' AND path LIKE '/%'", path).Scan(&l.Location, &l.Made, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such redirect")
	}
	if err != nil {
		return nil, fmt.Errorf("find redirect: %w", err)
	}
	l.At = db.Time(at)
	return &l, nil
}

// Forget removes a redirect that somebody made. One of the program's is fault.Conflict: what linked to that address would find nothing.
func Forget(ctx context.Context, tx *db.Tx, path string) (*Line, error) {
	l, err := RedirectAt(ctx, tx, path)
	if err != nil {
		return nil, err
	}
	if l.Made == ByProgram {
		return nil, fault.Wrap(fault.Conflict, Kept, "%s keeps an old address of this newspaper alive", path)
	}
	_, err = tx.Exec(ctx, "DELETE FROM address WHERE path = $1", path)
	return l, err
}

// Source is the old address of a redirect as the table keeps it: decoded, from "/" on, with "/" at its end unless it ends in a file's name. origin is the newspaper's own, "https://host", which may stand
// before it.
func Source(origin, given string) (string, error) {
	u, err := ownURL(origin, given)
	if err != nil || u == nil || u.Fragment != "" || !readable(u.Path) {
		return "", refused(Unreadable, "%.200q is no address that can be asked for here", given)
	}
	if u.RawQuery == "" {
		path := tidy(u.Path)
		if answers(path) {
			return "", refused(Programs, "the program itself answers at %s", path)
		}
		return path, nil
	}
	return oldQuery(u)
}

// oldQuery is "/?p=12" and its like.
func oldQuery(u *url.URL) (string, error) {
	values, err := url.ParseQuery(u.RawQuery)
	if err == nil && len(values) == 1 && u.Path == "/" {
		for _, name := range OldQueries() {
			if v := values.Get(name); v != "" && readable("/"+v) && len(values[name]) == 1 {
				return "/?" + name + "=" + v, nil
			}
		}
	}
	return "", refused(UnknownQuery, "of addresses with a query only /?p=12 and its like are kept")
}

// ownURL reads an address of this newspaper; nil is one elsewhere.
func ownURL(origin, given string) (*url.URL, error) {
	given = strings.TrimSpace(given)
	if rest, ours := strings.CutPrefix(given, origin); ours && origin != "" && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
		given = "/" + strings.TrimPrefix(rest, "/")
	}
	if !strings.HasPrefix(given, "/") || strings.HasPrefix(given, "//") {
		return nil, nil
	}
	u, err := url.Parse(strings.ReplaceAll(given, " ", "%20"))
	if err != nil || u.Host != "" {
		return nil, refused(Unreadable, "this address cannot be read")
	}
	return u, nil
}

func readable(path string) bool {
	bad := func(r rune) bool { return unicode.IsControl(r) || r == '\\' || r == utf8.RuneError }
	return len(path) <= MaxPathBytes && utf8.ValidString(path) && !strings.ContainsFunc(path, bad) && !strings.Contains(path+"/", "/../") && !strings.Contains(path+"/", "/./") && !strings.ContainsAny(path, "?#")
}

// tidy is how public addresses are spelt: single slashes, one at the end unless a file is named.
func tidy(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	if last := path[strings.LastIndexByte(path, '/')+1:]; last == "" || strings.Contains(last, ".") {
		return path
	}
	return path + "/"
}

// within are the first words below which everything is the program's; below the other reserved ones stand addresses of the newsroom's.
var within = map[string]bool{"-": true, "media": true, "desk": true, "api": true, ".well-known": true, "leger": true, "poids": true, "apercu": true}

// answers reports whether the program itself answers at a path, whatever the table says.
func answers(path string) bool {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first == "" || reserved[first] && (rest == "" || within[first])
}
