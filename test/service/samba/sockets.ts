/** Two ends of a Unix socket. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Sockets extends AsyncDisposable {
  readonly near: Socket
  readonly far: Socket
}

export async function sockets(): Promise<Sockets> {
  const folder = await mkdtemp(join(tmpdir(), 'logoff-sockets-'))
  const server = createServer().listen(join(folder, 'socket'))
  await once(server, 'listening')
  const far = connect(join(folder, 'socket'))
  const [near] = (await once(server, 'connection')) as [Socket]
  for (const socket of [near, far]) socket.on('error', () => {})
  server.close()
  return {
    ...{ near, far },
    async [Symbol.asyncDispose]() {
      near.destroy()
      far.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A message behind its length. */
export function framed(message: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(message.length & 0xff, message.length >>> 8), message])
}
