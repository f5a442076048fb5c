/** The hosts file: what the user calls a host, and how it is reached. TOML. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'
import { type HostEntry, HostsFileError } from './hosts.ts'
import { expandRange } from './range.ts'

const text = v.pipe(v.string(), v.nonEmpty())

const Entry = v.strictObject({
  address: v.optional(text),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  transport: v.optional(v.picklist(['ssh', 'tsts'])),
  account: v.optional(text),
  groups: v.optional(v.array(text)),
})

const File = v.strictObject({ hosts: v.optional(v.record(v.string(), Entry), {}) })

/** Where the hosts file is: where LOGOFF_HOSTS points, or "hosts.toml" in the user's configuration folder. */
export function hostsFilePath(env: Readonly<Record<string, string | undefined>>): string {
  return env.LOGOFF_HOSTS || join(envPaths('logoff', { suffix: '' }).config, 'hosts.toml')
}

/**
 * The hosts that a file names, its ranges expanded; none where there is no file, unless LOGOFF_HOSTS points to it.
 * @throws HostsFileError
 */
export async function readHostsFile(env: Readonly<Record<string, string | undefined>>): Promise<HostEntry[]> {
  const file = hostsFilePath(env)
  let source: string
  try {
    source = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' && !env.LOGOFF_HOSTS) return []
    throw new HostsFileError(file, 0, 'unreadable', code)
  }
  return entriesOf(file, source)
}

function entriesOf(file: string, source: string): HostEntry[] {
  const read = v.safeParse(File, parseToml(file, source))
  if (!read.success) {
    const [issue] = read.issues
    const path = (issue.path ?? []).map((item) => String(item.key))
    const problem = issue.type === 'strict_object' ? 'key' : 'value'
    throw new HostsFileError(file, lineOf(source, path), problem, path.at(-1) ?? '')
  }
  const entries: HostEntry[] = []
  const seen = new Set<string>()
  for (const [pattern, entry] of Object.entries(read.output.hosts)) {
    const line = () => lineOf(source, ['hosts', pattern])
    const names = expandRange(pattern)
    const addresses = names && (entry.address === undefined ? names : expandRange(entry.address))
    if (!addresses || (addresses.length !== 1 && addresses.length !== names.length)) {
      throw new HostsFileError(file, line(), 'range', pattern)
    }
    names.forEach((name, index) => {
      if (seen.has(name.toLowerCase())) throw new HostsFileError(file, line(), 'twice', name)
      seen.add(name.toLowerCase())
      const address = addresses.length === 1 ? (addresses[0] as string) : (addresses[index] as string)
      entries.push({
        name,
        address,
        port: entry.port ?? null,
        transport: entry.transport ?? 'tsts',
        account: entry.account ?? null,
        groups: entry.groups ?? [],
      })
    })
  }
  return entries
}

function parseToml(file: string, source: string): unknown {
  try {
    return parse(source)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    throw new HostsFileError(file, error.line, 'syntax', first.replace(/^Invalid TOML document: /, ''))
  }
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
