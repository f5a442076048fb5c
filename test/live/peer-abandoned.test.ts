/** What is left of a peer whose process is ended from outside. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import { requirePeers } from './peer/rootfs.ts'
import { tracesOf } from './peer/traces.ts'
import { waitFor, within } from './peer/wait.ts'

const script = new URL('./peer/abandon.ts', import.meta.url).pathname

async function bootElsewhere(kind: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, kind], { stdio: ['pipe', 'pipe', 'inherit'] })
  await within(once(child.stdout, 'data'), { what: 'the peer of another process', deadlineMs: 30_000 })
  return child
}

for (const kind of ['sd252', 'posix'] as const) {
  suite(`A peer of kind ${kind} whose process`, { skip: requirePeers(kind) }, () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      test(`ends by ${signal} leaves nothing`, async () => {
        const child = await bootElsewhere(kind)
        const owner = child.pid ?? 0
        assert.notDeepEqual(tracesOf(owner), [])
        child.kill(signal)
        await once(child, 'exit')
        assert.equal(child.signalCode, signal)
        await waitFor(() => tracesOf(owner).length === 0, { what: 'every trace to go' })
      })
    }

    test('is killed ends at once, and the next boot clears away the rest', async () => {
      const child = await bootElsewhere(kind)
      const owner = child.pid ?? 0
      child.kill('SIGKILL')
      await once(child, 'exit')
      const processes = () => tracesOf(owner).filter((trace) => trace.startsWith('/proc/'))
      await waitFor(() => processes().length === 0, { what: 'the processes to end' })
      await using _next = await bootPeer('posix')
      assert.deepEqual(tracesOf(owner), [])
    })
  })
}
