/** Whole conversations of our client with our server, and what becomes of them when somebody meddles. */
import assert from 'node:assert/strict'
import type { Duplex } from 'node:stream'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { StatusError } from '../../src/errors.ts'
import type { Smb2Connection } from '../../src/smb2/connection.ts'
import { receivedChannel, type Smb2Trace } from '../../src/smb2/diagnostics.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import { Cipher, SigningAlgorithm } from '../../src/smb2/messages/negotiate-contexts.ts'
import type { Offer } from '../../src/smb2/offer.ts'
import type { Smb2Error } from '../../src/smb2/smb2-error.ts'
import { NtStatus } from '../../src/wire/ntstatus.ts'
import { downgrade, meddled } from './meddle.ts'
import { alice, ECHO, open, serve } from './server.ts'

const HELLO = Buffer.from('hello')

async function visit(stream: Duplex, offer: Partial<Offer> = {}): Promise<Uint8Array> {
  await using connection = await open(stream, offer)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe('echo')
  return await pipe.transceive(HELLO)
}

const OFFERS: Record<string, Partial<Offer>> = {
  everything: {},
  ...Object.fromEntries(Object.entries(Dialect).map(([name, id]) => [`dialect ${name}`, { dialects: [id] }])),
  ...Object.fromEntries(
    Object.entries(Dialect).map(([name, id]) => [`dialect ${name} without ciphers`, { dialects: [id], ciphers: [] }]),
  ),
  ...Object.fromEntries(Object.entries(Cipher).map(([name, id]) => [name, { ciphers: [id] }])),
  ...Object.fromEntries(
    Object.entries(SigningAlgorithm).map(([name, id]) => [name, { ciphers: [], signingAlgorithms: [id] }]),
  ),
}

for (const [name, offer] of Object.entries(OFFERS)) {
  test(`a message comes back over ${name}`, async () => {
    assert.deepEqual(Buffer.from(await visit(serve().stream, offer)), HELLO)
  })
}

test('a message longer than one buffer comes back whole', async () => {
  await using connection = await open(serve().stream)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe('echo', { maxLength: 1000 })
  const message = Buffer.from(Array.from({ length: 60_000 }, (_, i) => i & 0xff))
  assert.deepEqual(Buffer.from(await pipe.transceive(message)), message)
  await pipe.send(message)
  assert.deepEqual(Buffer.from(await pipe.receive()), message)
})

test('an answer that takes its time is announced and arrives', async (t) => {
  let announced = () => {}
  const pending = new Promise<void>((resolve) => {
    announced = resolve
  })
  const listen = (trace: unknown) => {
    if ((trace as Smb2Trace).status === NtStatus.STATUS_PENDING) announced()
  }
  receivedChannel.subscribe(listen)
  t.after(() => receivedChannel.unsubscribe(listen))
  const { stream } = serve(() => async (pipe) => {
    await pipe.receive()
    await pending
    await pipe.send(HELLO)
  })
  assert.deepEqual(Buffer.from(await visit(stream)), HELLO)
})

test('a part of a message that is empty is refused', { timeout: 10_000 }, async () => {
  await using connection = await open(serve().stream)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe('echo', { maxLength: 0 })
  await assert.rejects(pipe.transceive(HELLO), { name: 'Smb2Error', reason: 'protocol', message: /empty/ })
})

test('an abort reaches the server as CANCEL and the pipe goes on', async () => {
  await using connection = await open(serve().stream)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe('echo')
  const reason = new Error('enough')
  const controller = new AbortController()
  const waiting = pipe.receive({ signal: controller.signal })
  controller.abort(reason)
  await assert.rejects(waiting, reason)
  assert.deepEqual(Buffer.from(await pipe.transceive(HELLO)), HELLO)
})

