/** Whether somebody looks at an xrdp session; neither logind nor xrdp's own session manager knows. */
import { readKernelFile } from './proc.ts'

/** True where a client is connected to the display (":10"). */
export function isXrdpConnected(display: string): boolean {
  return connectedDisplays(readKernelFile('/proc/net/unix') ?? '').has(numberOf(display))
}

/** State of a connected socket in /proc/net/unix; 01 is one that listens. */
const CONNECTED = '03'

/** Display numbers to which xrdp has a connection, from the text of /proc/net/unix. */
export function connectedDisplays(text: string): Set<string> {
  const displays = new Set<string>()
  for (const line of text.split('\n')) {
    const [, , , , , state, , path = ''] = line.trim().split(/\s+/)
    const number = /^\/run\/xrdp\/sockdir\/(?:\d+\/)?xrdp_display_(\d+)$/.exec(path)?.[1]
    if (number !== undefined && state === CONNECTED) displays.add(number)
  }
  return displays
}

function numberOf(display: string): string {
  return /^:(\d+)/.exec(display)?.[1] ?? ''
}
