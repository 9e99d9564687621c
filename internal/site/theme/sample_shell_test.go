package theme

import (
	"fmt"
	"regexp"
	"strings"
)

var slugger = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "É", "e", "ô", "o", "ï", "i", "â", "a", "ã", "a", "ç", "c", "’", "-", " ", "-")

func slug(s string) string { return strings.ToLower(slugger.Replace(s)) }

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

func address(title string) string {
	s := strings.Trim(notWord.ReplaceAllString(slug(title), "-"), "-")
	return "/2026/11/22/" + s + "/"
}

const continent = "Afrique du Sud, Algérie, Angola, Bénin, Botswana, Burkina Faso, Burundi, Cameroun, Cap-Vert, Centrafrique, Comores, Congo, Côte d’Ivoire, Djibouti, Égypte, Érythrée, Eswatini, Éthiopie, Gabon, Gambie, Ghana, Guinée, Guinée équatoriale, Guinée-Bissau, Maurice, Kenya, Lesotho, Liban, Libéria, Libye, Madagascar, Malawi, Mali, Maroc, Mauritanie, Mozambique, Namibie, Niger, Nigeria, Ouganda, RD Congo, Rwanda, São Tomé-et-Principe, Sénégal, Seychelles, Sierra Leone, Somalie, Soudan, Soudan du Sud, Tanzanie, Tchad, Togo, Tunisie, Zambie, Zimbabwe"

func places(list, prefix string) []Link {
	var links []Link
	for _, n := range strings.Split(list, ", ") {
		links = append(links, Link{Text: n, Href: prefix + slug(n) + "/"})
	}
	return links
}

// rubrics are the newspaper's rubrics with their dyes.
var rubrics = []MenuItem{
	{Text: "Monde", Href: "/monde/", Hue: "indigo"}, {Text: "Politique", Href: "/politique/", Hue: "kola"},
	{Text: "Économie", Href: "/economie/", Hue: "ocre"},
	{Text: "Environnement", Href: "/environnement/", Hue: "canopee", Children: []MenuItem{{Text: "Environnement et développement", Href: "/environnement/environnement-et-developpement/"}}},
	{Text: "Santé", Href: "/sante/", Hue: "lagune"}, {Text: "Sport", Href: "/sport/", Hue: "laterite"},
	{Text: "People", Href: "/people/", Hue: "bissap"}, {Text: "Tech", Href: "/tech/", Hue: "jacaranda"},
	{Text: "Emploi et Formation", Href: "/emploi-et-formation/", Hue: "argile"},
}

// richShell has something in every place of the shell.
func richShell(lang, dir string, w Words) Shell {
	s := Shell{
		Lang: lang, Dir: dir, Words: w, Name: "Africa Presse", Home: "/", Tagline: "Une référence pour le débat africain",
		Today: Moment{"Dimanche 22 novembre 2026", "2026-11-22"}, Search: "/recherche/",
		Title: "Le fleuve Niger monte | Africa Presse", Description: "L’actualité de cinquante-cinq pays & les archives d’Africa Presse.",
		Canonical: "https://exemple.org/2026/11/22/fleuve-niger-guetteurs/", Robots: "max-image-preview:large",
		Manifest: "/manifest.webmanifest", OpenSearch: "/opensearch.xml",
		JSONLD: `{"@context":"https://schema.org","@type":"WebSite","name":"</script><b>"}`,
	}
	s.Alternates = []Alternate{{"fr", "https://exemple.org/"}, {"ar", "https://exemple.org/ar/"}, {"x-default", "https://exemple.org/"}}
	s.Feeds = []Feed{{"application/rss+xml", "Africa Presse (RSS)", "/feed.xml"}, {"application/atom+xml", "Africa Presse (Atom)", "/atom.xml"}, {"application/feed+json", "Africa Presse (JSON)", "/feed.json"}}
	s.Main = rubrics
	s.Top = []MenuItem{{Text: "Canada", Href: "/pays/canada/"}, {Text: "États-Unis", Href: "/pays/etats-unis/"}, {Text: "France", Href: "/pays/france/"}, {Text: "Russie", Href: "/pays/russie/"}, {Text: "Ukraine", Href: "/pays/ukraine/"}, {Text: "Vidéos", Href: "/videos/"}, {Text: "Podcasts", Href: "/podcasts/"}}
	s.Languages = []Link{{Text: "Français", Href: "/", Lang: "fr", Current: lang == "fr"}, {Text: "English", Href: "/en/", Lang: "en", Current: lang == "en"}, {Text: "Português", Href: "/pt/", Lang: "pt", Current: lang == "pt"}, {Text: "العربية", Href: "/ar/", Lang: "ar", Dir: "rtl", Current: lang == "ar"}, {Text: "Kiswahili", Href: "/sw/", Lang: "sw", Current: lang == "sw"}}
	s.Countries = Countries{Title: "Les Pays", Href: "/pays/", Continent: places(continent, "/pays/"), World: places("Canada, États-Unis, France, Russie, Ukraine", "/pays/")}
	s.Ticker = richTicker()
	s.Ads = Ads{Haut: wideAd(), Texte: boxAd(), Colonne: boxAd(), Liste: boxAd()}
	s.Footer = richFooter()
	return s
}

