package site

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"griot/internal/page"
)

// StreamConfig is what a Stream is made from. Address and Closing are required.
type StreamConfig struct {
	Address func(r *http.Request) netip.Addr // who asks, behind proxies that are trusted
	Closing <-chan struct{}                  // closed when the server stops: streams end then
	Most    int                              // open at once; zero means 3,000, which take some 100 MB
}

const (
	mostStreams = 3000

	// An address, which may be a whole mobile operator's, may have half of all streams; the others of its readers ask now and then instead.
	shareOfStreams = 2

	// beat is how often an open stream says that it lives: often enough for proxies, which cut what is silent for a minute, and for the server's own patience.
	beat = 40 * time.Second

	// breath is the least time between two changes that are sent: a storm of publications is not a storm on every phone.
	breath = 250 * time.Millisecond

	// A reader whose stream ended comes back after this long, or up to twice it: not all at the same moment.
	comeBack = 3 * time.Second
)

// Stream sends the breaking line to open pages whenever it changes, as server-sent events. It costs nothing while nothing changes, but for a few bytes to each reader every 40 seconds. It is safe for
// concurrent use. Run must be running.
type Stream struct {
	cfg  StreamConfig
	site *Site
	wake chan struct{}

	mu       sync.Mutex
	open     int
	by       map[netip.Prefix]int
	refused  int64
	channels map[string]*channel // by language
}

// channel is the line of one language, for those who listen to it.
type channel struct {
	listeners int // guarded by Stream.mu

	mu      sync.Mutex
	sign    string
	message []byte
	until   time.Time     // when it stops being true; zero: it was not read yet
	next    chan struct{} // closed when it changes
}

// Stream makes the stream of this site's breaking line.
func (s *Site) Stream(cfg StreamConfig) *Stream {
	if cfg.Most <= 0 {
		cfg.Most = mostStreams
	}
	return &Stream{cfg: cfg, site: s, wake: make(chan struct{}, 1), by: map[netip.Prefix]int{}, channels: map[string]*channel{}}
}

// Apply learns of a change by its labels. It never waits.
func (s *Stream) Apply(labels []page.Label) {
	if !slices.ContainsFunc(labels, func(l page.Label) bool { return l == page.Ticker || l == page.Menu || l == page.All }) {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Open is how many streams are open now, and Refused how many readers were sent to ask for themselves.
func (s *Stream) Open() (open int, refused int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open, s.refused
}

// Run tells listeners of changes, and of lines that begin and end by the clock, until ctx ends.
func (s *Stream) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-timer.C:
		}
		timer.Reset(s.tell(ctx))
		pause(ctx, breath)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// tell reads the lines that somebody listens to and gives how long they stay true.
func (s *Stream) tell(ctx context.Context) (wait time.Duration) {
	wait = time.Hour
	for lang, ch := range s.heard() {
		ch.mu.Lock()
		if err := ch.read(ctx, s.site, lang); err != nil && ctx.Err() == nil {
			s.site.Log.Warn("the breaking line cannot be read; trying again", "error", err)
			wait = min(wait, time.Second)
		} else if !ch.until.IsZero() {
			wait = min(wait, max(ch.until.Sub(s.site.Now()), 10*time.Millisecond))
		}
		ch.mu.Unlock()
	}
	return wait
}

// heard are the channels that somebody listens to.
func (s *Stream) heard() map[string]*channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := map[string]*channel{}
	for lang, ch := range s.channels {
		if ch.listeners > 0 {
			list[lang] = ch
		}
	}
	return list
}

// read reads the line, and wakes who listens if it has changed.
func (c *channel) read(ctx context.Context, site *Site, lang string) error {
	sign, body, until, err := site.flash(ctx, lang)
	if err != nil {
		return err
	}
	if c.until = until; sign != c.sign {
		c.sign = sign
		c.message = slices.Concat([]byte("id: "+sign+"\ndata: "), body, []byte("\n\n"))
		close(c.next)
		c.next = make(chan struct{})
	}
	return nil
}

