/** The pipes as smbd meets them: folders, sockets, handshakes, and too many callers. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, linkSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { RpcClient } from '../../../src/rpc/client.ts'
import { compose } from '../../../src/rpc/fragment.ts'
import { PduType, Request } from '../../../src/rpc/pdu.ts'
import { serve } from '../../../src/rpc/server.ts'
import { turnAway } from '../../../src/rpc/turn-away.ts'
import { decodeHandshake, encodeReply } from '../../../src/service/samba/handshake.ts'
import { PipeChannel } from '../../../src/service/samba/pipe-channel.ts'
import { listenOnPipes, type PipeListener, type PipeOptions } from '../../../src/service/samba/pipes.ts'
import { Places } from '../../../src/service/samba/places.ts'
import { SocketBytes } from '../../../src/service/samba/socket-bytes.ts'
import { faultOf } from '../../rpc/connect.ts'
import { Echo, EchoData, echoService, Wait } from '../../rpc/echo.ts'
import { recorded } from './recorded.ts'

const ALICE = 'npa7-4.17.12-standalone-ntlm-enc'
const TSADMIN = 'npa7-4.17.12-addc-ntlm'
const NOBODY = 'npa7-4.17.12-anonymous'
const STEP_MS = 60

let base = ''
let folder = ''

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'logoff-pipes-'))
  folder = join(base, 'samba', 'ncalrpc', 'np')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8)

function listen(options: Partial<PipeOptions> = {}): Promise<PipeListener> {
  const onCaller: PipeOptions['onCaller'] = (_, channel, __, signal) =>
    serve(channel, [echoService()], { address: 'echo', signal })
  const limits = () => ({ callers: 256, stepMs: 10_000 })
  return listenOnPipes({ folder, pipes: ['Echo_service'], limits, onCaller, ...options })
}

/** A connection as smbd makes it. */
async function reach(): Promise<{ socket: Socket; bytes: SocketBytes }> {
  const socket = connect(join(folder, 'echo_service'))
  socket.on('error', () => {})
  await once(socket, 'connect')
  return { socket, bytes: new SocketBytes(socket) }
}

/** As `reach`, up to the end of the handshake. */
async function enter(who: string) {
  const { socket, bytes } = await reach()
  const request = recorded(who)
  socket.write(request)
  const reply = await bytes.next(36)
  assert.deepEqual(reply, new Uint8Array(encodeReply(decodeHandshake(request).level)))
  return { socket, channel: new PipeChannel(socket, bytes, 10_000) }
}

test('the folders and the socket are made with the modes that Samba demands, whatever the umask', async () => {
  const before = process.umask(0o077)
  try {
    await using _pipes = await listen()
    const modes = [join(folder, '..'), folder, join(folder, 'echo_service')].map(modeOf)
    assert.deepEqual(modes, ['755', '700', '600'])
  } finally {
    process.umask(before)
  }
})

test('folders that would break Samba are refused with what to do, and left alone', async () => {
  mkdirSync(folder, { recursive: true })
  for (const [np, ncalrpc, facts] of [
    [0o755, 0o755, { path: folder, mode: '0755', wanted: '0700' }],
    [0o700, 0o777, { path: join(folder, '..'), mode: '0777', wanted: '0755' }],
  ] as const) {
    chmodSync(folder, np)
    chmodSync(join(folder, '..'), ncalrpc)
    await assert.rejects(listen(), { name: 'NotReady', reason: 'folderMode', facts })
    assert.equal(modeOf(folder), np.toString(8))
  }
})

test('a stale socket is replaced, one that is answered and what is no socket are not', async () => {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o700)
  const path = join(folder, 'echo_service')
  writeFileSync(path, '')
  await assert.rejects(listen(), { name: 'NotReady', reason: 'inTheWay', facts: { path } })
  rmSync(path)
  // Killed, so that its socket stays behind.
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', script, path]), 'exit')
  assert.equal(lstatSync(path).isSocket(), true)
  await using pipes = await listen()
  await assert.rejects(listen(), { name: 'NotReady', reason: 'taken', facts: { path } })
  ;(await enter(ALICE)).socket.destroy()
  await pipes[Symbol.asyncDispose]()
  assert.throws(() => lstatSync(path), /ENOENT/)
})

