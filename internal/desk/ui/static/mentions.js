// Suggests colleagues while somebody writes @ in a text. Without it the names are read from the list on the page.
"use strict";
(() => {
	const source = document.querySelector("[data-colleagues]")
	if (!source) return
	const people = [...source.querySelectorAll("li")].map(li => ({name: li.querySelector("span").textContent, handle: li.querySelector("code").textContent.slice(1)}))
	const plain = s => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
	const most = 6

	const list = document.createElement("ul")
	list.id = "mentions"
	list.className = "suggested"
	list.hidden = true
	list.setAttribute("role", "listbox")
	list.setAttribute("aria-label", source.querySelector("summary").textContent)
	let field = null, from = 0, at = 0

	// begun is where the mention begins in which the cursor stands, and what of it is written.
	const begun = () => {
		const before = field.value.slice(0, field.selectionStart)
		const found = /(^|[^\p{L}\p{N}_.+-])@([\p{L}\p{M}\p{N}-]*)$/u.exec(before)
		return found && {from: before.length - found[2].length - 1, word: plain(found[2])}
	}
	const close = () => {
		list.hidden = true
		if (field) for (const name of ["aria-controls", "aria-activedescendant"]) field.removeAttribute(name)
	}
	const mark = n => {
		at = (n + list.children.length) % list.children.length
		;[...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === at))
		field.setAttribute("aria-activedescendant", list.children[at].id)
	}
	const take = li => {
		field.setRangeText("@" + li.dataset.handle + " ", from, field.selectionStart, "end")
		close()
		field.focus()
	}
	const suggest = () => {
		const b = begun()
		const found = b ? people.filter(p => p.handle.startsWith(b.word) || plain(p.name).split(/[\s-]+/).some(w => w.startsWith(b.word))).slice(0, most) : []
		if (!found.length || found.length === 1 && found[0].handle === b.word) return close()
		from = b.from
		list.replaceChildren(...found.map((p, i) => {
			const li = document.createElement("li")
			li.id = "mention-" + i
			li.dataset.handle = p.handle
			li.textContent = p.name
			li.setAttribute("role", "option")
			return li
		}))
		field.after(list)
		list.hidden = false
		field.setAttribute("aria-controls", list.id)
		mark(0)
	}
	list.addEventListener("pointerdown", e => {
		e.preventDefault()
		const li = e.target.closest("li")
		if (li) take(li)
	})
	document.addEventListener("input", e => {
		if (!e.target.matches("textarea[data-mentions]")) return
		field = e.target
		field.setAttribute("aria-autocomplete", "list")
		suggest()
	})
	document.addEventListener("focusout", e => { if (e.target === field) close() })
	document.addEventListener("keydown", e => {
		if (list.hidden || e.target !== field) return
		switch (e.key) {
		case "ArrowDown": mark(at + 1); break
		case "ArrowUp": mark(at - 1); break
		case "Enter": case "Tab": take(list.children[at]); break
		case "Escape": close(); break
		default: return
		}
		e.preventDefault()
	})
})()
