/** Whether the folders of Samba's pipes are as Samba itself demands. */
import { lstatSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { isErrno } from '../../linux/errno.ts'
import type { Finding } from '../../session/host.ts'
import type { Remedy } from '../../session/remedy.ts'

/** `folder` is the one of the pipes, …/ncalrpc/np. */
export function examineFolders(folder: string): Finding[] {
  return [examine(dirname(folder), '0755'), examine(folder, '0700')]
}

function examine(path: string, mode: string): Finding {
  const stats = statsOf(path)
  const remedy = remedyFor(path, mode, stats)
  const figure = stats === null ? path : `${path} ${modeOf(stats)}`
  return { check: 'pipeFolder', passed: remedy === undefined, figure, remedy }
}

function remedyFor(path: string, mode: string, stats: Stats | null): Remedy | undefined {
  if (!stats?.isDirectory()) return { name: 'makeFolder', facts: { path, mode } }
  if (stats.uid !== 0) return { name: 'setOwner', facts: { path } }
  return modeOf(stats) === mode ? undefined : { name: 'setMode', facts: { path, mode } }
}

function modeOf(stats: Stats): string {
  return (stats.mode & 0o7777).toString(8).padStart(4, '0')
}

/** Null where it is not there, or not for us to see. */
function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return null
    throw error
  }
}
