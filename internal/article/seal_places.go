package article

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/search"
)

// ForgetPreviewsJob removes every preview picture of the article whose number is its payload: a title that was sealed is drawn on them.
const ForgetPreviewsJob = "article.previews.forget"

// kept is a place where words of an article are kept besides the article and its revisions. That all of them, of whatever room, stand in one list is deliberate: none is forgotten, and a test reads
// every table there is.
type kept struct {
	table   string
	keys    string // columns of numbers, with commas between
	columns []string
	where   string // $1 is the article
}

func places() []kept {
	const imported = "EXISTS (SELECT 1 FROM import_item i WHERE i.source_id = k.source_id AND i.old_id = k.old_id AND i.became = 'article' AND i.new_id = $1)"
	return []kept{
		{"article_note", "id", []string{"text", "signature"}, "k.article_id = $1"},
		{"breaking", "id", []string{"text", "url"}, "k.article_id = $1"},
		{"comment", "id", []string{"name", "body"}, "k.article_id = $1"},
		{"media", "id", []string{"alt", "caption", "credit", "licence"}, "k.id IN (SELECT media_id FROM article_picture WHERE article_id = $1)"},
		{"reply_request", "id", []string{"name", "wording", "reason"}, "k.article_id = $1 OR k.reply_id = $1"},
		{"remark", "id", []string{"text", "quote"}, "k.article_id = $1"},
		{"colleague_note", "id", []string{"text"}, "k.article_id = $1"},
		{"notice", "id", []string{"words"}, "k.article_id = $1"},
		{"bulk_act", "id", []string{"reason"}, "k.id IN (SELECT act_id FROM bulk_item WHERE article_id = $1)"},
		{"manuscript", "article_id", []string{"title", "standfirst", "body", "known_title", "known_standfirst", "known_body"}, "k.article_id = $1"},
		{"import_verbatim", "source_id, old_id", []string{"title", "content", "excerpt", "fields"}, imported},
		{"import_meta", "source_id, old_id, position", []string{"value"}, imported},
		{"import_item", "source_id, old_id", []string{"name", "path", "file"}, "k.became = 'article' AND k.new_id = $1"},
		{"import_comment", "source_id, old_id", []string{"verbatim"},
			"EXISTS (SELECT 1 FROM import_item i WHERE i.source_id = k.source_id AND i.old_id = k.item_id AND i.became = 'article' AND i.new_id = $1)"},
	}
}

// everywhere takes the passages out of all that is kept of an article beside itself. What cannot be read is dropped: the updates of its manuscript, whose text stays, and answers of the API that wait
// to be asked for again.
func (s *striking) everywhere(ctx context.Context, tx *db.Tx, id ID) error {
	if len(s.passages) > 0 {
		for _, p := range places() {
			if err := s.place(ctx, tx, &p, id); err != nil {
				return fmt.Errorf("%s: %w", p.table, err)
			}
		}
		if err := refold(ctx, tx, id); err != nil {
			return err
		}
	}
	for _, act := range []string{
		"DELETE FROM manuscript_update WHERE article_id = $1",
		"DELETE FROM manuscript_outside WHERE article_id = $1",
		"UPDATE manuscript SET seq = 0, whole_seq = 0, text_seq = 0 WHERE article_id = $1",
		"UPDATE article SET seals = seals + 1 WHERE id = $1",
	} {
		if _, err := tx.Exec(ctx, act, id); err != nil {
			return err
		}
	}
	if err := unquote(ctx, tx, id); err != nil {
		return fmt.Errorf("remarks: %w", err)
	}
	return dropAnswers(ctx, tx, id)
}

// place takes the passages out of the rows of one place.
func (s *striking) place(ctx context.Context, tx *db.Tx, p *kept, id ID) error {
	keys := strings.Split(p.keys, ", ")
	columns := slices.Concat(keys, p.columns)
	rows, err := db.All(ctx, tx, func(rows *sql.Rows) (row []string, err error) {
		row = make([]string, len(columns))
		to := make([]any, len(row))
		for i := range row {
			to[i] = &row[i]
		}
		return row, rows.Scan(to...)
	}, "SELECT k."+strings.Join(columns, ", k.")+" FROM "+p.table+" k WHERE "+p.where, id)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.row(ctx, tx, p, keys, row); err != nil {
			return err
		}
	}
	return nil
}

func (s *striking) row(ctx context.Context, tx *db.Tx, p *kept, keys, row []string) error {
	var sets, wheres []string
	var args []any
	for i, column := range p.columns {
		if clean := s.stored(column, row[len(keys)+i]); clean != row[len(keys)+i] {
			args = append(args, clean)
			sets = append(sets, fmt.Sprintf("%s = $%d", column, len(args)))
		}
	}
	if len(sets) == 0 {
		return nil
	}
	for i, key := range keys {
		number, err := strconv.ParseInt(row[i], 10, 64)
		if err != nil {
			return err
		}
		args = append(args, number)
		wheres = append(wheres, fmt.Sprintf("%s = $%d", key, len(args)))
	}
	_, err := tx.Exec(ctx, "UPDATE "+p.table+" SET "+strings.Join(sets, ", ")+" WHERE "+strings.Join(wheres, " AND "), args...)
	return err
}

