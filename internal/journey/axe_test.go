package journey

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe is axe-core; testdata/README.md says which.
//
//go:embed testdata/axe.min.js
var axe string

const runAxe = `axe.run(document,{runOnly:%s,resultTypes:['violations'],preload:false})
.then(r=>r.violations.map(v=>({ID:v.id,Help:v.help,Nodes:v.nodes.map(n=>n.target.join(' ')+' '+n.any.concat(n.all,n.none).map(c=>c.message).join('; '))})))`

// Of these, the second is what the night can change: all else of a page is the same by day.
const (
	everyRule    = "{type:'tag',values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}"
	contrastRule = "{type:'rule',values:['color-contrast']}"
)

// No page of any kind offends an accessibility rule that a program can check, light or dark, on a phone or at a desk.
func TestAccessible(t *testing.T) {
	t.Parallel()
	eachSample(t, func(p *tab) {
		in(p, chromedp.Evaluate[chromedp.Void](axe))
		widths := []int64{360, 1280}
		if strings.HasSuffix(p.at, "#menu") {
			widths = widths[:1] // at a desk no link leads to the phone's menu
		}
		p.dayAndNight("", widths...)
	})
}

// dayAndNight has axe look at a page that it was given to, light and dark, at each width.
func (p *tab) dayAndNight(what string, widths ...int64) {
	p.t.Helper()
	for _, at := range [][2]string{{"light", everyRule}, {"dark", contrastRule}} {
		scheme, rules := at[0], at[1]
		p.prefer(scheme)
		for _, width := range widths {
			p.size(width, 800)
			checkRules(p, rules, strings.TrimSpace(what+" "+scheme+" "+strconv.FormatInt(width, 10)))
		}
	}
}

func checkAxe(p *tab, how string) { p.t.Helper(); checkRules(p, everyRule, how) }

func checkRules(p *tab, rules, how string) {
	p.t.Helper()
	for _, v := range ask[[]struct {
		ID, Help string
		Nodes    []string
	}](p, fmt.Sprintf(runAxe, rules)) {
		nodes := v.Nodes
		if len(nodes) > 5 {
			nodes = append(nodes[:5:5], fmt.Sprintf("and %d more", len(v.Nodes)-5))
		}
		p.t.Errorf("%s: %s: %s\n\t%s", how, v.ID, v.Help, strings.Join(nodes, "\n\t"))
	}
}