// now is the line as it stands, and what is closed when it changes.
func (c *channel) now() (sign string, message []byte, next <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sign, c.message, c.next
}

// enter has a reader listen to a language; nil when there is no room for them.
func (s *Stream) enter(lang string, from netip.Prefix) *channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= s.cfg.Most || from.IsValid() && s.by[from] >= max(s.cfg.Most/shareOfStreams, 1) {
		s.refused++
		return nil
	}
	ch := s.channels[lang]
	if ch == nil {
		ch = &channel{next: make(chan struct{})}
		s.channels[lang] = ch
	}
	ch.listeners++
	s.open++
	s.by[from]++
	return ch
}

func (s *Stream) leave(ch *channel, from netip.Prefix) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.by[from]--; s.by[from] == 0 {
		delete(s.by, from)
	}
	if ch.listeners--; ch.listeners > 0 {
		return
	}
	ch.mu.Lock() // nobody hears what changes now: the next who comes reads it afresh
	ch.until = time.Time{}
	ch.mu.Unlock()
}

// ServeHTTP is one reader's stream, until they leave or the server stops. Who finds no room is told so (204: a browser does not ask again) and asks for flashPath now and then instead.
func (s *Stream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n, ok := w.(interface{ Note(route, outcome string) }); ok {
		n.Note("flash events", "stream")
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet {
		h.Set("Allow", http.MethodGet)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	lang := r.URL.Query().Get("langue")
	if !s.site.Locales.Has(lang) {
		lang = ""
	}
	from := network(s.cfg.Address(r))
	ch := s.enter(lang, from)
	if ch == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	defer s.leave(ch, from)
	if err := s.begin(r.Context(), ch, lang); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for more
	s.stream(w, r, ch)
}

// begin reads the line unless others listen to it already.
func (s *Stream) begin(ctx context.Context, ch *channel, lang string) error {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if !ch.until.IsZero() && s.site.Now().Before(ch.until) {
		return nil
	}
	err := ch.read(ctx, s.site, lang)
	if err == nil {
		s.Apply([]page.Label{page.Ticker}) // Run learns until when it is true
	}
	return err
}

// stream writes what is new to a reader: at once if the page that they have shows another line, then whenever it changes.
func (s *Stream) stream(w http.ResponseWriter, r *http.Request, ch *channel) {
	out := &speaker{w: w, control: http.NewResponseController(w)}
	_ = out.control.SetReadDeadline(time.Time{}) // the server's bound is for requests, and this one is read
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("vu")
	}
	retry := comeBack + rand.N(comeBack) //nolint:gosec // spread, not secrecy
	out.say([]byte("retry: " + strconv.FormatInt(retry.Milliseconds(), 10) + "\n" + alive))
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for out.ok {
		sign, message, next := ch.now()
		if sign != seen {
			seen = sign
			out.say(message)
			continue
		}
		select {
		case <-r.Context().Done():
			return
		case <-s.cfg.Closing:
			return
		case <-next:
		case <-tick.C:
			out.say([]byte(alive))
		}
	}
}

// alive is an event of its own, since scripts do not see comments.
const alive = "event: a\ndata:\n\n"

// speaker writes to one reader.
type speaker struct {
	w       http.ResponseWriter
	control *http.ResponseController
	ok      bool
}

func (o *speaker) say(message []byte) {
	_, err := bytes.NewReader(message).WriteTo(o.w)
	if err == nil {
		err = o.control.Flush()
	}
	o.ok = err == nil
}

// network is whose share a stream is of: an address, or the /64 that one line has in IPv6. This machine, which speaks for proxies that nobody named, has none.
func network(from netip.Addr) netip.Prefix {
	from = from.Unmap().WithZone("")
	if !from.IsValid() || from.IsLoopback() {
		return netip.Prefix{}
	}
	bits := 32
	if from.Is6() {
		bits = 64
	}
	p, _ := from.Prefix(bits) // the bits are right
	return p
}
