package theme

import (
	"fmt"
	"html/template"
	"strings"
)

const (
	leadTitle = "Le fleuve Niger monte, et les riverains le savent désormais dix jours à l’avance"
	leadText  = "De Gaya à Ayorou, deux cent quarante guetteurs relèvent le niveau de l’eau matin et soir. Leurs mesures, envoyées par SMS, deviennent un bulletin lu à la radio en zarma, en haoussa et en français."
	longTitle = "Entre Ouagadougou et Bobo-Dioulasso, la ligne de chemin de fer rouvre après onze ans de travaux interrompus, et les cheminots réclament des trains" // 140 characters and more
)

func filed(i Item, section, country, hue string) Item {
	i.Section, i.Country, i.Hue = section, country, hue
	return i
}

func told(i Item, standfirst string) Item {
	i.Standfirst = standfirst
	return i
}

func richFront(s Shell) *FrontView {
	s.Title = "Africa Presse : l’actualité et le débat africains"
	v := &FrontView{Shell: s}
	v.Lead = &Lead{Item: filed(told(story(leadTitle, "fleuve"), leadText), "Environnement", "Niger", "canopee")}
	v.Lead.Byline, v.Lead.Reading = "Mariama Djibo, à Tillabéri", "6 min de lecture"
	v.Lead.Related = []Link{{Text: "Vert, jaune, rouge : comment se lit une échelle de crue", Href: "/a/"}, {Text: "À Gao, les maraîchers avancent la récolte d’une semaine", Href: "/b/"}}
	v.Seconds = []Item{
		filed(story("À Bouaké, le marché de gros se négocie désormais la veille, sur téléphone", "marche"), "Économie", "Côte d’Ivoire", "ocre"),
		filed(story("Les sages-femmes de Musanze forment celles de six districts voisins", "imigongo"), "Santé", "Rwanda", "lagune"),
		filed(story("Football féminin : quinze clubs de plus en deux saisons", ""), "Sport", "Maroc", "laterite"),
		filed(story("À Kisumu, une coopérative répare les téléphones que l’on jetait", "circuit"), "Tech", "Kenya", "jacaranda"),
	}
	v.Places = Places{Title: "Aujourd’hui dans 17 pays", All: "Tous les pays →"}
	for i, l := range places("Niger, Sénégal, Kenya, Ghana, Maroc, Cameroun, Madagascar, Angola, Côte d’Ivoire, Rwanda, Éthiopie, Togo, Botswana, Tchad, Nigeria, Tunisie, Gabon", "/pays/") {
		v.Places.Links = append(v.Places.Links, Place{l, fmt.Sprint(1 + (17-i)/5)})
	}
	v.Bands = richBands()
	v.MostRead = mostRead()
	return v
}

func mostRead() []Link {
	var links []Link
	for _, t := range []string{"Pourquoi le prix du mil baisse au marché de Zinder", "Visa, vaccins, change : le guide du voyageur entre Lomé et Accra", "Dix mots de wolof que les ingénieurs ont adoptés", "Le train de nuit vers Tambacounda, heure par heure", "Comment lire sa facture d’électricité prépayée"} {
		links = append(links, Link{Text: t, Href: address(t)})
	}
	return links
}

