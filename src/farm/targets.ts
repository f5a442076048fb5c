/** The targets that server names and groups mean. */
import { dirname, resolve } from 'node:path'
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
  const folder = dirname(hostsFilePath(env))
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const targets = new Map<string, Target>()
  for (const name of names) {
    const meant = name.startsWith('@') ? groupOf(name.slice(1), entries, folder) : [hostOf(name, byName, folder)]
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

function groupOf(group: string, entries: readonly HostEntry[], folder: string): Target[] {
  return entries
    .filter((entry) => entry.groups.some((each) => each.toLowerCase() === group.toLowerCase()))
    .map((entry) => targetOfEntry({ ...entry, folder }, entry.name))
}

function hostOf(name: string, entries: ReadonlyMap<string, HostEntry>, folder: string): Target {
  const entry = entries.get(name.toLowerCase())
  return entry ? targetOfEntry({ ...entry, folder }, name) : targetOf(name)
}

/** A password file is looked for beside the hosts file. */
function targetOfEntry(entry: HostEntry & { readonly folder: string }, name: string): Target {
  const { address, port, transport, account } = entry
  if (transport === 'tsts') {
    const passwordFile = entry.passwordFile && resolve(entry.folder, entry.passwordFile)
    return { name, transport, address: withPort(address, port), account, passwordFile }
  }
  return { name, transport, destination: account === null ? address : `${account}@${address}`, port }
}

function withPort(address: string, port: number | null): string {
  if (port === null) return address
  return /^[^[].*:.*:/.test(address) ? `[${address}]:${port}` : `${address}:${port}`
}
