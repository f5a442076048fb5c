/** Pipes that their first message opens: what travels together, what becomes of it, and when it must not. */
import assert from 'node:assert/strict'
import type { Duplex } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { FrameReader } from '../../src/smb2/frames.ts'
import { type Message, splitCompound } from '../../src/smb2/message.ts'
import { CreateRequest, NO_FILE_ID } from '../../src/smb2/messages/create.ts'
import { Command, HeaderFlags } from '../../src/smb2/messages/header.ts'
import { IoctlRequest } from '../../src/smb2/messages/ioctl.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import type { Offer } from '../../src/smb2/offer.ts'
import type { PipeServices } from '../../src/smb2/server/files.ts'
import type { Smb2Session } from '../../src/smb2/session.ts'
import type { Smb2Tree } from '../../src/smb2/tree.ts'
import { NtStatus, ntStatusError } from '../../src/wire/ntstatus.ts'
import { downgrade, meddled } from './meddle.ts'
import { commandsOf, type Script, scripted } from './scripted.ts'
import { alice, ECHO, open, serve } from './server.ts'
import { witness } from './witness.ts'

const { CREATE, IOCTL } = Command
const { SMB2_FLAGS_RELATED_OPERATIONS, SMB2_FLAGS_SIGNED } = HeaderFlags
const HELLO = Buffer.from('hello')
const PROTECTIONS: Record<string, Partial<Offer>> = { encrypted: {}, signed: { ciphers: [] } }
const FIRST = ['TREE_CONNECT', 'CREATE', 'IOCTL']
const ONE_BY_ONE = FIRST.map((command) => [command])
const EVERYTHING = FIRST.map((command) => `${command} request`)

/** Logs on over a stream and uses the session until it is closed. */
async function logon(t: TestContext, stream: Duplex, offer: Partial<Offer> = {}): Promise<Smb2Session> {
  const connection = await open(stream, offer)
  const session = await connection.logon(alice())
  t.after(async () => {
    await session.close()
    await connection.close()
  })
  return session
}

async function echoed(tree: Smb2Tree, message: Uint8Array = HELLO): Promise<void> {
  const pipe = tree.pipe('echo')
  assert.deepEqual(Buffer.from(await pipe.transceive(message)), Buffer.from(message))
}

/** The frames that pass on a stream, as bytes. */
function recorded(stream: Duplex): { stream: Duplex; out: Buffer[]; back: Buffer[] } {
  const out: Buffer[] = []
  const back: Buffer[] = []
  const keep = (frames: Buffer[]) => (chunk: Buffer) => {
    for (const bytes of new FrameReader().push(chunk)) frames.push(Buffer.from(bytes))
    return chunk
  }
  return { stream: meddled(stream, { outgoing: keep(out), incoming: keep(back) }), out, back }
}

/** What a test does, and the frames that passed meanwhile. */
async function framesOf(record: { out: Buffer[]; back: Buffer[] }, work: () => Promise<void>) {
  const [out, back] = [record.out.length, record.back.length]
  await work()
  return { out: record.out.slice(out), back: record.back.slice(back) }
}

for (const [name, offer] of Object.entries(PROTECTIONS)) {
  test(`the first message of a pipe takes one frame each way on a session that is ${name}`, async (t) => {
    const record = recorded(serve().stream)
    const session = await logon(t, record.stream, offer)
    const heard = witness(t)
    const tree = session.tree('IPC$')
    const first = await framesOf(record, () => echoed(tree))
    assert.deepEqual([first.out.length, first.back.length], [1, 1])
    assert.deepEqual(heard.lines, [
      ...EVERYTHING,
      'TREE_CONNECT response STATUS_SUCCESS',
      'CREATE response STATUS_SUCCESS',
      'IOCTL response STATUS_SUCCESS',
    ])
    heard.lines.length = 0
    const second = await framesOf(record, () => echoed(tree))
    assert.deepEqual([second.out.length, second.back.length], [1, 1])
    assert.deepEqual(heard.lines, [
      'CREATE request',
      'IOCTL request',
      'CREATE response STATUS_SUCCESS',
      'IOCTL response STATUS_SUCCESS',
    ])
  })
}

