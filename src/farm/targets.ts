/** The targets that server names and groups mean. */
import { type Target, targetOf } from '../host/target.ts'
import type { HostEntry } from './hosts.ts'

/** A group that no entry of the hosts file is in. */
export class UnknownGroupError extends Error {
  override readonly name = 'UnknownGroupError'
  readonly group: string

  constructor(group: string) {
    super(`No host is in the group "${group}"`)
    this.group = group
  }
}

/**
 * The targets of `names`, each once and in order: an entry of the hosts file, all entries of "@group", or what the name
 * itself says.
 * @throws UnknownGroupError
 */
export function targetsOf(names: readonly string[], entries: readonly HostEntry[]): Target[] {
  const targets = new Map<string, Target>()
  for (const target of names.flatMap((name) => meant(name, entries))) {
    const key = target.name.toLowerCase()
    if (!targets.has(key)) targets.set(key, target)
  }
  return [...targets.values()]
}

function meant(name: string, entries: readonly HostEntry[]): Target[] {
  if (!name.startsWith('@')) {
    const entry = entries.find((each) => same(each.name, name))
    return [entry ? targetOfEntry(entry, name) : targetOf(name)]
  }
  const group = name.slice(1)
  const members = entries.filter((entry) => entry.groups.some((each) => same(each, group)))
  if (members.length === 0) throw new UnknownGroupError(group)
  return members.map((entry) => targetOfEntry(entry, entry.name))
}

function targetOfEntry({ address, port, transport, account }: HostEntry, name: string): Target {
  if (transport === 'tsts') return { name, transport, address }
  return { name, transport, destination: account === null ? address : `${account}@${address}`, port }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
