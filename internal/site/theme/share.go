package theme

import (
	"net/url"
	"strings"
)

// Share is what the share row spreads: an absolute address and a title.
type Share struct{ URL, Title string }

// ShareLink is one cell of the share row. Name is a brand or, for the mail, empty: templates then use their own word.
type ShareLink struct{ Icon, Name, Href string }

// Links are the plain links of the row, in order. The two cells that need scripts are the template's.
func (s Share) Links() []ShareLink {
	u, t := url.QueryEscape(s.URL), query(s.Title)
	return []ShareLink{
		{"whatsapp", "WhatsApp", "https://wa.me/?text=" + t + "%20" + u},
		{"facebook", "Facebook", "https://www.facebook.com/sharer/sharer.php?u=" + u},
		{"telegram", "Telegram", "https://t.me/share/url?url=" + u + "&text=" + t},
		{"x", "X", "https://x.com/intent/post?url=" + u + "&text=" + t},
		{"linkedin", "LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url=" + u},
		{"pinterest", "Pinterest", "https://www.pinterest.com/pin/create/button/?url=" + u + "&description=" + t},
		{"reddit", "Reddit", "https://www.reddit.com/submit?url=" + u + "&title=" + t},
		{"mail", "", "mailto:?subject=" + t + "&body=" + u},
	}
}

// query escapes a text for a query in which a space must be %20: mail programs and WhatsApp show a plus as a plus.
func query(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
