package site

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// offlineRoutes are the page of what is kept on a device, and the scripts that keep it (ADR 16).
func (s *Site) offlineRoutes() page.Table {
	return page.Table{
		{Name: "offline", Pattern: theme.OfflinePath, Make: s.Offline},
		{Name: "worker", Pattern: "/sw.js", Make: s.Worker},
		{Name: "later", Pattern: "/lecture.js", Make: s.Later},
	}
}

// Offline is the page that opens where there is no network, and lists what is kept.
func (s *Site) Offline(ctx context.Context, _ page.Address) (*page.Page, error) {
	f, err := s.lighter().frame(ctx, "")
	if err != nil {
		return nil, err
	}
	v := &theme.OfflineView{}
	h := head{title: f.loc.T("offline.title"), description: f.loc.T("offline.intro"), path: theme.OfflinePath}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	v.Wear(nil)
	v.Today = theme.Moment{} // it opens on another day than it was fetched
	p, err := f.finish(func(w io.Writer) error { return f.look.Offline(w, v) })
	if err == nil {
		p.Header["Content-Security-Policy"] += "; worker-src 'self'; script-src " + f.look.OfflineScript()
	}
	return p, err
}

// Worker is the service worker. It says over a kept page, in that page's language, that it is one.
func (s *Site) Worker(ctx context.Context, _ page.Address) (*page.Page, error) {
	return s.spoken(ctx, "self.words", s.dress().Worker(), "offline.kept", "offline.retry")
}

// Later is the script that pages fetch once they stand. A day old is new enough for it.
func (s *Site) Later(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := s.spoken(ctx, "var words", s.dress().Later(), "offline.mark", "offline.marked")
	if err == nil {
		p.Header = map[string]string{"Cache-Control": "public, max-age=86400, stale-while-revalidate=604800"}
	}
	return p, err
}

// spoken is a script with its words before it: in each language those of some keys, the newspaper's own language first.
func (s *Site) spoken(ctx context.Context, name, script string, keys ...string) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(name + "={")
	for i, lang := range ownFirst(f.paper.Language) {
		if i > 0 {
			b.WriteByte(',')
		}
		words := make([]string, len(keys))
		for k, key := range keys {
			words[k] = s.Locales.For(lang).T(key, "{0}")
		}
		said, err := json.Marshal(words)
		if err != nil {
			return nil, err
		}
		b.WriteString(lang + ":" + string(said))
	}
	b.WriteString("};\n" + script + "\n")
	return &page.Page{ContentType: "text/javascript; charset=utf-8", Body: []byte(b.String()), Labels: []page.Label{page.Menu, page.Theme}}, nil
}

// ownFirst is every language of the catalogues, one before the others.
func ownFirst(own string) (list []string) {
	list = append(list, own)
	for _, lang := range locale.Languages() {
		if lang != own {
			list = append(list, lang)
		}
	}
	return list
}
