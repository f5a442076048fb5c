/** Reads the arguments of a command by its grammar, in Windows' spelling and in that of Unix. */
import { type Grammar, SWITCHES, type SwitchName } from './grammar.ts'
import { isHelp, isMangled, isVersion, type Switch, switchOf } from './switch.ts'
import { UsageError } from './usage.ts'

/** The longest time that a timer can hold. */
const MOST_SECONDS = 2_147_483

/** A command line, understood. */
export interface Parsed {
  readonly operands: readonly string[]
  /** The switches that were given, each with its value; '' for one that takes none. */
  readonly switches: ReadonlyMap<SwitchName, string>
}

/**
 * Reads `args`; answers 'help' or 'version' where either is asked for.
 * @throws UsageError
 */
export function parse(grammar: Grammar, args: readonly string[], spelled: string): Parsed | 'help' | 'version' {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  if (before.some(isHelp)) return 'help'
  if (before.some(isVersion)) return 'version'
  const read = readWords(grammar, before, spelled)
  const operands = end < 0 ? read.operands : [...read.operands, ...args.slice(end + 1)]
  assertOperands(grammar, operands, spelled)
  assertExclusive(grammar, read.switches)
  return { operands, switches: read.switches }
}

function readWords(grammar: Grammar, words: readonly string[], spelled: string): Parsed {
  const operands: string[] = []
  const switches = new Map<SwitchName, string>()
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string
    if (isMangled(word)) throw new UsageError('mangled', { part: word })
    const read = switchOf(word)
    if (!read) {
      operands.push(word)
      continue
    }
    const name = grammar.switches.find((each) => each === read.name)
    if (!name) throw new UsageError('unknownSwitch', { part: read.typed, spelled })
    const { value, taken } = switchValue(name, read, words[index + 1])
    if (switches.has(name) && SWITCHES[name] !== null) throw new UsageError('switchTwice', { part: read.typed })
    switches.set(name, value)
    if (taken) index += 1
  }
  return { operands, switches }
}

/** The value of a switch, and whether it was the next word. */
function switchValue(name: SwitchName, read: Switch, next: string | undefined): { value: string; taken: boolean } {
  const part = read.typed
  const wanted = SWITCHES[name]
  if (wanted === null) {
    if (read.value !== null) throw new UsageError('valueUnwanted', { part })
    return { value: '', taken: false }
  }
  // PowerShell hands "-server:NAME" over as "-server:" and "NAME".
  const taken = !read.value && read.prefix !== '/'
  const value = taken ? next : read.value
  if (!value || (taken && (switchOf(value) || isMangled(value)))) throw new UsageError('valueMissing', { part })
  if (wanted === 'seconds') assertSeconds(part, value, name === 'grace' ? 0 : 1)
  if (wanted === 'star' && value !== '*') throw new UsageError('passwordGiven', { part })
  return { value, taken }
}

function assertSeconds(part: string, value: string, least: number): void {
  const seconds = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN
  if (seconds >= least && seconds <= MOST_SECONDS) return
  throw new UsageError('valueNotSeconds', { part, least, most: MOST_SECONDS })
}

function assertOperands(grammar: Grammar, operands: readonly string[], spelled: string): void {
  const unexpected = operands[grammar.operands.length]
  if (unexpected !== undefined && !grammar.operands.at(-1)?.rest) {
    throw new UsageError('operandUnexpected', { part: unexpected, spelled })
  }
  // An empty word is most often a variable that was not set: it must not mean "the current session".
  const plain = grammar.operands.filter((operand) => !operand.rest)
  if (operands.slice(0, plain.length).includes('')) throw new UsageError('operandEmpty', { spelled })
  const missing = grammar.operands[operands.length]
  if (missing?.required) throw new UsageError('operandMissing', { operand: missing.name, spelled })
}

function assertExclusive(grammar: Grammar, switches: ReadonlyMap<SwitchName, string>): void {
  const parts = (grammar.exclusive ?? []).filter((name) => switches.has(name)).map((name) => `/${name}`)
  if (parts.length > 1) throw new UsageError('switchesExclusive', { parts })
}