func richBands() []Band {
	band := func(layout Layout, title, hue string, lead Item, others ...string) Band {
		b := Band{Layout: layout, Title: title, Href: "/" + slug(title) + "/", Hue: hue, All: "Toute la rubrique", Lead: lead}
		for _, o := range others {
			country, t, _ := strings.Cut(o, "|")
			t, sf, _ := strings.Cut(t, "|")
			b.Others = append(b.Others, filed(told(story(t, ""), sf), "", country, ""))
		}
		return b
	}
	lead := func(country, title, pic, sf string) Item { return filed(told(story(title, pic), sf), "", country, "") }
	return []Band{
		band(Duo, "Politique", "kola", lead("Ghana", "À Kumasi, le budget de la commune se lit sur la place du marché", "kente", "Chaque vendredi, les dépenses de la semaine sont affichées, lues à voix haute et discutées. Trois villes voisines veulent l’imiter."), "Sénégal|Thiès tire au sort cinquante habitants pour relire son plan de transport|Ils ont trois samedis, une carte au sol et le droit de tout rayer.", "Zambie|Trois provinces essaient le vote du budget par quartier|Les bulletins portent des dessins : un puits, un pont, une lampe.", "Cap-Vert|Les îles s’accordent sur un calendrier commun des liaisons maritimes|Un bateau manqué ne coûtera plus une semaine d’attente."),
		band(Half, "Économie", "ocre", lead("Angola", "Lobito : le port passe aux escales de nuit", "port", "Les dockers ont négocié l’éclairage, la relève et le transport du retour."), "Togo|Les tisserandes de Kpalimé fixent ensemble leurs prix", "Botswana|Une bourse du petit bétail ouvre à Maun", "Tunisie|L’huile d’olive en bouteille consignée gagne les épiceries de Sfax"),
		band(Half, "Monde", "indigo", lead("Canada", "À Montréal, le marché des maraîchers congolais fête ses dix ans", "kuba", "Feuilles de manioc, gombo, amarante : une agriculture d’été bien à elle."), "Ukraine|Les étudiants africains de Lviv racontent la reprise des cours", "Russie|Kazan ouvre une chaire de swahili", "France|À Marseille, une bibliothèque prête des livres en douze langues africaines"),
		band(Duo, "Environnement", "canopee", lead("Namibie", "Le soleil pompe l’eau, un compteur l’arrête à temps", "soleil", "Autour d’Otjiwarongo, quarante forages solaires se règlent sur le niveau de la nappe, et non plus sur la seule demande."), "Madagascar|Mangroves : Mahajanga replante avec les pêcheuses de crabe|Elles savent où le jeune plant tient et où la marée l’emporte.", "Tchad|Le lac mesuré depuis la rive : carnet d’une saison", "Gabon|Une carte sonore de la forêt, écoutée par les écoliers"),
		band(Half, "Santé", "lagune", lead("Cameroun", "Paludisme : la tournée des moustiquaires passe par les couturiers", "ndop", "À Foumban, vingt ateliers recousent avant de remplacer."), "Mozambique|À Beira, la pharmacie flottante a trouvé son rythme", "Sierra Leone|Une ligne d’écoute en krio pour les jeunes parents", "Algérie|Oran forme ses premiers infirmiers de quartier"),
		band(Half, "Sport", "laterite", lead("Éthiopie", "Sur les hauteurs d’Asella, on court d’abord pour aller à l’école", "tibeb", "Un club sans piste ni chronomètre a formé vingt championnes."), "Maurice|La pirogue à voile revient dans les régates", "Lesotho|Là-haut, la neige a ouvert la saison avec dix jours d’avance", "Burkina Faso|Lutte : Tenkodogo accueille le tournoi des écoles"),
		band(Half, "People", "bissap", lead("Nigeria", "À Abeokuta, trois sœurs teignent l’indigo comme leur grand-mère", "", "Cent motifs, chacun avec son nom et son proverbe."), "Seychelles|Le facteur de La Digue raccroche sa bicyclette", "Mali|Un luthier de Ségou taille des koras pour mains d’enfants", "Afrique du Sud|Une fresque de cent mètres pour la gare de Polokwane"),
		band(Half, "Tech", "jacaranda", lead("Tanzanie", "Le proverbe du kanga devient clavier et prédit vos mots en swahili", "kanga", "Une équipe de Dodoma a fait lire deux siècles de tissus à sa machine."), "Mauritanie|Les bibliothèques d’Atar numérisées par leurs familles", "Bénin|Un réseau de quartier à Porto-Novo, sans abonnement", "Ouganda|La météo par message vocal, en six langues"),
		band(Half, "Emploi et Formation", "argile", lead("Rwanda", "Froid et vaccins : Kigali forme cent techniciennes", "zellige", "La formation dure six mois et se paie au premier emploi."), "Sénégal|Le code du travail lu en wolof, article par article", "Togo|Lomé : les couturiers signent leurs premiers contrats d’apprentissage"),
	}
}

