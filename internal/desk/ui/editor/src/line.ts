// Writing what is in one line of text, to a reader: words, line breaks and footnotes, with their marks.
import type {Mark, Node} from "prosemirror-model"
import {blank, escaped, folded, repaired, tag} from "./letters"
import type {Notes} from "./notes"

// run is a piece of a line whose marks are the same.
interface Run {text: string, marks: readonly Mark[], raw?: string}

// written gives the lines of a node's content as HTML. Two breaks in a row end a line; nothing stays of breaks at the ends and of lines that say nothing.
export function written(n: Node, notes: Notes): string[] {
	const all: Run[][] = [[]]
	let segments: Run[][] = [[]]
	n.forEach(child => {
		if (child.type.name === "line_break") segments.push([])
		else segments[segments.length - 1].push(run(child, notes))
	})
	for (const segment of segments.map(fold)) {
		const line = all[all.length - 1]
		if (!segment.length) {
			if (line.length) all.push([])
			continue
		}
		if (line.length) line.push({text: "", marks: shared(line[line.length - 1].marks, segment[0].marks), raw: "<br>"})
		line.push(...segment)
	}
	return all.filter(line => line.some(r => r.raw ? r.raw !== "<br>" : !blank(r.text))).map(html)
}

function run(n: Node, notes: Notes): Run {
	if (n.type.name === "note") return {text: "", marks: [], raw: notes.mark(n)}
	return {text: repaired(n.text || "").normalize("NFC"), marks: n.marks}
}

// fold folds the white space of a line: none at its ends, one space at most between its pieces.
function fold(runs: Run[]): Run[] {
	const kept: Run[] = []
	let spaced = true
	for (const r of joined(runs)) {
		if (!r.raw) {
			r.text = folded(r.text)
			if (spaced) r.text = r.text.replace(/^ /, "")
			if (!r.text) continue
		}
		spaced = !r.raw && r.text.endsWith(" ")
		kept.push(r)
	}
	const last = kept[kept.length - 1]
	if (last && !last.raw) last.text = last.text.replace(/ $/, "")
	return last && !last.raw && !last.text ? kept.slice(0, -1) : kept
}

// joined makes one of neighbours with the same marks: what stood between them, a footnote that says nothing, may be gone.
function joined(runs: Run[]): Run[] {
	const out: Run[] = []
	for (const r of runs) {
		const last = out[out.length - 1]
		if (r.raw === "" || !r.raw && !r.text) continue
		if (last && !last.raw && !r.raw && same(last.marks, r.marks)) last.text = (last.text + r.text).normalize("NFC")
		else out.push({...r})
	}
	return out
}

const same = (a: readonly Mark[], b: readonly Mark[]) => a.length === b.length && a.every((m, i) => m.eq(b[i]))

const shared = (a: readonly Mark[], b: readonly Mark[]) => a.filter(m => b.some(o => o.eq(m)))

// html nests the marks, in the schema's order, each open as long as neighbours share it. None begins for a space or a break alone.
function html(line: Run[]): string {
	let out = ""
	let open: Mark[] = []
	for (const r of line) {
		let keep = 0
		while (keep < open.length && keep < r.marks.length && open[keep].eq(r.marks[keep])) keep++
		for (const m of open.slice(keep).reverse()) out += `</${element(m)}>`
		open = r.text === " " || r.raw === "<br>" ? open.slice(0, keep) : [...r.marks]
		for (const m of open.slice(keep)) out += opening(m)
		out += r.raw || escaped(r.text)
	}
	return out + open.reverse().map(m => `</${element(m)}>`).join("")
}

const elements: Record<string, string> = {link: "a", language: "span"}

const element = (m: Mark) => elements[m.type.name] || m.type.name

const opening = (m: Mark) => tag(element(m), ...Object.entries(m.attrs) as [string, string][])
