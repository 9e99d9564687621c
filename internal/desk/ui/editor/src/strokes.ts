// Strokes: what is typed goes into the shared document where it was typed. The binding knows a text before and after alone, and where the same letter stands twice it cannot tell which of them is new: a
// letter typed before another's same letter would be set behind it, and the next ones between that and what follows there: two words woven into one.
import type {Node} from "prosemirror-model"
import {Plugin, PluginKey, TextSelection, type Transaction} from "prosemirror-state"
import {ReplaceStep, type Step} from "prosemirror-transform"
import {absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey} from "y-prosemirror"
import {createAbsolutePositionFromRelativePosition, findIndexSS, XmlText, type RelativePosition, type Transaction as Shared} from "yjs"

type Binding = {doc: any, type: any, mapping: Map<unknown, unknown>, _prosemirrorChanged(doc: Node): void}

// Typed is what was done to the text since it and the shared document were last one.
interface Typed {steps: readonly Step[], before: Node}

const key = new PluginKey<Typed>("strokes")

const bindingOf = (state: Parameters<typeof key.getState>[0]): Binding => ySyncPluginKey.getState(state).binding

// strokes takes typing over from the binding, which sees what is left.
export const strokes = () => new Plugin<Typed>({
	key,
	state: {
		init: (_, state) => ({steps: [], before: state.doc}),
		apply: (tr: Transaction, typed: Typed) => tr.getMeta("appendedTransaction") ? {steps: [...typed.steps, ...tr.steps], before: typed.before} : {steps: tr.steps, before: tr.before},
	},
	view: view => {
		const binding = bindingOf(view.state)
		const rest = binding._prosemirrorChanged
		binding._prosemirrorChanged = doc => binding.doc.transact(() => {
			const {steps, before} = key.getState(view.state)!
			if (steps.length === 1 && steps[0] instanceof ReplaceStep) stroke(binding, steps[0], before, doc)
			rest.call(binding, doc)
		}, ySyncPluginKey)
		return {destroy: () => binding._prosemirrorChanged = rest}
	},
})

// stroke writes letters in the place of others within one text. What it cannot it leaves to the binding.
function stroke(binding: Binding, {from, to, slice}: ReplaceStep, before: Node, after: Node) {
	const $from = before.resolve(from)
	if (!$from.parent.inlineContent || !$from.sameParent(before.resolve(to)) || slice.openStart || slice.openEnd || !lettersOnly($from.parent, $from.parentOffset, to - from)) return
	const at = createAbsolutePositionFromRelativePosition(absolutePositionToRelativePosition(from, binding.type, binding.mapping as never), binding.doc)
	const text = at?.type
	if (!(text instanceof XmlText) || at!.index + to - from > text.length) return
	const path: unknown[] = []
	for (let y = text.parent as any, d = $from.depth; d > 0; y = y.parent, d--) {
		if (binding.mapping.get(y) !== $from.node(d)) return
		path[d] = y
	}
	let letters = true
	slice.content.forEach(n => letters &&= n.isText)
	if (!letters) return
	text.delete(at!.index, to - from)
	let index = at!.index
	slice.content.forEach(n => {
		text.insert(index, n.text!, Object.fromEntries(n.marks.map(m => [m.type.name, m.attrs])))
		index += n.nodeSize
	})
	if (!says(text, after.resolve(from).parent, $from.parentOffset - at!.index)) return // the binding mends it
	binding.mapping.delete(text)
	for (let d = $from.depth; d > 0; d--) binding.mapping.set(path[d], after.resolve(from).node(d))
}

// says reports whether a shared text holds the letters that stand in a block from a place on, in as many runs.
function says(text: XmlText, block: Node, from: number): boolean {
	let letters = "", runs = 0
	block.forEach((n, at) => {
		if (!n.isText || at < from || at >= from + text.length) return
		letters += n.text
		runs++
	})
	const delta: {insert: string}[] = text.toDelta()
	return runs === delta.length && letters === delta.map(d => d.insert).join("")
}

// lettersOnly reports whether nothing but letters stands in a run of a block.
function lettersOnly(block: Node, at: number, length: number): boolean {
	let all = true
	if (length) block.nodesBetween(at, at + length, n => all &&= n.isText)
	return all
}

// staying keeps a cursor behind the letter that it stands behind when others write: it would go along behind their letters, and two words would be woven into one.
export const staying = () => {
	let left: RelativePosition | null = null
	return new Plugin({
		view: view => {
			const binding = bindingOf(view.state)
			const note = (tr: Shared) => {
				const {empty, from, $from} = view.state.selection
				if (!tr.local) left = empty && $from.nodeBefore?.isText ? absolutePositionToRelativePosition(from - 1, binding.type, binding.mapping as never) : null
			}
			binding.doc.on("beforeTransaction", note)
			return {destroy: () => binding.doc.off("beforeTransaction", note)}
		},
		appendTransaction(all, before, after) {
			const meta = all.map(tr => tr.getMeta(ySyncPluginKey)).find(m => m?.isChangeOrigin)
			const from = before.selection.from
			if (!meta || meta.isUndoRedoOperation || !before.selection.empty) return null
			const place = left ? behind(bindingOf(after), left) : before.selection.$from.parentOffset === 0 && before.doc.content.findDiffStart(after.doc.content) === from ? from : null
			return place === null || place === after.selection.from ? null : after.tr.setSelection(TextSelection.near(after.doc.resolve(place), -1))
		},
	})
}

// behind is the place behind a letter, null when the letter is gone.
function behind(binding: Binding, letter: RelativePosition): number | null {
	const all = letter.item && binding.doc.store.clients.get(letter.item.client)
	if (!all || all[findIndexSS(all, letter.item!.clock)].deleted) return null
	const at = relativePositionToAbsolutePosition(binding.doc, binding.type, letter, binding.mapping as never)
	return at === null ? null : at + 1
}