func richArticle(s Shell) *ArticleView {
	s.Title = leadTitle + " | Africa Presse"
	s.Description = leadText
	s.OG = richGraph()
	s.JSONLD = articleLD
	v := &ArticleView{
		Shell: s, ReadsID: "812", Hue: "canopee", Section: &Link{Text: "Environnement", Href: "/environnement/"}, Places: []Link{{Text: "Niger", Href: "/pays/niger/"}},
		Kind: "Reportage", Headline: leadTitle, Standfirst: leadText,
		Authors:  []Author{{"Mariama Djibo", "/auteurs/mariama-djibo/"}, {"La rédaction", ""}},
		Dateline: "Tillabéri", Published: Moment{"22 novembre 2026, 6 h 30", "2026-11-22T06:30+01:00"}, Updated: &Moment{"Mis à jour à 12 h 10", "2026-11-22T12:10+01:00"},
		Reading: "6 min de lecture", Reads: "1 023 lectures", Translations: []Link{{Text: "English", Href: "/en/x/", Lang: "en"}, {Text: "العربية", Href: "/ar/x/", Lang: "ar", Dir: "rtl"}},
		Hero:      &Figure{*picture("fleuve", "Un fleuve bleu et trois pirogues entre deux rives couvertes de motifs bogolan"), "Le fleuve à hauteur de Tillabéri, vu comme un pagne bogolan.", "Illustration : atelier graphique d’Africa Presse"},
		BodyStart: template.HTML(bodyStart), BodyRest: template.HTML(bodyRest), //nolint:gosec // a test's own
		Versions: &Link{Text: "Comparer les trois versions de cet article", Href: "/2026/11/22/x/versions/"}, Report: "/contact/?article=812",
		Share: Share{"https://exemple.org/2026/11/22/fleuve-niger-guetteurs/", leadTitle},
	}
	v.Notes = []Note{
		{"Correction", Moment{"22 novembre, 12 h 10", "2026-11-22T12:10+01:00"}, "Adama Diallo-Bâ, rédaction en chef", "Nous avions écrit que le réseau comptait deux cent quatre guetteurs ; il s’agit de deux cent quarante."},
		{"Précision", Moment{"22 novembre, 8 h 45", "2026-11-22T08:45+01:00"}, "Mariama Djibo", "Namaro est en aval de Tillabéri, et non en amont."},
	}
	for _, n := range []string{"Fleuve Niger", "Inondations", "Radio", "Agriculture", "Hydrologie", "SMS"} {
		v.Tags = append(v.Tags, Link{Text: n, Href: "/mots-cles/" + slug(n) + "/"})
	}
	v.Related = []Item{story("Le lac mesuré depuis la rive : carnet d’une saison", "pirogues"), story("Le soleil pompe l’eau, un compteur l’arrête à temps", ""), story("La météo par message vocal, en six langues", "champs")}
	for i := range v.Related {
		v.Related[i].Byline, v.Related[i].Time = "Idriss Mahamat-Nour", Moment{"18 novembre", "2026-11-18"}
	}
	v.Recent, v.MostRead = mostRead()[:3], mostRead()
	return v
}

// busyArticle is an article with everything at its worst: a long headline, 66 tags, replies, an embed, no picture.
func busyArticle(s Shell) *ArticleView {
	v := richArticle(s)
	v.Headline, v.Hero, v.Sponsored = longTitle, nil, "Publi-rédactionnel"
	for i := range 60 {
		v.Tags = append(v.Tags, Link{Text: fmt.Sprintf("Mot clé numéro %d", i), Href: fmt.Sprintf("/mots-cles/m%d/", i)})
	}
	v.AnswerTo = &Link{Text: "Le prix du mil baisse", Href: "/2026/11/20/mil/"}
	v.Replies = []Reply{{"La coopérative répond", "/2026/11/23/reponse/", "Aïssata Harouna, présidente de la coopérative", Moment{"23 novembre", "2026-11-23"}, "<p>Votre article dit que nous avons vendu à perte. Voici nos comptes.</p>"}}
	v.BodyRest += `<figure data-embed="https://video.example/embed/1"><a href="https://video.example/watch?v=1">Voir la vidéo</a><figcaption>Quatre minutes. Chez un autre hébergeur.</figcaption></figure>`
	return v
}

