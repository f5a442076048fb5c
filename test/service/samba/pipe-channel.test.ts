/** Messages over a socket: their lengths, their limits, and callers that stop in the middle. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { PipeChannel } from '../../../src/service/samba/pipe-channel.ts'
import { SocketBytes } from '../../../src/service/samba/socket-bytes.ts'
import { framed, type Sockets, sockets } from './sockets.ts'

const STEP_MS = 50

function channelOf({ near }: Sockets, stepMs = 10_000): PipeChannel {
  return new PipeChannel(near, new SocketBytes(near), stepMs)
}

function message(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7) % 251)
}

test('messages of every length travel behind their length', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair)
  const far = new SocketBytes(pair.far)
  for (const length of [1, 2, 255, 256, 4_280, 0xffff]) {
    const sent = channel.send(message(length))
    const received = await far.next(length + 2)
    await sent
    assert.deepEqual(received, new Uint8Array(framed(message(length))))
    pair.far.write(received)
    assert.deepEqual(await channel.receive(), message(length))
  }
})

test('messages arrive one by one, however they were cut or joined', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair)
  const all = Buffer.concat([message(3), message(300), message(1)].map(framed))
  pair.far.write(all)
  for (const length of [3, 300, 1]) assert.deepEqual(await channel.receive(), message(length))
  const waiting = channel.receive()
  for (const byte of framed(message(5))) {
    pair.far.write(Uint8Array.of(byte))
    await new Promise(setImmediate)
  }
  assert.deepEqual(await waiting, message(5))
})

test('a received message belongs to the receiver', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair)
  pair.far.write(Buffer.concat([framed(message(4)), framed(message(4))]))
  const first = await channel.receive()
  first.fill(0xff)
  assert.deepEqual(first.slice(0, 2), Uint8Array.of(0xff, 0xff))
  assert.deepEqual(await channel.receive(), message(4))
})

test('a message of no bytes ends the pipe', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair)
  pair.far.write(Uint8Array.of(0, 0))
  await assert.rejects(channel.receive(), /0 bytes/)
  assert.equal(pair.near.destroyed, true)
})

test('messages that cannot be framed are not sent', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair)
  await assert.rejects(channel.send(new Uint8Array()), RangeError)
  await assert.rejects(channel.send(new Uint8Array(0x10000)), RangeError)
})

test('a caller that stops in the middle of a message is let go', async () => {
  for (const part of [1, 2, 5]) {
    await using pair = await sockets()
    const channel = channelOf(pair, STEP_MS)
    pair.far.write(framed(message(100)).subarray(0, part))
    await assert.rejects(channel.receive(), /has not finished a message within 50 ms/, `${part} bytes`)
  }
})

test('a caller that says nothing is waited for', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair, STEP_MS)
  const receiving = channel.receive()
  setTimeout(() => pair.far.write(framed(message(9))), STEP_MS * 3)
  assert.deepEqual(await receiving, message(9))
})

test('a caller that goes in the middle of a message is noticed', async () => {
  for (const part of [0, 1, 2, 5]) {
    await using pair = await sockets()
    const channel = channelOf(pair)
    pair.far.end(framed(message(100)).subarray(0, part))
    await assert.rejects(channel.receive(), /closed the pipe/, `${part} bytes`)
    await assert.rejects(channel.receive(), Error)
  }
})

test('a caller that goes is noticed although nothing is being received', async () => {
  await using pair = await sockets()
  channelOf(pair)
  pair.far.end()
  await once(pair.near, 'close')
  assert.equal(pair.near.destroyed, true)
})

test('sending waits for a caller that reads slowly, and lets one go that does not read', async () => {
  await using pair = await sockets()
  const channel = channelOf(pair, STEP_MS)
  pair.far.pause()
  await assert.rejects(async () => {
    for (let i = 0; i < 100; i++) await channel.send(message(0xffff))
  }, /has not taken a message within 50 ms/)
})

test('an abort rejects with its reason', async () => {
  await using pair = await sockets()
  const over = new AbortController()
  const receiving = channelOf(pair).receive({ signal: over.signal })
  const reason = new Error('enough')
  over.abort(reason)
  await assert.rejects(receiving, reason)
})
