package site_test

import (
	"strings"
	"testing"
)

// TestTheNewspaperForMachines: the front page says who publishes, by which rules, and where else to find them.
func TestTheNewspaperForMachines(t *testing.T) {
	t.Parallel()
	n := open(t)
	paper := n.page("/").jsonLD()["NewsMediaOrganization"]
	for property, want := range map[string]string{"name": "Africa Presse", "url": origin + "/", "publishingPrinciples": origin + "/charte/", "ethicsPolicy": origin + "/charte/",
		"correctionsPolicy": origin + "/corrections/", "masthead": origin + "/equipe/", "ownershipFundingInfo": origin + "/mentions-legales/", "actionableFeedbackPolicy": origin + "/droit-de-reponse/"} {
		if paper[property] != want {
			t.Errorf("%s is %v, want %q", property, paper[property], want)
		}
	}
	if logo, _ := paper["logo"].(map[string]any); logo["url"] != origin+"/icon-512.png" || logo["width"] != 512.0 {
		t.Errorf("the logo is %v", paper["logo"])
	}
	if elsewhere, _ := paper["sameAs"].([]any); len(elsewhere) != len(n.paper.Channels) {
		t.Errorf("channels are %v", paper["sameAs"])
	}
	for _, p := range []string{"publishingPrinciples", "masthead"} {
		n.page(strings.TrimPrefix(paper[p].(string), origin))
	}
	if fresh := empty(t).page("/").jsonLD()["NewsMediaOrganization"]; fresh["publishingPrinciples"] != nil {
		t.Error("a newspaper without a charter names one")
	}
}

// TestAListForMachines: what stands on a page of a list, with its place in the whole.
func TestAListForMachines(t *testing.T) {
	t.Parallel()
	n := open(t)
	long(n)
	for path, first := range map[string]int{"/pays/niger/": 1, "/environnement/": 1, "/pays/zambie/?page=2": 21} {
		a := n.page(path)
		things := a.jsonLD()
		list, _ := things["CollectionPage"]["mainEntity"].(map[string]any)
		items, _ := list["itemListElement"].([]any)
		shown := a.attrs("main h3 a", "href")
		if list["@type"] != "ItemList" || len(items) == 0 || len(items) > len(shown) {
			t.Fatalf("%s: %d items of %d shown", path, len(items), len(shown))
		}
		for i, it := range items {
			item := it.(map[string]any)
			if item["position"] != float64(first+i) || item["url"] != origin+shown[i] || item["name"] == "" {
				t.Errorf("%s: item %d is %v, want %s", path, i, item, shown[i])
			}
		}
		if things["BreadcrumbList"] == nil {
			t.Errorf("%s has no trail", path)
		}
	}
}

// TestAnArticlesPicturesForMachines: the hero as it is and the preview, each with its measures.
func TestAnArticlesPicturesForMachines(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("fleuve-niger-guetteurs").Path)
	news := a.jsonLD()["ReportageNewsArticle"]
	pictures, _ := news["image"].([]any)
	if len(pictures) != 2 || pictures[1].(map[string]any)["url"] != origin+a.shared() {
		t.Fatalf("pictures are %v", pictures)
	}
	for _, p := range pictures {
		picture := p.(map[string]any)
		if w := n.ask("GET", strings.TrimPrefix(picture["url"].(string), origin)); w.Code != 200 || picture["width"].(float64) < 1200 {
			t.Errorf("%v answers %d", picture, w.Code)
		}
	}
	if news["isAccessibleForFree"] != true || news["mainEntityOfPage"] != news["url"] {
		t.Errorf("accessible %v, of %v", news["isAccessibleForFree"], news["mainEntityOfPage"])
	}
	for _, author := range news["author"].([]any) {
		n.page(strings.TrimPrefix(author.(map[string]any)["url"].(string), origin))
	}
}
