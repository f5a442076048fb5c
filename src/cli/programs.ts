/** The programs, and which command the first words of a command line mean. */
import type { CommandName } from './grammar.ts'
import { isHelp, isMangled, isVersion } from './switch.ts'
import { UsageError } from './usage.ts'

/** A command, or words that lead to one. */
interface Family {
  readonly [word: string]: CommandName | Family
}

const QUERY: Family = { session: 'querySession', user: 'queryUser', process: 'queryProcess' }

const COMMANDS: Family = {
  logoff: 'logoff',
  query: QUERY,
  quser: 'queryUser',
  qwinsta: 'querySession',
  qprocess: 'queryProcess',
  msg: 'msg',
  tsdiscon: 'tsdiscon',
  tscon: 'tscon',
  tskill: 'tskill',
  rwinsta: 'rwinsta',
}

const PROGRAMS: Family = {
  ...COMMANDS,
  tsctl: { ...COMMANDS, reset: { session: 'rwinsta' }, doctor: 'doctor', lab: 'lab', serve: 'serve' },
}

/** What the first words of a command line ask for. */
export type Request =
  | {
      readonly kind: 'command'
      readonly command: CommandName
      readonly spelled: string
      readonly args: readonly string[]
    }
  | { readonly kind: 'family'; readonly spelled: string; readonly lines: readonly FamilyLine[] }
  | { readonly kind: 'version' }

/** One command of a family, as it is spelled. */
export interface FamilyLine {
  readonly spelled: string
  readonly command: CommandName
}

/**
 * Follows the words of a command line to a command.
 * @throws UsageError noCommand, unknownCommand
 */
export function requestOf(program: string, args: readonly string[]): Request {
  let node = wordOf(PROGRAMS, program)
  if (node === undefined) throw new TypeError(`There is no program ${JSON.stringify(program)}`)
  let spelled = program
  let rest = args
  while (typeof node !== 'string') {
    const [word, ...left] = rest
    if (word === undefined) throw new UsageError('noCommand', { spelled, words: Object.keys(node) })
    if (isHelp(word)) return { kind: 'family', spelled, lines: linesOf(spelled, node) }
    if (isVersion(word)) return { kind: 'version' }
    if (isMangled(word)) throw new UsageError('mangled', { part: word })
    const next = wordOf(node, word)
    if (next === undefined) throw new UsageError('unknownCommand', { spelled, part: word, words: Object.keys(node) })
    node = next
    spelled += ` ${word.toLowerCase()}`
    rest = left
  }
  return { kind: 'command', command: node, spelled, args: rest }
}

function wordOf(family: Family, word: string): CommandName | Family | undefined {
  const asked = word.toLowerCase()
  return Object.hasOwn(family, asked) ? family[asked] : undefined
}

function linesOf(spelled: string, family: Family): FamilyLine[] {
  return Object.entries(family).flatMap(([word, node]) =>
    typeof node === 'string' ? [{ spelled: `${spelled} ${word}`, command: node }] : linesOf(`${spelled} ${word}`, node),
  )
}
