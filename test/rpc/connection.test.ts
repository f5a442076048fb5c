/** A client against the server over an exchange in memory: calls, faults, fragments, handles, aborts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatusError } from '../../src/errors.ts'
import { type RpcMessage, rpcMessages } from '../../src/rpc/diagnostics.ts'
import { compose, parse } from '../../src/rpc/fragment.ts'
import { FragmentReader } from '../../src/rpc/fragment-reader.ts'
import { MAX_FRAGMENT } from '../../src/rpc/limits.ts'
import { NULL_HANDLE } from '../../src/rpc/ndr/context-handle.ts'
import { NoBody, PduType } from '../../src/rpc/pdu.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { connect, faultOf } from './connect.ts'
import { duplex } from './duplex.ts'
import { Absent, Close, Echo, EchoData, Fail, Missing, NameOf, Open, Wait, WhoAmI } from './echo.ts'
import { gate } from './gate.ts'
import { ntlmClient } from './security.ts'

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 251)

test('a call returns what the server answers', async () => {
  await using pair = await connect()
  const data = bytesOf(100)
  assert.deepEqual(await pair.client.call(Echo, EchoData, { data }), { data, returnValue: 100 })
})

test('calls run one after the other in the order in which they were made', async () => {
  await using pair = await connect()
  const calls = [1, 2, 3].map((length) => pair.client.call(Echo, EchoData, { data: bytesOf(length) }))
  assert.deepEqual(
    (await Promise.all(calls)).map(({ returnValue }) => returnValue),
    [1, 2, 3],
  )
})

test('stubs travel in fragments that both sides take, both ways', async () => {
  await using pair = await connect()
  const data = bytesOf(100_000)
  assert.deepEqual(await pair.client.call(Echo, EchoData, { data }), { data, returnValue: data.length })
  const lengths = pair.wire.sent.map(({ bytes }) => bytes.length)
  assert.equal(Math.max(...lengths) <= MAX_FRAGMENT, true)
  assert.equal(pair.wire.sent.filter(({ from }) => from === 'client').length > 17, true)
})

test('fragments arrive however the channel cuts or joins them', async () => {
  let held: Uint8Array[] = []
  await using pair = await connect({
    through(bytes, from) {
      if (from === 'client') return [bytes.slice(0, 5), bytes.slice(5, 20), bytes.slice(20)]
      held.push(bytes)
      const last = parse(bytes).header.pfcFlags & 2
      if (!last) return []
      const joined = Buffer.concat(held)
      held = []
      return [joined]
    },
  })
  const data = bytesOf(20_000)
  assert.deepEqual((await pair.client.call(Echo, EchoData, { data })).data, data)
})

test('a bind to several interfaces tells which the server lacks', async () => {
  await using pair = await connect({ interfaces: [Absent, Echo] })
  assert.equal(pair.client.supports(Absent), false)
  assert.equal(pair.client.supports(Echo), true)
  assert.equal((await pair.client.call(Echo, EchoData, { data: bytesOf(3) })).returnValue, 3)
  await assert.rejects(
    pair.client.call(Absent, EchoData, { data: bytesOf(3) }),
    faultOf(1, 'abstract_syntax_not_supported'),
  )
})

test('an operation that the server lacks ends in nca_op_rng_error and the connection lives on', async () => {
  await using pair = await connect()
  await assert.rejects(pair.client.call(Echo, Missing, {}), faultOf(0x1c01_0002, 'nca_op_rng_error'))
  assert.equal((await pair.client.call(Echo, EchoData, { data: bytesOf(3) })).returnValue, 3)
})

test('a method that says no makes a fault with its number', async () => {
  const errors = {
    win32: new StatusError('x', { space: 'win32', value: 5, symbol: 'ERROR_ACCESS_DENIED' }),
    rpc: new StatusError('x', { space: 'rpc', value: 0x1c01_0014, symbol: 'nca_server_too_busy' }),
    other: new StatusError('x', { space: 'errno', value: 2, symbol: 'ENOENT' }),
    broken: new TypeError('a mistake of ours'),
  }
  const failures: unknown[] = []
  await using pair = await connect({
    events: {
      fail(how) {
        throw errors[how as keyof typeof errors]
      },
    },
    server: { onFailure: (error) => failures.push(error) },
  })
  const fail = (how: string) => pair.client.call(Echo, Fail, { how })
  await assert.rejects(fail('win32'), faultOf(5, 'ERROR_ACCESS_DENIED'))
  await assert.rejects(fail('rpc'), faultOf(0x1c01_0014))
  await assert.rejects(fail('other'), faultOf(0x1c00_0012))
  assert.deepEqual(failures, [])
  await assert.rejects(fail('broken'), faultOf(0x1c00_0012, 'nca_s_fault_unspec'))
  assert.deepEqual(failures, [errors.broken])
})

test('context handles name state of one kind and one connection', async () => {
  await using pair = await connect()
  await using other = await connect()
  const { handle } = await pair.client.call(Echo, Open, { name: 'first' })
  assert.equal((await pair.client.call(Echo, NameOf, { handle })).name, 'first')
  await assert.rejects(other.client.call(Echo, NameOf, { handle }), faultOf(0x1c00_001a))
  const { handle: closed } = await pair.client.call(Echo, Close, { handle })
  assert.deepEqual(closed, NULL_HANDLE)
  await assert.rejects(pair.client.call(Echo, NameOf, { handle }), faultOf(0x1c00_001a, 'nca_s_fault_context_mismatch'))
})

test('handles are run down when the client goes', async () => {
  const gone: string[] = []
  const pair = await connect({ events: { runDown: (name) => gone.push(name) } })
  await pair.client.call(Echo, Open, { name: 'one' })
  await pair.client.call(Echo, Open, { name: 'two' })
  const { handle } = await pair.client.call(Echo, Open, { name: 'three' })
  await pair.client.call(Echo, Close, { handle })
  pair.wire.close()
  await assert.rejects(pair.served)
  assert.deepEqual(gone, ['three', 'one', 'two'])
})

test('an aborted call rejects with the reason, and the server learns that nobody waits', async () => {
  const controller = new AbortController()
  const ended = gate()
  await using pair = await connect({
    events: { waiting: () => controller.abort('enough'), ended: ended.open },
  })
  await assert.rejects(pair.client.call(Echo, Wait, {}, controller), (reason) => reason === 'enough')
  await ended.promise
  assert.equal(parse(pair.wire.sent.at(-1)!.bytes).header.ptype, PduType.orphaned)
  const { returnValue } = await pair.client.call(Echo, EchoData, { data: bytesOf(3) })
  assert.equal(returnValue, 3, 'KeepConnectionOnOrphan was agreed, so the connection lives on')
})

test('a call that is aborted while it waits for its turn is never sent', async () => {
  const release = new AbortController()
  const second = new AbortController()
  const waiting = gate()
  await using pair = await connect({ events: { waiting: waiting.open } })
  const first = pair.client.call(Echo, Wait, {}, release)
  const next = pair.client.call(Echo, EchoData, { data: bytesOf(3) }, second)
  await waiting.promise
  const before = pair.wire.sent.length
  second.abort('changed my mind')
  await assert.rejects(next, (reason) => reason === 'changed my mind')
  assert.equal(pair.wire.sent.length, before)
  release.abort('and this one')
  await assert.rejects(first, (reason) => reason === 'and this one')
})

test('co_cancel makes the server answer with nca_s_fault_cancel', async () => {
  const waiting = gate()
  await using pair = await connect({ events: { waiting: waiting.open } })
  const call = pair.client.call(Echo, Wait, {})
  await waiting.promise
  await pair.wire.client.send(compose(NoBody, {}, { ptype: PduType.co_cancel, pfcFlags: 3, callId: 2 }, null).bytes)
  await assert.rejects(call, faultOf(0x1c00_000d, 'nca_s_fault_cancel'))
})

test('a request of more than 4 MB is refused while it comes', async () => {
  const pair = await connect()
  await assert.rejects(pair.client.call(Echo, EchoData, { data: new Uint8Array(4 * 1024 * 1024) }), StatusError)
  await assert.rejects(pair.served, DecodeError)
})

test('an answer to another call is refused and the connection is not used again', async () => {
  await using pair = await connect({
    through(bytes, from) {
      if (from === 'server' && bytes[2] === PduType.response) bytes[12]! += 5
      return [bytes]
    },
  })
  await assert.rejects(pair.client.call(Echo, EchoData, { data: bytesOf(3) }), DecodeError)
  await assert.rejects(pair.client.call(Echo, EchoData, { data: bytesOf(3) }), faultOf(0x1c01_0001))
})

test('a server that goes in the middle of a call makes it reject', async () => {
  const waiting = gate()
  await using pair = await connect({ events: { waiting: waiting.open } })
  const call = pair.client.call(Echo, Wait, {})
  await waiting.promise
  pair.wire.close()
  await assert.rejects(call, { message: 'the exchange is closed' })
})

test('the signal of serve ends the connection', async () => {
  const stop = new AbortController()
  await using pair = await connect({ server: { signal: stop.signal } })
  stop.abort('shutting down')
  await assert.rejects(pair.served, (reason) => reason === 'shutting down')
})

test('FragmentReader refuses a length that no fragment has', async () => {
  const wire = duplex()
  await wire.server.send(Buffer.from('0500000310000000' + '0f000000' + '00000000', 'hex'))
  await assert.rejects(new FragmentReader(wire.client).next(), DecodeError)
})

test('diagnostics show every message decoded and no secret', async () => {
  const messages: RpcMessage[] = []
  const listen = (message: unknown) => messages.push(message as RpcMessage)
  rpcMessages.subscribe(listen)
  try {
    await using pair = await connect({ bind: { security: { context: ntlmClient(), level: 6 } } })
    await pair.client.call(Echo, WhoAmI, { password: 'hunter2' })
    await assert.rejects(pair.client.call(Echo, Missing, {}))
  } finally {
    rpcMessages.unsubscribe(listen)
  }
  assert.deepEqual(
    messages.map(({ direction, name }) => `${direction} ${name}`),
    [
      'sent bind',
      'received bind_ack',
      'sent rpc_auth_3',
      'sent Echo 6',
      'received Echo 6',
      'sent Echo 99',
      'received fault',
    ],
  )
  assert.equal(
    messages.every(({ explanation }) => explanation.error === null),
    true,
  )
  assert.deepEqual(messages[3]?.explanation.fields, [
    { path: 'password', start: 0, end: 28, value: undefined, secret: true },
  ])
  const shown = JSON.stringify(messages, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  assert.equal(shown.includes('hunter2') || shown.includes('NTLMSSP'), false)
})
