/** Reads the text of a hosts file; what is wrong with it is answered, with its line. */
import * as v from 'valibot'
import { lineOf, readToml } from '../toml/read-toml.ts'
import type { HostEntry, HostsFileFault } from './hosts.ts'
import { expandRange } from './range.ts'

const text = v.pipe(v.string(), v.nonEmpty())

const Entry = v.strictObject({
  address: v.optional(text),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  transport: v.optional(v.picklist(['ssh', 'tsts']), 'tsts'),
  account: v.optional(text),
  'password-file': v.optional(text),
  groups: v.optional(v.array(text), []),
})

const File = v.strictObject({ hosts: v.optional(v.record(v.string(), Entry), {}) })

/** The hosts of `source`, its ranges expanded, or what is wrong with it. */
export function readHosts(source: string): HostEntry[] | HostsFileFault {
  const read = readToml(source, File)
  if ('fault' in read) {
    const { problem, line, detail } = read.fault
    return { problem, line, detail }
  }
  const entries: HostEntry[] = []
  const taken = new Set<string>()
  for (const [pattern, entry] of Object.entries(read.value.hosts)) {
    const added = expand(pattern, entry)
    const fault = (problem: HostsFileFault['problem'], detail: string) => {
      return { problem, line: lineOf(source, ['hosts', pattern]), detail }
    }
    if (!added) return fault('range', pattern)
    for (const each of added) {
      const key = each.name.toLowerCase()
      if (taken.has(key)) return fault('twice', each.name)
      taken.add(key)
      entries.push(each)
    }
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
    passwordFile: entry['password-file'] ?? null,
    groups: entry.groups,
  }))
}
