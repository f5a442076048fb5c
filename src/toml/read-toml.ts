/** Reads a TOML file into a shape; what is wrong with it is answered, with its line. */
import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'

/** Something wrong with a TOML file. */
export interface TomlFault {
  /** TOML's grammar, a key that cannot stand there, a value that cannot. */
  readonly problem: 'syntax' | 'key' | 'value'
  /** Counts from 1. */
  readonly line: number
  /** The parser's words, or the key in question. */
  readonly detail: string
  /** What the shape says of the value: the message of its check. */
  readonly reason: string
  /** Where the value stands. */
  readonly path: readonly string[]
  readonly value: unknown
}

/** What the file holds, as `shape` has it; or the first thing wrong with it. */
export function readToml<S extends v.GenericSchema>(
  source: string,
  shape: S,
): { readonly value: v.InferOutput<S> } | { readonly fault: TomlFault } {
  let toml: unknown
  try {
    toml = parse(source)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    const detail = first.replace(/^Invalid TOML document: /, '')
    return { fault: { problem: 'syntax', line: error.line, detail, reason: '', path: [], value: undefined } }
  }
  const read = v.safeParse(shape, toml)
  if (read.success) return { value: read.output }
  const [issue] = read.issues
  const path = (issue.path ?? []).map((item) => String(item.key))
  const problem = issue.type === 'strict_object' && issue.expected === 'never' ? 'key' : 'value'
  const detail = path.at(-1) ?? ''
  return { fault: { problem, line: lineOf(source, path), detail, reason: issue.message, path, value: issue.input } }
}

/** The line with which `path` comes to exist: the shortest start of the file that holds it. */
export function lineOf(source: string, path: readonly string[]): number {
  const lines = source.split('\n')
  for (let count = 1; count < lines.length; count += 1) {
    try {
      if (holds(parse(lines.slice(0, count).join('\n')), path)) return count
    } catch {
      // ignored: this start of the file ends inside a value
    }
  }
  return lines.length
}

function holds(value: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path
  if (key === undefined) return true
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  return holds(Object.entries(value).find(([each]) => each === key)?.[1], rest)
}
