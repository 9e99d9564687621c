// The cells of a table as the cleaner lays them out: spans reach over cells that there are, and no further.
import type {Node} from "prosemirror-model"

interface Cell {node: Node, at: number, wide: number, high: number}

export interface Row {node: Node, cells: Cell[]}

// rowsOf gives the rows that have cells.
export function rowsOf(table: Node): Row[] {
	const rows: Row[] = []
	table.forEach(node => {
		if (node.childCount) rows.push({node, cells: []})
	})
	const body = rows.findIndex(r => !r.node.attrs.head)
	const starts = new Set<number>()
	const cut = body < 0 ? rows.length : body
	layOut(rows.slice(0, cut), starts)
	layOut(rows.slice(cut), starts)
	for (const c of rows.flatMap(r => r.cells)) {
		let wide = 0
		for (let k = 0; k < c.wide; k++) if (starts.has(c.at + k)) wide++
		c.wide = wide
	}
	return rows
}

// layOut places the cells of a head or of a body, which no cell reaches out of.
function layOut(rows: Row[], starts: Set<number>) {
	const taken: number[] = [] // for each column, the row before which a cell from above ends
	rows.forEach((r, row) => {
		let at = 0
		r.node.forEach(node => {
			while ((taken[at] || 0) > row) at++
			let wide = Math.max(1, node.attrs.colspan)
			const high = Math.min(Math.max(1, node.attrs.rowspan), rows.length - row)
			for (let k = 1; k < wide; k++) if ((taken[at + k] || 0) > row) wide = k
			for (let k = 0; k < wide; k++) taken[at + k] = row + high
			starts.add(at)
			r.cells.push({node, at, wide, high})
			at += wide
		})
	})
}
