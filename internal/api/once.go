package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// keepAnswers is how long a request with a key may be repeated.
const keepAnswers = 24 * time.Hour

// once does something in one transaction, and with an Idempotency-Key only the first time: the answer is kept in the same transaction, and given again. What was refused is not kept: it
// did nothing, and is judged anew.
func (a *API) once(ctx context.Context, do func(tx *db.Tx, c *caller) (*answer, error)) (out *answer, err error) {
	c := callerOf(ctx)
	err = a.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		if c.key == "" {
			out, err = do(tx, c)
			return err
		}
		if out, err = answered(ctx, tx, c, a.Now()); err != nil || out != nil {
			return err
		}
		if out, err = do(tx, c); err != nil {
			return err
		}
		return keepAnswer(ctx, tx, c, a.Now(), out)
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if out.Status == http.StatusCreated {
		out.Location = addressOf(out.Body.ID)
	}
	return out, nil
}

// answered is what a request was answered before; nil when it is the first of its key.
func answered(ctx context.Context, tx *db.Tx, c *caller, now time.Time) (*answer, error) {
	var request, body string
	out := &answer{Repeated: "true"}
	const query = "SELECT request, status, body FROM api_answer WHERE account_id = $1 AND key = $2 AND answered_at > $3"
	err := tx.QueryRow(ctx, query, c.ID, c.key, db.Millis(now.Add(-keepAnswers))).Scan(&request, &out.Status, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // nothing was answered yet
	}
	if err != nil {
		return nil, fmt.Errorf("find an answer: %w", err)
	}
	if request != c.request {
		return nil, fault.New(fault.Invalid, "this Idempotency-Key was used for another request: every request needs one of its own")
	}
	if err := json.Unmarshal([]byte(body), &out.Body); err != nil {
		return nil, fmt.Errorf("read an answer: %w", err)
	}
	out.ETag = etagOf(out.Body.Changed)
	return out, nil
}

func keepAnswer(ctx context.Context, tx *db.Tx, c *caller, now time.Time, out *answer) error {
	body, err := json.Marshal(out.Body)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO api_answer (account_id, key, request, status, body, answered_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account_id, key) DO UPDATE SET request = excluded.request, status = excluded.status, body = excluded.body, answered_at = excluded.answered_at`
	if _, err := tx.Exec(ctx, upsert, c.ID, c.key, c.request, out.Status, string(body), db.Millis(now)); err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return nil
}

// Forget drops the answers that nobody may ask for again.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM api_answer WHERE answered_at <= $1", db.Millis(now.Add(-keepAnswers)))
	return err
}
