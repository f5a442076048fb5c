/** A client bound to the echo server in memory. */
import { StatusError } from '../../src/errors.ts'
import { type BindOptions, RpcClient } from '../../src/rpc/client.ts'
import type { Interface } from '../../src/rpc/interface.ts'
import { type ServeOptions, serve } from '../../src/rpc/server.ts'
import { type Duplex, type DuplexOptions, duplex } from './duplex.ts'
import { Echo, type EchoEvents, echoService } from './echo.ts'
import { authenticate } from './security.ts'

export interface Setup extends DuplexOptions {
  readonly events?: EchoEvents
  readonly server?: Partial<ServeOptions>
  readonly interfaces?: readonly Interface[]
  readonly bind?: BindOptions
}

export interface Pair extends AsyncDisposable {
  readonly client: RpcClient
  readonly wire: Duplex
  readonly served: Promise<void>
}

export async function connect(setup: Setup = {}): Promise<Pair> {
  const wire = duplex(setup)
  const options = { address: '\\PIPE\\echo', authenticate, ...setup.server }
  const served = serve(wire.server, [echoService(setup.events)], options)
  served.catch(() => {})
  const client = await RpcClient.bind(wire.client, setup.interfaces ?? [Echo], setup.bind)
  return {
    client,
    wire,
    served,
    async [Symbol.asyncDispose]() {
      wire.close()
      await served.catch(() => {})
    },
  }
}

/** Whether an error is the fault or refusal of that number. */
export function faultOf(value: number, symbol?: string) {
  return (error: unknown) =>
    error instanceof StatusError &&
    error.status.space === 'rpc' &&
    error.status.value === value &&
    (symbol === undefined || error.status.symbol === symbol)
}