test('the requests of a compound are related, signed one by one, and name what the one before them makes', async (t) => {
  const record = recorded(serve().stream)
  const session = await logon(t, record.stream, { ciphers: [] })
  const tree = session.tree('IPC$')
  const { out } = await framesOf(record, () => echoed(tree))
  const requests = splitCompound(out[0]!)
  assert.deepEqual(commandsOf([requests]), [FIRST])
  assert.deepEqual(requests.map(isRelated), [false, true, true])
  assert.equal(requests.every(isSigned), true)
  const sent = requests.map(({ header: { messageId, treeId, creditCharge } }) => ({ messageId, treeId, creditCharge }))
  const { messageId } = sent[0]!
  assert.deepEqual(sent, [
    { messageId, treeId: 0, creditCharge: 1 },
    { messageId: messageId + 1n, treeId: 0xffff_ffff, creditCharge: 1 },
    { messageId: messageId + 2n, treeId: 0xffff_ffff, creditCharge: 1 },
  ])
  assert.equal(new Set(requests.map(({ header }) => header.sessionId)).size, 1)
  const [, create, ioctl] = requests
  assert.equal(create!.body(CreateRequest).name, 'echo')
  assert.deepEqual(Buffer.from(ioctl!.body(IoctlRequest).fileId), Buffer.from(NO_FILE_ID))
})

const BELOW_311 = Object.entries(Dialect).filter(([, dialect]) => dialect < Dialect['3.1.1'])

for (const [name, dialect] of BELOW_311) {
  for (const ciphers of [undefined, []]) {
    const offer = { dialects: [dialect], ...(ciphers && { ciphers }) }
    test(`a pipe waits for the validation of ${name}${ciphers ? ' without ciphers' : ''}`, async (t) => {
      const record = recorded(serve().stream)
      const session = await logon(t, record.stream, offer)
      const heard = witness(t)
      const tree = session.tree('IPC$')
      const { out, back } = await framesOf(record, () => echoed(tree))
      assert.deepEqual([out.length, back.length], [3, 3])
      assert.deepEqual(heard.lines, [
        'TREE_CONNECT request',
        'TREE_CONNECT response STATUS_SUCCESS',
        'IOCTL request',
        'IOCTL response STATUS_SUCCESS',
        'CREATE request',
        'IOCTL request',
        'CREATE response STATUS_SUCCESS',
        'IOCTL response STATUS_SUCCESS',
      ])
      const second = await framesOf(record, () => echoed(tree))
      assert.deepEqual([second.out.length, second.back.length], [1, 1])
    })
  }
}

test('a pipe is not opened behind a negotiation that somebody changed', async (t) => {
  const session = await logon(t, meddled(serve().stream, { outgoing: downgrade }))
  const heard = witness(t)
  const pipe = session.tree('IPC$').pipe('echo')
  await assert.rejects(pipe.transceive(HELLO), { name: 'Smb2Error', reason: 'downgrade' })
  assert.equal(heard.lines.includes('CREATE request'), false)
})

const FLIPS: Record<string, { offer: Partial<Offer>; index: number }> = {
  'encrypted 3.1.1': { offer: {}, index: 3 },
  'signed 3.1.1': { offer: { ciphers: [] }, index: 3 },
  'signed 2.1': { offer: { dialects: [Dialect['2.1']] }, index: 5 },
}

for (const [name, { offer, index }] of Object.entries(FLIPS)) {
  test(`one flipped bit in any byte of a compound that is ${name} ends the connection`, async () => {
    let length = Number.POSITIVE_INFINITY
    for (let at = 4; at < length; at++) {
      const incoming = (chunk: Buffer, i: number) => {
        if (i !== index) return chunk
        length = chunk.length
        chunk[at]! ^= 1 << (at & 7)
        return chunk
      }
      const connection = await open(meddled(serve().stream, { incoming }), offer)
      const session = await connection.logon(alice())
      const end = { name: /^(Smb2Error|DecodeError)$/ }
      await assert.rejects(session.tree('IPC$').pipe('echo').transceive(HELLO), end, `byte ${at}`)
      await assert.rejects(session.treeConnect('IPC$'), end, `after byte ${at}`)
    }
  })
}

