package taxonomy

import (
	"context"
	"slices"

	"griot/internal/db"
)

// Descendants are the rubric itself and those below it, however deep, with all that were merged into them: the numbers that an article of the rubric may have.
func Descendants(ctx context.Context, q db.Querier, id SectionID) ([]SectionID, error) {
	all, err := Sections(ctx, q)
	if err != nil {
		return nil, err
	}
	list := []SectionID{id}
	for i := 0; i < len(list); i++ {
		for j := range all {
			if all[j].Parent == list[i] && !slices.Contains(list, all[j].ID) {
				list = append(list, all[j].ID)
			}
			if all[j].ID == list[i] {
				list = append(list, all[j].Merged...)
			}
		}
	}
	return list, nil
}
