package wordpress

// Taxonomies and types that WordPress itself gives a meaning.
const (
	category = "category"
	postTag  = "post_tag"
	navMenu  = "nav_menu"
	authors  = "author" // of Co-Authors Plus and PublishPress

	typePost       = "post"
	typePage       = "page"
	typeAttachment = "attachment"
	typeMenuItem   = "nav_menu_item"
	typeGuest      = "guest-author"
	typeUnknown    = "?" // of items that could not be read
)

// What an item became, as import_item says it.
const (
	asNothing  = ""
	asArticle  = "article"
	asPage     = "standing"
	asMedia    = "media"
	asMenu     = "menu"
	asVerbatim = "verbatim" // kept beside the newsroom for a later room
)

// leftOut is why an item of any type is left out whatever it holds; "" for one that is wanted.
func leftOut(it *item) Reason {
	switch {
	case it.typ == "":
		return NoType
	case it.typ == "revision":
		return Revision
	case it.status == "trash":
		return Trash
	case it.status == "auto-draft":
		return AutoDraft
	case it.status == "inherit" && (it.typ == typePost || it.typ == typePage):
		return Revision
	}
	return ""
}
