// Help while typing: the marks of print for those of the keyboard, and blocks from the first signs of a line. One Backspace takes any of it back.
import {inputRules, InputRule, textblockTypeInputRule, wrappingInputRule} from "prosemirror-inputrules"
import {TextSelection, type EditorState, type Plugin} from "prosemirror-state"
import {schema} from "./schema"

const nbsp = "\u00a0", thin = "\u202f"

// sign is a rule that sets text in place of what a pattern matches; before it stands what the first group keeps.
function sign(pattern: RegExp, set: string): InputRule {
	return new InputRule(pattern, (state, match, start, end) => inCode(state) ? null : state.tr.insertText((match[1] || "") + set, start, end))
}

const inCode = (state: EditorState) => !!schema.marks.code.isInSet(state.storedMarks || state.selection.$from.marks())

// An address is no place for print: "http://…" stays. So do hours and the end of a smiley.
function quotes(open: string, close: string): InputRule[] {
	return [sign(/((?:^|[\s\u00a0\u202f([{/\u2018\u2019\u2014\u2013-])|^)"$/, open), sign(/()"$/, close)]
}

const common = [sign(/()\.\.\.$/, "…"), sign(/(\p{L})'$/u, "’"), sign(/(^|[^-])--$/, "–"), sign(/()–-$/, "—")]

// glued sets the thin space before the sign that was typed.
const glued = new InputRule(/(\S) ([;!?%])$/, (state, m, start, end) => inCode(state) ? null : state.tr.insertText(m[1] + thin + m[2], start, end))

const french = [
	...quotes("«" + nbsp, nbsp + "»"), ...common,
	glued, sign(/(\S) :$/, nbsp + ":"), sign(/([^\s«]) »$/, nbsp + "»"), sign(/()« $/, "«" + nbsp), sign(/([\p{L}\d)»]) - $/u, " – "),
]
const english = [...quotes("“", "”"), ...common]

// print gives the rules of a language for a single line.
export function print(language: string): Plugin {
	return inputRules({rules: language.startsWith("fr") ? french : language.startsWith("en") ? english : []})
}

const {heading, bullet_list, ordered_list, quote, rule} = schema.nodes

const blocks = [
	textblockTypeInputRule(/^(##|###) $/, heading, m => ({level: m[1].length})),
	wrappingInputRule(/^[-*•] $/, bullet_list),
	wrappingInputRule(/^(\d{1,3})[.)] $/, ordered_list, m => ({start: m[1] === "1" ? "" : m[1]}), () => false),
	wrappingInputRule(/^> $/, quote),
	new InputRule(/^(?:---|–-|—)$/, (state, _, start, end) => {
		const $at = state.doc.resolve(start)
		if ($at.depth !== 1 || $at.parent.type !== schema.nodes.paragraph || $at.parentOffset + end - start < $at.parent.content.size) return null
		const tr = state.tr.replaceWith($at.before(), $at.after(), [rule.create(), schema.nodes.paragraph.create()])
		return tr.setSelection(TextSelection.near(tr.doc.resolve($at.before() + 2)))
	}),
]

// help gives the rules for a text.
export function help(language: string): Plugin {
	return inputRules({rules: [...blocks, ...(language.startsWith("fr") ? french : language.startsWith("en") ? english : [])]})
}
