package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

const (
	deskTime   = 20 * time.Millisecond // the median of a page of the desk, from the server
	deskBytes  = 60_000                // its first load, compressed
	deskVisits = 60
)

// deskPages are those that read most of an archive, and what they are called.
func deskPages() []struct{ name, path string } {
	return []struct{ name, path string }{
		{"first page", "/desk/"}, {"articles", "/desk/articles/"}, {"articles that have words", "/desk/articles/?q=fleuve"},
		{"planning of the day", "/desk/planning/"}, {"planning of the week", "/desk/planning/?span=week"}, {"rights of reply", "/desk/replies/"},
		{"notices", "/desk/notices/"}, {"media", "/desk/media/"}, {"front page by hand", "/desk/front/"}, {"an article to write", "/desk/articles/1/"},
	}
}

// desk measures pages of the desk on a copy of the archive, as an administrator asks for them.
func (b *bench) desk(ctx context.Context) (rows []row, err error) {
	p, err := b.serveCopy(ctx)
	if err != nil {
		return nil, err
	}
	defer p.close()
	client, err := p.signIn(ctx)
	if err != nil {
		return nil, err
	}
	for _, page := range deskPages() {
		var took spread
		bytes := 0
		for range deskVisits {
			one, err := timed(func() (err error) { bytes, err = visitDesk(ctx, client, p.origin+page.path); return err })
			if err != nil {
				return rows, err
			}
			took = append(took, one)
		}
		what := fmt.Sprintf("desk, %s, at %s articles: median", page.name, thousands(int64(b.articles)))
		rows = append(rows, promise(what, took.median(), deskTime, span, fmt.Sprintf("99th percentile %s; %d B compressed", span(took.at(0.99)), bytes)))
		if bytes > deskBytes {
			return rows, fmt.Errorf("%s weighs %d bytes, %d are promised", page.path, bytes, deskBytes)
		}
	}
	return rows, nil
}

// signIn is a browser of the administrator.
func (p *paper) signIn(ctx context.Context) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DisableCompression: true}}
	form := url.Values{"email": {p.email}, "password": {p.password}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.origin+"/desk/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	_ = w.Body.Close()
	if w.StatusCode != http.StatusSeeOther {
		return nil, errors.New("the desk does not let the administrator in")
	}
	return client, nil
}

// visitDesk reads a page of the desk and gives what it weighs.
func visitDesk(ctx context.Context, client *http.Client, address string) (bytes int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s answered %d", address, w.StatusCode)
	}
	return len(body), err
}
