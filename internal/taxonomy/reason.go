package taxonomy

import "griot/internal/staff"

// Why a rubric or a tag was not changed as somebody wished, for surfaces that have words of their own for it.
const (
	Unnamed     staff.Reason = "filed_unnamed"
	BadSlug     staff.Reason = "filed_slug"
	UnderItself staff.Reason = "filed_under_itself"
	TooDeep     staff.Reason = "filed_too_deep"
	MergedAway  staff.Reason = "filed_merged_away"
	IntoItself  staff.Reason = "filed_into_itself"
	IntoBelow   staff.Reason = "filed_into_below"
	IsATag      staff.Reason = "filed_is_a_tag"
	TagLetters  staff.Reason = "filed_tag_letters"
)
