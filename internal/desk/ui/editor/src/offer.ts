// Own articles, offered while an address for a link is asked for: what is written there is looked for in the newspaper.
import {get} from "./send"

interface Linked {path: string, title: string, date: string}

// pause is how long the hand rests before it is looked for, in milliseconds.
const pause = 250

// offer lists the articles that fit what stands in a field, or else what was chosen in the text.
export function offer(field: HTMLInputElement, chosen: string, take: (path: string, title: string) => void): HTMLElement {
	const list = document.createElement("ul")
	list.className = "offers"
	list.hidden = true
	let timer = 0, asked = 0
	const look = async () => {
		const words = (field.value || chosen).trim().slice(0, 60)
		const turn = ++asked
		const {links} = words && !/^(https?:|mailto:|tel:|\/)/.test(words) ? await get<{links: Linked[]}>("links?q=" + encodeURIComponent(words)).catch(() => ({links: []})) : {links: []}
		if (turn !== asked) return
		list.replaceChildren(...links.map(l => item(l, take)))
		list.hidden = !links.length
	}
	field.addEventListener("input", () => {
		clearTimeout(timer)
		timer = window.setTimeout(() => void look(), pause)
	})
	if (chosen) void look()
	return list
}

function item(l: Linked, take: (path: string, title: string) => void): HTMLElement {
	const li = document.createElement("li")
	const b = Object.assign(document.createElement("button"), {type: "button", textContent: l.title})
	const date = Object.assign(document.createElement("small"), {textContent: l.date})
	b.append(" ", date)
	b.onclick = () => take(l.path, l.title)
	li.append(b)
	return li
}
