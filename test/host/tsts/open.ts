/** The client adapter over a practice host in memory. */
import type { Reach } from '../../../src/host/tsts/access.ts'
import { TstsHost } from '../../../src/host/tsts/host.ts'
import { type RpcMessage, rpcMessages } from '../../../src/rpc/diagnostics.ts'
import type { Session } from '../../../src/session/session.ts'
import { CREDENTIAL, type Served, type ServedOptions, served } from '../../answer/served.ts'

export interface Opened extends AsyncDisposable {
  readonly client: TstsHost
  readonly served: Served
  /** The session of that ID as the client lists it. */
  find(id: number): Promise<Session>
}

export function open(options: ServedOptions & { readonly reach?: Reach; readonly patienceMs?: number } = {}): Opened {
  const practice = served(options)
  const access = {
    host: 'Server1',
    endpoint: { host: 'server1', port: 445 },
    credential: CREDENTIAL,
    encryptionRequired: false,
  }
  const reach: Reach = options.reach ?? (async () => practice.pipes)
  const client = new TstsHost(access, options.patienceMs ?? 5000, reach)
  return {
    client,
    served: practice,
    async find(id) {
      const found = (await client.list()).find((each) => each.id === String(id))
      if (!found) throw new Error(`no session ${id}`)
      return found
    },
    async [Symbol.asyncDispose]() {
      await client.close()
      await practice[Symbol.asyncDispose]()
    },
  }
}

/** What diagnostics tell while something is done: the calls that are sent, and every server that is named. */
export async function callsOf<T>(work: () => Promise<T>) {
  const messages: RpcMessage[] = []
  const listen = (message: unknown) => messages.push(message as RpcMessage)
  rpcMessages.subscribe(listen)
  try {
    const value = await work()
    const calls = messages.filter(({ name, direction }) => direction === 'sent' && name.includes(' '))
    return { value, names: calls.map(({ name }) => name), servers: messages.map(({ serverName }) => serverName) }
  } finally {
    rpcMessages.unsubscribe(listen)
  }
}
