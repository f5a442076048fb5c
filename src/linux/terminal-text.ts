/** A message as it appears on a terminal. */
import type { Message } from '../session/message.ts'

const BELL = '\u0007'

/** The bytes' text: a bell, the title, the lines; nothing in it can move the cursor or change the terminal. */
export function terminalText({ title, text }: Pick<Message, 'title' | 'text'>): string {
  const lines = [title, ...text.split(/\r\n|\r|\n/)].map(harmless)
  return `\r\n${BELL}${lines.map((line) => `${line}\r\n`).join('')}`
}

// C0 as ^X, DEL as ^?, C1 and what turns the direction of text as a replacement character; a tab may stay.
function harmless(line: string): string {
  return line
    .replace(/[\u0000-\u0008\u000a-\u001f]/g, (control) => `^${String.fromCharCode(control.charCodeAt(0) + 0x40)}`)
    .replace(/\u007f/g, '^?')
    .replace(/[\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}