test('a request after an abort is never sent', async () => {
  await using connection = await open(serve().stream)
  await using session = await connection.logon(alice())
  const reason = new Error('too late')
  await assert.rejects(session.treeConnect('IPC$', { signal: AbortSignal.abort(reason) }), reason)
})

test('many requests share the credits that the server grants', async () => {
  await using connection = await open(serve().stream)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  const pipes = await Promise.all(Array.from({ length: 300 }, () => tree.openPipe('echo')))
  const answers = await Promise.all(pipes.map((pipe, i) => pipe.transceive(Buffer.from(`message ${i}`))))
  assert.equal(
    answers.every((answer, i) => Buffer.from(answer).toString() === `message ${i}`),
    true,
  )
})

test('the service of a pipe learns who opened it and when it is closed', async () => {
  let closed: (error: unknown) => void = () => {}
  const end = new Promise((resolve) => {
    closed = resolve
  })
  const callers: unknown[] = []
  const { stream } = serve((_, caller) => {
    callers.push(caller)
    return (pipe) => pipe.receive().then(() => {}, closed)
  })
  await using connection = await open(stream)
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  const pipe = await tree.openPipe('anything')
  await pipe.close()
  assert.deepEqual(callers, [{ principal: { user: 'alice', domain: '' }, encrypted: true }])
  assert.equal(((await end) as Smb2Error).reason, 'closed')
})

test('leaving ends the connection at the server, which forgets the session', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const { stream, server } = serve()
  await visit(stream)
  mock.timers.tick(20)
  assert.equal(((await server.closed) as Smb2Error).reason, 'closed')
})

const REFUSALS: Record<string, { run: (stream: Duplex) => Promise<unknown>; error: object }> = {
  'a wrong password': {
    run: async (stream) => (await open(stream)).logon(alice('wrong')),
    error: { name: 'StatusError', operation: 'SMB2 SESSION_SETUP', message: /STATUS_LOGON_FAILURE/ },
  },
  'no common dialect': {
    run: (stream) => open(stream, { dialects: [0x0202] }),
    error: { name: 'StatusError', operation: 'SMB2 NEGOTIATE', message: /STATUS_NOT_SUPPORTED/ },
  },
  'encryption that 2.1 cannot do': {
    run: async (stream) =>
      (await open(stream, { dialects: [Dialect['2.1']] })).logon(alice(), { encryptionRequired: true }),
    error: { name: 'Smb2Error', reason: 'encryption' },
  },
  'another share': {
    run: async (stream) => (await (await open(stream)).logon(alice())).treeConnect('C$'),
    error: { name: 'StatusError', operation: 'SMB2 TREE_CONNECT', message: /STATUS_BAD_NETWORK_NAME/ },
  },
  'a pipe that is absent': {
    run: async (stream) =>
      (await (await (await open(stream)).logon(alice())).treeConnect('IPC$')).openPipe('LSM_API_service'),
    error: { name: 'StatusError', operation: 'SMB2 CREATE', message: /STATUS_OBJECT_NAME_NOT_FOUND/ },
  },
}

for (const [name, { run, error }] of Object.entries(REFUSALS)) {
  test(`${name} is refused by name`, async () => {
    await assert.rejects(run(serve().stream), error)
  })
}

test('a service that refuses the caller says so', async () => {
  const { stream } = serve(() => {
    throw new StatusError('open', { space: 'ntstatus', value: 0xc000_0022, symbol: 'STATUS_ACCESS_DENIED' })
  })
  await assert.rejects(visit(stream), { operation: 'SMB2 CREATE', message: /STATUS_ACCESS_DENIED/ })
})

function flip(at: (chunk: Buffer) => number): (chunk: Buffer, index: number) => Buffer {
  return (chunk, index) => {
    if (index >= 3) chunk[at(chunk)]! ^= 0x01
    return chunk
  }
}

