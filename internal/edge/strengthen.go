package edge

import (
	"context"
	"runtime/debug"
)

const (
	maxWaiting = 256     // wishes for strong compression; more are forgotten, and made again by the next reader
	maxStrong  = 1 << 20 // bytes above which a page stays quickly compressed: brotli 11 takes two seconds for a megabyte
)

// wish is an entry that was asked for twice in an encoding, or with a dictionary.
type wish struct {
	entry      *entry
	encoding   encoding
	dictionary *dictionaryForm // nil for an encoding
}

// form gives an entry in an encoding: quickly compressed the first time, what there is from then on.
func (e *Edge) form(ent *entry, enc encoding) *form {
	slot := &ent.forms[enc]
	if enc == identity && !ent.plain.Load() {
		ent.plain.Store(true)
	}
	if f := slot.form.Load(); f != nil {
		e.wish(ent, enc)
		return f
	}
	slot.Lock()
	defer slot.Unlock()
	if f := slot.form.Load(); f != nil {
		return f
	}
	f := newForm(e.press.compress(e.plain(ent), enc, quick), ent.hash, enc, quick)
	slot.form.Store(f)
	if ent.kept {
		ent.slim()
		e.store.reweigh(ent)
	}
	return f
}

func (e *Edge) wish(ent *entry, enc encoding) {
	slot := &ent.forms[enc]
	if !ent.kept || enc == identity || ent.size > maxStrong || slot.wished.Load() || !slot.wished.CompareAndSwap(false, true) {
		return
	}
	select {
	case e.waiting <- wish{entry: ent, encoding: enc}:
	default:
		slot.wished.Store(false)
	}
}

// strengthenAll compresses strongly what was asked for twice, one form at a time, until ctx ends.
func (e *Edge) strengthenAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-e.waiting:
			e.tryStrengthen(ctx, w)
		}
	}
}

// tryStrengthen leaves the quick form where a compressor breaks: nobody waits for the strong one.
func (e *Edge) tryStrengthen(ctx context.Context, w wish) {
	defer func() {
		if r := recover(); r != nil {
			e.cfg.Log.ErrorContext(ctx, "a page cannot be compressed strongly", "path", w.entry.key, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	e.strengthen(w)
}

func (e *Edge) strengthen(w wish) {
	if kept, ok := e.store.get(w.entry.key); !ok || kept != w.entry {
		return
	}
	if w.dictionary != nil {
		e.strengthenDictionary(w.entry, w.dictionary)
		return
	}
	slot := &w.entry.forms[w.encoding]
	body := e.press.compress(e.plain(w.entry), w.encoding, strong)
	if len(body) >= len(slot.form.Load().body) {
		return
	}
	slot.form.Store(newForm(body, w.entry.hash, w.encoding, strong))
	e.count.strengthened.Add(1)
	e.store.reweigh(w.entry)
}
