/** Real control groups of the second version: who is in one, its end as the kernel tells it, and killing it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { killCgroup, moveInto, processesInCgroup, unifiedMount, untilEmpty } from '../../src/linux/cgroup.ts'
import { findProcess } from '../../src/linux/processes.ts'

const root = process.platform === 'linux' ? unifiedMount() : null
const skip = (root === null || process.getuid?.() !== 0) && 'Needs root and cgroup2: run it with sudo'

/** A group with one below it, gone at the end. */
function makeGroup(): Disposable & { readonly folder: string; readonly below: string } {
  const folder = join(root ?? '/', `logoff-test-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const below = join(folder, 'below')
  mkdirSync(below, { recursive: true })
  return {
    folder,
    below,
    [Symbol.dispose]: () => {
      rmdirSync(below)
      rmdirSync(folder)
    },
  }
}

async function sleepIn(folder: string): Promise<number> {
  const child = spawn('sh', ['-c', 'echo $$ >"$0"; echo ready; exec sleep 600', join(folder, 'cgroup.procs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  return child.pid!
}

suite('A control group', { skip, timeout: 30_000 }, () => {
  test('tells who is in it and below it, and ends all of them', async () => {
    using group = makeGroup()
    const pids = [await sleepIn(group.folder), await sleepIn(group.below)]
    assert.deepEqual(processesInCgroup(group.folder).sort(), [...pids].sort())
    const empty = untilEmpty(group.folder)
    assert.equal(killCgroup(group.folder), true)
    await empty
    assert.deepEqual(pids.map(findProcess), [null, null])
    assert.deepEqual(processesInCgroup(group.folder), [])
  })

  test('takes a process in, unless it takes none', async () => {
    using group = makeGroup()
    const pid = await sleepIn(group.below)
    assert.equal(moveInto(group.folder, pid), true)
    assert.deepEqual([processesInCgroup(group.below), processesInCgroup(group.folder)], [[], [pid]])
    assert.equal(moveInto(join(group.folder, 'gone'), pid), false)
    assert.equal(killCgroup(group.folder), true)
    await untilEmpty(group.folder)
  })

  test('is waited for until the last one ends', async () => {
    using group = makeGroup()
    const pids = [await sleepIn(group.folder), await sleepIn(group.below)]
    let isEmpty = false
    const empty = untilEmpty(group.folder).then(() => {
      isEmpty = true
    })
    process.kill(pids[0]!, 'SIGKILL')
    while (findProcess(pids[0]!) !== null) await new Promise(setImmediate)
    assert.equal(isEmpty, false)
    process.kill(pids[1]!, 'SIGKILL')
    await empty
  })

  test('is empty where it has nobody or has gone', async () => {
    const group = makeGroup()
    await untilEmpty(group.folder)
    group[Symbol.dispose]()
    await untilEmpty(group.folder)
    assert.deepEqual(processesInCgroup(group.folder), [])
    assert.equal(killCgroup(group.folder), false)
  })

  test('is waited for no longer after an abort', async () => {
    using group = makeGroup()
    await sleepIn(group.folder)
    const abort = new AbortController()
    const waiting = untilEmpty(group.folder, { signal: abort.signal })
    abort.abort('enough')
    await assert.rejects(waiting, (error) => error === 'enough')
    killCgroup(group.folder)
    await untilEmpty(group.folder)
  })
})
