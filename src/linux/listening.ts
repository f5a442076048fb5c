/** The TCP ports that somebody listens on. proc(5), /proc/net/tcp */
import { readFile } from 'node:fs/promises'
import { isErrno } from './errno.ts'

/** A socket that listens. */
export interface ListeningSocket {
  readonly port: number
  /** The user who made it. */
  readonly uid: number
  readonly inode: number
}

const LISTEN = '0A'

/** Those of both families. The kernel takes milliseconds for it on a machine with much memory, however few there are. */
export async function listeningSockets(): Promise<ListeningSocket[]> {
  const texts = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf))
  return texts.flatMap(parseListening)
}

/** Those in the kernel's text, which has them before all connections. */
export function parseListening(text: string): ListeningSocket[] {
  const sockets: ListeningSocket[] = []
  for (const line of text.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    if (fields.length < 10 || fields[3] !== LISTEN) break
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)
    sockets.push({ port, uid: Number(fields[7]), inode: Number(fields[9]) })
  }
  return sockets
}

/** '' where the kernel does not have that family. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return ''
    throw error
  }
}
