/** What an interim answer may do to the client's requests, and what it may not. */
import assert from 'node:assert/strict'
import { type Duplex, duplexPair } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { receivedChannel, type Smb2Trace } from '../../src/smb2/diagnostics.ts'
import { FrameReader, frame } from '../../src/smb2/frames.ts'
import { bodyOf, encodeMessage, Message } from '../../src/smb2/message.ts'
import { Command, HeaderFlags } from '../../src/smb2/messages/header.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import { Cipher, SigningAlgorithm } from '../../src/smb2/messages/negotiate-contexts.ts'
import { Empty } from '../../src/smb2/messages/session-setup.ts'
import { Requester } from '../../src/smb2/requester.ts'
import { SessionSecurity } from '../../src/smb2/session-security.ts'
import { NtStatus } from '../../src/wire/ntstatus.ts'
import { meddled } from './meddle.ts'
import { alice, open, serve } from './server.ts'

const { SMB2_FLAGS_SERVER_TO_REDIR, SMB2_FLAGS_ASYNC_COMMAND, SMB2_FLAGS_SIGNED } = HeaderFlags
const SESSION = 7n
const HELLO = Buffer.from('hello')
const ECHO = { command: Command.ECHO, body: bodyOf(Empty, {}) }

interface Peer {
  readonly stream: Duplex
  readonly theirs: SessionSecurity
  ask(): Promise<Message>
}

function connect(t: TestContext, { encrypted = false } = {}): Peer {
  const key = () => (encrypted ? new Uint8Array(16).fill(2) : null)
  const security = (role: 'client' | 'server') =>
    new SessionSecurity(
      role,
      {
        dialect: Dialect['3.1.1'],
        signingAlgorithmId: SigningAlgorithm['AES-CMAC'],
        cipherId: encrypted ? Cipher['AES-128-GCM'] : 0,
      },
      SESSION,
      { signingKey: new Uint8Array(16).fill(1), serverInKey: key(), serverOutKey: key() },
    )
  const [ours, stream] = duplexPair()
  const requester = new Requester(ours, 'server1')
  const ourSecurity = security('client')
  requester.addSession(ourSecurity)
  t.after(() => requester.end())
  stream.on('error', () => {})
  return { stream, theirs: security('server'), ask: () => requester.request(ECHO, { security: ourSecurity }) }
}

function answer(status: number, flags: number, credits: number): Uint8Array {
  const header = { command: Command.ECHO, messageId: 0n, sessionId: SESSION, status, credits }
  return encodeMessage({ ...header, flags: SMB2_FLAGS_SERVER_TO_REDIR | flags }, bodyOf(Empty, {}))
}

const interim = (flags = 0) => answer(NtStatus.STATUS_PENDING, SMB2_FLAGS_ASYNC_COMMAND | flags, 5)

test('an interim answer in clear text on an encrypted session ends the connection', async (t) => {
  const { stream, ask } = connect(t, { encrypted: true })
  let traced = 0
  const listen = () => void traced++
  receivedChannel.subscribe(listen)
  t.after(() => receivedChannel.unsubscribe(listen))
  const asked = ask()
  stream.write(frame(interim()))
  await assert.rejects(asked, { name: 'Smb2Error', reason: 'tampered' })
  assert.equal(traced, 0)
})

test('an interim answer with a signature that does not fit ends the connection', async (t) => {
  const { stream, ask } = connect(t)
  const asked = ask()
  stream.write(frame(interim(SMB2_FLAGS_SIGNED)))
  await assert.rejects(asked, { name: 'Smb2Error', reason: 'tampered' })
})

test('an unsigned interim answer grants nothing where the final one was not announced', async (t) => {
  const { stream, theirs, ask } = connect(t)
  const first = ask()
  const second = ask()
  stream.write(frame(interim()))
  stream.write(frame(theirs.protect([answer(NtStatus.STATUS_SUCCESS, 0, 0)], { encrypted: false })))
  await first
  await assert.rejects(second, { name: 'Smb2Error', message: /grants no credits/ })
})

test('an unsigned interim answer grants its credits once the final one is genuine', async (t) => {
  const { stream, theirs, ask } = connect(t)
  const reader = new FrameReader()
  const seen: bigint[] = []
  const sent = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      for (const bytes of reader.push(chunk)) seen.push(new Message(bytes).header.messageId)
      if (seen.includes(1n)) resolve()
    })
  })
  const first = ask()
  ask().catch(() => {}) // never answered: what counts is that it is sent
  stream.write(frame(interim()))
  const final = answer(NtStatus.STATUS_SUCCESS, SMB2_FLAGS_ASYNC_COMMAND, 0)
  stream.write(frame(theirs.protect([final], { encrypted: false })))
  await first
  await sent
})

test('answers that take their time never use up the credits of a session that signs', async (t) => {
  let announced = () => {}
  const listen = (trace: unknown) => {
    if ((trace as Smb2Trace).status === NtStatus.STATUS_PENDING) announced()
  }
  receivedChannel.subscribe(listen)
  t.after(() => receivedChannel.unsubscribe(listen))
  const { stream } = serve(() => async (pipe) => {
    for (;;) {
      const message = await pipe.receive()
      await new Promise<void>((resolve) => {
        announced = resolve
      })
      await pipe.send(message)
    }
  })
  await using connection = await open(meddled(stream, { incoming: unsignedInterim }), { ciphers: [] })
  await using session = await connection.logon(alice())
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe('echo')
  for (let i = 0; i < 80; i++) assert.deepEqual(Buffer.from(await pipe.transceive(HELLO)), HELLO)
})

/** Takes the signature off an interim answer, as smbd leaves it off. */
function unsignedInterim(chunk: Buffer): Buffer {
  const STATUS = 4 + 8
  const FLAGS = 4 + 16
  if (chunk.readUInt32LE(STATUS) !== NtStatus.STATUS_PENDING) return chunk
  chunk.writeUInt32LE(chunk.readUInt32LE(FLAGS) & ~HeaderFlags.SMB2_FLAGS_SIGNED, FLAGS)
  return chunk.fill(0, 4 + 48, 4 + 64)
}
