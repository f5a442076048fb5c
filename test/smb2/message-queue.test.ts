/** Messages and readers that wait for each other. */
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { suite, test } from 'node:test'
import { MessageQueue } from '../../src/smb2/server/message-queue.ts'

suite('MessageQueue', () => {
  test('gives messages and readers to each other in the order in which they came', async () => {
    const queue = new MessageQueue<string>()
    queue.push('a')
    queue.push('b')
    assert.deepEqual([await queue.shift(), await queue.shift()], ['a', 'b'])
    const readers = [queue.shift(), queue.shift()]
    queue.push('c')
    queue.push('d')
    assert.deepEqual(await Promise.all(readers), ['c', 'd'])
  })

  test('passes over a reader who has given up', async () => {
    const queue = new MessageQueue<string>()
    const impatient = new AbortController()
    const readers = [queue.shift(impatient.signal), queue.shift()]
    impatient.abort('enough')
    queue.push('a')
    await assert.rejects(readers[0]!, (error) => error === 'enough')
    assert.equal(await readers[1], 'a')
  })

  test('gives what was pushed before its end, and then the end', async () => {
    const queue = new MessageQueue<string>()
    queue.push('a')
    queue.close('over')
    queue.push('b')
    assert.equal(await queue.shift(), 'a')
    await assert.rejects(queue.shift(), (error) => error === 'over')
  })

  test('leaves no listener, however the waiting ends', async () => {
    const queue = new MessageQueue<string>()
    const abort = new AbortController()
    const { signal } = abort
    const reader = queue.shift(signal)
    assert.equal(getEventListeners(signal, 'abort').length, 1)
    queue.push('a')
    await reader
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    const closed = queue.shift(signal)
    queue.close('over')
    await assert.rejects(closed)
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    const aborted = new MessageQueue<string>().shift(signal)
    abort.abort('enough')
    await assert.rejects(aborted)
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
  })
})
