package wordpress

// Alteration is something that is not as it was. The codes are part of the JSON account.
type Alteration string

// What is altered on the way.
const (
	NewAddress      Alteration = "new-address"      // an address that was taken: see collisions
	TitleMade       Alteration = "title-made"       // an article without a title got its first words
	DateMade        Alteration = "date-made"        // no date at all: the day of the import
	DateGuessed     Alteration = "date-guessed"     // no GMT: from the local time, the feed or the last change
	CategoryTagged  Alteration = "category-tagged"  // a further category became a tag
	CategoryCountry Alteration = "category-country" // a category became a country
	TagCountry      Alteration = "tag-country"      // a tag that names a country: the article has the country too
	TermCountry     Alteration = "term-country"     // a term of another taxonomy became a country
	TermKept        Alteration = "term-kept"        // a term of another taxonomy is kept verbatim, and shown nowhere
	NameMade        Alteration = "name-made"        // no name for a login: one was made, or the newsroom signs
	AltEmptied      Alteration = "alt-emptied"      // an alternative text that repeats the caption
	HeroTaken       Alteration = "hero-taken"       // the text began with the featured picture
	PictureDropped  Alteration = "picture-dropped"  // a missing picture: the text stands without it
	OutsidePicture  Alteration = "outside-picture"  // a picture of another site: a link in its place
	EmbedMade       Alteration = "embed-made"       // a player of another site waits for a click
	LinkDropped     Alteration = "link-dropped"     // a link to WordPress's own rooms or to a missing file: its words stay
	BlockDropped    Alteration = "block-dropped"    // a block that WordPress fills when it is asked
	ShortcodeKept   Alteration = "shortcode-kept"   // an unknown shortcode: kept for editors, not shown
	Mended          Alteration = "mended"           // XML that had to be mended to be read
	StateChanged    Alteration = "state-changed"    // a state that is not ours became the nearest
	Completed       Alteration = "completed"        // an article of an earlier import got files that were missing
	AuthorsMerged   Alteration = "authors-merged"   // two accounts with one name sign as one
)

func (a Alteration) french() string {
	switch a {
	case NewAddress:
		return "adresse déjà prise, une autre donnée"
	case TitleMade:
		return "sans titre : les premiers mots"
	case DateMade:
		return "sans date : le jour de l’import"
	case DateGuessed:
		return "date sans GMT : d’après l’heure locale"
	case CategoryTagged:
		return "catégories secondaires devenues mots clés"
	case CategoryCountry:
		return "catégories devenues pays"
	case TagCountry:
		return "mots clés qui nomment un pays"
	case TermCountry:
		return "termes d’autres classements devenus pays"
	case TermKept:
		return "termes d’autres classements gardés tels quels"
	case NameMade:
		return "auteurs sans nom public"
	case AltEmptied:
		return "textes de remplacement égaux à la légende, vidés"
	}
	return a.frenchRest()
}

func (a Alteration) frenchRest() string {
	switch a {
	case HeroTaken:
		return "images à la une qui ouvraient aussi le texte"
	case PictureDropped:
		return "images absentes, retirées du texte"
	case OutsidePicture:
		return "images d’autres sites, remplacées par un lien"
	case EmbedMade:
		return "lecteurs d’autres sites, chargés au clic"
	case LinkDropped:
		return "liens sans suite, dont les mots restent"
	case BlockDropped:
		return "blocs dynamiques retirés"
	case ShortcodeKept:
		return "codes courts inconnus, gardés hors du texte"
	case Mended:
		return "éléments dont le XML a été réparé"
	case StateChanged:
		return "états ramenés au plus proche"
	case Completed:
		return "articles déjà importés, complétés de leurs fichiers"
	case AuthorsMerged:
		return "comptes au même nom réunis"
	}
	return string(a)
}
