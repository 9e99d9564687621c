package journey

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// witness sees what a tab does, and remembers what it should not have done.
type witness struct {
	origin string

	mu       sync.Mutex
	bad      []string
	requests []string // everything asked for, in order
	missing  string   // an address whose absence is no error
	cut      bool     // the line may be cut, which is no error either
}

func newWitness(origin string) *witness { return &witness{origin: origin} }

// listen is called by the browser's connection: it must not wait.
func (w *witness) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.asked(e.Request.URL)
	case *runtime.EventExceptionThrown:
		w.note("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.note("console.%s: %s", e.Type, arguments(e.Args))
		}
	case *log.EventEntryAdded:
		w.logged(e.Entry)
	}
}

func (w *witness) asked(address string) {
	w.mu.Lock()
	w.requests = append(w.requests, address)
	w.mu.Unlock()
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "data" || u.Scheme == "about" || u.Scheme == "blob") {
		return
	}
	if err != nil || u.Scheme+"://"+u.Host != w.origin {
		w.note("a request to another host: %s", address)
	}
}

func (w *witness) logged(e *log.Entry) {
	if e.Level != log.EntryLevelError && e.Level != log.EntryLevelWarning {
		return
	}
	w.mu.Lock()
	held := strings.Contains(e.Text, "frame is sandboxed") // the desk shows pages so that nothing in them runs; now and then the browser says that it obeyed
	expected := held || w.missing != "" && strings.HasSuffix(e.URL, w.missing) || w.cut && strings.Contains(e.Text, "net::ERR_")
	w.mu.Unlock()
	if !expected {
		w.note("%s: %s %s", e.Level, e.Text, e.URL)
	}
}

func (w *witness) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bad = append(w.bad, fmt.Sprintf(format, args...))
}

// expectMissing allows one address to answer that it does not exist.
func (w *witness) expectMissing(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.missing = path
}

// expectCut allows the line to be cut.
func (w *witness) expectCut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
}

func (w *witness) check(t *testing.T) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.bad) > 0 {
		t.Errorf("the browser complained:\n\t%s", strings.Join(w.bad, "\n\t"))
	}
	if len(w.requests) == 0 {
		t.Error("the witness saw nothing: the tab asked for no address")
	}
}

func arguments(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		words = append(words, a.Description+string(a.Value))
	}
	return strings.Join(words, " ")
}
