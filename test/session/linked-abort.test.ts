/** An end that may come from several sides. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { LinkedAbort } from '../../src/session/linked-abort.ts'
import { heldBy } from './held.ts'

suite('LinkedAbort', () => {
  test('is aborted with the first of its signals, for its reason, and leaves nothing at the others', () => {
    const [one, other] = [new AbortController(), new AbortController()]
    const over = new LinkedAbort([one.signal, undefined, other.signal])
    assert.ok(!over.signal.aborted)
    other.abort('other')
    one.abort('one')
    assert.equal(over.signal.reason, 'other')
    assert.deepEqual([heldBy(one.signal), heldBy(other.signal)], [0, 0])
  })

  test('is aborted by itself, and leaves nothing at its signals', () => {
    const one = new AbortController()
    const over = new LinkedAbort([one.signal])
    over.abort('enough')
    one.abort('one')
    assert.equal(over.signal.reason, 'enough')
    assert.equal(heldBy(one.signal), 0)
  })

  test('is aborted from the beginning with a signal that is', () => {
    const one = new AbortController()
    const over = new LinkedAbort([one.signal, AbortSignal.abort('before')])
    assert.equal(over.signal.reason, 'before')
    assert.equal(heldBy(one.signal), 0)
  })

  test('follows nobody once it is disposed of', () => {
    const one = new AbortController()
    const over = new LinkedAbort([one.signal])
    over[Symbol.dispose]()
    assert.equal(heldBy(one.signal), 0)
    one.abort('one')
    assert.ok(!over.signal.aborted)
  })

  test('is aborted by a timeout that nobody else holds', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const { signal } = new LinkedAbort([AbortSignal.timeout(20)])
    // The timeout is out of reach once this turn is over.
    await new Promise(setImmediate)
    collect()
    // Timeouts do not keep the process.
    const going = setInterval(() => {}, 1_000)
    try {
      if (!signal.aborted) await once(signal, 'abort', { signal: AbortSignal.timeout(5_000) })
      assert.equal(signal.reason.name, 'TimeoutError')
    } finally {
      clearInterval(going)
    }
  })
})