test('an answer of a compound without its signature ends the connection', async () => {
  for (const place of [0, 1, 2]) {
    const incoming = (chunk: Buffer, i: number) => {
      if (i !== 3) return chunk
      const { bytes } = splitCompound(chunk.subarray(4))[place]!
      const view = new DataView(bytes.buffer, bytes.byteOffset)
      view.setUint32(16, view.getUint32(16, true) & ~SMB2_FLAGS_SIGNED, true)
      bytes.fill(0, 48, 64)
      return chunk
    }
    const connection = await open(meddled(serve().stream, { incoming }), { ciphers: [] })
    const session = await connection.logon(alice())
    const end = { name: 'Smb2Error', reason: 'tampered', message: /not signed/ }
    await assert.rejects(session.tree('IPC$').pipe('echo').transceive(HELLO), end)
    await assert.rejects(session.treeConnect('IPC$'), end)
  }
})

const granting =
  (credits: number): Script =>
  (requests) => [requests.map((request) => ({ request, credits }))]

for (const [name, offer] of Object.entries(PROTECTIONS)) {
  test(`a server that grants one credit at a time is asked one thing at a time, ${name}`, async (t) => {
    const { stream, frames } = scripted(granting(1))
    const tree = (await logon(t, stream, offer)).tree('IPC$')
    await echoed(tree)
    await Promise.all([echoed(tree), echoed(tree)])
    assert.equal(frames.length, 7)
    assert.deepEqual(commandsOf(frames).slice(0, 3), ONE_BY_ONE)
    assert.deepEqual(commandsOf(frames).flat().sort(), [
      ...Array(3).fill('CREATE'),
      ...Array(3).fill('IOCTL'),
      'TREE_CONNECT',
    ])
  })
}

test('a compound is as long as the credits are many', async (t) => {
  const { stream, frames } = scripted(granting(2))
  const tree = (await logon(t, stream)).tree('IPC$')
  await echoed(tree)
  await echoed(tree)
  assert.deepEqual(commandsOf(frames), [...ONE_BY_ONE, ['CREATE', 'IOCTL']])
})

test('pipes that are opened at once share the credits that are left', async (t) => {
  const { stream, frames } = scripted(granting(1), { credits: 2 })
  const tree = (await logon(t, stream)).tree('IPC$')
  await Promise.all([echoed(tree), echoed(tree), echoed(tree)])
  const [first, second, ...others] = commandsOf(frames)
  assert.deepEqual([first, second], [FIRST, ['CREATE', 'IOCTL']])
  assert.deepEqual(others.flat().sort(), ['CREATE', 'IOCTL'])
})

const FRAMINGS: Record<string, Script> = {
  'one by one': (requests) => requests.map((request) => [{ request }]),
  backwards: (requests) => requests.map((request) => [{ request }]).reverse(),
  'with all credits in the last': (requests) => [
    requests.map((request, i) => ({ request, credits: i === requests.length - 1 ? requests.length : 0 })),
  ],
}

for (const [name, script] of Object.entries(FRAMINGS)) {
  for (const [protection, offer] of Object.entries(PROTECTIONS)) {
    test(`the answers to a compound may come ${name}, ${protection}`, async (t) => {
      const { stream, frames } = scripted(script, { credits: 2 })
      const tree = (await logon(t, stream, offer)).tree('IPC$')
      for (let i = 0; i < 40; i++) await echoed(tree)
      assert.deepEqual(commandsOf(frames), [FIRST, ...Array(39).fill(['CREATE', 'IOCTL'])])
    })
  }
}

