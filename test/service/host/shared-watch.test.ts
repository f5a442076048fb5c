/** Many listeners on one subscription. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { SharedWatch } from '../../../src/service/host/shared-watch.ts'
import type { SessionEvent } from '../../../src/session/host.ts'

/** Subscriptions that a test feeds. */
class Source {
  begun = 0
  readonly over: unknown[] = []
  #tell: (event: SessionEvent) => void = () => {}
  #fail: (error: unknown) => void = () => {}

  readonly shared = new SharedWatch(({ signal }) => this.#watch(signal))

  tell(id: string): void {
    this.#tell({ type: 'changed', id })
  }

  fail(error: unknown): void {
    this.#fail(error)
  }

  async *#watch(signal: AbortSignal | undefined): AsyncGenerator<SessionEvent, void, undefined> {
    this.begun += 1
    try {
      for (;;) {
        yield await new Promise<SessionEvent>((resolve, reject) => {
          this.#tell = resolve
          this.#fail = reject
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
    } finally {
      this.over.push(signal?.reason)
    }
  }
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

suite('SharedWatch', { timeout: 10_000 }, () => {
  test('subscribes once for all, and not at all when the last has gone', async () => {
    const source = new Source()
    const [one, two] = [source.shared.events(), source.shared.events()]
    const first = [one.next(), two.next()]
    await turn()
    source.tell('7')
    for (const { value } of await Promise.all(first)) assert.deepEqual(value, { type: 'changed', id: '7' })
    assert.equal(source.begun, 1)
    await one.return()
    assert.equal(source.over.length, 0)
    await two.return()
    await turn()
    assert.equal(source.over.length, 1)

    const three = source.shared.events()
    const again = three.next()
    await turn()
    source.tell('8')
    assert.equal((await again).value?.id, '8')
    assert.equal(source.begun, 2)
    await three.return()
  })

  test('keeps what comes while a listener is busy', async () => {
    const source = new Source()
    const events = source.shared.events()
    const first = events.next()
    for (const id of ['1', '2', '3']) {
      await turn()
      source.tell(id)
    }
    await turn()
    const ids = [await first, await events.next(), await events.next()].map(({ value }) => value?.id)
    assert.deepEqual(ids, ['1', '2', '3'])
    await events.return()
  })

  test('ends for one who aborts, with his reason, and goes on for the others', async () => {
    const source = new Source()
    const caller = new AbortController()
    const [one, two] = [source.shared.events({ signal: caller.signal }), source.shared.events()]
    const [ended, told] = [one.next(), two.next()]
    await turn()
    const reason = new Error('I go')
    caller.abort(reason)
    await assert.rejects(ended, reason)
    source.tell('7')
    assert.equal((await told).value?.id, '7')
    await two.return()
  })

  test('fails for all, and begins anew for the next', async () => {
    const source = new Source()
    const [one, two] = [source.shared.events(), source.shared.events()]
    const both = [one.next(), two.next()]
    await turn()
    source.fail(new Error('no more'))
    for (const each of both) await assert.rejects(each, /no more/)
    const next = source.shared.events()
    const told = next.next()
    await turn()
    source.tell('7')
    assert.equal((await told).value?.id, '7')
    await next.return()
  })
})
