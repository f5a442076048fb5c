/** A D-Bus connection against a peer inside the test that refuses, ends and misbehaves. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LogoffError, StatusError } from '../../../src/errors.ts'
import { Bus } from '../../../src/host/logind/bus.ts'
import { BusPeer } from './bus-peer.ts'

const ping = { destination: 'org.example', path: '/', interface: 'org.example.Test', member: 'Ping' }

const isLost = (error: unknown) => error instanceof LogoffError && error.code === 'CONNECTION_LOST'

suite('Bus', () => {
  test('names no user when it authenticates, and says Hello', async () => {
    const peer = new BusPeer(() => ({}))
    await using bus = await Bus.open(peer.stream, 'rds3')
    assert.equal(await bus.uniqueName(), ':1.7')
    assert.equal(peer.opening, '\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n')
    assert.deepEqual(
      peer.calls.map(({ member }) => member),
      ['Hello'],
    )
  })

  test('is not opened by a peer that refuses, ends or speaks something else', async () => {
    for (const greeting of ['REJECTED EXTERNAL\r\n', 'x'.repeat(5000)]) {
      const peer = new BusPeer(() => ({}), greeting)
      await assert.rejects(Bus.open(peer.stream, 'rds3'), { code: 'HOST_UNREACHABLE' })
      assert.ok(peer.stream.destroyed)
    }
    const silent = new BusPeer(() => ({}), '')
    const opening = Bus.open(silent.stream, 'rds3')
    silent.hangUp()
    await assert.rejects(opening, { code: 'HOST_UNREACHABLE', message: /it closed the connection/ })
  })

  test('call() answers with the values, in plain JavaScript', async () => {
    const body = [{ Id: ['s', '12'], Timestamp: ['t', 0xffff_ffff_ffff_ffffn], Seat: ['(so)', ['seat0', '/seat']] }]
    const peer = new BusPeer(() => ({ signature: 'a{sv}', body: [Object.entries(body[0]!)] }))
    await using bus = await Bus.open(peer.stream, 'rds3')
    assert.deepEqual(await bus.call(ping), [{ Id: '12', Timestamp: 0xffff_ffff_ffff_ffffn, Seat: ['seat0', '/seat'] }])
  })

  test('call() rejects with the peer’s error', async () => {
    const peer = new BusPeer(() => ({ error: 'org.example.No', text: 'because' }))
    await using bus = await Bus.open(peer.stream, 'rds3')
    await assert.rejects(bus.call(ping), (error) => {
      assert.ok(error instanceof StatusError)
      assert.deepEqual(error.status, { space: 'dbus', value: null, symbol: 'org.example.No' })
      assert.equal(error.message, 'Ping: org.example.No: because')
      return true
    })
  })

  test('call() asks to be asked for a right only where it is told to', async () => {
    const peer = new BusPeer(() => ({}))
    await using bus = await Bus.open(peer.stream, 'rds3')
    await bus.call(ping)
    await bus.call({ ...ping, interactive: true })
    assert.deepEqual(
      peer.calls.slice(1).map(({ flags }) => flags),
      [0, 4],
    )
  })

  test('call() rejects with the reason of an abort, before and while it waits', async () => {
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const reason = new Error('changed my mind')
    await assert.rejects(bus.call(ping, { signal: AbortSignal.abort(reason) }), reason)
    const controller = new AbortController()
    const call = bus.call(ping, { signal: controller.signal })
    controller.abort(reason)
    await assert.rejects(call, reason)
  })

  test('call() calls a peer silent that does not answer in 25 s', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] })
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const call = bus.call(ping)
    while (peer.calls.length < 2) await new Promise((resolve) => setImmediate(resolve))
    context.mock.timers.tick(25_000)
    await assert.rejects(call, { code: 'HOST_SILENT', message: /25 s/ })
  })

  test('has never more than 100 calls under way, and makes all of them', async () => {
    let most = 0
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const calls = Array.from({ length: 250 }, () => bus.call(ping))
    let answered = 0
    while (answered < 250) {
      await new Promise((resolve) => setImmediate(resolve))
      const open = peer.calls.filter(({ member }) => member === 'Ping').slice(answered)
      most = Math.max(most, open.length)
      for (const { serial } of open) peer.reply(serial)
      answered += open.length
    }
    await Promise.all(calls)
    assert.equal(most, 100)
  })

  test('counts a call as under way until it is answered, even if it was aborted', async () => {
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const controller = new AbortController()
    const given = Array.from({ length: 100 }, () => bus.call(ping, { signal: controller.signal }))
    const refused = given.map((call) => assert.rejects(call, /enough/))
    controller.abort(new Error('enough'))
    await Promise.all(refused)
    const late = bus.call(ping)
    const pings = () => peer.calls.filter(({ member }) => member === 'Ping')
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(pings().length, 100)
    for (const { serial } of pings()) peer.reply(serial)
    while (pings().length < 101) await new Promise((resolve) => setImmediate(resolve))
    peer.reply(pings()[100]!.serial)
    await late
  })

  test('loses everything that is pending when the peer goes away', async () => {
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const calls = Array.from({ length: 150 }, () => assert.rejects(bus.call(ping), isLost))
    peer.hangUp()
    await Promise.all(calls)
    assert.ok(bus.lost.aborted && isLost(bus.lost.reason))
    await assert.rejects(bus.call(ping), isLost)
  })

  test('is lost when what arrives is no message', async () => {
    const peer = new BusPeer(() => null)
    await using bus = await Bus.open(peer.stream, 'rds3')
    const call = assert.rejects(bus.call(ping), isLost)
    peer.send(Buffer.alloc(64, 0x41))
    await call
  })

  test('subscribe() delivers signals until it is disposed', async () => {
    const peer = new BusPeer(() => ({}))
    await using bus = await Bus.open(peer.stream, 'rds3')
    const seen: unknown[] = []
    const subscription = await bus.subscribe("type='signal'", ({ member, body }) => seen.push([member, ...body]))
    peer.emit('/a', 'org.example.Test', 'Moved', 'su', ['x', 3])
    await bus.call(ping)
    await subscription[Symbol.asyncDispose]()
    peer.emit('/a', 'org.example.Test', 'Moved', 's', ['late'])
    await bus.call(ping)
    assert.deepEqual(seen, [['Moved', 'x', 3]])
    assert.deepEqual(
      peer.calls.flatMap(({ member, body }) => (member?.endsWith('Match') ? [[member, ...(body ?? [])]] : [])),
      [
        ['AddMatch', "type='signal'"],
        ['RemoveMatch', "type='signal'"],
      ],
    )
  })

  test('close() may be called twice', async () => {
    const bus = await Bus.open(new BusPeer(() => ({})).stream, 'rds3')
    await bus.close()
    await bus.close()
  })
})