// bareArticle has nothing that an article may lack.
func bareArticle(s Shell) *ArticleView {
	return &ArticleView{Shell: s, Headline: "Brève", BodyStart: "<p>Un seul paragraphe.</p>"}
}

func richList(s Shell) *ListView {
	s.Title = "Niger : toute l’actualité, page 1 sur 22 | Africa Presse"
	v := &ListView{Shell: s, Kind: "Pays", Heading: "Niger", Description: "Toute l’actualité du Niger.", Count: "214 articles depuis 2014", Feed: "/pays/niger/feed.xml", MostReadTitle: "Les plus lus au Niger", MostRead: mostRead()[:3]}
	v.Chips = append([]Link{{Text: "Tout", Href: "/pays/niger/", Current: true}}, places("Politique, Économie, Environnement, Santé, Sport, Tech", "/recherche/?pays=niger&rubrique=")...)
	item := func(section, hue, title, pic, sf, by, at string) Item {
		i := filed(told(story(title, pic), sf), section, "", hue)
		i.Byline, i.Time = by, Moment{at, "2026-11-22T09:00+01:00"}
		return i
	}
	v.Days = []Day{
		{Moment{"Dimanche 22 novembre", "2026-11-22"}, []Item{
			item("Environnement", "canopee", leadTitle, "fleuve", leadText, "Mariama Djibo", "6 h 30"),
			item("Économie", "ocre", "Pourquoi le prix du mil baisse au marché de Zinder", "marche", "La récolte n’explique pas tout : le sac, la route et le calendrier des foires comptent autant.", "Abdoul-Karim Sani", "11 h 15"),
			item("Tech", "jacaranda", "À Dosso, les écoliers recopient le bulletin de crue sur un serveur de quartier", "circuit", "Sans connexion, les cartes se consultent depuis n’importe quel téléphone de la cour.", "Zeinabou Hamani", "9 h 40")}},
		{Moment{"Samedi 21 novembre", "2026-11-21"}, []Item{
			item("People", "bissap", "Agadez : les derniers serruriers forment leurs filles", "tubali", "Un atelier de douze établis a ouvert derrière la vieille mosquée.", "Rhissa Alhousseini", "18 h 20"),
			item("Santé", "lagune", "Une sage-femme, une moto, quatorze hameaux", "", "De Téra à la frontière, la tournée suit désormais le calendrier des marchés.", "Halimatou Garba", "12 h 05"),
			item("Sport", "laterite", "Lutte traditionnelle : Maradi prépare l’arène et la fanfare", "stade", "Les huit régions ont annoncé leurs équipes, la billetterie ouvre lundi.", "Moussa Oumarou-Dan", "10 h 30")}},
	}
	v.Days[0].Entries[1].Pinned, v.Days[0].Entries[2].Sponsored, v.Days[1].Entries[1].Kind = "À la une", "Publi-rédactionnel", "Portrait"
	v.Near = []LinkGroup{{"Pays voisins", places("Algérie, Bénin, Burkina Faso, Libye, Mali, Nigeria, Tchad", "/pays/")}}
	v.Pages = Pages(1, 22, func(n int) string { return fmt.Sprintf("/pays/niger/?page=%d", n) })
	return v
}

