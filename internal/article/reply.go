package article

import (
	"context"
	"fmt"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// guardReplies keeps published rights of reply, which the law gives to whoever is named: below editor-in-chief nobody changes one or takes it from readers, be it with the article that it answers.
func guardReplies(ctx context.Context, q db.Querier, role staff.Role, before, a *Article) error {
	if staff.May(role, staff.RefuseReply) || !before.Public() {
		return nil
	}
	const standing = `SELECT COUNT(*) FROM article_note n JOIN article r ON r.id = n.reply_id WHERE r.status = 'published' AND `
	question, refusal := standing+"n.reply_id = $1", fault.Wrap(fault.Forbidden, ReplyStands, "only an editor-in-chief may change a right of reply that readers read")
	if a.Status != Published {
		question = standing + "(n.reply_id = $1 OR n.article_id = $1)"
		refusal = fault.Wrap(fault.Forbidden, ReplyStands, "only an editor-in-chief may take a right of reply from readers, or the article that it answers")
	}
	var n int
	if err := q.QueryRow(ctx, question, before.ID).Scan(&n); err != nil {
		return fmt.Errorf("look for rights of reply of article %d: %w", before.ID, err)
	}
	if n > 0 {
		return refusal
	}
	return nil
}