test('a caller is told apart, served, and gone when he goes', async () => {
  const seen: unknown[] = []
  let gone = (_: AbortSignal) => {}
  const left = new Promise<AbortSignal>((resolve) => {
    gone = resolve
  })
  await using _pipes = await listen({
    async onCaller(pipe, channel, caller, signal) {
      seen.push(pipe, caller.user, caller.address)
      signal.addEventListener('abort', () => gone(signal))
      await serve(channel, [echoService()], { address: 'echo', signal })
    },
  })
  const { socket, channel } = await enter(ALICE)
  const client = await RpcClient.bind(channel, [Echo])
  assert.equal((await client.call(Echo, EchoData, { data: new Uint8Array(30_000) })).returnValue, 30_000)
  assert.deepEqual(seen, ['Echo_service', 'alice', '127.0.0.1'])
  socket.end()
  assert.equal((await left).aborted, true)
})

test('who is there when the listening ends goes on calling, and nobody comes in any more', async () => {
  await using pipes = await listen()
  const { socket, channel } = await enter(ALICE)
  const client = await RpcClient.bind(channel, [Echo])
  const drained = pipes.drain(60_000)
  await assert.rejects(reach(), { code: 'ENOENT' })
  assert.equal((await client.call(Echo, EchoData, { data: new Uint8Array(3) })).returnValue, 3)
  socket.end()
  await drained
})

test('an end of the listening waits no longer than it may', async () => {
  await using pipes = await listen()
  const { socket } = await enter(ALICE)
  await pipes.drain(1)
  socket.destroy()
})

test('handshakes that are nonsense or of another level are hung up on, and told', async () => {
  const told: string[] = []
  await using _pipes = await listen({ onUnreadable: (pipe, reason) => told.push(`${pipe}: ${reason}`) })
  const unknown = recorded(ALICE)
  unknown[8] = unknown[12] = 6
  for (const bytes of [unknown, Buffer.alloc(64, 0xff), Buffer.alloc(64), Buffer.from('\0\0\0\x04NPAM')]) {
    const { socket, bytes: answer } = await reach()
    socket.write(bytes)
    await assert.rejects(answer.next(1), Error)
  }
  assert.equal(told.length, 4)
  assert.match(told[0] ?? '', /^Echo_service: .*6 selects nothing/)
})

test('a caller that stops in the handshake is hung up on, and another is served meanwhile', async () => {
  await using _pipes = await listen({ limits: () => ({ callers: 256, stepMs: STEP_MS }) })
  const stopped = [0, 2, 4, 400].map(async (length) => {
    const { socket, bytes } = await reach()
    socket.write(recorded(ALICE).subarray(0, length))
    await assert.rejects(bytes.next(1), Error, `${length} bytes`)
  })
  await RpcClient.bind((await enter(ALICE)).channel, [Echo])
  await Promise.all(stopped)
})

test('an account has a quarter of the places, and is told when it wants more; another is served', async () => {
  const tooMany: string[] = []
  await using _pipes = await listen({
    limits: () => ({ callers: 8, stepMs: 10_000 }),
    onTooMany: (pipe, { user }) => tooMany.push(`${user} on ${pipe}`),
  })
  const served = [await enter(ALICE), await enter(ALICE)]
  for (const { channel } of served) await RpcClient.bind(channel, [Echo])
  for (let i = 0; i < 3; i++) {
    const { channel } = await enter(ALICE)
    await assert.rejects(RpcClient.bind(channel, [Echo]), faultOf(1, 'TEMPORARY_CONGESTION'))
    await assert.rejects(channel.receive(), /closed the pipe/)
  }
  assert.deepEqual(tooMany, Array(3).fill('alice on Echo_service'))
  assert.ok(await RpcClient.bind((await enter(TSADMIN)).channel, [Echo]))
  served[0]!.socket.destroy()
  for (;;) {
    const { channel } = await enter(ALICE)
    const bound = await RpcClient.bind(channel, [Echo]).catch(() => null)
    if (bound !== null) break
  }
})

test('nobody takes a place, and nobody is still told apart', async () => {
  const seen: boolean[] = []
  await using _pipes = await listen({
    limits: () => ({ callers: 4, stepMs: 10_000 }),
    async onCaller(_, channel, { authenticated }, signal) {
      seen.push(authenticated)
      await serve(channel, [echoService()], { address: 'echo', signal })
    },
  })
  for (let i = 0; i < 6; i++) await RpcClient.bind((await enter(NOBODY)).channel, [Echo])
  await RpcClient.bind((await enter(ALICE)).channel, [Echo])
  assert.deepEqual(seen, [...Array(6).fill(false), true])
})

