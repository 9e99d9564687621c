// The keys of the editor.
import {baseKeymap, chainCommands, exitCode} from "prosemirror-commands"
import {undoInputRule} from "prosemirror-inputrules"
import {keymap} from "prosemirror-keymap"
import {liftListItem, sinkListItem, splitListItem} from "prosemirror-schema-list"
import type {Command, Plugin} from "prosemirror-state"
import {goToNextCell} from "prosemirror-tables"
import {redo, undo} from "y-prosemirror"
import {heading, leaveNote, lineBreak, list, mark, note, quote} from "./acts"
import {schema} from "./schema"

const {list_item, bullet_list, ordered_list} = schema.nodes

// back takes back the last help first, then what was written.
export const back: Command = chainCommands(undoInputRule, undo)

// keys gives the keymaps of a text. Tab and Shift-Tab work in lists and tables and elsewhere go to the next field, as they must for the keyboard.
export function keys(ask: (what: string) => Command): Plugin[] {
	return [
		keymap({
			"Mod-z": back, "Mod-y": redo, "Shift-Mod-z": redo, Backspace: undoInputRule,
			"Mod-b": mark("strong"), "Mod-i": mark("em"), "Mod-k": ask("link"), "Mod-Alt-2": heading(2), "Mod-Alt-3": heading(3),
			"Shift-Mod-8": list(bullet_list), "Shift-Mod-7": list(ordered_list), "Shift-Mod-9": quote(false), "Mod-Alt-f": note,
			Enter: chainCommands(leaveNote, splitListItem(list_item)), "Shift-Enter": chainCommands(exitCode, lineBreak), Escape: leaveNote,
			Tab: chainCommands(sinkListItem(list_item), goToNextCell(1)), "Shift-Tab": chainCommands(liftListItem(list_item), goToNextCell(-1)),
		}),
		keymap(baseKeymap),
	]
}
