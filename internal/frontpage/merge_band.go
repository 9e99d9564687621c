package frontpage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"griot/internal/db"
	"griot/internal/taxonomy"
)

// MergeBand has what is pinned to the band of a rubric stand in that of the rubric it was merged into, in every front page that is kept and in what people compose: in its place there if that is free,
// else in the first that is. What finds none is the rule's.
func MergeBand(ctx context.Context, tx *db.Tx, from, into taxonomy.SectionID) error {
	like := fmt.Sprintf(`%%"band-%d-%%`, from)
	type kept struct {
		table, where string
		args         []any
		pins         Pins
	}
	scan := func(table, where string, keys ...any) func(rows *sql.Rows) (kept, error) {
		return func(rows *sql.Rows) (k kept, err error) {
			var pins string
			if err = rows.Scan(append(keys, &pins)...); err != nil {
				return k, err
			}
			k.table, k.where = table, where
			for _, key := range keys {
				switch key := key.(type) {
				case *int64:
					k.args = append(k.args, *key)
				case *string:
					k.args = append(k.args, *key)
				}
			}
			return k, json.Unmarshal([]byte(pins), &k.pins)
		}
	}
	var id int64
	var language string
	fronts, err := db.All(ctx, tx, scan("front", "id = $2", &id), "SELECT id, pins FROM front WHERE pins LIKE $1", like)
	if err != nil {
		return fmt.Errorf("read front pages: %w", err)
	}
	drafts, err := db.All(ctx, tx, scan("front_draft", "account_id = $2 AND language = $3", &id, &language), "SELECT account_id, language, pins FROM front_draft WHERE pins LIKE $1", like)
	if err != nil {
		return fmt.Errorf("read drafts of front pages: %w", err)
	}
	for _, k := range append(fronts, drafts...) {
		pins, err := encode(k.pins.mergeBand(from, into))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE "+k.table+" SET pins = $1 WHERE "+k.where, append([]any{pins}, k.args...)...); err != nil {
			return fmt.Errorf("merge a band: %w", err)
		}
	}
	return nil
}

// mergeBand gives the pins of one band places in another.
func (p Pins) mergeBand(from, into taxonomy.SectionID) (list Pins) {
	var moving Pins
	for _, pin := range p {
		if pin.Slot.Part == BandPart && pin.Slot.Section == from {
			moving = append(moving, pin)
		} else {
			list = append(list, pin)
		}
	}
	for _, pin := range moving {
		free := []int{pin.Slot.Place}
		for place := 1; place <= BandSize; place++ {
			free = append(free, place)
		}
		for _, place := range free {
			if _, taken := list.At(InBand(into, place)); !taken {
				pin.Slot = InBand(into, place)
				list = append(list, pin)
				break
			}
		}
	}
	return list
}
