// Work that can wait is done right after a letter has shown itself, when the next is farthest away: else it would now and then stand in a letter's way, and writing on a slow telephone would stutter.

// pace is how soon after a letter the next is to be expected, and frame how long a picture of the page takes to be on the screen once it is drawn, in milliseconds.
const pace = 300, frame = 16

let typed = -pace
const waiting: (() => unknown)[] = []

// next does one thing of those that wait, and leaves the browser a breath before the one after it.
function next() {
	waiting.shift()?.()
	if (waiting.length) setTimeout(next)
}

addEventListener("input", () => {
	typed = performance.now()
	requestAnimationFrame(() => waiting.length && setTimeout(next, frame))
}, true)

// calmly does something after the letter that is being typed has shown itself; where nobody types, at once. It waits so many milliseconds at most.
export function calmly(job: () => unknown, patience = pace) {
	if (performance.now() - typed > pace) return job()
	waiting.push(job)
	setTimeout(() => {
		const at = waiting.indexOf(job)
		if (at < 0) return
		waiting.splice(at, 1)
		job()
	}, patience)
}

// calm ends when something that can wait may be done.
export const calm = () => new Promise<void>(done => calmly(done))

// rested gives what is called at every change, and does something when none has come for so many milliseconds. It sets no timer anew at every letter.
export function rested(pause: number, job: () => void): () => void {
	let timer = 0, last = 0
	const look = () => {
		const left = last + pause - performance.now()
		timer = left > 1 ? window.setTimeout(look, left) : 0
		if (!timer) job()
	}
	return () => {
		last = performance.now()
		timer ||= window.setTimeout(look, pause)
	}
}
