package theme

// Ads are the advertisements of a page by slot. A nil slot leaves no element and no room.
type Ads struct {
	Haut    *Ad // under the masthead
	Texte   *Ad // after the third paragraph, on narrow screens
	Colonne *Ad // in the sidebar, on wide screens
	Liste   *Ad // after the fourth entry of a list
}

// Ad is one advertisement: a picture that leads to an advertiser.
type Ad struct {
	Advertiser string // said to readers of screens with Alt
	Href       string
	Alt        string
	Src        string // for narrow screens
	Width      int    // of Src in px: the room it takes
	Height     int
	Wider      []AdSource // for wider screens, widest first
}

// AdSource replaces an advertisement's picture from a screen width on.
type AdSource struct {
	MinWidth      int // in em: 48, 64
	Src           string
	Width, Height int
}
