package wordpress

// Reason is why a thing was left out. The codes are part of the JSON account.
type Reason string

// Why items, comments, terms and authors are left out.
const (
	Revision    Reason = "revision"     // an old version; this newsroom keeps its own
	Trash       Reason = "trash"        // thrown away by an editor
	AutoDraft   Reason = "auto-draft"   // opened and never written
	NoType      Reason = "no-type"      // no WordPress item, or one of a foreign vocabulary
	Broken      Reason = "broken"       // XML that cannot be read; the place is listed
	Oversized   Reason = "oversized"    // larger than an item may be
	Refused     Reason = "refused"      // the newsroom does not take it; the note says why
	NoFolder    Reason = "no-folder"    // files, and no uploads folder was named
	NoFile      Reason = "no-file"      // the uploads folder does not hold it
	Unusable    Reason = "unusable"     // the file is of a kind that is not served, or damaged
	OtherMenu   Reason = "other-menu"   // not the menu that became the main one
	MenuStands  Reason = "menu-stands"  // the newsroom had a main menu already
	LeadsNo     Reason = "leads-no"     // a menu entry that leads nowhere any more
	Pingback    Reason = "pingback"     // said by a program
	Thrown      Reason = "thrown"       // a comment in the trash
	StaffNote   Reason = "staff-note"   // an editors' note in the list of comments
	ItemLeft    Reason = "item-left"    // what it stands under was left out
	Empty       Reason = "empty"        // nothing in it
	DefaultTerm Reason = "default-term" // "Non classé"
	Container   Reason = "container"    // a category that only holds countries
	SignsNo     Reason = "signs-no"     // an author of nothing that came over
)

// french is the reason as the account's table says it.
func (r Reason) french() string {
	switch r {
	case Revision:
		return "anciennes versions"
	case Trash:
		return "à la corbeille"
	case AutoDraft:
		return "brouillons automatiques vides"
	case NoType:
		return "sans type, ou d’un autre vocabulaire"
	case Broken:
		return "XML illisible"
	case Oversized:
		return "plus de 16 Mo"
	case Refused:
		return "refusés, voir la liste"
	case NoFolder:
		return "fichiers, sans dossier --media"
	case NoFile:
		return "fichiers absents du dossier --media"
	case Unusable:
		return "fichiers abîmés ou d’un type qui n’est pas servi"
	}
	return r.frenchRest()
}

func (r Reason) frenchRest() string {
	switch r {
	case OtherMenu:
		return "d’un autre menu que le principal"
	case MenuStands:
		return "la rédaction a déjà un menu principal"
	case LeadsNo:
		return "ne mènent plus nulle part"
	case Pingback:
		return "pings et rétroliens"
	case Thrown:
		return "commentaires à la corbeille"
	case StaffNote:
		return "notes internes de la rédaction"
	case ItemLeft:
		return "sous un contenu laissé de côté"
	case Empty:
		return "vides"
	case DefaultTerm:
		return "catégorie par défaut de WordPress"
	case Container:
		return "ne contiennent que des pays"
	case SignsNo:
		return "ne signent rien"
	}
	return string(r)
}

// Made names what an import adds to the newsroom. The codes are part of the JSON account.
type Made string

// What is made.
const (
	MadeArticles  Made = "articles"
	MadePages     Made = "pages"
	MadeSections  Made = "sections"
	MadeCountries Made = "countries"
	MadeTags      Made = "tags"
	MadeBylines   Made = "bylines"
	MadeMedia     Made = "media"
	MadeComments  Made = "comments"
	MadeMenu      Made = "menu-entries"
	MadeRedirects Made = "redirects"
	MadeVerbatim  Made = "kept-verbatim"
)

func (m Made) french() string {
	switch m {
	case MadeArticles:
		return "articles"
	case MadePages:
		return "pages"
	case MadeSections:
		return "rubriques"
	case MadeCountries:
		return "pays"
	case MadeTags:
		return "mots clés"
	case MadeBylines:
		return "signatures"
	case MadeMedia:
		return "fichiers"
	case MadeComments:
		return "commentaires"
	case MadeMenu:
		return "entrées de menu"
	case MadeRedirects:
		return "anciennes adresses redirigées"
	case MadeVerbatim:
		return "éléments gardés tels quels"
	}
	return string(m)
}
