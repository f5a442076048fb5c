/** Answers that nobody waits for: which are skipped, and which end the connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Features } from '../../src/rpc/features.ts'
import { compose, parse, STUB_START } from '../../src/rpc/fragment.ts'
import { MAX_FRAGMENT } from '../../src/rpc/limits.ts'
import { PduType, Response } from '../../src/rpc/pdu.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { connect, faultOf } from './connect.ts'
import { Echo, EchoData, Wait } from './echo.ts'
import { ntlmClient } from './security.ts'

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 251)

test('an answer to a call that was answered before is refused', async () => {
  await using pair = await connect({
    through: (bytes, from) => (from === 'server' && bytes[2] === PduType.response ? [stale(1, 3), bytes] : [bytes]),
  })
  await assert.rejects(pair.client.call(Echo, EchoData, { data: bytesOf(3) }), {
    name: 'DecodeError',
    message: /an answer to call 1/,
  })
})

test('the answer to a call that was given up is skipped, and one more of it is not', async () => {
  for (const answers of [1, 2]) {
    const controller = new AbortController()
    await using pair = await connect({
      events: { waiting: () => controller.abort('enough') },
      through(bytes, from) {
        if (from === 'client' || bytes[2] !== PduType.response) return [bytes]
        return [...Array.from({ length: answers }, () => stale(2, 3)), bytes]
      },
    })
    await assert.rejects(pair.client.call(Echo, Wait, {}, controller), (reason) => reason === 'enough')
    const next = pair.client.call(Echo, EchoData, { data: bytesOf(3) })
    if (answers === 1) assert.equal((await next).returnValue, 3)
    else await assert.rejects(next, DecodeError)
  }
})

test('an answer without end to a call that was given up is refused', async () => {
  const controller = new AbortController()
  const flood = Buffer.concat(Array.from({ length: 3000 }, () => stale(2, 0, MAX_FRAGMENT - STUB_START)))
  await using pair = await connect({
    events: { waiting: () => controller.abort('enough') },
    through: (bytes, from) => (from === 'server' && bytes[2] === PduType.response ? [flood, bytes] : [bytes]),
  })
  await assert.rejects(pair.client.call(Echo, Wait, {}, controller), (reason) => reason === 'enough')
  await assert.rejects(pair.client.call(Echo, EchoData, { data: bytesOf(3) }), {
    name: 'DecodeError',
    message: /call 2, long given up/,
  })
})

test('a server cannot claim for a protected connection that it keeps orphans', async () => {
  const controller = new AbortController()
  await using pair = await connect({
    bind: { security: { context: ntlmClient(), level: 6 } },
    events: { waiting: () => controller.abort('enough') },
    through(bytes, from) {
      if (from === 'server' && bytes[2] === PduType.bind_ack) claimOrphans(bytes)
      return [bytes]
    },
  })
  await assert.rejects(pair.client.call(Echo, Wait, {}, controller), (reason) => reason === 'enough')
  await assert.rejects(pair.client.call(Echo, EchoData, { data: bytesOf(3) }), faultOf(0x1c01_0001))
})

/** A response of our own making. */
function stale(callId: number, pfcFlags: number, length = 0): Uint8Array {
  const body = { allocHint: 0, pContId: 0, cancelCount: 0, stub: new Uint8Array(length) }
  return compose(Response, body, { ptype: PduType.response, pfcFlags, callId }, null).bytes
}

/** Makes the last result of a bind_ack say KeepConnectionOnOrphanSupported: its reason, two bytes before the syntax. */
function claimOrphans(bytes: Uint8Array): void {
  const RESULT_LENGTH = 24
  bytes[parse(bytes).bodyEnd - RESULT_LENGTH + 2] = Features.KeepConnectionOnOrphanSupported
}
