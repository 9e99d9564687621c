package theme

import "html/template"

// icons are the drawings of the interface: paths in a square of 24, drawn with a line of 2.
var icons = map[string]template.HTMLAttr{
	"menu":      `d="M3 6h18M3 12h18M3 18h18"`,
	"search":    `d="M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm5 12 6 6"`,
	"pause":     `d="M8 5v14M16 5v14"`,
	"play":      `d="M7 5l11 7-11 7z"`,
	"whatsapp":  `d="M3 21l1.5-5A9 9 0 1 1 8 19.5zM8.5 8.5c0 4 3 7 7 7l1-2-2.5-1-1 1c-1.5-.7-2.5-1.7-3-3l1-1-1-2.5z"`,
	"facebook":  `d="M18 3h-3a4 4 0 0 0-4 4v14M7 11h9"`,
	"telegram":  `d="M2 11 22 3l-4 18-7-6 7-8-10 7zM8 14v6l3-5"`,
	"x":         `d="M4 4l16 16M20 4 4 20"`,
	"linkedin":  `d="M5 10v10M5 5v.5M10 20V10m0 5c0-6 9-7 9 0v5"`,
	"pinterest": `d="M9 21l3-12m-4 3c-2-5 1-8 5-8s6 3 5 7c-1 5-6 6-7 2"`,
	"reddit":    `d="M12 9c12 0 10 11 0 11S0 9 12 9zm0 0 1.5-5 4 1M8.5 13v.5m7-.5v.5M9 16.5c2 1.3 4 1.3 6 0"`,
	"mail":      `d="M3 5h18v14H3zl9 8 9-8"`,
	"copy":      `d="M9 3h11v14H9zM15 17v4H4V7h5"`,
	"more":      `d="M8 12l8-5M8 12l8 5M5 9.5h3v5H5zM16 4.5h3v5h-3zM16 14.5h3v5h-3z"`,
}

// icon is a drawing as an element of its own; readers of screens do not meet it.
func icon(name string) template.HTML {
	return template.HTML(`<svg viewBox="0 0 24 24" width="22" height="22" stroke-width="2" aria-hidden="true"><path ` + string(icons[name]) + `/></svg>`) //nolint:gosec // constants
}
