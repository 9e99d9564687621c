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

const runAxe = `axe.run(document,{runOnly:{type:'tag',values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']},resultTypes:['violations'],preload:false})
.then(r=>r.violations.map(v=>({ID:v.id,Help:v.help,Nodes:v.nodes.map(n=>n.target.join(' ')+' '+n.any.concat(n.all,n.none).map(c=>c.message).join('; '))})))`

// No page of any kind offends an accessibility rule that a program can check, light or dark, on a phone or at a desk.
func TestAccessible(t *testing.T) {
	t.Parallel()
	eachSample(t, func(p *tab) {
		in(p, chromedp.Evaluate[chromedp.Void](axe))
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				if width == 1280 && strings.HasSuffix(p.at, "#menu") {
					continue // at a desk no link leads to the phone's menu
				}
				p.size(width, 800)
				p.prefer(scheme)
				checkAxe(p, scheme+" "+strconv.FormatInt(width, 10))
			}
		}
	})
}

func checkAxe(p *tab, how string) {
	p.t.Helper()
	for _, v := range ask[[]struct {
		ID, Help string
		Nodes    []string
	}](p, runAxe) {
		nodes := v.Nodes
		if len(nodes) > 5 {
			nodes = append(nodes[:5:5], fmt.Sprintf("and %d more", len(v.Nodes)-5))
		}
		p.t.Errorf("%s: %s: %s\n\t%s", how, v.ID, v.Help, strings.Join(nodes, "\n\t"))
	}
}