test('callers who are turned away and stay keep nobody else out', async () => {
  await using _pipes = await listen({
    limits: () => ({ callers: 4, stepMs: 60_000 }),
    async onCaller(_, channel, { authenticated }, signal) {
      if (!authenticated) return await turnAway(channel, 5, { signal, stepMs: 60_000 })
      await serve(channel, [echoService()], { address: 'echo', signal })
    },
  })
  for (let i = 0; i < 20; i++) await enter(NOBODY)
  assert.ok(await RpcClient.bind((await enter(TSADMIN)).channel, [Echo]))
  // Alice has one place, and asks for more than there are connections.
  for (let i = 0; i < 20; i++) await enter(ALICE)
  const { channel } = await enter(NOBODY)
  await assert.rejects(RpcClient.bind(channel, [Echo]), faultOf(5))
})

test('a caller is gone when he goes, whatever he has sent that nobody has read', async () => {
  let left = () => {}
  const gone = new Promise<void>((resolve) => {
    left = resolve
  })
  let waits = () => {}
  const waiting = new Promise<void>((resolve) => {
    waits = resolve
  })
  await using _pipes = await listen({
    async onCaller(_, channel, __, signal) {
      await serve(channel, [echoService({ waiting: () => waits() })], { address: 'echo', signal }).finally(left)
    },
  })
  const { socket, channel } = await enter(ALICE)
  const client = await RpcClient.bind(channel, [Echo])
  client.call(Echo, Wait, {}).catch(() => {})
  await waiting
  const body = { allocHint: 0, pContId: 0, opnum: 0, stub: new Uint8Array(4_000) }
  const request = compose(Request, body, { ptype: PduType.request, pfcFlags: 3, callId: 9 }, null).bytes
  for (let i = 0; i < 30; i++) await channel.send(request).catch(() => {})
  socket.destroy()
  await gone
})

test('of 500 connections at once each is served or told, and those after them are served', async () => {
  await using _pipes = await listen()
  const entered = await Promise.all(Array.from({ length: 500 }, () => enter(ALICE)))
  const bound = await Promise.allSettled(entered.map(({ channel }) => RpcClient.bind(channel, [Echo])))
  const served = bound.filter(({ status }) => status === 'fulfilled').length
  assert.equal(served, 64)
  const refused = bound.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  assert.equal(refused.every(faultOf(1, 'TEMPORARY_CONGESTION')), true)
  for (const { socket } of entered) socket.destroy()
  for (;;) {
    const bind = await RpcClient.bind((await enter(ALICE)).channel, [Echo]).catch(() => null)
    if (bind !== null) break
  }
})

test('disposal ends listening and every connection', async () => {
  const pipes = await listen()
  const { channel } = await enter(ALICE)
  await RpcClient.bind(channel, [Echo])
  const waiting = channel.receive()
  await Promise.all([pipes[Symbol.asyncDispose](), assert.rejects(waiting, /closed the pipe/)])
  await assert.rejects(reach(), /ENOENT/)
})

test('sockets that systemd has opened are found by their paths', async () => {
  mkdirSync(folder, { recursive: true })
  const servers = ['other_service', 'echo_service'].map((name) => createServer().listen(join(folder, name)))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const script = fileURLToPath(new URL('inherited.ts', import.meta.url))
  const handles = servers.map(descriptorOf)
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit', ...handles],
  })
  await once(child.stdout!, 'data')
  // This process lets go of the socket, which would take its path away.
  const path = join(folder, 'echo_service')
  linkSync(path, join(folder, 'kept'))
  for (const server of servers) server.close()
  await Promise.all(servers.map((server) => once(server, 'close')))
  renameSync(join(folder, 'kept'), path)
  try {
    const { channel } = await enter(ALICE)
    assert.equal(Buffer.from(await channel.transceive(Buffer.from('who?'))).toString(), 'Echo_service')
  } finally {
    child.kill()
  }
})

/** Node shows the descriptor of a server nowhere else. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, '_handle')
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) throw new TypeError('The server is closed')
  return Number(handle.fd)
}

test('places are counted by account', () => {
  const places = new Places()
  const own = Array.from({ length: 64 }, () => places.take('a', 256))
  assert.equal(own.every(Boolean), true)
  assert.equal(places.take('a', 256), null)
  for (const other of ['b', 'c', 'd']) for (let i = 0; i < 64; i++) assert.ok(places.take(other, 256))
  assert.equal(places.take('e', 256), null)
  own[0]?.[Symbol.dispose]()
  own[0]?.[Symbol.dispose]()
  assert.ok(places.take('e', 256))
  assert.equal(places.take('a', 256), null)
})
