/** What signals ask of a service. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ServiceSignals } from '../../src/cli/service-signals.ts'

test('SIGHUP asks for a reload, and several at once for one', async () => {
  using signals = new ServiceSignals(undefined)
  process.emit('SIGHUP')
  process.emit('SIGHUP')
  const reloads = signals.reloads()
  assert.equal((await reloads.next()).done, false)
  const second = reloads.next()
  process.emit('SIGHUP')
  assert.equal((await second).done, false)
  const third = reloads.next()
  process.emit('SIGTERM')
  assert.equal((await third).done, true)
})

test('SIGTERM asks to stop, also before anybody listens', async () => {
  using signals = new ServiceSignals(undefined)
  process.emit('SIGTERM')
  assert.equal(signals.stop.aborted, true)
  assert.equal((await signals.reloads().next()).done, true)
})

test('an interrupt stops too, whenever it came', async () => {
  const interrupt = new AbortController()
  using signals = new ServiceSignals(interrupt.signal)
  const next = signals.reloads().next()
  interrupt.abort()
  assert.equal((await next).done, true)
  using late = new ServiceSignals(interrupt.signal)
  assert.equal(late.stop.aborted, true)
})

test('signals are left alone after disposal', () => {
  const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGHUP')]
  new ServiceSignals(undefined)[Symbol.dispose]()
  assert.deepEqual([process.listenerCount('SIGTERM'), process.listenerCount('SIGHUP')], before)
})
