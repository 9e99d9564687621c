package purge_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"griot/internal/edge/purge"
	"griot/internal/fault"
	"griot/internal/page"
)

// cdn is a cache that notes what it is told. It answers with status.
type cdn struct {
	mu     sync.Mutex
	told   []string
	status int
}

func (c *cdn) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = append(c.told, r.Method+" "+r.URL.EscapedPath()+" "+r.Header.Get("Key"))
	return &http.Response{StatusCode: c.status, Status: http.StatusText(c.status), Body: http.NoBody}, nil
}

func (c *cdn) answer(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status = status
}

// heard gives and forgets what it was told, in order.
func (c *cdn) heard() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.Sort(c.told)
	all := strings.Join(c.told, "\n")
	c.told = nil
	return all
}

func run(t *testing.T, c *cdn) *purge.Purger {
	t.Helper()
	p, err := purge.New(purge.Config{URL: "https://cdn.example/purge/{label}", Header: []string{"Key: secret"}, Now: time.Now, Client: &http.Client{Transport: c}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { p.Run(ctx) })
	t.Cleanup(func() { stop(); group.Wait() })
	return p
}

func TestEachLabelIsToldOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &cdn{status: 200}
		p := run(t, c)
		p.Add([]page.Label{page.Article(7), "a/b c"})
		synctest.Wait()
		if got := c.heard(); got != "POST /purge/a%2Fb%20c secret\nPOST /purge/article:7 secret" {
			t.Errorf("told %q", got)
		}
		p.Add([]page.Label{page.Article(8), page.All, page.Article(9)})
		synctest.Wait()
		if got := c.heard(); got != "POST /purge/all secret" {
			t.Errorf("everything: told %q", got)
		}
		if s := p.Stats(); s.Told != 3 || s.Waiting != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestACacheThatIsAwayIsToldLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &cdn{status: 503}
		p := run(t, c)
		p.Add([]page.Label{page.Front})
		synctest.Wait()
		p.Add([]page.Label{page.Front, page.Article(1)})
		time.Sleep(100 * time.Second) // in the bubble
		if n := strings.Count(c.heard(), string(page.Article(1))); n < 4 || n > 8 {
			t.Errorf("tried %d times in 100 s", n)
		}
		c.answer(204)
		time.Sleep(time.Minute) // in the bubble
		if got := c.heard(); got != "POST /purge/article:1 secret\nPOST /purge/front secret" {
			t.Errorf("told %q", got)
		}
	})
}

func TestNothingIsTriedForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &cdn{status: 403}
		p := run(t, c)
		p.Add([]page.Label{page.Front})
		time.Sleep(purge.GiveUp + 2*time.Minute) // in the bubble
		if s := p.Stats(); s.Lost != 1 || s.Waiting != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestTooManyLabelsAreEverything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &cdn{status: 200}
		p := run(t, c)
		var many []page.Label
		for i := range int64(1001) {
			many = append(many, page.Article(i))
		}
		p.Add(many)
		synctest.Wait()
		if got := c.heard(); got != "POST /purge/all secret" {
			t.Errorf("told %.100q", got)
		}
	})
}

func TestWhatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	for _, cfg := range []purge.Config{
		{URL: ""}, {URL: "cdn.example/{label}"}, {URL: "https://cdn.example/purge"}, {URL: "ftp://cdn.example/{label}"}, {URL: "https://{label}"[:8]},
		{URL: "https://cdn.example/{label}", Header: []string{"secret"}},
		{URL: "https://cdn.example/{label}", Header: []string{"a: b\r\nc: d"}},
	} {
		cfg.Now = time.Now
		if _, err := purge.New(cfg); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}
