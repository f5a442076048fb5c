/** Many hosts are worked on at once, and each fails for itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import { onEach } from '../../src/farm/fan-out.ts'
import { targetOf } from '../../src/host/target.ts'
import { FakeHost, opening } from '../cli/fake-host.ts'

test('onEach answers in the order of the targets and tells each as it comes', async () => {
  const hosts = ['A', 'B'].map((name) => new FakeHost(name))
  const told: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const answers = onEach(
    ['A', 'Gone', 'B'].map(targetOf),
    opening(...hosts),
    async (host) => {
      if (host.name === 'A') await gate
      return host.name.toLowerCase()
    },
    {
      onAnswer: async ({ target }) => {
        told.push(target.name)
        if (told.length === 2) open()
      },
    },
  )
  assert.deepEqual(
    (await answers).map(({ value, error }) => value ?? error?.code),
    ['a', 'HOST_UNREACHABLE', 'b'],
  )
  assert.equal(told.at(-1), 'A')
  assert.ok(hosts.every(({ closed }) => closed))
})

test('onEach closes a host whose work failed', async () => {
  const host = new FakeHost('A')
  const failing = async () => {
    throw new LogoffError('NO_SESSIONS', { host: 'A' })
  }
  const [answer] = await onEach([targetOf('A')], opening(host), failing, {})
  assert.equal(answer?.error?.code, 'NO_SESSIONS')
  assert.ok(host.closed)
})

test('onEach rejects with the reason of an abort, and with a mistake of our own', async () => {
  const interrupt = new AbortController()
  const reason = new Error('interrupted')
  const aborting = async () => {
    interrupt.abort(reason)
    throw reason
  }
  const host = new FakeHost('A')
  await assert.rejects(onEach([targetOf('A')], opening(host), aborting, { signal: interrupt.signal }), reason)
  const mistake = async () => {
    throw new TypeError('ours')
  }
  await assert.rejects(onEach([targetOf('A')], opening(host), mistake, {}), TypeError)
})