/** Says STATUS_INTERNAL_ERROR to these commands of a compound, and does alone what it is asked alone. */
const refusing =
  (...commands: number[]): Script =>
  (requests) => [
    requests.map((request) => {
      const isRefused = requests.length > 1 && commands.includes(request.header.command)
      return { request, credits: 2, ...(isRefused && { status: NtStatus.STATUS_INTERNAL_ERROR }) }
    }),
  ]

test('a server that opens no pipe in a compound is asked for it alone', async (t) => {
  const { stream, frames } = scripted(refusing(CREATE, IOCTL), { credits: 2 })
  const tree = (await logon(t, stream)).tree('IPC$')
  await echoed(tree)
  assert.deepEqual(commandsOf(frames), [FIRST, ['CREATE'], ['IOCTL']])
})

test('a server that takes no message in a compound gets it alone, on the pipe that the compound opened', async (t) => {
  const { stream, frames } = scripted(refusing(IOCTL), { credits: 2 })
  const tree = (await logon(t, stream)).tree('IPC$')
  await echoed(tree)
  assert.deepEqual(commandsOf(frames), [FIRST, ['IOCTL']])
  const [alone] = frames[1]!
  assert.notDeepEqual(Buffer.from(alone!.body(IoctlRequest).fileId), Buffer.from(NO_FILE_ID))
  assert.equal(alone!.header.treeId, 5)
})

test('a pipe that cannot be opened by a compound or alone is refused once and by name', async (t) => {
  const internal: PipeServices = () => {
    throw ntStatusError('open', NtStatus.STATUS_INTERNAL_ERROR)
  }
  const session = await logon(t, serve(internal).stream)
  const heard = witness(t)
  const pipe = session.tree('IPC$').pipe('echo')
  await assert.rejects(pipe.transceive(HELLO), { operation: 'SMB2 CREATE', message: /STATUS_INTERNAL_ERROR/ })
  assert.deepEqual(
    heard.lines.filter((line) => line.endsWith('request')),
    [...EVERYTHING, 'CREATE request'],
  )
})

for (const [name, dialect] of Object.entries(Dialect)) {
  test(`a pipe that nobody serves is refused by name over ${name}, and the others go on`, async (t) => {
    const session = await logon(t, serve().stream, { dialects: [dialect] })
    const tree = session.tree('IPC$')
    const heard = witness(t)
    const error = { name: 'StatusError', operation: 'SMB2 CREATE', message: /STATUS_OBJECT_NAME_NOT_FOUND.*absent/ }
    await assert.rejects(tree.pipe('absent').transceive(HELLO), error)
    await echoed(tree)
    await assert.rejects(tree.pipe('absent').transceive(HELLO), error)
    await echoed(tree)
    assert.equal(heard.lines.filter((line) => line === 'TREE_CONNECT request').length, 1)
  })

  test(`a share that does not exist is refused by name over ${name}, and the others go on`, async (t) => {
    const session = await logon(t, serve().stream, { dialects: [dialect] })
    const tree = session.tree('NOPE$')
    const error = { name: 'StatusError', operation: 'SMB2 TREE_CONNECT', message: /STATUS_BAD_NETWORK_NAME.*NOPE\$/ }
    await assert.rejects(tree.pipe('echo').transceive(HELLO), error)
    await assert.rejects(Promise.all([tree.pipe('echo').transceive(HELLO), tree.pipe('echo').open()]), error)
    await echoed(session.tree('IPC$'))
  })
}

