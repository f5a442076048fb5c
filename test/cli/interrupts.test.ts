/** Interrupts: one, two at once, another. */
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mock, test } from 'node:test'
import { abortOnInterrupt, type Interruptible } from '../../src/cli/interrupts.ts'

/** A process that ends on paper alone. */
function interruptible() {
  const signals = new EventEmitter()
  const exits: unknown[] = []
  const process: Interruptible = {
    on(name: string, listener: (...args: never[]) => void) {
      signals.on(name, listener as () => void)
      return globalThis.process
    },
    exit(code) {
      exits.push(code)
      throw new Error('over')
    },
  }
  return { process, signals, exits }
}

test('interrupts that come at once are one, and are never left to the system, which would end the process', (t) => {
  let now = 1_000
  t.mock.method(performance, 'now', () => now)
  const { process, signals, exits } = interruptible()
  const interrupt = new AbortController()
  const stopped = mock.fn()
  interrupt.signal.addEventListener('abort', stopped)
  abortOnInterrupt(interrupt, process)
  signals.emit('SIGINT')
  signals.emit('SIGINT')
  now = 1_500
  signals.emit('SIGINT')
  assert.equal(stopped.mock.callCount(), 1)
  assert.equal(signals.listenerCount('SIGINT'), 1)
  assert.deepEqual(exits, [])
})

test('another interrupt ends the process', (t) => {
  let now = 1_000
  t.mock.method(performance, 'now', () => now)
  const { process, signals, exits } = interruptible()
  abortOnInterrupt(new AbortController(), process)
  signals.emit('SIGINT')
  now = 1_501
  assert.throws(() => signals.emit('SIGINT'), /over/)
  assert.deepEqual(exits, [130])
})
