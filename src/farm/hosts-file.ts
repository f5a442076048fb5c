/** The hosts file: what the user calls a host, and how it is reached. TOML. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { type HostEntry, HostsFileError } from './hosts.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the hosts file is: where LOGOFF_HOSTS points, or "hosts.toml" in the user's configuration folder. */
export function hostsFilePath(env: Environment): string {
  return env.LOGOFF_HOSTS || join(envPaths('logoff', { suffix: '' }).config, 'hosts.toml')
}

/**
 * The hosts of the hosts file; none where there is no file, unless LOGOFF_HOSTS points to it.
 * @throws HostsFileError
 */
export async function readHostsFile(env: Environment): Promise<HostEntry[]> {
  const file = hostsFilePath(env)
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (detail === 'ENOENT' && !env.LOGOFF_HOSTS) return []
    throw new HostsFileError(file, { problem: 'unreadable', line: 0, detail })
  }
  const { readHosts } = await import('./hosts-toml.ts')
  const read = readHosts(source)
  if (Array.isArray(read)) return read
  throw new HostsFileError(file, read)
}
