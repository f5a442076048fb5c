/** The question how long an X display has been idle, against a recorded conversation. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type Duplex, duplexPair } from 'node:stream'
import { suite, test } from 'node:test'
import { cookieOf } from '../../src/linux/x11/authority.ts'
import { idleTime } from '../../src/linux/x11/idle.ts'

interface Fixture {
  readonly authority: string
  readonly idleMs: number
  readonly sent: readonly string[]
  readonly received: readonly string[]
}

const fixture: Fixture = JSON.parse(readFileSync(new URL('../fixtures/xrdp/x-idle.json', import.meta.url), 'utf8'))
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const authority = bytes(fixture.authority)
const HOST = 'xrdp010-3'

/** Answers each request with what follows it in the script; then closes. */
async function serve(server: Duplex, script: readonly (readonly [request: Buffer, answer: Buffer])[]): Promise<void> {
  for (const [request, answer] of script) {
    let read: Buffer | null = server.read(request.length)
    while (read === null && !server.readableEnded) {
      await once(server, 'readable')
      read = server.read(request.length)
    }
    assert.deepEqual(read, request)
    // In pieces, as a network may deliver it.
    for (let at = 0; at < answer.length; at += 7) server.write(answer.subarray(at, at + 7))
  }
  server.end()
}

async function ask(script: readonly (readonly [Buffer, Buffer])[]): Promise<number | null> {
  const [client, server] = duplexPair()
  const [idle] = await Promise.all([
    idleTime(client, cookieOf(authority, HOST, '10') ?? Buffer.alloc(0)),
    serve(server, script),
  ])
  return idle
}

const [setUp, query, info] = fixture.sent.map(bytes) as [Buffer, Buffer, Buffer]
const [head, rest, extension, idle] = fixture.received.map(bytes) as [Buffer, Buffer, Buffer, Buffer]
const opened = [setUp, Buffer.concat([head, rest])] as const

suite('idleTime()', () => {
  test('has the conversation that was recorded', async () => {
    assert.equal(await ask([opened, [query, extension], [info, idle]]), fixture.idleMs)
  })

  test('knows nothing of a display that lets nobody in', async () => {
    const reason = Buffer.alloc(8, 'x')
    const refusal = Buffer.from([0, reason.length, 11, 0, 0, 0, reason.length / 4, 0])
    assert.equal(await ask([[setUp, Buffer.concat([refusal, reason])]]), null)
  })

  test('knows nothing of a display without the extension, or that answers with an error', async () => {
    const absent = Buffer.from(extension)
    absent[8] = 0
    assert.equal(await ask([opened, [query, absent]]), null)
    const error = Buffer.from(idle)
    error[0] = 0
    assert.equal(await ask([opened, [query, extension], [info, error]]), null)
  })

  test('does not believe lengths beyond what was sent', async () => {
    const vendor = Buffer.from(rest)
    vendor.writeUInt16LE(0xffff, 16)
    assert.equal(await ask([[setUp, Buffer.concat([head, vendor])]]), null)
  })

  test('rejects where the server closes in the middle', async () => {
    await assert.rejects(ask([[setUp, head]]), /closed the connection/)
    await assert.rejects(ask([opened, [query, extension.subarray(0, 9)]]), /closed the connection/)
  })
})

suite('cookieOf()', () => {
  test('finds the cookie of a display, of the machine that it is on if there are several', () => {
    const own = cookieOf(authority, HOST, '10')
    assert.equal(own?.length, 16)
    assert.notDeepEqual(cookieOf(authority, HOST, '11'), own)
    const elsewhere = Buffer.from(authority.toString('latin1').replaceAll(HOST, 'xrdp010-4'), 'latin1')
    const other = Buffer.from(elsewhere.map((byte, at) => (at >= elsewhere.length - 16 ? 0xff : byte)))
    assert.deepEqual(cookieOf(Buffer.concat([other, authority]), HOST, '10'), own)
    // The machine may have had another name when the display began.
    assert.deepEqual(cookieOf(elsewhere, HOST, '10'), own)
  })

  test('has none for another display, and none in a file that ends in the middle', () => {
    assert.equal(cookieOf(authority, HOST, '12'), null)
    for (let end = 0; end < authority.length; end++)
      assert.equal(cookieOf(authority.subarray(0, end), HOST, '10'), null)
  })
})
