/** Whole conversations of RPC of which one message is damaged: both sides must come to an end. */
import assert from 'node:assert/strict'
import { StatusError } from '../../../src/errors.ts'
import { RpcClient } from '../../../src/rpc/client.ts'
import { AuthLevel } from '../../../src/rpc/protection.ts'
import { serve } from '../../../src/rpc/server.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { duplex } from '../../rpc/duplex.ts'
import { Echo, EchoData, echoService, Fail } from '../../rpc/echo.ts'
import { authenticate, TestContext } from '../../rpc/security.ts'
import type { Kind } from '../kind.ts'

type Side = 'client' | 'server'

/** A conversation in which the message of that number, counted per sender, is replaced. */
async function converse(replace: { from: Side; index: number; by: Uint8Array } | null, isProtected: boolean) {
  const counts = { client: 0, server: 0 }
  const wire = duplex({
    through(bytes, from) {
      const index = counts[from]++
      return replace?.from === from && replace.index === index ? [replace.by] : [bytes]
    },
  })
  const served = serve(wire.server, [echoService()], { address: '\\PIPE\\echo', authenticate })
  // Whoever waits for what never comes is told that the other side has gone.
  const stuck = setImmediate(() => wire.close())
  served.catch(() => wire.close())
  try {
    const level = AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
    const security = isProtected ? { context: new TestContext('client'), level } : undefined
    const client = await RpcClient.bind(wire.client, [Echo], { security })
    await client.call(Echo, EchoData, { data: Uint8Array.from([1, 2, 3]) })
    await client.call(Echo, Fail, { how: '' })
  } finally {
    clearImmediate(stuck)
    wire.close()
    await served.catch(refusal)
  }
  return wire.sent
}

/** Lets through what either side may reject with when the other talks nonsense. */
function refusal(error: unknown): void {
  const isExpected = error instanceof StatusError || error instanceof DecodeError
  const isClosed = error instanceof Error && error.message === 'the exchange is closed'
  assert.equal(isExpected || isClosed, true, String(error))
}

async function kind(from: Side, index: number, isProtected: boolean): Promise<Kind> {
  const messages = (await converse(null, isProtected)).filter((each) => each.from === from).map(({ bytes }) => bytes)
  const name = `rpc ${from}'s message ${index}${isProtected ? ' under protection' : ''}`
  const check = (by: Uint8Array) => converse({ from, index, by }, isProtected).then(() => {}, refusal)
  return { name, messages: [messages[index]!], check }
}

export async function rpcConnectionKinds(): Promise<Kind[]> {
  return Promise.all([
    kind('client', 0, false),
    kind('client', 1, false),
    kind('server', 0, false),
    kind('server', 1, false),
    kind('client', 0, true),
    kind('client', 1, true),
    kind('server', 0, true),
    kind('server', 1, true),
  ])
}
