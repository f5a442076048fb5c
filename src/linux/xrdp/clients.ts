/** Who looks at xrdp sessions: from the connections that `ss` of iproute2 shows, and from what xrdp wrote to the journal. */
import type { ClientInfo } from '../../session/session.ts'

/** The connections between programs, and to other machines. Only root is shown whose they are. */
export const CONNECTIONS = ['ss', '-Hxtnp'] as const

/** A process of xrdp that serves one client. */
export interface XrdpClient {
  readonly pid: number
  /** Where the client is; '' where it came by no network. */
  readonly address: string
}

/** The clients by the number of the display that each is shown, from what `CONNECTIONS` prints. */
export function xrdpClients(text: string): Map<string, XrdpClient> {
  const displays = new Map<string, string>()
  const owners = new Map<string, number>()
  const addresses = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [, path = '', inode = '', peer = '', owner = ''] = LOCAL.exec(line) ?? []
    const number = DISPLAY.exec(path)?.[1]
    if (number !== undefined) displays.set(peer, number)
    else if (owner !== '') owners.set(inode, Number(owner))
    const [, address = '', pid = ''] = REMOTE.exec(line) ?? []
    if (pid !== '') addresses.set(Number(pid), plain(address))
  }
  return new Map(
    [...displays].flatMap(([inode, number]) => {
      const pid = owners.get(inode)
      return pid === undefined ? [] : [[number, { pid, address: addresses.get(pid) ?? '' }] as const]
    }),
  )
}

/** A connection within the machine: path, number, number of its other end, the process of xrdp that holds it. */
const LOCAL = /^u_str\s+ESTAB\s+\d+\s+\d+\s+(\S+)\s+(\d+)\s+\*\s+(\d+)\s*(?:users:\(\("xrdp",pid=(\d+),.*)?/

const DISPLAY = /^\/run\/xrdp\/sockdir\/(?:\d+\/)?xrdp_display_(\d+)$/

/** A connection of xrdp to another machine: that one's address, the process. */
const REMOTE = /^tcp\s+ESTAB\s+\d+\s+\d+\s+\S+\s+(\S+):\d+\s+users:\(\("xrdp",pid=(\d+),/

// IPv4 addresses come in their IPv6 form.
function plain(address: string): string {
  return address.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=\d+\.)/, '')
}

/** What those processes wrote to the journal in so many seconds. Root and the group systemd-journal may read it. */
export function journalOf(pids: readonly number[], seconds: number): [string, ...string[]] {
  const matches = ['_SYSTEMD_UNIT=xrdp.service', ...pids.map((pid) => `_PID=${pid}`)]
  return ['journalctl', '--quiet', `--since=-${seconds}s`, '--no-pager', '--output=short-unix', ...matches]
}

/** The names that the clients gave themselves, by process, from what `journalOf` prints: the last one counts. */
export function clientNames(text: string): Map<number, string> {
  const lines = text.matchAll(/ xrdp\[(\d+)\]: (?:\[\w+ *\] )?Connected client computer name: (.*)$/gm)
  return new Map([...lines].map(([, pid, name]) => [Number(pid), (name ?? '').trim()]))
}

/** Clients as callers see them. */
export function describeClients(
  clients: ReadonlyMap<string, XrdpClient>,
  names: ReadonlyMap<number, string>,
): Map<string, ClientInfo> {
  return new Map([...clients].map(([number, { pid, address }]) => [number, { name: names.get(pid) ?? '', address }]))
}
