/** The targets that server names and groups mean. */
import { type Target, targetOf } from '../host/target.ts'
import type { HostEntry } from './hosts.ts'
import { HostsFileError } from './hosts.ts'
import { hostsFilePath, readHostsFile } from './hosts-file.ts'

/**
 * The targets of `names`, each once and in order: an entry of the hosts file, all entries of "@group", or what the name
 * itself says.
 * @throws HostsFileError
 */
export async function targetsOf(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Target[]> {
  const entries = await readHostsFile(env)
  const targets = new Map<string, Target>()
  for (const name of names) {
    const meant = name.startsWith('@') ? groupOf(name.slice(1), entries) : [hostOf(name, entries)]
    if (meant.length === 0) {
      throw new HostsFileError(hostsFilePath(env), { problem: 'group', line: 0, detail: name.slice(1) })
    }
    for (const target of meant) {
      const key = target.name.toLowerCase()
      if (!targets.has(key)) targets.set(key, target)
    }
  }
  return [...targets.values()]
}

function groupOf(group: string, entries: readonly HostEntry[]): Target[] {
  return entries
    .filter((entry) => entry.groups.some((each) => same(each, group)))
    .map((entry) => targetOfEntry(entry, entry.name))
}

function hostOf(name: string, entries: readonly HostEntry[]): Target {
  const entry = entries.find((each) => same(each.name, name))
  return entry ? targetOfEntry(entry, name) : targetOf(name)
}

function targetOfEntry({ address, port, transport, account }: HostEntry, name: string): Target {
  if (transport === 'tsts') return { name, transport, address }
  return { name, transport, destination: account === null ? address : `${account}@${address}`, port }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
