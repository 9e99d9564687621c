package theme

import (
	"html/template"
	"io"
)

// OfflinePath is the page of what is kept on the reader's device.
const OfflinePath = "/hors-ligne/"

// OfflineView is the page that opens when there is no network, and that lists what is kept. Its script fills it: only the device knows.
type OfflineView struct{ Shell }

// Offline writes the page of what is kept. It has only its light dress: every device fetches it once.
func (t *Theme) Offline(w io.Writer, v *OfflineView) error { return t.Light().render(w, "offline", v) }

// OfflineScript is the source expression of the one script of the page of what is kept.
func (t *Theme) OfflineScript() string { return source(t.scripts["offline"]) }

// Worker is the service worker. It expects its words in self.words.
func (t *Theme) Worker() string { return t.scripts["worker"] }

// Later is the script that pages load once they stand: what is for later, in the device and in the browser's guesses. It expects its words in the variable words.
func (t *Theme) Later() string { return t.scripts["later"] }

// Script is a script by its name, for pages to fetch.
func (t *Theme) Script(name string) string { return t.scripts[name] }

// scriptNames are the scripts of dist: what stands in pages, and what they fetch.
var scriptNames = []string{"script", "early", "offline", "worker", "later", "suggest", "flash"}

// script gives a script by its name, as a page carries it.
func (t *Theme) script(name string) template.JS { return template.JS(t.scripts[name]) } //nolint:gosec // ours or the newsroom's, checked by inlinable
