package wordpress

import (
	"regexp"
	"strings"

	"griot/internal/text"
)

// The titles and descriptions for search engines, by the fields of Yoast, Rank Math, SEOPress and All in One SEO.
func (c *converter) seo(title, standfirst string) (seoTitle, description string) {
	fill := func(s string) string { return c.fillTemplate(s, title, standfirst) }
	seoTitle = fill(c.it.get("_yoast_wpseo_title", "rank_math_title", "_seopress_titles_title", "_aioseo_title", "_aioseop_title"))
	description = fill(c.it.get("_yoast_wpseo_metadesc", "rank_math_description", "_seopress_titles_desc", "_aioseo_description", "_aioseop_description"))
	if text.Fold(seoTitle) == text.Fold(title) || text.Fold(seoTitle) == text.Fold(c.fillTemplate("%%title%% %%sep%% %%sitename%%", title, "")) {
		seoTitle = "" // what it would be anyway
	}
	return seoTitle, description
}

// variable is %%title%% of Yoast, %title% of Rank Math, #post_title of All in One SEO.
var variable = regexp.MustCompile(`%%[a-z_A-Z0-9-]+%%|%[a-z_]+(?:\([^)%]*\))?%|#(?:post_title|site_title|separator_sa|post_excerpt)\b`)

// fillTemplate puts the values of the variables that have one here in their places, and leaves the others out.
func (c *converter) fillTemplate(s, title, standfirst string) string {
	if s == "" {
		return ""
	}
	const sep = "–"
	s = variable.ReplaceAllStringFunc(s, func(v string) string {
		switch strings.Trim(v, "%#") {
		case "title", "post_title":
			return title
		case "sitename", "sitetitle", "site_title":
			return or(c.site.title, c.paper.Title)
		case "sep", "separator_sa":
			return sep
		case "excerpt", "excerpt_only", "post_excerpt":
			return standfirst
		}
		return ""
	})
	s = text.CleanLine(s)
	for { // a separator between nothing
		t := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), sep), sep))
		t = strings.ReplaceAll(t, sep+" "+sep, sep)
		if t == s {
			return s
		}
		s = t
	}
}

// readCounts are the fields in which the usual plug-ins count reads.
func (im *importer) reads(it *item) int64 {
	keys := []string{"views", "post_views_count", "_post_views", "wpb_post_views_count", "post_view_count", "_post_view_count", "pvc_views", "_pvc_views",
		"entry_views", "hits", "_hits", "views_total", "total_views", "post_views", "_views", "tie_views", "jeg_post_views", "bsdk_views", "penci_post_views_count",
		"td_post_views", "wpp_total_views", "_koko_analytics_pageviews", "better-views-count", "mh_post_views", "viewcount", "_count-views_all", "ratings_views"}
	if im.ReadsKey != "" {
		keys = append([]string{im.ReadsKey}, keys...)
	}
	for _, k := range keys {
		if n := count(it.get(k)); n > 0 {
			return n
		}
	}
	return 0
}

// count reads a whole number as people and plug-ins write it: 1023, 1 023, 1,023.
func count(s string) int64 {
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", "").Replace(s)
	digits, _, _ = strings.Cut(digits, ".")
	if len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return 0
	}
	return number(digits)
}
