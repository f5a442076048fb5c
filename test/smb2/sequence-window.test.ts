/** The message identifiers of a client, and those that a server grants. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SequenceWindow } from '../../src/smb2/sequence-window.ts'
import { MessageIds } from '../../src/smb2/server/message-ids.ts'

test('SequenceWindow begins with one identifier and grows by what is granted', async () => {
  const window = new SequenceWindow()
  assert.equal(await window.take(1), 0n)
  assert.equal(window.takeNow(1), null)
  window.grant(3)
  assert.equal(await window.take(2), 1n)
  assert.equal(await window.take(1), 3n)
  assert.equal(window.creditRequest, 32)
})

test('SequenceWindow serves those who wait in their order', async () => {
  const window = new SequenceWindow()
  await window.take(1)
  const waiting = [window.take(2), window.take(1)]
  assert.equal(window.isExhausted, true)
  window.grant(1)
  assert.equal(window.takeNow(1), null, 'nobody overtakes')
  window.grant(2)
  assert.deepEqual(await Promise.all(waiting), [1n, 3n])
})

test('SequenceWindow lets an abort leave the queue and tells the rest when nothing will come', async () => {
  const window = new SequenceWindow()
  await window.take(1)
  const reason = new Error('enough')
  const controller = new AbortController()
  const leaving = window.take(1, controller.signal)
  const staying = window.take(1)
  controller.abort(reason)
  await assert.rejects(leaving, reason)
  const end = new Error('closed')
  window.fail(end)
  await assert.rejects(staying, end)
})

test('MessageIds takes each identifier once, and only those that were granted', () => {
  const ids = new MessageIds()
  ids.use(0n, 1)
  assert.throws(() => ids.use(0n, 1), { name: 'Smb2Error', reason: 'protocol' })
  assert.equal(ids.grant(2), 2)
  assert.throws(() => ids.use(3n, 1), { reason: 'protocol' })
  ids.use(1n, 2)
})

test('MessageIds grants no more than a bounded number, and never nothing to a client that has nothing', () => {
  const ids = new MessageIds()
  assert.equal(ids.grant(60_000), 127)
  assert.equal(ids.grant(1), 0)
  for (let id = 0n; id < 128n; id++) ids.use(id, 0)
  assert.equal(ids.grant(0), 1)
})
