// What the toolbar and the keys do.
import {lift, setBlockType, toggleMark, wrapIn, chainCommands} from "prosemirror-commands"
import {liftListItem, wrapInList} from "prosemirror-schema-list"
import {NodeSelection, TextSelection, type Command, type EditorState} from "prosemirror-state"
import type {Node, NodeType} from "prosemirror-model"
import {newKey} from "./notes"
import {schema} from "./schema"

const n = schema.nodes

// inside is the depth of the nearest node of a kind around the cursor, 0 when there is none.
export function inside(state: EditorState, type: NodeType, attrs?: Record<string, unknown>): number {
	const {$from} = state.selection
	for (let d = $from.depth; d > 0; d--) {
		const node = $from.node(d)
		if (node.type === type && Object.entries(attrs || {}).every(([k, v]) => node.attrs[k] === v)) return d
	}
	return 0
}

// heading makes a heading of a line, or a line of it again.
export const heading = (level: number): Command => (state, dispatch) =>
	inside(state, n.heading, {level}) ? setBlockType(n.paragraph)(state, dispatch) : setBlockType(n.heading, {level})(state, dispatch)

// list makes a list, changes its kind, or ends it.
export const list = (type: NodeType): Command => (state, dispatch) => {
	const other = type === n.bullet_list ? n.ordered_list : n.bullet_list
	const [own, depth] = [inside(state, type), inside(state, other)]
	if (own > depth) return liftListItem(n.list_item)(state, dispatch)
	if (!depth) return wrapInList(type)(state, dispatch)
	dispatch?.(state.tr.setNodeMarkup(state.selection.$from.before(depth), type))
	return true
}

// quote makes a quotation or a pull quote, turns one into the other, or ends it.
export const quote = (pull: boolean): Command => (state, dispatch) => {
	const depth = inside(state, n.quote)
	if (!depth) return wrapIn(n.quote, {pull})(state, dispatch)
	if (state.selection.$from.node(depth).attrs.pull === pull) return lift(state, dispatch)
	dispatch?.(state.tr.setNodeAttribute(state.selection.$from.before(depth), "pull", pull))
	return true
}

// box puts a box around the chosen blocks, or takes it away.
export const box = (kind: string): Command => (state, dispatch) => inside(state, n.box, {kind}) ? lift(state, dispatch) : wrapIn(n.box, {kind})(state, dispatch)

// insert sets a block after the one the cursor stands in, or in the place of that if it is empty, and goes into it.
export const insert = (make: () => Node): Command => (state, dispatch) => {
	const {$from} = state.selection
	const depth = state.selection instanceof NodeSelection ? $from.depth : Math.max(1, $from.sharedDepth($from.pos))
	const outer = depth ? topmost(state) : null
	if (!outer) return false
	if (dispatch) {
		const node = make()
		const empty = outer.node.type === n.paragraph && !outer.node.content.size
		const from = empty ? outer.from : outer.to
		let tr = state.tr.replaceWith(from, outer.to, node)
		if (from + node.nodeSize >= tr.doc.content.size) tr = tr.insert(tr.doc.content.size, n.paragraph.create())
		tr.setSelection(TextSelection.near(tr.doc.resolve(node.isAtom ? from + node.nodeSize : from + 1)))
		dispatch(tr.scrollIntoView())
	}
	return true
}

function topmost(state: EditorState): {node: Node, from: number, to: number} | null {
	const $from = state.selection.$from
	if (!$from.depth) return state.selection instanceof NodeSelection ? {node: state.selection.node, from: state.selection.from, to: state.selection.to} : null
	return {node: $from.node(1), from: $from.before(1), to: $from.after(1)}
}

export const rule = insert(() => n.rule.create())

export const table = insert(() => {
	const row = (cell: NodeType, head: boolean) => n.table_row.create({head}, [0, 1, 2].map(() => cell.createAndFill()!))
	return n.table.create(null, [row(n.table_header, true), row(n.table_cell, false), row(n.table_cell, false)])
})

// note sets a footnote where the cursor is and goes into it.
export const note: Command = (state, dispatch) => {
	const {$to} = state.selection
	if (!$to.parent.inlineContent || $to.parent.type === n.note || inside(state, n.note)) return false
	if (dispatch) {
		const tr = state.tr.insert($to.pos, n.note.create({key: newKey()}))
		dispatch(tr.setSelection(TextSelection.create(tr.doc, $to.pos + 1)).scrollIntoView())
	}
	return true
}

// leaveNote goes on after a footnote.
export const leaveNote: Command = (state, dispatch) => {
	const depth = inside(state, n.note)
	if (!depth) return false
	dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, state.selection.$from.after(depth))))
	return true
}

// link gives the chosen words an address; without words its title is written, or the address itself.
export const link = (href: string, title = href): Command => (state, dispatch) => {
	const {empty, from, to} = state.selection
	const mark = schema.marks.link.create({href})
	if (!dispatch) return true
	if (empty) dispatch(state.tr.replaceSelectionWith(schema.text(title, [mark]), false))
	else dispatch(state.tr.removeMark(from, to, schema.marks.link).addMark(from, to, mark))
	return true
}

// unlink takes the address from the words around the cursor.
export const unlink: Command = (state, dispatch) => {
	const {from, to, empty, $from} = state.selection
	const [start, end] = empty ? linkAround(state) || [from, to] : [from, to]
	if (start === end || empty && !schema.marks.link.isInSet($from.marks()) && !linkAround(state)) return false
	dispatch?.(state.tr.removeMark(start, end, schema.marks.link))
	return true
}

function linkAround(state: EditorState): [number, number] | null {
	const {$from} = state.selection
	const start = $from.parent.childAfter($from.parentOffset)
	const mark = start.node && schema.marks.link.isInSet(start.node.marks)
	return mark ? [$from.start() + start.offset, $from.start() + start.offset + start.node!.nodeSize] : null
}

export const mark = (name: string) => toggleMark(schema.marks[name])

// marked reports whether the chosen words bear a mark.
export function marked(state: EditorState, name: string): boolean {
	const {from, to, empty, $from} = state.selection
	const type = schema.marks[name]
	return empty ? !!type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type)
}

// lineBreak begins a new line in a paragraph.
export const lineBreak: Command = chainCommands(leaveNote, (state, dispatch) => {
	dispatch?.(state.tr.replaceSelectionWith(n.line_break.create()).scrollIntoView())
	return true
})
