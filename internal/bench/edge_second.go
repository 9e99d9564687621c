package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http2/hpack"

	"griot/internal/text"
)

const (
	secondMost     = 3_000            // bytes of the second article's HTML on the wire, its head included
	dictionaryWait = 90 * time.Second // until the program has looked at what is kept
)

// second weighs the second article of a reader whose browser has fetched the dictionary that the first one told of. Its head is weighed as HTTP/2 sends it after that of the
// first: browsers take dictionaries over HTTPS alone, and speak HTTP/2 or HTTP/3 there.
func (b *bench) second(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	stories, err := p.stories(ctx)
	if err != nil {
		return nil, err
	}
	dict, err := p.dictionary(ctx, stories)
	if err != nil {
		return []row{unmeasured("second article by dictionary", err.Error())}, nil
	}
	sum := sha256.Sum256(dict)
	field := ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	seconds, plain, err := p.seconds(ctx, stories, field)
	if err != nil {
		return nil, err
	}
	largest := seconds[len(seconds)-1]
	over := 0
	for _, w := range seconds {
		if w.bytes > secondMost {
			over++
		}
	}
	note := fmt.Sprintf("median of %d articles, %d of them over it; without a dictionary %s; the dictionary is %s before compression, fetched once when the browser has nothing else to do",
		len(seconds), over, size(plain), size(int64(len(dict))))
	return []row{
		promise("second article by dictionary, HTML on the wire with its head", seconds[len(seconds)/2].bytes, secondMost, size, note),
		promise("the costliest of them", largest.bytes, secondMost, size, fmt.Sprintf("%s; head %s; the words in it alone by brotli %s", largest.path, size(largest.head), size(largest.text))),
	}, nil
}

// weighed is a story as the second one that somebody reads.
type weighed struct {
	path        string
	bytes, head int64 // on the wire, with its head; the head alone
	text        int64 // the words in <main> alone, compressed without a dictionary
}

// seconds weighs every story as the second one, the lightest first, and gives the median of what they weigh without the dictionary.
func (p *paper) seconds(ctx context.Context, stories []string, field string) (list []weighed, plain int64, err error) {
	first, err := p.withDictionary(ctx, stories[0], "")
	if err != nil {
		return nil, 0, err
	}
	var without []int64
	for _, s := range stories[1:] {
		a, err := p.withDictionary(ctx, s, "")
		if err != nil {
			return nil, 0, err
		}
		without = append(without, int64(len(a.body)+secondHead(first.header, a.header)))
		if a.header.Get("Content-Language") != first.header.Get("Content-Language") {
			continue // its reader has the dictionary of another language
		}
		w, err := p.second(ctx, s, field, first.header)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, w)
	}
	slices.Sort(without)
	slices.SortFunc(list, func(a, b weighed) int { return cmp.Compare(a.bytes, b.bytes) })
	return list, without[len(without)/2], nil
}

// second weighs a story as it is kept: who asks twice has it compressed strongly.
func (p *paper) second(ctx context.Context, path, field string, first http.Header) (w weighed, err error) {
	var a *answer
	for end := time.Now().Add(settleTime); ; time.Sleep(20 * time.Millisecond) {
		if a, err = p.withDictionary(ctx, path, field); err != nil {
			return w, err
		}
		if strings.HasPrefix(a.header.Get("Content-Encoding"), "dc") && !strings.HasSuffix(a.header.Get("Etag"), `-q"`) {
			break
		}
		if time.Now().After(end) {
			return w, fmt.Errorf("%s does not come by dictionary", path)
		}
	}
	plain, err := p.get(ctx, path, "identity")
	if err != nil {
		return w, err
	}
	_, rest, _ := strings.Cut(string(plain.body), "<main")
	main, _, _ := strings.Cut(rest, "</main>")
	words, err := compress([]byte(text.Plain("<main" + main)))
	if err != nil {
		return w, err
	}
	head := int64(secondHead(first, a.header))
	return weighed{path: path, bytes: head + int64(len(a.body)), head: head, text: int64(len(words))}, nil
}

// stories are articles of the newspaper's own language.
func (p *paper) stories(ctx context.Context) (paths []string, err error) {
	a, err := p.get(ctx, "/sitemap-1.xml", "identity")
	if err != nil {
		return nil, err
	}
	for _, m := range regexp.MustCompile(`<loc>`+regexp.QuoteMeta(p.origin)+`(/\d{4}/[^<]*)</loc>`).FindAllSubmatch(a.body, 60) {
		paths = append(paths, string(m[1]))
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("the sitemap of %s has no article", p.origin)
	}
	return paths, nil
}

// dictionary reads articles until one tells of a dictionary, and fetches that.
func (p *paper) dictionary(ctx context.Context, stories []string) ([]byte, error) {
	link := regexp.MustCompile(`<([^>]*)>; rel="compression-dictionary"`)
	for end := time.Now().Add(dictionaryWait); time.Now().Before(end); time.Sleep(time.Second) {
		var last *answer
		for _, s := range stories {
			a, err := p.get(ctx, s, "br")
			if err != nil {
				return nil, err
			}
			last = a
		}
		if m := link.FindStringSubmatch(strings.Join(last.header["Link"], ",")); m != nil {
			a, err := p.get(ctx, m[1], "identity")
			if err != nil {
				return nil, err
			}
			return a.body, nil
		}
	}
	return nil, fmt.Errorf("no article told of a dictionary within %s", dictionaryWait)
}

// withDictionary asks as a browser does that has one; without where field is "".
func (p *paper) withDictionary(ctx context.Context, path, field string) (*answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	if field != "" {
		r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd, dcb, dcz")
		r.Header.Set("Available-Dictionary", field)
	}
	w, err := p.bench.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	return &answer{w.StatusCode, w.Header, body}, err
}

// secondHead is the size in bytes of a head as HTTP/2 sends it on a connection on which another went before: its frame, and what HPACK makes of it.
func secondHead(first, second http.Header) int {
	const frame = 9
	var out bytes.Buffer
	enc := hpack.NewEncoder(&out)
	write := func(h http.Header) {
		_ = enc.WriteField(hpack.HeaderField{Name: ":status", Value: "200"}) // to memory
		for name, values := range h {
			for _, v := range values {
				_ = enc.WriteField(hpack.HeaderField{Name: strings.ToLower(name), Value: v})
			}
		}
	}
	write(first)
	before := out.Len()
	write(second)
	return frame + out.Len() - before
}
