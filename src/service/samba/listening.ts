/** Sockets that listen in Samba's folder: of our own, or opened by systemd. */
import { once } from 'node:events'
import { chmod, lstat, readFile, readlink, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { basename, join } from 'node:path'
import { isErrno } from '../../linux/errno.ts'
import { NotReady } from '../not-ready.ts'

/** As many as may come while one accepts nobody. */
const BACKLOG = 1024
const SOCKET_MODE = 0o600
/** The first descriptor that systemd hands over. sd_listen_fds(3) */
const FIRST_DESCRIPTOR = 3

/** The name under which Samba looks for a pipe. */
export function socketPath(folder: string, pipe: string): string {
  return join(folder, pipe.toLowerCase())
}

/**
 * Listens at a path; a socket at which nobody listens any more is replaced.
 * @throws NotReady inTheWay, taken
 */
export async function listenAt(path: string): Promise<Server> {
  await removeStale(path)
  const server = createServer()
  server.listen({ path, backlog: BACKLOG })
  await once(server, 'listening')
  await chmod(path, SOCKET_MODE)
  return server
}

async function removeStale(path: string): Promise<void> {
  try {
    if (!(await lstat(path)).isSocket()) throw new NotReady('inTheWay', { path })
    if (await isAnswered(path)) throw new NotReady('taken', { path })
    await unlink(path)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED', 'ENOENT')) return false
    throw error
  } finally {
    socket.destroy()
  }
}

/**
 * Listens on the sockets that systemd has opened, each found by its path; in the order of `paths`.
 * @throws NotReady socketMissing
 */
export async function listenInherited(paths: readonly string[], env: NodeJS.ProcessEnv): Promise<Server[]> {
  const descriptors = await inheritedDescriptors(env)
  return await Promise.all(
    paths.map(async (path) => {
      const fd = descriptors.get(basename(path))
      if (fd === undefined) throw new NotReady('socketMissing', { path })
      const server = createServer()
      server.listen({ fd })
      await once(server, 'listening')
      return server
    }),
  )
}

/** Descriptors by the last part of their path. */
async function inheritedDescriptors(env: NodeJS.ProcessEnv): Promise<Map<string, number>> {
  const count = env.LISTEN_PID === String(process.pid) ? Number(env.LISTEN_FDS) : 0
  const paths = await socketPaths()
  const descriptors = new Map<string, number>()
  for (let fd = FIRST_DESCRIPTOR; fd < FIRST_DESCRIPTOR + count; fd++) {
    const path = paths.get(await readlink(`/proc/self/fd/${fd}`))
    if (path !== undefined) descriptors.set(basename(path), fd)
  }
  return descriptors
}

/** Paths of Unix sockets by what stands for them in /proc/self/fd: "socket:[4711]". proc_net_unix(5) */
async function socketPaths(): Promise<Map<string, string>> {
  const lines = (await readFile('/proc/self/net/unix', 'utf8')).split('\n').slice(1)
  return new Map(
    lines.flatMap((line) => {
      const [, , , , , , inode, path] = line.trim().split(/\s+/)
      return path === undefined ? [] : [[`socket:[${inode}]`, path] as const]
    }),
  )
}
