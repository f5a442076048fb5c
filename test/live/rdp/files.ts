/** What X servers of xrdp have in the file system of a peer. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerHost } from '../peer/host.ts'

/** The locks and sockets of a display (":10"). */
export function filesOf(host: PeerHost, display: string): string[] {
  const number = display.slice(1)
  const all = ['/tmp', '/tmp/.X11-unix', ...foldersOf(host, '/run/xrdp/sockdir')].flatMap((folder) =>
    namesIn(host, folder).map((name) => join(folder, name)),
  )
  return all.filter((file) => new RegExp(`/(?:\\.t?X${number}-lock|X${number}|xrdp.*_${number})$`).test(file))
}

function foldersOf(host: PeerHost, folder: string): string[] {
  const folders = namesIn(host, folder).filter((name) => /^\d+$/.test(name))
  return [folder, ...folders.map((name) => join(folder, name))]
}

function namesIn(host: PeerHost, folder: string): string[] {
  try {
    return readdirSync(host.path(folder))
  } catch {
    return [] // ignored: xrdp 0.9 takes its folder with it when it ends
  }
}