for (const [name, offer] of Object.entries({
  encrypted: {},
  signed: { ciphers: [] },
  'signed 2.1': { dialects: [Dialect['2.1']] },
})) {
  test(`one flipped bit in any answer of a session that is ${name} ends the connection`, async () => {
    for (let at = 8; at < 76; at++) {
      const { stream } = serve(ECHO)
      const connection = await open(meddled(stream, { incoming: flip(() => at) }), offer)
      const session = await connection.logon(alice())
      await assert.rejects(
        session.treeConnect('IPC$'),
        (error: Error) => {
          const isExpected = error.name === 'Smb2Error' || error.name === 'DecodeError'
          assert.equal(isExpected, true, `byte ${at}: ${error}`)
          return true
        },
        `byte ${at}`,
      )
      await assert.rejects(session.treeConnect('IPC$'), /./)
    }
  })
}

test('a flipped bit in the last answer of the logon is noticed', async () => {
  for (let at = 12; at < 100; at += 3) {
    const { stream } = serve()
    const change = (chunk: Buffer, index: number) => {
      if (index === 2 && at < chunk.length) chunk[at]! ^= 0x04
      return chunk
    }
    const connection = await open(meddled(stream, { incoming: change }))
    await assert.rejects(connection.logon(alice()), /./, `byte ${at}`)
  }
})

test('a flipped bit in the negotiation is noticed, whatever the dialect', async () => {
  for (const dialect of Object.values(Dialect)) {
    for (let at = 8; at < 130; at += 5) {
      const { stream } = serve()
      const change = (chunk: Buffer, index: number) => {
        if (index === 0 && at < chunk.length) chunk[at]! ^= 0x40
        return chunk
      }
      await visitOrFail(meddled(stream, { incoming: change }), dialect, at)
    }
  }
})

/** Below 3.1.1 only what VALIDATE_NEGOTIATE_INFO repeats is protected: mode, dialect, GUID and capabilities. */
async function visitOrFail(stream: Duplex, dialect: number, at: number): Promise<void> {
  const protectedBelow311 = (at >= 4 + 64 + 2 && at < 4 + 64 + 6) || (at >= 4 + 64 + 8 && at < 4 + 64 + 28)
  const visiting = visit(stream, { dialects: [dialect] })
  if (dialect === Dialect['3.1.1'] || protectedBelow311)
    await assert.rejects(visiting, /./, `0x${dialect.toString(16)}, byte ${at}`)
  else await visiting.catch(() => {})
}

test('a middle man who takes 3.1.1 out of the offer is noticed', async () => {
  await assert.rejects(visit(meddled(serve().stream, { outgoing: downgrade })), {
    name: 'Smb2Error',
    reason: 'downgrade',
  })
})

test('what is not SMB is called so', async () => {
  const { stream } = serve()
  const banner = () => Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian\r\n')
  await assert.rejects(open(meddled(stream, { incoming: banner })), { name: 'Smb2Error', reason: 'notSmb' })
})

test('a server that closes at once is called closed', async () => {
  const { stream, server } = serve()
  const opening = open(stream)
  await server.close()
  await assert.rejects(opening, { name: 'Smb2Error', reason: 'closed' })
})

test('a connection cut after any number of bytes fails, and never hangs', async () => {
  for (let length = 0; length < 900; length += 41) {
    const { stream, server } = serve()
    let left = length
    const cut = (chunk: Buffer) => {
      const part = chunk.subarray(0, left)
      left -= part.length
      if (left === 0) void server.close()
      return part
    }
    await assert.rejects(visit(meddled(stream, { incoming: cut })), /./, `after ${length} bytes`)
  }
})

test('a connection shows no secret', async () => {
  const connection: Smb2Connection = await open(serve().stream)
  const session = await connection.logon(alice())
  assert.equal(inspect(session), "Smb2Session { serverName: 'server1', encrypted: true }")
  assert.equal(inspect(connection), "Smb2Connection { serverName: 'server1', dialect: '3.1.1' }")
  await session.close()
  await session.close()
  await connection.close()
})
