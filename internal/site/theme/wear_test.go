package theme

import (
	"bytes"
	"strings"
	"testing"

	"griot/internal/locale"
)

// rendered is an article and a front page in a theme, and what a policy must allow for the article.
func rendered(t *testing.T, theme *Theme, logo Logo) (article, front, styles string) {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	shell := richShell("fr", "ltr", words.For("fr"))
	shell.Logo = logo
	var a, f bytes.Buffer
	if err := theme.Article(&a, richArticle(shell)); err != nil {
		t.Fatal(err)
	}
	if err := theme.Front(&f, richFront(shell)); err != nil {
		t.Fatal(err)
	}
	styles, _ = theme.Sources(a.Bytes())
	return a.String(), f.String(), styles
}

func TestWornAccent(t *testing.T) {
	t.Parallel()
	plain := builtInTheme(t)
	before, _, allowed := rendered(t, plain, Logo{})
	worn, err := plain.Worn(Wear{Accent: "#123456", AccentNight: "#abcdef"})
	if err != nil {
		t.Fatal(err)
	}
	article, front, styles := rendered(t, worn, Logo{})
	for _, page := range []string{article, front} {
		if !strings.Contains(page, "--accent:#123456") || !strings.Contains(page, "--accent:#abcdef") || strings.Contains(page, "--accent:#a63a12") {
			t.Error("the token is not dyed")
		}
		if !strings.Contains(page, "--laterite:#a63a12") {
			t.Error("a rubric's dye is lost")
		}
		if strings.Contains(page, "#a63a12;color:var(--accent)") || !strings.Contains(page, "#123456;color:var(--accent)") {
			t.Error("browsers without custom properties see the old accent")
		}
	}
	if len(article) != len(before) {
		t.Errorf("a colour costs %d bytes", len(article)-len(before))
	}
	if styles == "" || styles == allowed {
		t.Errorf("the policy allows %q", styles)
	}
	var light bytes.Buffer
	if err := worn.Light().List(&light, richList(richShell("fr", "ltr", nil))); err != nil || strings.Contains(light.String(), accentDay) || !strings.Contains(light.String(), "#123456") {
		t.Errorf("the light version is not dyed: %v", err)
	}
	if after, _, still := rendered(t, plain, Logo{}); after != before || still != allowed {
		t.Error("the theme itself has changed")
	}
}

func TestWornLogo(t *testing.T) {
	t.Parallel()
	plain := builtInTheme(t)
	worn, err := plain.Worn(Wear{Logo: true})
	if err != nil {
		t.Fatal(err)
	}
	article, front, _ := rendered(t, worn, Logo{Src: "/media/jour.svg", Night: "/media/nuit.svg", Width: 300, Height: 60})
	for _, page := range []string{article, front} {
		if n := strings.Count(page, `<picture><source media="(prefers-color-scheme:dark)" srcset="/media/nuit.svg"><img src="/media/jour.svg" alt="Africa Presse" width="300" height="60"></picture>`); n != 2 { // over the page and at its foot
			t.Errorf("the logo stands %d times", n)
		}
		if strings.Contains(page, `viewBox="0 0 34 34"`) || !strings.Contains(page, logoRules) {
			t.Error("the mark stands beside the logo, or the logo has no rules")
		}
	}
	_, front, _ = rendered(t, worn, Logo{Src: `javascript:alert(1)`, Width: 3, Height: 1})
	if strings.Contains(front, "javascript:") {
		t.Error("a logo runs a script")
	}
}

// What most newspapers have costs nobody a byte.
func TestNothingWornIsTheTheme(t *testing.T) {
	t.Parallel()
	plain := builtInTheme(t)
	if same, err := plain.Worn(Wear{}); err != nil || same != plain {
		t.Error("a copy for nothing")
	}
	if article, _, _ := rendered(t, plain, Logo{}); strings.Contains(article, ".wm img") {
		t.Error("a page without a logo has rules for one")
	}
}
