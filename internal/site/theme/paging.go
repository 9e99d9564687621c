package theme

import "strconv"

// Paging is the numbered pages of a list. The zero value is a list of one page: nothing is shown.
type Paging struct {
	Pages      []PageLink
	Prev, Next string // addresses; empty at the ends
}

// PageLink is one number, or a gap between two.
type PageLink struct {
	Number  string
	Href    string
	Current bool
	Gap     bool
}

// Pages numbers a list of total pages of which current (from 1) is shown: the ends, two on either side, gaps between. href gives a page's address.
func Pages(current, total int, href func(page int) string) Paging {
	if total < 2 {
		return Paging{}
	}
	var p Paging
	last := 0
	for n := 1; n <= total; n++ {
		if n > 1 && n < total && (n < current-2 || n > current+2) {
			continue
		}
		if n > last+1 {
			p.Pages = append(p.Pages, PageLink{Gap: true})
		}
		p.Pages = append(p.Pages, PageLink{Number: strconv.Itoa(n), Href: href(n), Current: n == current})
		last = n
	}
	if current > 1 {
		p.Prev = href(min(current-1, total))
	}
	if current < total {
		p.Next = href(current + 1)
	}
	return p
}
