/** Draws a message as it would stand on a user's screen. */
import type { Message } from '../src/session/message.ts'

/** A window with a caption above its title and text. */
export function box(caption: string, { title, text }: Pick<Message, 'title' | 'text'>): string {
  const lines = [title, '', ...text.split('\n')]
  const width = Math.max(caption.length + 2, ...lines.map((line) => line.length))
  const edge = (left: string, inside: string, right: string) => `  ${left}${inside.padEnd(width + 2, '─')}${right}`
  const rows = lines.map((line) => `  │ ${line.padEnd(width)} │`)
  return [edge('┌', `─ ${caption} `, '┐'), ...rows, edge('└', '', '┘')].join('\n')
}