func richSearch(s Shell) *SearchView {
	v := &SearchView{Shell: s, Heading: "Rechercher dans les archives", Query: "crue", Asked: true, Count: "12 articles", From: "2026-01-01", Filtered: true}
	v.Partly = "4 articles contiennent tous ces mots. Les autres n’en contiennent qu’une partie."
	v.Places = []Option{{"", "Tous les pays", false}, {"niger", "Niger", true}, {"mali", "Mali", false}}
	v.Rubrics = []Option{{"", "Toutes les rubriques", true}, {"monde", "Monde", false}}
	v.Bylines = []Option{{"", "Tous les auteurs", true}, {"mariama-djibo", "Mariama Djibo", false}}
	v.Results = richList(s).Days[0].Entries
	v.Results[0].Excerpt = "… le bulletin de <mark>crue</mark> lu à la radio …"
	v.Pages = Pages(4, 9, func(n int) string { return fmt.Sprintf("/recherche/?q=crue&page=%d", n) })
	return v
}

func richCountries(s Shell) *CountriesView {
	v := &CountriesView{Shell: s, Heading: "Les Pays", Description: "Cinquante-cinq pays, cinq régions."}
	all := places(continent, "/pays/")
	for i, name := range []string{"Afrique du Nord", "Afrique de l’Ouest", "Afrique centrale", "Afrique de l’Est", "Afrique australe"} {
		r := Region{Name: name}
		for n, l := range all[i*11 : i*11+11] {
			r.Countries = append(r.Countries, Place{l, fmt.Sprint(n * 7)})
		}
		v.Regions = append(v.Regions, r)
	}
	return v
}

func richStanding(s Shell) *StandingView {
	return &StandingView{
		Shell: s, Heading: "Équipe", Intro: "Celles et ceux qui font Africa Presse.", Body: template.HTML(bodyStart), Updated: &Moment{"1er mars 2026", "2026-03-01"}, //nolint:gosec // a test's own
		Team: []Person{{"Mariama Djibo", "/auteurs/mariama-djibo/", "Correspondante à Niamey", "Elle suit le fleuve depuis 2014.", picture("fleuve", ""), "Atelier", &Link{Text: "mariama.example", Href: "https://mariama.example/"}}, {"Adama Diallo-Bâ", "", "Rédaction en chef", "", nil, "", nil}},
	}
}

func richCorrections(s Shell) *CorrectionsView {
	v := &CorrectionsView{Shell: s, Heading: "Corrections", Description: "Ce que nous avons corrigé, du plus récent au plus ancien."}
	for _, n := range richArticle(s).Notes {
		v.Entries = append(v.Entries, Correction{n, Link{Text: leadTitle, Href: address(leadTitle)}})
	}
	return v
}

func richVersions(s Shell) *VersionsView {
	return &VersionsView{Shell: s, Heading: "Versions de l’article", Article: Link{Text: leadTitle, Href: address(leadTitle)}, Intro: "Ce qui a changé.", Between: "Du 1er au 2 mars",
		Parts: []Compared{{"Titre", "<p>Le fleuve <del>monte</del> <ins>baisse</ins></p>"}}, Whole: "/2026/03/01/x/versions/?de=1&a=3",
		Versions: []Version{{Moment{"2 mars", "2026-03-02"}, "Correction", "/2026/03/01/x/versions/?a=3", true}, {Moment{"1er mars", "2026-03-01"}, "Première version", "", false}}}
}

func richFailure(s Shell) *FailureView {
	return &FailureView{Shell: s, Status: 404, Heading: "Cette page n’existe pas", Message: "L’adresse est peut-être incomplète, ou la page a changé de nom.", Query: "fleuve niger", Retry: &Link{Text: "Retour à la une", Href: "/"}, Recent: richArticle(s).Related, Request: "7f3a"}
}

// fewFront is the front page of a young newsroom: a lead and seconds without pictures, one band of one story.
func fewFront(s Shell) *FrontView {
	v := &FrontView{Shell: s, Lead: &Lead{Item: told(story(longTitle, ""), leadText)}, Seconds: []Item{story("Un", ""), story("Deux", "")}}
	v.Bands = []Band{{Layout: Half, Title: "Monde", Href: "/monde/", Lead: story("Seul", "")}}
	return v
}

// shortList is a list of one entry with a long headline and no day.
func shortList(s Shell) *ListView {
	return &ListView{Shell: s, Heading: "Tisserandes de Kpalimé", Count: "1 article", Days: []Day{{Entries: []Item{story(longTitle, "")}}}}
}
