/** Ending one process: it is gone at the end, and no other one was touched. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { suite, test } from 'node:test'
import { StatusError } from '../../src/errors.ts'
import { dateOfTicks } from '../../src/linux/clock.ts'
import { endProcess } from '../../src/linux/end-process.ts'
import { findProcess } from '../../src/linux/processes.ts'
import type { Process } from '../../src/session/process.ts'

function started(): Process {
  const { pid = 0 } = spawn('sleep', ['60'], { stdio: 'ignore' })
  const found = findProcess(pid)
  assert.ok(found)
  return { pid, name: 'sleep', user: '', sessionId: null, started: dateOfTicks(found.startTicks) }
}

suite('endProcess()', () => {
  test('returns once the process is gone', async () => {
    const process = started()
    assert.equal(await endProcess(process), true)
    assert.equal(findProcess(process.pid), null)
  })

  test('leaves a later process of the same number alone', async () => {
    const process = started()
    const gone = endProcess({ ...process, started: new Date(0) })
    await assert.rejects(gone, (error) => error instanceof StatusError && error.status.symbol === 'ESRCH')
    assert.ok(findProcess(process.pid))
    await endProcess(process)
  })

  test('does nothing once it is aborted', async () => {
    const process = started()
    const reason = new Error('enough')
    await assert.rejects(endProcess(process, { signal: AbortSignal.abort(reason) }), reason)
    assert.ok(findProcess(process.pid))
    await endProcess(process)
  })
})
