/** Client and server before conversations in which bytes were changed at random: an end, but no crash and no hang. */
import assert from 'node:assert/strict'
import { duplexPair } from 'node:stream'
import { test } from 'node:test'
import { Smb2Connection } from '../../src/smb2/connection.ts'
import { frame } from '../../src/smb2/frames.ts'
import { Command } from '../../src/smb2/messages/header.ts'
import { Smb2ServerConnection } from '../../src/smb2/server/connection.ts'
import { fixture, fixtureKeys } from './fixture.ts'
import { alice, ECHO, MECHANISM, open, serve } from './server.ts'

const FILES = ['smbd-4.17-rpcclient-3.1.1.txt', 'smbd-4.17-rpcclient-3.0.2.txt', 'smbd-4.17-rpcclient-2.1.txt']
const ROUNDS = 400
const SEED = 0x5eed

/** A small generator, so that a failure can be repeated. [Park and Miller, 1988] */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 0x7fff_ffff
    return state % below
  }
}

/** The recorded messages of one side, a few bytes of them changed. */
function conversation(side: RegExp, random: (below: number) => number): Uint8Array[] {
  const file = FILES[random(FILES.length)]!
  const messages = fixtureKeys(file).filter((key) => side.test(key))
  return messages.map((key) => {
    const bytes = fixture(file)(key)
    for (let changes = random(3); changes > 0; changes--) bytes[random(bytes.length)] = random(256)
    return frame(bytes)
  })
}

test('the server ends or answers whatever it is sent', async () => {
  const random = generator(SEED)
  for (let round = 0; round < ROUNDS; round++) {
    const [ours, theirs] = duplexPair()
    const server = new Smb2ServerConnection(theirs, { mechanism: MECHANISM, services: ECHO })
    ours.on('error', () => {})
    ours.resume()
    for (const bytes of conversation(/Request/, random)) ours.write(bytes)
    ours.end()
    assert.ok((await server.closed) instanceof Error, `round ${round}`)
  }
})

test('the client ends whatever it is answered', async () => {
  const random = generator(SEED)
  for (let round = 0; round < ROUNDS; round++) {
    const [ours, theirs] = duplexPair()
    const answers = conversation(/Response/, random)
    theirs.on('error', () => {})
    theirs.on('data', () => {
      const answer = answers.shift()
      if (answer) theirs.write(answer)
      else theirs.end()
    })
    const visit = async () => {
      const connection = await Smb2Connection.open(ours, { serverName: 'server1' })
      await connection.logon(alice())
    }
    await assert.rejects(visit(), Error, `round ${round}`)
  }
})

test('the server answers any body of a client that has logged on, or ends the connection', async () => {
  const random = generator(SEED)
  for (let round = 0; round < 40; round++) {
    const { stream, server } = serve()
    await using connection = await open(stream)
    await using session = await connection.logon(alice())
    const treeId = await session.tree('IPC$').connect()
    for (let i = 0; i < 40; i++) {
      const command = random(0x13)
      if (command === Command.CANCEL || command === Command.LOGOFF) continue // the one has no answer, the other ends it
      const bytes = Uint8Array.from({ length: random(80) }, () => random(256))
      bytes[0] = BODY_LENGTHS[random(BODY_LENGTHS.length)]!
      bytes[1] = 0
      const asked = session.request({ command, body: (w) => w.write(bytes), treeId }, undefined)
      const ended = server.closed.then(() => null)
      const reply = await Promise.race([asked.catch(() => null), ended])
      if (!reply) break
    }
  }
})

/** StructureSize of the requests, so that the bytes behind it are looked at. */
const BODY_LENGTHS = [4, 9, 24, 25, 36, 49, 57]
