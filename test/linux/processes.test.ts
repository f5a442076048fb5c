/** Real processes of this machine: found, named, held and let go. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { StatusError } from '../../src/errors.ts'
import { Accounts } from '../../src/linux/accounts.ts'
import { census } from '../../src/linux/census.ts'
import { readEnviron } from '../../src/linux/proc.ts'
import { describeProcesses, findProcess } from '../../src/linux/processes.ts'
import { run } from '../../src/linux/run.ts'
import { sendSignal } from '../../src/linux/signal.ts'
import { levelsOf, whileStopped } from '../../src/linux/stop-all.ts'

const skip = process.platform !== 'linux' && 'Needs Linux'
const skipUnlessRoot = process.getuid?.() !== 0 && 'Needs root: run it with sudo'

suite('Processes', { skip, timeout: 60_000 }, () => {
  test('describeProcesses() tells what this process is', async () => {
    const own = findProcess(process.pid)!
    const accounts = new Accounts()
    const [described] = await describeProcesses([own], accounts, { sessionOf: () => '7' })
    const { stdout } = spawnSync('id', ['-un'], { encoding: 'utf8' })
    assert.equal(described?.user, stdout.trim())
    assert.equal(described.sessionId, '7')
    const age = Date.now() - performance.now() - (described.started?.getTime() ?? 0)
    assert.ok(Math.abs(age) < 2_000, `${age} ms`)
  })

  test('findProcess() takes a zombie for gone', async () => {
    // The shell has become a program that does not wait for its child before the child's input ends.
    const script = 'cat <&3 >/dev/null & echo $!; exec sleep 60'
    const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] })
    const [line] = await once(shell.stdout!, 'data')
    const zombie = Number(String(line))
    while (findProcess(shell.pid!)?.name !== 'sleep') await new Promise(setImmediate)
    shell.stdio[3]?.destroy()
    while (findProcess(zombie) !== null) await new Promise(setImmediate)
    assert.equal(spawnSync('ps', ['-o', 'stat=', '-p', String(zombie)], { encoding: 'utf8' }).stdout.trim()[0], 'Z')
    shell.kill('SIGKILL')
  })

  test('sendSignal() says that a process has gone', () => {
    const { pid } = spawnSync('true')
    assert.equal(sendSignal(pid, 'SIGTERM'), false)
  })

  test('census() finds a crowd in which each process makes its successor', async () => {
    const mark = `LOGOFF_TEST_CROWD=${process.pid}`
    const loop = "sh -c 'i=0; next() { i=$((i+1)); [ $i -gt 400 ] && exit; (next) & exit; }; next'"
    const crowd = spawn('sh', ['-c', `${loop} & ${loop} & exec sleep 60`], {
      env: { PATH: process.env.PATH, [mark.split('=')[0]!]: mark.split('=')[1] },
    })
    await once(crowd, 'spawn')
    const isMarked = (pid: number) => readEnviron(pid)?.get('LOGOFF_TEST_CROWD') === String(process.pid)
    while (census(isMarked).length < 2) await new Promise(setImmediate)
    crowd.kill('SIGKILL')
    for (;;) {
      const left = census((pid) => isMarked(pid) && findProcess(pid) !== null && sendSignal(pid, 'SIGKILL'))
      if (left.length === 0) break
    }
    assert.deepEqual(
      census((pid) => isMarked(pid) && findProcess(pid) !== null),
      [],
    )
  })

  test('run() ends the program when it is aborted', async () => {
    const abort = new AbortController()
    const running = run('sleep', ['60'], { signal: abort.signal })
    abort.abort('enough')
    await assert.rejects(running, (error) => error === 'enough')
  })

  test('run() says where a program is missing', async () => {
    assert.equal(await run('no-such-program', []), null)
  })

  test('Accounts fall back on the number', async () => {
    const nameOf = await new Accounts().names([4_000_000])
    assert.equal(nameOf(4_000_000), '4000000')
  })
})

suite('whileStopped()', { skip: skip || skipUnlessRoot, timeout: 60_000 }, () => {
  const account = { name: 'nobody', uid: 54_321, gid: 54_321, home: '/' }
  const start = () => spawn('sleep', ['60'], { uid: account.uid, gid: account.gid, stdio: 'ignore' })

  test('holds all processes of a user, and lets go but of those that were held before', async () => {
    const [running, held] = [start(), start()]
    await Promise.all([once(running, 'spawn'), once(held, 'spawn')])
    held.kill('SIGSTOP')
    while (findProcess(held.pid!)?.state !== 'T') await new Promise(setImmediate)
    const during = whileStopped(account, () => [running, held].map(({ pid }) => findProcess(pid!)?.state))
    while (findProcess(running.pid!)?.state === 'T') await new Promise(setImmediate)
    const after = findProcess(held.pid!)?.state
    running.kill('SIGKILL')
    held.kill('SIGKILL')
    assert.deepEqual(during, ['T', 'T'])
    assert.equal(after, 'T')
  })

  test('lets go also when the work fails', async () => {
    const running = start()
    await once(running, 'spawn')
    const failure = new Error('no')
    const work = () => {
      throw failure
    }
    assert.throws(
      () => whileStopped(account, work),
      (error) => error === failure,
    )
    while (findProcess(running.pid!)?.state === 'T') await new Promise(setImmediate)
    running.kill('SIGKILL')
  })

  test('has nothing to hold of a user who runs nothing', () => {
    assert.equal(
      whileStopped({ ...account, uid: 54_322 }, () => 1),
      1,
    )
  })

  test('refuses to hold root, which would be the machine', () => {
    const root = { name: 'root', uid: 0, gid: 0, home: '/root' }
    assert.throws(
      () => whileStopped(root, () => {}),
      (error) => error instanceof StatusError && error.status.symbol === 'EINVAL',
    )
  })
})

suite('levelsOf()', () => {
  test('puts parents before their children', () => {
    const each = (pid: number, parent: number) => ({ pid, parent })
    const levels = levelsOf([each(9, 8), each(8, 2), each(2, 1), each(7, 2), each(5, 1)])
    assert.deepEqual(
      levels.map((level) => level.map(({ pid }) => pid)),
      [[2, 5], [8, 7], [9]],
    )
  })
})
