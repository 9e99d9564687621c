package wordpress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/text"
)

// takeFiles brings the attachments over, before any text that shows them.
func (im *importer) takeFiles(ctx context.Context) error {
	var count int
	const query = "SELECT COUNT(*) FROM import_item WHERE source_id = $1 AND type = $2 AND run = $3"
	if err := im.DB.QueryRow(ctx, query, im.source, typeAttachment, im.run).Scan(&count); err != nil {
		return err
	}
	im.meter.begin(StageFiles, max(1, count))
	for after := int64(-1 << 63); ; {
		list, err := ofType(ctx, im.DB, im.source, im.run, typeAttachment, after, batchItems)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := im.takeFile(ctx, &list[i]); err != nil {
				return err
			}
			im.meter.done(1)
		}
		after = list[len(list)-1].id
	}
}

// takeFile brings one attachment over; the account says what became of it.
func (im *importer) takeFile(ctx context.Context, r *record) error {
	tally := im.account.item(typeAttachment)
	if r.became != asNothing {
		tally.Already++
		return nil
	}
	it, err := kept(ctx, im.DB, im.source, r.id)
	if err != nil {
		return err
	}
	about, repeats := words(it)
	m, why, err := im.takeUpload(ctx, asAttachment(r.file), about)
	if err != nil {
		return err
	}
	if m == nil {
		tally.leave(why.reason)
		e := Entry{Kind: typeAttachment, ID: it.id, Title: it.title, From: or(r.file, it.fileURL), Reason: why.reason, Note: why.note}
		im.account.LeftOut.add(e)
		im.account.miss(e)
		return nil
	}
	tally.Imported++
	if repeats {
		im.account.changed(AltEmptied, 1, m.Caption)
	}
	return im.DB.Transact(ctx, func(tx *db.Tx) error {
		return became(ctx, tx, im.source, r.id, asMedia, int64(m.ID), 0, 0)
	})
}

// refusal is why a file did not come.
type refusal struct {
	reason Reason
	note   string
}

// takeUpload finds a file of the uploads folder among what was taken before, else takes it. The same file under several names is one.
func (im *importer) takeUpload(ctx context.Context, w wanted, about media.Media) (*media.Media, refusal, error) {
	if w.lying[0] == "" {
		return nil, refusal{reason: NoFile}, nil
	}
	for _, name := range w.known {
		if m, err := im.taken(ctx, name); err != nil || m != nil {
			return m, refusal{}, err
		}
	}
	if im.uploads == nil {
		return nil, refusal{reason: NoFolder}, nil
	}
	f, name, err := im.uploads.open(w.lying)
	if err != nil {
		return nil, refusal{reason: NoFile}, nil
	}
	defer func() { _ = f.Close() }()
	file, err := media.ReceivePublished(ctx, im.Blob, f)
	if err != nil {
		if readFault(err) {
			return nil, refusal{Unusable, fault.Message(err)}, nil
		}
		return nil, refusal{}, fmt.Errorf("take file %s: %w", name, err)
	}
	return im.addMedia(ctx, name, file, about)
}

func (im *importer) addMedia(ctx context.Context, path string, file *media.File, about media.Media) (m *media.Media, _ refusal, err error) {
	fresh := false
	err = im.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		_, err = media.ByHash(ctx, tx, file.Hash)
		fresh = fault.Is(err, fault.NotFound)
		if m, err = media.Add(ctx, tx, im.Now(), file, about); err != nil {
			return err
		}
		const insert = "INSERT INTO import_file (source_id, path, media_id) VALUES ($1, $2, $3) ON CONFLICT (source_id, path) DO NOTHING"
		_, err = tx.Exec(ctx, insert, im.source, path, m.ID)
		return err
	})
	if err != nil {
		return nil, refusal{}, err
	}
	if fresh {
		im.counted(func(a *Account) { a.made(MadeMedia, 1) })
	}
	return m, refusal{}, nil
}

// taken is the file that was taken from a path; nil when none was.
func (im *importer) taken(ctx context.Context, path string) (*media.Media, error) {
	var id media.ID
	err := im.DB.QueryRow(ctx, "SELECT media_id FROM import_file WHERE source_id = $1 AND path = $2", im.source, path).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return media.ByID(ctx, im.DB, id)
}

// words are an attachment's alternative text, caption and credit. WordPress's caption is the excerpt; a credit stands in the field of
// a plug-in, or in the description. An alternative text that repeats the caption is emptied.
func words(it *item) (m media.Media, repeats bool) {
	m = media.Media{Alt: text.CleanLine(it.get("_wp_attachment_image_alt")), Caption: text.Plain(it.excerpt)}
	m.Credit = text.CleanLine(it.get("_media_credit", "media_credit", "_credit", "credit", "photo_credit", "_photo_credit", "_image_credit",
		"isc_image_source", "_wp_attachment_source_name", "image_credit", "copyright"))
	description := text.Plain(it.content)
	switch {
	case m.Credit == "" && creditLike.MatchString(description) && len(description) < 200:
		m.Credit = bareCredit(description)
	case m.Caption == "":
		m.Caption = description
	}
	if m.Credit == "" {
		m.Caption, m.Credit = splitCredit(m.Caption)
	}
	if repeats = sameWords(m.Alt, m.Caption); repeats {
		m.Alt = ""
	}
	return m, repeats
}

// sameWords reports whether an alternative text says what the caption says: a full stop, case and accents make no difference.
func sameWords(alt, caption string) bool {
	bare := func(s string) string { return strings.Join(text.Tokens(s), " ") }
	return bare(alt) != "" && bare(alt) == bare(caption)
}

// A credit begins with one of these, or ends a caption after one, with or without parentheses.
var (
	creditLike = regexp.MustCompile(`(?i)^\(?(©|\(c\)|photos?\s*[:©]|crédits?\b|credits?\b|copyright\b|source\s*:)`)
	creditTail = regexp.MustCompile(`(?i)^(.*?)[\s(]*((?:©|\(c\)\s|photos?\s*:|crédits?(?: photos?)?\s*:|credits?(?: photo)?\s*:|copyright\s).{1,120}?)\)?$`)
	creditMark = regexp.MustCompile(`(?i)^(©\s*|\(c\)\s*|photos?\s*[:©]\s*|crédits?(?: photos?)?\s*:?\s*|credits?(?: photo)?\s*:?\s*|copyright\s*:?\s*)`)
)

// splitCredit parts a caption such as "Le marché de Maradi. © AFP".
func splitCredit(caption string) (rest, credit string) {
	m := creditTail.FindStringSubmatch(caption)
	if m == nil {
		return caption, ""
	}
	return strings.TrimSpace(m[1]), bareCredit(m[2])
}

// bareCredit takes "Photo :" and its like off; the site says that itself. "© AFP" stays.
func bareCredit(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "©") {
		return s
	}
	return creditMark.ReplaceAllString(s, "")
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