// stored is a value of a column without the passages.
func (s *striking) stored(column, value string) string {
	switch column {
	case "fields", "verbatim":
		return s.document(value)
	case "url", "path", "file", "name":
		if s.names(value) || len(s.find(value)) > 0 {
			s.struck++
			return ""
		}
		return value
	case "value", "content", "body", "known_body", "excerpt":
		if len(s.find(value)) == 0 && !strings.Contains(value, "<") {
			return value
		}
		before := s.struck
		if clean := s.body(value); s.struck > before {
			return clean
		}
		return value
	}
	return s.line(value)
}

// dropAnswers drops what the API has answered about an article and keeps to answer again.
func dropAnswers(ctx context.Context, tx *db.Tx, id ID) error {
	type answer struct {
		account   int64
		key, body string
	}
	list, err := db.All(ctx, tx, func(rows *sql.Rows) (a answer, err error) {
		err = rows.Scan(&a.account, &a.key, &a.body)
		return a, err
	}, "SELECT account_id, key, body FROM api_answer")
	if err != nil {
		return err
	}
	for _, a := range list {
		var about struct{ ID ID }
		if json.Unmarshal([]byte(a.body), &about) == nil && about.ID != id {
			continue
		}
		if _, err := tx.Exec(ctx, "DELETE FROM api_answer WHERE account_id = $1 AND key = $2", a.account, a.key); err != nil {
			return err
		}
	}
	return nil
}

// dropImported empties what an import brought, where it is the revision that was sealed.
func dropImported(ctx context.Context, tx *db.Tx, id ID, number int) error {
	if number != 1 {
		return nil
	}
	const mine = " WHERE EXISTS (SELECT 1 FROM import_item i WHERE i.source_id = %s.source_id AND i.old_id = %s.old_id AND i.became = 'article' AND i.new_id = $1)"
	for _, act := range []string{
		"UPDATE import_verbatim SET title = '', content = '', excerpt = '', fields = '{}'" + fmt.Sprintf(mine, "import_verbatim", "import_verbatim"),
		"DELETE FROM import_meta" + fmt.Sprintf(mine, "import_meta", "import_meta"),
	} {
		if _, err := tx.Exec(ctx, act, id); err != nil {
			return err
		}
	}
	return nil
}

// rename gives an article whose address names a passage another one. The old address leads to it, and is written down no more.
func (s *striking) rename(ctx context.Context, tx *db.Tx, now time.Time, a *Article) error {
	slug := cmp.Or(s.slug(a.Slug), Unnamed)
	if slug == a.Slug && !s.names(a.Path) {
		return nil
	}
	old := a.Path
	a.Slug = slug
	if old != "" {
		parts := strings.Split(strings.Trim(old, "/"), "/")
		for i := range parts {
			parts[i] = cmp.Or(s.slug(parts[i]), slug)
		}
		var err error
		if a.Path, err = address.Free(ctx, tx, "/"+strings.Join(parts, "/")+"/", address.Article, int64(a.ID)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE article SET slug = $2, path = $3 WHERE id = $1", a.ID, a.Slug, a.Path); err != nil || a.Path == old {
		return err
	}
	return s.readdress(ctx, tx, now, a, old)
}

func (s *striking) readdress(ctx context.Context, tx *db.Tx, now time.Time, a *Article, old string) error {
	if err := address.Move(ctx, tx, now, old, a.Path); err != nil {
		return err
	}
	if a.Status == Withdrawn {
		if err := address.Bury(ctx, tx, now, a.Path, int64(a.ID)); err != nil {
			return err
		}
	}
	leading, err := address.LeadingTo(ctx, tx, a.Path)
	if err != nil {
		return err
	}
	for _, path := range leading {
		if !s.names(path) {
			continue
		}
		if err := address.Hide(ctx, tx, path); err != nil {
			return err
		}
	}
	return event.Append(ctx, tx, now, page.Archive, page.Piece((int64(a.ID)-1)/PieceSize+1))
}

// forgetFormer removes what was made of an article's former words: the index's, and the preview pictures. Every page that shows the article, or another with a picture of its, is made anew.
func forgetFormer(ctx context.Context, tx *db.Tx, now time.Time, id ID) error {
	if err := search.Expunge(ctx, tx, int64(id)); err != nil {
		return err
	}
	if err := job.Enqueue(ctx, tx, now, ForgetPreviewsJob, id, job.Options{Unique: fmt.Sprint(id)}); err != nil {
		return err
	}
	const sharing = "SELECT DISTINCT p.article_id FROM article_picture p JOIN article_picture o ON o.media_id = p.media_id WHERE o.article_id = $1"
	others, err := db.All(ctx, tx, scanID, sharing, id)
	if err != nil {
		return err
	}
	labels := []page.Label{page.Article(int64(id)), page.Corrections, page.Ticker}
	for _, o := range others {
		labels = append(labels, page.Article(int64(o)))
	}
	return event.Append(ctx, tx, now, labels...)
}

func scanNumber(rows *sql.Rows) (n int, err error) {
	err = rows.Scan(&n)
	return n, err
}
