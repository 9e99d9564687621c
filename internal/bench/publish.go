package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	publications = 200
	between      = 400 * time.Millisecond // two a second: a newsroom in a great hurry. What a publication leaves to be done behind it has time to be done, as in life
	publishTime  = 100 * time.Millisecond // the 99th of a hundred publications is on every page by then
	publishGives = 20 * time.Second       // after which a page that does not show it is broken
	lookPause    = 5 * time.Millisecond   // between two looks at a page: more would cost the program what is measured

	hours    = 20
	hourTime = time.Second // a scheduled article is late by less
	hourGap  = 130 * time.Millisecond
	ahead    = 3 * time.Second // more than it takes to send the lot
)

// shownOn are the pages on which a publication of publishes has to show, and which are kept when it happens.
func shownOn() []string {
	return []string{"/", "/environnement/", "/pays/niger/", "/feed.xml", "/environnement/feed.xml", "/sitemap-news.xml"}
}

// publishes measures how soon after a publication is sent to the API readers have it, on a copy of the archive.
func (b *bench) publishes(ctx context.Context) ([]row, error) {
	p, err := b.serveCopy(ctx)
	if err != nil {
		return nil, err
	}
	defer p.close()
	var answered, shown spread
	each := make([]spread, len(shownOn()))
	for i := range publications {
		one, err := p.publish(ctx, i)
		if err != nil {
			return nil, err
		}
		answered, shown = append(answered, one.answered), append(shown, one.everywhere())
		for j, took := range one.shown {
			each[j] = append(each[j], took)
		}
		time.Sleep(between)
	}
	var slowest []string
	for j, path := range shownOn() {
		slowest = append(slowest, path+" "+span(each[j].at(0.99)))
	}
	late, err := p.scheduled(ctx)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("publish by the API at %s articles, two a second, until six kept pages show it", thousands(int64(b.articles)))
	return []row{
		promise(what+", 99th", shown.at(0.99), publishTime, span, "median "+span(shown.median())+"; "+strings.Join(slowest, ", ")),
		tell("the API's answer to it, 99th", span(answered.at(0.99)), "median "+span(answered.median())),
		promise("scheduled article in the feed after its hour, latest of "+strconv.Itoa(hours), late.slowest(), hourTime, span, "median "+span(late.median())),
	}, nil
}

// publication is how long one took, from the moment it was sent.
type publication struct {
	answered time.Duration
	shown    []time.Duration // as in shownOn
}

func (o *publication) everywhere() (slowest time.Duration) {
	for _, took := range o.shown {
		slowest = max(slowest, took)
	}
	return slowest
}

// publish publishes an article and looks at the pages until all of them show it. They are all kept when it begins.
func (p *paper) publish(ctx context.Context, i int) (*publication, error) {
	ctx, cancel := context.WithTimeout(ctx, publishGives)
	defer cancel()
	for _, path := range shownOn() {
		if _, err := p.get(ctx, path, "br"); err != nil {
			return nil, err
		}
	}
	sign := fmt.Sprintf("publication%dx", i)
	one := &publication{shown: make([]time.Duration, len(shownOn()))}
	errs := make([]error, len(shownOn()))
	begin := time.Now()
	var looking sync.WaitGroup
	for j, path := range shownOn() {
		looking.Go(func() {
			errs[j] = p.until(ctx, path, sign)
			one.shown[j] = time.Since(begin)
		})
	}
	err := p.post(ctx, sign, time.Time{})
	one.answered = time.Since(begin)
	if err != nil {
		cancel()
	}
	looking.Wait()
	for _, e := range errs {
		if err == nil {
			err = e
		}
	}
	return one, err
}

// until looks at a page until it holds a word.
func (p *paper) until(ctx context.Context, path, word string) error {
	for {
		a, err := p.get(ctx, path, "identity")
		if err != nil {
			return fmt.Errorf("%s never showed %s: %w", path, word, err)
		}
		if bytes.Contains(a.body, []byte(word)) {
			return nil
		}
		time.Sleep(lookPause)
	}
}

// scheduled has articles come at their hours, with nobody asking for anything but a feed, and gives how late they were in it.
func (p *paper) scheduled(ctx context.Context) (late spread, err error) {
	ctx, cancel := context.WithTimeout(ctx, publishGives)
	defer cancel()
	first := time.Now().Add(ahead)
	for i := range hours {
		if err := p.post(ctx, fmt.Sprintf("heure%dx", i), first.Add(time.Duration(i)*hourGap)); err != nil {
			return nil, err
		}
	}
	for i := range hours {
		if err := p.until(ctx, "/feed.xml", fmt.Sprintf("heure%dx", i)); err != nil {
			return nil, err
		}
		late = append(late, time.Since(first.Add(time.Duration(i)*hourGap)))
	}
	return late, nil
}

// post publishes an article of some five hundred words by the API, or at an hour.
func (p *paper) post(ctx context.Context, sign string, hour time.Time) error {
	text := strings.Repeat("<p>Les eaux du fleuve ont monté de deux mètres en une semaine, et les riverains de Niamey déplacent ce qu’ils peuvent vers les hauteurs, avant la nuit, avec l’aide des voisins.</p>", 16)
	article := map[string]any{
		"title": "Le fleuve monte, " + sign, "standfirst": "La crue de cette année est la plus forte.", "body": text, "section": "environnement", "countries": []string{"niger"},
		"tags": []string{"crue", "fleuve Niger", "essai " + strconv.Itoa(len(sign))}, "dateline": "Niamey", "status": "published",
	}
	if !hour.IsZero() {
		article["publish_at"] = hour
	}
	body, err := json.Marshal(article)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.origin+"/api/v1/articles", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	r.Header.Set("Content-Type", "application/json")
	w, err := p.bench.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = w.Body.Close() }()
	said, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusCreated {
		err = fmt.Errorf("the API answered %d: %.300s", w.StatusCode, said)
	}
	return err
}