for (const [name, dialect] of Object.entries(Dialect)) {
  test(`pipes opened at once connect to their share once, over ${name}`, async (t) => {
    const session = await logon(t, serve().stream, { dialects: [dialect] })
    const heard = witness(t)
    const tree = session.tree('IPC$')
    const messages = Array.from({ length: 40 }, (_, i) => Buffer.from(`message ${i}`))
    await Promise.all(messages.map((message) => echoed(tree, message)))
    assert.equal(heard.lines.filter((line) => line === 'TREE_CONNECT request').length, 1)
    assert.equal(heard.lines.filter((line) => line === 'CREATE request').length, 40)
  })

  test(`a pipe whose neighbour gave up connecting connects by itself, over ${name}`, async (t) => {
    const session = await logon(t, serve().stream, { dialects: [dialect] })
    const tree = session.tree('IPC$')
    const reason = new Error('enough')
    const controller = new AbortController()
    const first = tree.pipe('echo').transceive(HELLO, { signal: controller.signal })
    const second = echoed(tree)
    controller.abort(reason)
    await assert.rejects(first, reason)
    await second
    await echoed(tree)
  })

  test(`a pipe that gives up waiting for its share leaves it to the others, over ${name}`, async (t) => {
    const session = await logon(t, serve().stream, { dialects: [dialect] })
    const tree = session.tree('IPC$')
    const reason = new Error('enough')
    const controller = new AbortController()
    const first = echoed(tree)
    const second = tree.pipe('echo').transceive(HELLO, { signal: controller.signal })
    controller.abort(reason)
    await assert.rejects(second, reason)
    await first
  })
}

/** `silent` answers when it is told to, or never; `echo` at once. */
function patient(): { services: PipeServices; speak: () => void; closed: Promise<unknown> } {
  let speak = () => {}
  let tell: (error: unknown) => void = () => {}
  const spoken = new Promise<void>((resolve) => {
    speak = resolve
  })
  const closed = new Promise<unknown>((resolve) => {
    tell = resolve
  })
  const services: PipeServices = (name, caller) => {
    if (name !== 'silent') return ECHO(name, caller)
    return async (pipe) => {
      const message = await pipe.receive()
      const next = pipe.receive().catch(tell)
      await spoken
      await pipe.send(message)
      await next
    }
  }
  return { services, speak, closed }
}

for (const [name, offer] of Object.entries(PROTECTIONS)) {
  test(`an answer that takes its time comes behind those that are there, ${name}`, async (t) => {
    const { services, speak } = patient()
    const record = recorded(serve(services).stream)
    const session = await logon(t, record.stream, offer)
    const heard = witness(t)
    const before = record.back.length
    const waiting = session.tree('IPC$').pipe('silent').transceive(HELLO)
    await heard.until('IOCTL response STATUS_PENDING')
    speak()
    assert.deepEqual(Buffer.from(await waiting), HELLO)
    assert.deepEqual(heard.lines, [
      ...EVERYTHING,
      'TREE_CONNECT response STATUS_SUCCESS',
      'CREATE response STATUS_SUCCESS',
      'IOCTL response STATUS_PENDING',
      'IOCTL response STATUS_SUCCESS',
    ])
    assert.equal(record.back.length - before, 3)
  })

  test(`an abort reaches what takes its time as CANCEL and the connection goes on, ${name}`, async (t) => {
    const { services } = patient()
    const session = await logon(t, serve(services).stream, offer)
    const heard = witness(t)
    const tree = session.tree('IPC$')
    const reason = new Error('enough')
    const controller = new AbortController()
    const waiting = tree.pipe('silent').transceive(HELLO, { signal: controller.signal })
    await heard.until('IOCTL response STATUS_PENDING')
    controller.abort(reason)
    await assert.rejects(waiting, reason)
    await heard.until('IOCTL response STATUS_CANCELLED')
    assert.equal(heard.lines.filter((line) => line === 'CANCEL request').length, 1)
    await echoed(tree)
    assert.equal(heard.lines.filter((line) => line === 'TREE_CONNECT request').length, 1)
  })
}

test('an abort before any answer gives up every request of a compound', async (t) => {
  const { services } = patient()
  const session = await logon(t, serve(services).stream)
  const heard = witness(t)
  const tree = session.tree('IPC$')
  const reason = new Error('enough')
  const controller = new AbortController()
  const waiting = tree.pipe('silent').transceive(HELLO, { signal: controller.signal })
  controller.abort(reason)
  await assert.rejects(waiting, reason)
  await heard.until('IOCTL response STATUS_CANCELLED')
  assert.equal(heard.lines.filter((line) => line === 'CANCEL request').length, 3)
  await echoed(tree)
})

