/** A TCP connection, or which of its steps failed. */
import { connect, type Socket } from 'node:net'
import { LogoffError } from '../../errors.ts'
import type { Endpoint } from './endpoint.ts'

/** What arrives on any connection, until it has been copied out of here. */
const ARRIVING = Buffer.allocUnsafeSlow(0x1_0000)

/**
 * Connects to the first address that answers. What it sends comes as 'data' alone and must be listened to from then on.
 * @throws LogoffError HOST_NOT_FOUND, PORT_CLOSED, HOST_UNREACHABLE
 */
export async function dial(name: string, { host, port }: Endpoint, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  // What arrives goes to those who listen at once: through the queue of a stream it takes Node several times as long.
  const onread = {
    buffer: ARRIVING,
    callback: (length: number, buffer: Uint8Array): boolean =>
      socket.emit('data', Buffer.from(buffer.subarray(0, length))),
  }
  const socket: Socket = connect({ host, port, noDelay: true, keepAlive: true, autoSelectFamily: true, onread })
  const abort = () => socket.destroy()
  signal.addEventListener('abort', abort, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.once('close', () => reject(signal.reason))
    })
    return socket
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw dialFailure(error, name, { host, port })
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const NOT_FOUND: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'])

function dialFailure(error: unknown, host: string, endpoint: Endpoint): LogoffError {
  const symbol = codeOf(error)
  const native = { space: 'errno', value: null, symbol } as const
  const options = { cause: error, native }
  if (NOT_FOUND.has(symbol)) return new LogoffError('HOST_NOT_FOUND', { host, address: endpoint.host }, options)
  if (symbol === 'ECONNREFUSED') return new LogoffError('PORT_CLOSED', { host, port: endpoint.port }, options)
  return new LogoffError('HOST_UNREACHABLE', { host, reason: reasonOf(error) }, options)
}

/** Where several addresses were tried, the last failure says most. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1))
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return 'EIO'
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors.at(-1))
  return error instanceof Error ? error.message : String(error)
}
