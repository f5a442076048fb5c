/** Waiting that ends in time. */
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { suite, test } from 'node:test'
import { abortable, within } from '../../src/session/deadline.ts'

const never = () => new Promise<never>(() => {})

suite('within()', () => {
  test('says that the work was done in time', async () => {
    assert.equal(await within(10_000, undefined, async () => {}), true)
  })

  test('says that the time was over, and tells the work', async () => {
    let told = false
    const work = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        told = true
      })
      return never()
    }
    assert.equal(await within(5, undefined, work), false)
    assert.ok(told)
  })

  test('rejects with the reason of an abort, not with false', async () => {
    const abort = new AbortController()
    const waiting = within(10_000, abort.signal, never)
    abort.abort('stop')
    await assert.rejects(waiting, (error) => error === 'stop')
    assert.deepEqual(getEventListeners(abort.signal, 'abort'), [])
  })

  test('rejects at once and does not begin after an abort', async () => {
    let begun = false
    const work = async () => {
      begun = true
    }
    await assert.rejects(within(10_000, AbortSignal.abort('stop'), work), (error) => error === 'stop')
    assert.ok(!begun)
  })

  test('rejects with the failure of the work', async () => {
    const failure = new Error('no')
    await assert.rejects(
      within(10_000, undefined, async () => {
        throw failure
      }),
      (error) => error === failure,
    )
  })
})

suite('abortable()', () => {
  test('settles like the promise and leaves no listener', async () => {
    const { signal } = new AbortController()
    assert.equal(await abortable(Promise.resolve(1), signal), 1)
    await assert.rejects(abortable(Promise.reject(new Error('no')), signal), /no/)
    await new Promise(setImmediate)
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
  })

  test('rejects with the reason where the promise never settles', async () => {
    const abort = new AbortController()
    const waiting = abortable(never(), abort.signal)
    abort.abort('stop')
    await assert.rejects(waiting, (error) => error === 'stop')
  })
})
