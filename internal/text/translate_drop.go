package text

import "golang.org/x/net/html"

// dropped tells the elements that go with their content. Those without content (input, embed, meta…) are unknown to the policy.
func dropped(tag string) bool {
	switch tag {
	case "script", "style", "noscript", "object", "applet", "form", "button", "select", "datalist", "textarea", "template", "svg",
		"math", "canvas", "map", "head", "title", "noembed", "noframes", "frameset", "iframe", "dialog":
		return true
	}
	return false
}

func (t *translator) drop(tag string, closed bool, player *html.Token) {
	if !closed && len(t.drops) < maxDrops {
		t.drops = append(t.drops, drop{tag, t.out.Len(), player})
	}
	if tag == "form" || tag == "dialog" { // blocks: what stands before and after them stays apart
		t.out.WriteString("<div></div>")
	}
}

// undrop ends an element that is being dropped, and reports whether there was one.
func (t *translator) undrop(tag string) bool {
	for i := len(t.drops) - 1; i >= 0; i-- {
		if d := t.drops[i]; d.tag == tag {
			t.out.Truncate(d.from)
			t.drops = t.drops[:i]
			if tag == "form" || tag == "dialog" {
				t.out.WriteString("<div></div>")
			}
			if d.player != nil {
				t.play(*d.player)
			}
			return true
		}
	}
	return false
}

// player writes an audio or video at once when it names its source, else when a source has named it; its content is for browsers
// of 2010.
func (t *translator) player(tok html.Token, closed bool) {
	if _, ok := recording(attr(tok, "src")); ok {
		t.play(tok)
		t.drop(tok.Data, closed, nil)
		return
	}
	t.drop(tok.Data, closed, &tok)
}

func (t *translator) source(tok html.Token) {
	if len(t.drops) == 0 {
		return
	}
	player := t.drops[len(t.drops)-1].player
	if src, ok := recording(attr(tok, "src")); ok && player != nil && attr(*player, "src") == "" {
		player.Attr = append(player.Attr, html.Attribute{Key: "src", Val: src})
	}
}

func (t *translator) play(tok html.Token) {
	if attrs := attributes(tok.Data, tok.Attr); attr(html.Token{Attr: attrs}, "src") != "" {
		t.write(tok.Data, attrs)
		t.close(tok.Data)
	}
}
