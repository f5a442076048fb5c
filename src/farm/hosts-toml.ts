/** Reads the text of a hosts file; what is wrong with it is answered, with its line. */
import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'
import type { HostEntry, HostsFileFault } from './hosts.ts'
import { expandRange } from './range.ts'

const text = v.pipe(v.string(), v.nonEmpty())

const Entry = v.strictObject({
  address: v.optional(text),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  transport: v.optional(v.picklist(['ssh', 'tsts']), 'tsts'),
  account: v.optional(text),
  groups: v.optional(v.array(text), []),
})

const File = v.strictObject({ hosts: v.optional(v.record(v.string(), Entry), {}) })

/** The hosts of `source`, its ranges expanded, or what is wrong with it. */
export function readHosts(source: string): HostEntry[] | HostsFileFault {
  let toml: unknown
  try {
    toml = parse(source)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    return { problem: 'syntax', line: error.line, detail: first.replace(/^Invalid TOML document: /, '') }
  }
  const read = v.safeParse(File, toml)
  if (!read.success) {
    const [issue] = read.issues
    const path = (issue.path ?? []).map((item) => String(item.key))
    const problem = issue.type === 'strict_object' && issue.expected === 'never' ? 'key' : 'value'
    return { problem, line: lineOf(source, path), detail: path.at(-1) ?? '' }
  }
  const entries: HostEntry[] = []
  for (const [pattern, entry] of Object.entries(read.output.hosts)) {
    const added = expand(pattern, entry)
    const fault = (problem: HostsFileFault['problem'], detail: string) => {
      return { problem, line: lineOf(source, ['hosts', pattern]), detail }
    }
    if (!added) return fault('range', pattern)
    const twice = added.find((each) => entries.some((other) => other.name.toLowerCase() === each.name.toLowerCase()))
    if (twice) return fault('twice', twice.name)
    entries.push(...added)
  }
  return entries
}

/** The hosts of one entry; null where its range, or that of its address, is none. */
function expand(pattern: string, entry: v.InferOutput<typeof Entry>): HostEntry[] | null {
  const names = expandRange(pattern)
  const addresses = entry.address === undefined ? names : expandRange(entry.address)
  if (!names || !addresses || (addresses.length !== 1 && addresses.length !== names.length)) return null
  return names.map((name, index) => ({
    name,
    address: addresses[addresses.length === 1 ? 0 : index] as string,
    port: entry.port ?? null,
    transport: entry.transport,
    account: entry.account ?? null,
    groups: entry.groups,
  }))
}

/** The line with which `path` comes to exist: the shortest start of the file that holds it. */
function lineOf(source: string, path: readonly string[]): number {
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
