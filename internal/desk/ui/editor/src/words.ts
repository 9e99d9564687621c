// Words are what the editor says, in the language of whoever writes; the page brings them.
export type Words = Record<string, string>

// said puts a number where a sentence has {n}.
export function said(words: Words, key: string, n?: number): string {
	return (words[key] || key).replace("{n}", String(n ?? ""))
}
