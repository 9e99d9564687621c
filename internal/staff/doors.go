package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
)

// Doors is what administrators settle about coming in.
type Doors struct {
	SecondFactor []Role `json:"second_factor"` // roles that show one
}

// Demands reports whether a role shows a second factor.
func (d *Doors) Demands(role Role) bool { return slices.Contains(d.SecondFactor, role) }

const doorsKey = "doors"

// LoadDoors reads what was settled; nothing was until SaveDoors.
func LoadDoors(ctx context.Context, q db.Querier) (*Doors, error) {
	d := &Doors{}
	var value string
	err := q.QueryRow(ctx, "SELECT value FROM setting WHERE key = $1", doorsKey).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return d, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(value), d)
	}
	if err != nil {
		return nil, fmt.Errorf("load doors: %w", err)
	}
	return d, nil
}

// SaveDoors settles who shows a second factor. Whoever is inside without one is asked for it at their next page.
func SaveDoors(ctx context.Context, tx *db.Tx, now time.Time, by Actor, d Doors) error {
	if err := Demand(by.Role, SettleDoors); err != nil {
		return err
	}
	for _, role := range d.SecondFactor {
		if err := checkRole(role); err != nil {
			return err
		}
	}
	before, err := LoadDoors(ctx, tx)
	if err != nil {
		return err
	}
	value, err := json.Marshal(d)
	if err != nil {
		return err
	}
	const upsert = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
	if _, err := tx.Exec(ctx, upsert, doorsKey, string(value)); err != nil {
		return fmt.Errorf("save doors: %w", err)
	}
	return Audit(ctx, tx, now, by, Deed{Act: "doors.settle", Before: before, After: d})
}
