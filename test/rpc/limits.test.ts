/** What one client may take up of a server, and how long it may leave things half done. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RpcClient } from '../../src/rpc/client.ts'
import { bodyOf, compose, parse } from '../../src/rpc/fragment.ts'
import { BindNak, Fault, NoBody, PduType, PfcFlags, Request } from '../../src/rpc/pdu.ts'
import { serve } from '../../src/rpc/server.ts'
import { turnAway } from '../../src/rpc/turn-away.ts'
import { heldBy } from '../session/held.ts'
import { connect, faultOf } from './connect.ts'
import { duplex } from './duplex.ts'
import { Echo, EchoData, echoService, Open, Wait } from './echo.ts'
import { authenticate, ntlmClient } from './security.ts'

const STEP_MS = 40
const SLOW = /has not finished within 40 ms/
const limits = { stepMs: STEP_MS }

function requestOf(length: number, pfcFlags: number): Uint8Array {
  const body = { allocHint: length, pContId: 0, opnum: 0, stub: new Uint8Array(length) }
  return compose(Request, body, { ptype: PduType.request, pfcFlags, callId: 9 }, null).bytes
}

test('a client that never binds is let go', async () => {
  const wire = duplex()
  await assert.rejects(serve(wire.server, [echoService()], { address: 'echo', limits }), SLOW)
})

test('a client that stops within a fragment is let go', async () => {
  const pair = await connect({ server: { limits } })
  await pair.wire.client.send(requestOf(100, 3).subarray(0, 50))
  await assert.rejects(pair.served, SLOW)
})

test('a client that stops within a request is let go', async () => {
  const pair = await connect({ server: { limits } })
  await pair.wire.client.send(requestOf(100, PfcFlags.PFC_FIRST_FRAG))
  await assert.rejects(pair.served, SLOW)
})

test('a client that goes on, but never to an end, is let go', async () => {
  const pair = await connect({ server: { limits } })
  await pair.wire.client.send(requestOf(16, PfcFlags.PFC_FIRST_FRAG))
  const trickle = setInterval(() => void pair.wire.client.send(requestOf(16, 0)), STEP_MS / 8)
  try {
    await assert.rejects(pair.served, SLOW)
  } finally {
    clearInterval(trickle)
  }
})

test('a client that does not finish its authentication is let go', async () => {
  const wire = duplex()
  const served = serve(wire.server, [echoService()], { address: 'echo', limits, authenticate })
  const context = ntlmClient()
  const step = context.step.bind(context)
  // The third leg never comes.
  context.step = async (token, options) => (token === null ? step(token, options) : new Promise(() => {}))
  RpcClient.bind(wire.client, [Echo], { security: { context, level: 6 } }).catch(() => {})
  await assert.rejects(served, SLOW)
})

test('a client that waits for an answer, or asks nothing, is in no hurry', async () => {
  let waited = () => {}
  const waiting = new Promise<void>((resolve) => {
    waited = resolve
  })
  await using pair = await connect({ server: { limits }, events: { waiting: () => waited() } })
  const call = pair.client.call(Echo, Wait, {})
  await waiting
  const early = Symbol('early')
  const late = new Promise((resolve) => setTimeout(resolve, STEP_MS * 3, early))
  assert.equal(await Promise.race([pair.served, call, late]), early)
  pair.wire.close()
  await assert.rejects(call)
})

test('a client that goes while its second request waits for the first is noticed', async () => {
  const over = new AbortController()
  const pair = await connect({ server: { signal: over.signal } })
  const first = pair.client.call(Echo, Wait, {})
  first.catch(() => {})
  await pair.wire.client.send(requestOf(4, 3))
  over.abort(new Error('the client has gone'))
  await assert.rejects(pair.served, /the client has gone/)
})

test('a client that sends more requests than may wait is let go', async () => {
  const pair = await connect()
  pair.client.call(Echo, Wait, {}).catch(() => {})
  await pair.wire.client.send(requestOf(4, 3))
  await pair.wire.client.send(requestOf(4, PfcFlags.PFC_FIRST_FRAG))
  await assert.rejects(pair.served, /call 9 comes while 9 waits/)
})

test('a request that waits can be given up, and the one before it goes on', async () => {
  let waited = () => {}
  const waiting = new Promise<void>((resolve) => {
    waited = resolve
  })
  const ended: unknown[] = []
  await using pair = await connect({ events: { waiting: () => waited(), ended: (reason) => ended.push(reason) } })
  pair.client.call(Echo, Wait, {}).catch(() => {})
  await waiting
  await pair.wire.client.send(requestOf(4, 3))
  const orphaned = { ptype: PduType.orphaned, pfcFlags: 3, callId: 9 }
  await pair.wire.client.send(compose(NoBody, {}, orphaned, null).bytes)
  // Nothing waits any more, so that something may.
  await pair.wire.client.send(requestOf(4, 3))
  await new Promise(setImmediate)
  assert.deepEqual(ended, [])
  pair.wire.close()
  await assert.rejects(pair.served, (error) => !/waits/.test(String(error)))
  assert.equal(ended.length, 1)
})

test('a request beyond the limit ends the connection', async () => {
  const pair = await connect({ server: { limits: { requestBytes: 1_000 } } })
  assert.equal((await pair.client.call(Echo, EchoData, { data: new Uint8Array(900) })).returnValue, 900)
  const call = pair.client.call(Echo, EchoData, { data: new Uint8Array(1_001) })
  await assert.rejects(call, faultOf(0x1c01_000b))
  await assert.rejects(pair.served, /more than 1000 bytes/)
})

test('handles beyond the limit are refused, and room is made by closing', async () => {
  await using pair = await connect({ server: { limits: { handles: 2 } } })
  for (const name of ['a', 'b']) await pair.client.call(Echo, Open, { name })
  await assert.rejects(pair.client.call(Echo, Open, { name: 'c' }), faultOf(0x1c00_001b))
})

test('a client that is turned away gets a bind_nak with the reason', async () => {
  const wire = duplex()
  const { signal } = new AbortController()
  const turned = turnAway(wire.server, 1, { signal })
  await assert.rejects(RpcClient.bind(wire.client, [Echo]), faultOf(1, 'TEMPORARY_CONGESTION'))
  await turned
  assert.equal(heldBy(signal), 0)
  assert.equal(bodyOf(BindNak, parse(wire.sent[1]!.bytes)).providerRejectReason, 1)
})

test('a client that does not even bind is turned away with a fault', async () => {
  const wire = duplex()
  const turned = turnAway(wire.server, 1, {})
  assert.equal(bodyOf(Fault, parse(await wire.client.transceive(requestOf(0, 3)))).status, 5)
  await turned
})

test('a client that is turned away and says nothing is not waited for', async () => {
  const over = new AbortController()
  const turned = turnAway(duplex().server, 1, { signal: over.signal })
  over.abort(new Error('long enough'))
  await assert.rejects(turned, /long enough/)
  await assert.rejects(turnAway(duplex().server, 1, { stepMs: STEP_MS }), /said nothing within 40 ms/)
})
