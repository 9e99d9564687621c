package wordpress

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// knownShortcode tells those of WordPress itself and of its hosted sites.
func knownShortcode(name string) bool {
	switch name {
	case "caption", "wp_caption", "gallery", "playlist", "audio", "video", "embed",
		"youtube", "vimeo", "dailymotion", "soundcloud", "twitter", "tweet", "instagram", "facebook", "spotify", "googlevideo", "ted":
		return true
	}
	return false
}

// encloses tells those of them that have an end tag.
func encloses(name string) bool {
	switch name {
	case "caption", "wp_caption", "audio", "video", "embed", "playlist":
		return true
	}
	return false
}

// render is the HTML of a known shortcode, which rewrite then reads like any other.
func (c *converter) render(sc shortcode, content string) string {
	switch sc.name {
	case "caption", "wp_caption":
		return captioned(sc, content)
	case "gallery":
		return c.gallery(sc)
	case "playlist":
		return c.playlist(sc)
	case "audio", "video":
		return c.player(sc, content)
	case "embed":
		return c.embed(strings.TrimSpace(content), "")
	}
	return c.hosted(sc)
}

var pictured = regexp.MustCompile(`(?is)^\s*((?:<p>\s*)?(?:<a [^>]*>\s*)?<img [^>]*>(?:\s*</a>)?)(.*)$`)

// captioned is a picture with its caption in a field, as before WordPress 3.4, or after it.
func captioned(sc shortcode, content string) string {
	m := pictured.FindStringSubmatch(content)
	if m == nil {
		return content
	}
	picture, words := m[1], sc.attrs["caption"]
	if words == "" {
		words = strings.TrimSpace(m[2])
	}
	if id := strings.TrimPrefix(sc.attrs["id"], "attachment_"); number(id) > 0 {
		picture = strings.Replace(picture, "<img ", `<img class="wp-image-`+id+`" `, 1)
	}
	return "\n\n<figure>" + picture + "<figcaption>" + words + "</figcaption></figure>\n\n"
}

// attached lists the attachments that a gallery or playlist shows: by their numbers, else all of the item.
func (c *converter) attached(sc shortcode) (ids []int64) {
	listed := or(sc.attrs["ids"], sc.attrs["include"])
	if listed != "" {
		for _, s := range strings.FieldsFunc(listed, func(r rune) bool { return r == ',' || r == ' ' }) {
			if id := number(s); id > 0 && len(ids) < maxGallery {
				ids = append(ids, id)
			}
		}
		return ids
	}
	of := c.it.id
	if id := number(sc.attrs["id"]); id > 0 {
		of = id
	}
	ids, err := children(c.ctx, c.DB, c.source, of, maxGallery)
	c.failed(err)
	return ids
}

// maxGallery bounds the pictures of one gallery.
const maxGallery = 500

func (c *converter) gallery(sc shortcode) string {
	var b strings.Builder
	for _, id := range c.attached(sc) {
		m, err := c.attachment(id)
		if c.failed(err) {
			return ""
		}
		caption := ""
		if m != nil && m.Kind != "picture" {
			continue
		}
		if m != nil && m.Caption != "" {
			caption = "<figcaption>" + html.EscapeString(m.Caption) + "</figcaption>"
		}
		b.WriteString(`<figure><img class="wp-image-` + strconv.FormatInt(id, 10) + `" alt="">` + caption + "</figure>")
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n\n" + `<figure class="wp-block-gallery">` + b.String() + "</figure>\n\n"
}

func (c *converter) playlist(sc shortcode) string {
	tag := "audio"
	if sc.attrs["type"] == "video" {
		tag = "video"
	}
	var b strings.Builder
	for _, id := range c.attached(sc) {
		b.WriteString("<figure><" + tag + ` data-id="` + strconv.FormatInt(id, 10) + `"></` + tag + "></figure>")
	}
	return "\n\n" + b.String() + "\n\n"
}

// player is sound or film by its address.
func (c *converter) player(sc shortcode, content string) string {
	src := sc.attrs["src"]
	for _, key := range []string{"mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "mov"} {
		src = or(src, sc.attrs[key])
	}
	if src = or(src, strings.TrimSpace(content)); src == "" && len(sc.words) > 0 {
		src = sc.words[0]
	}
	if sc.name == "video" && !strings.Contains(src, "/uploads/") && strings.Contains(src, "youtu") {
		return c.embed(src, "")
	}
	if src == "" {
		return c.playlist(shortcode{attrs: map[string]string{"type": sc.name}})
	}
	return "\n\n<figure><" + sc.name + ` src="` + escape(html.UnescapeString(src)) + `"></` + sc.name + "></figure>\n\n"
}

// hosted is a film or message of another site, as WordPress.com and Jetpack write it: by address, or by number.
func (c *converter) hosted(sc shortcode) string {
	address := or(sc.attrs["url"], or(sc.attrs["src"], sc.attrs["link"]))
	if address == "" && len(sc.words) > 0 {
		address = sc.words[0]
	}
	address = html.UnescapeString(address)
	id := or(sc.attrs["id"], address)
	switch {
	case strings.Contains(address, "://"):
	case sc.name == "vimeo" && number(id) > 0:
		address = "https://vimeo.com/" + id
	case sc.name == "youtube" && id != "":
		address = "https://www.youtube.com/watch?v=" + id
	case sc.name == "dailymotion" && id != "":
		address = "https://www.dailymotion.com/video/" + id
	default:
		c.kept = append(c.kept, meta{"griot:shortcode", sc.raw})
		c.acc.changed(ShortcodeKept, 1, sc.name)
		return ""
	}
	return "\n\n" + c.embed(address, "") + "\n\n"
}
