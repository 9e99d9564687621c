// The rules of the server's cleaner for characters and white space, so that what is written here is what it keeps.

// repaired takes out what no reader should meet: controls, bidirectional overrides, noncharacters.
export function repaired(s: string): string {
	return s.replace(/[\r\f\v\u0085\u2028\u2029]/g, " ")
		.replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/gu, "")
		.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
}

// folded makes one space of each run of the white space that HTML folds.
export function folded(s: string): string {
	return s.replace(/[ \t\n]+/g, " ")
}

// blank reports whether nothing in s would leave a mark on paper.
export function blank(s: string): boolean {
	return /^[\s\u0085\u200c\u200d\u2060]*$/.test(s)
}

// oneLine folds all white space, as in an attribute; a lone no-break space stays.
export function oneLine(s: string): string {
	return repaired(s).replace(/[\s\u0085]+/g, gap => gap === "\u00a0" || gap === "\u202f" ? gap : " ").trim().normalize("NFC")
}

export function escaped(s: string): string {
	return s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
}

export function quoted(s: string): string {
	return '"' + escaped(s).replace(/"/g, "&#34;") + '"'
}

// tag writes a start tag with those attributes that say something.
export function tag(name: string, ...attrs: [string, string][]): string {
	return "<" + name + attrs.map(([k, v]) => v || k === "alt" ? ` ${k}=${quoted(v)}` : "").join("") + ">"
}
