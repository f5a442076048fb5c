/** Whether somebody looks at an xrdp session; neither logind nor xrdp's own session manager knows. */
import { readKernelFile } from '../proc.ts'

/** The kernel's table of Unix sockets. */
export const SOCKET_TABLE = '/proc/net/unix'

/** True where a client is connected to the display (":10"). */
export function isXrdpConnected(display: string): boolean {
  return xrdpDisplays(readKernelFile(SOCKET_TABLE) ?? '').get(displayNumber(display)) === true
}

/** State of a connected socket in the table; 01 is one that listens. */
const CONNECTED = '03'

/**
 * Whether xrdp has a connection to each display that takes some, by display number, from the text of the table: its X
 * server listens for xrdp on a socket of its own. A display with another kind of server is missing.
 */
export function xrdpDisplays(text: string): Map<string, boolean> {
  return new Map([...xrdpConnections(text)].map(([number, sockets]) => [number, sockets !== '']))
}

/** Which connections those are: another connection is another text, and '' is none. */
export function xrdpConnections(text: string): Map<string, string> {
  const displays = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (!line.includes('/xrdp_display_')) continue
    const [, , , , , state, inode = '', path = ''] = line.trim().split(/\s+/)
    const number = SOCKET.exec(path)?.[1]
    if (number === undefined) continue
    const known = displays.get(number) ?? ''
    displays.set(number, state === CONNECTED ? `${known} ${inode}` : known)
  }
  return displays
}

/** Where such a socket is: 0.10 has a folder for each user. */
const SOCKET = /^\/run\/xrdp\/sockdir\/(?:\d+\/)?xrdp_display_(\d+)$/

/** The number of a display (":10", ":10.0"); '' where it is none of this machine. */
export function displayNumber(display: string): string {
  return /^:(\d+)/.exec(display)?.[1] ?? ''
}
