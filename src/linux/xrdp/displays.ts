/** Whether somebody looks at an xrdp session; neither logind nor xrdp's own session manager knows. */
import { readKernelFile } from '../proc.ts'

/** The kernel's table of Unix sockets. */
export const SOCKET_TABLE = '/proc/net/unix'

/**
 * Whether xrdp has a connection to a display; `begun` is one to which it has had none yet: its session only starts, and
 * has no channel server.
 */
export type XrdpLink = 'connected' | 'left' | 'begun'

/** False where the client has left the display (":10"), or xrdp has nothing to do with it. */
export function isXrdpWatched(display: string): boolean {
  const link = xrdpDisplays(readKernelFile(SOCKET_TABLE) ?? '').get(displayNumber(display))
  return link === 'connected' || link === 'begun'
}

/** State of a connected socket in the table; 01 is one that listens. */
const CONNECTED = '03'

/**
 * The displays by number, from the text of the table: of each that takes connections from xrdp, the X server listens on
 * a socket of its own. A display with another kind of server is missing.
 */
export function xrdpDisplays(text: string): Map<string, XrdpLink> {
  const displays = new Map<string, XrdpLink>()
  const served = new Set<string>()
  for (const line of text.split('\n')) {
    if (!line.includes('/run/xrdp/sockdir/')) continue
    const [, , , , , state, , path = ''] = line.trim().split(/\s+/)
    const [, kind, number = ''] = SOCKET.exec(path) ?? []
    if (kind === undefined) continue
    if (kind !== '_display') served.add(number)
    else if (displays.get(number) !== 'connected') displays.set(number, state === CONNECTED ? 'connected' : 'begun')
  }
  for (const [number, link] of displays) if (link === 'begun' && served.has(number)) displays.set(number, 'left')
  return displays
}

/** The socket of a display, and those of its channel server; 0.10 has a folder for each user. */
const SOCKET = /^\/run\/xrdp\/sockdir\/(?:\d+\/)?xrdp(_display|_chansrv_\w+|api)_(\d+)$/

/** Which connection each connected display has: another client's is another text. */
export function xrdpConnections(text: string): Map<string, string> {
  const displays = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (!line.includes('/xrdp_display_')) continue
    const [, , , , , state, inode = '', path = ''] = line.trim().split(/\s+/)
    const [, kind, number = ''] = SOCKET.exec(path) ?? []
    if (kind === '_display' && state === CONNECTED) displays.set(number, `${displays.get(number) ?? ''} ${inode}`)
  }
  return displays
}

/** The number of a display (":10", ":10.0"); '' where it is none of this machine. */
export function displayNumber(display: string): string {
  return /^:(\d+)/.exec(display)?.[1] ?? ''
}
