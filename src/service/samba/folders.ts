/** The folders of Samba's pipes, with the owner and the modes without which Samba's own RPC ceases to work. */
import { chmod, lstat, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isErrno } from '../../linux/errno.ts'
import { NotReady } from '../not-ready.ts'

const NP_MODE = 0o700
const NCALRPC_MODE = 0o755
const WRITABLE_BY_OTHERS = 0o022

/**
 * Makes what is missing of …/ncalrpc/np; what is there stays as it is.
 * @throws NotReady inTheWay, folderOwner, folderMode
 */
export async function prepareFolders(folder: string): Promise<void> {
  const ncalrpc = dirname(folder)
  await mkdir(dirname(ncalrpc), { recursive: true, mode: 0o755 })
  await make(ncalrpc, NCALRPC_MODE)
  const outer = await ownMode(ncalrpc)
  if ((outer & WRITABLE_BY_OTHERS) !== 0) throw unusable(ncalrpc, outer, NCALRPC_MODE)
  await make(folder, NP_MODE)
  const inner = await ownMode(folder)
  if (inner !== NP_MODE) throw unusable(folder, inner, NP_MODE)
}

/** The process's umask may take away more than it should. */
async function make(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
    await chmod(path, mode)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  }
}

async function ownMode(path: string): Promise<number> {
  const stats = await lstat(path)
  if (!stats.isDirectory()) throw new NotReady('inTheWay', { path })
  if (stats.uid !== process.geteuid?.()) throw new NotReady('folderOwner', { path, uid: stats.uid })
  return stats.mode & 0o7777
}

function unusable(path: string, mode: number, wanted: number): NotReady {
  const inOctal = (bits: number) => bits.toString(8).padStart(4, '0')
  return new NotReady('folderMode', { path, mode: inOctal(mode), wanted: inOctal(wanted) })
}