test('a message after an abort is never sent', async (t) => {
  const session = await logon(t, serve().stream)
  const heard = witness(t)
  const reason = new Error('too late')
  const signal = AbortSignal.abort(reason)
  await assert.rejects(session.tree('IPC$').pipe('echo').transceive(HELLO, { signal }), reason)
  assert.deepEqual(heard.lines, [])
})

test('a pipe whose first message was given up is closed at the server with the pipe', async (t) => {
  const { services, closed } = patient()
  const session = await logon(t, serve(services).stream)
  const heard = witness(t)
  const controller = new AbortController()
  const pipe = session.tree('IPC$').pipe('silent')
  const waiting = pipe.transceive(HELLO, { signal: controller.signal })
  await heard.until('IOCTL response STATUS_PENDING')
  controller.abort()
  await assert.rejects(waiting, { name: 'AbortError' })
  await pipe.close()
  await heard.until('CLOSE response STATUS_SUCCESS')
  assert.equal(((await closed) as Error).name, 'Smb2Error')
})

test('pipes wait for the share, and not for the first message of the pipe that connected to it', async (t) => {
  const { services, speak } = patient()
  const session = await logon(t, serve(services).stream)
  const tree = session.tree('IPC$')
  const slow = tree.pipe('silent').transceive(HELLO)
  await echoed(tree)
  speak()
  assert.deepEqual(Buffer.from(await slow), HELLO)
})

const CLOSED = { name: 'Smb2Error', reason: 'closed', message: /"echo"/ }

for (const isOpened of [false, true]) {
  test(`a pipe that was closed ${isOpened ? 'after use' : 'before use'} refuses use and sends nothing`, async (t) => {
    const session = await logon(t, serve().stream)
    const heard = witness(t)
    const pipe = session.tree('IPC$').pipe('echo')
    if (isOpened) await pipe.transceive(HELLO)
    await pipe.close()
    await pipe.close()
    if (isOpened) await heard.until('CLOSE response STATUS_SUCCESS')
    const said = heard.lines.length
    await assert.rejects(pipe.transceive(HELLO), CLOSED)
    await assert.rejects(pipe.send(HELLO), CLOSED)
    await assert.rejects(pipe.receive(), CLOSED)
    await assert.rejects(pipe.open(), CLOSED)
    assert.equal(heard.lines.length, said)
    assert.equal(heard.lines.filter((line) => line === 'CLOSE request').length, isOpened ? 1 : 0)
  })
}

for (const [name, use] of Object.entries({
  'its first message is': (tree: Smb2Tree) => {
    const pipe = tree.pipe('echo')
    return { pipe, opening: pipe.transceive(HELLO) }
  },
  'it is': (tree: Smb2Tree) => {
    const pipe = tree.pipe('echo')
    return { pipe, opening: pipe.open() }
  },
})) {
  test(`a pipe that is closed while ${name} on the way is closed at the server too`, async (t) => {
    const session = await logon(t, serve().stream)
    const heard = witness(t)
    const { pipe, opening } = use(session.tree('IPC$'))
    await pipe.close()
    await assert.rejects(opening, CLOSED)
    await heard.until('CLOSE response STATUS_SUCCESS')
    await assert.rejects(pipe.transceive(HELLO), CLOSED)
  })
}

test('a connection that ends in the middle of a compound fails every message that waits', async (t) => {
  const { services } = patient()
  const { stream, server } = serve(services)
  const session = await logon(t, stream)
  const heard = witness(t)
  const tree = session.tree('IPC$')
  const waiting = [tree.pipe('silent').transceive(HELLO), tree.pipe('silent').transceive(HELLO)]
  await heard.until('IOCTL response STATUS_PENDING')
  await server.close()
  for (const each of waiting) await assert.rejects(each, { name: 'Smb2Error', reason: 'closed' })
})

function isRelated(message: Message): boolean {
  return message.has(SMB2_FLAGS_RELATED_OPERATIONS)
}

function isSigned(message: Message): boolean {
  return message.has(SMB2_FLAGS_SIGNED)
}