func richGraph() OpenGraph {
	return OpenGraph{
		Type: "article", Locale: "fr_FR", OtherLocale: []string{"ar_AR"}, Handle: "@africapresse",
		Image:   &OGImage{"https://exemple.org/media/fleuve-1280.jpg", 1280, 853, "Un fleuve bleu"},
		Article: &OGArticle{"2026-11-22T06:30:00+01:00", "2026-11-22T12:10:00+01:00", "Environnement", []string{"Fleuve Niger", "Inondations"}, []string{"https://exemple.org/auteurs/mariama-djibo/"}},
	}
}

func richTicker() []TickerItem {
	var items []TickerItem
	for i, t := range []string{"Niger : la cote d’alerte jaune est atteinte à Ayorou", "Ghana : la ligne de bus rapide de Kumasi ouvrira le 1er décembre", "Madagascar : la campagne de vaccination atteint les îles du Nord-Ouest", "Kenya : le marathon de Kisumu partira une heure plus tôt", "Tunisie : soudure sous-marine, les inscriptions sont ouvertes"} {
		items = append(items, TickerItem{Time: Moment{fmt.Sprintf("%d h 05", 14-i), fmt.Sprintf("2026-11-22T%02d:05+01:00", 14-i)}, Title: t, Href: address(t)})
	}
	items[0].Time.Text = "14 h 05 GMT+1"
	return append(items, TickerItem{Time: Moment{"21 novembre", "2026-11-21"}, Title: "الكاميرون: إعادة فتح ثلاثة جسور بين فومبان وماغبا", Lang: "ar", Dir: "rtl"})
}

func wideAd() *Ad {
	return &Ad{
		Advertiser: "Sahel Solaire", Alt: "le pompage sans carburant", Href: "https://annonceur.example/", Src: "/ad/320x100.svg", Width: 320, Height: 100,
		Wider: []AdSource{{64, "/ad/970x250.svg", 970, 250}, {48, "/ad/728x90.svg", 728, 90}},
	}
}

func boxAd() *Ad {
	return &Ad{Advertiser: "Coopérative Zaïna", Href: "https://annonceur.example/", Src: "/ad/300x250.svg", Width: 300, Height: 250}
}

func richFooter() Footer {
	f := Footer{About: "Africa Presse relie l’Afrique au reste du monde : l’actualité de cinquante-cinq pays, le débat, et les archives.", Closing: "© Africa Presse, tous droits réservés"}
	for _, t := range []struct{ title, picture string }{{"Lobito : le port passe aux escales de nuit", "port"}, {"À Montréal, le marché des maraîchers congolais fête ses dix ans", "kuba"}, {"Mangroves : Mahajanga replante avec les pêcheuses de crabe", "lamba"}, {"Une bourse du petit bétail ouvre à Maun", ""}} {
		f.Recent = append(f.Recent, story(t.title, t.picture))
	}
	f.Lists = []LinkGroup{{"Le journal", standing("À propos", "Équipe", "Contact", "Publicité", "Webmail", "Interroger les archives", "Corrections")}}
	f.Follow = []Link{{Text: "WhatsApp", Href: "https://whatsapp.com/channel/x"}, {Text: "Telegram", Href: "https://t.me/africapresse"}, {Text: "Facebook", Href: "https://facebook.com/africapresse"}, {Text: "Flux RSS", Href: "/feed.xml"}}
	f.Legal = standing("Mentions légales", "Confidentialité", "Cookies", "Droit de réponse", "Charte", "Accessibilité", "Conditions")
	return f
}

func standing(names ...string) []Link {
	var links []Link
	for _, n := range names {
		links = append(links, Link{Text: n, Href: "/" + slug(n) + "/"})
	}
	return links
}

func picture(name, alt string) *Picture {
	if name == "" {
		return nil
	}
	p := &Picture{Src: "/img/" + name + "-320.webp", Width: 640, Height: 427, Alt: alt}
	for _, w := range []int{320, 640, 1280} {
		p.Variants = append(p.Variants, Variant{fmt.Sprintf("/img/%s-%d.webp", name, w), w})
	}
	return p
}

func story(title, pic string) Item {
	return Item{Title: title, Href: address(title), Picture: picture(pic, "Illustration : "+pic)}
}
