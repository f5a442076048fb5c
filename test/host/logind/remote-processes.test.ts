/** What head(1) prints of /proc on another machine is read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFiles, processesOf } from '../../../src/host/logind/remote-processes.ts'

const stat = (pid: number, name: string, state = 'S') =>
  `${pid} (${name}) ${state} 1 ${pid} ${pid} 34816 ${pid} 4194560 1 0 0 0 0 0 0 0 20 0 1 0 5123 1 1 1`

const status = (pid: number, uid: number) =>
  `Name:\tx\nTgid:\t${pid}\nPid:\t${pid}\nUid:\t${uid}\t0\t0\t0\nGid:\t${uid}\t0\t0\t0`

/** What `head` prints for several files. */
function heads(files: Record<string, string>): string {
  return Object.entries(files)
    .map(([path, text]) => `==> ${path} <==\n${text}\n`)
    .join('\n')
}

test('processesOf() finds the running processes in what head(1) printed', () => {
  const scope = '/user.slice/user-1000.slice/session-2.scope'
  const text = heads({
    '/proc/40/stat': stat(40, 'a (b) c'),
    '/proc/41/stat': stat(41, 'zombie', 'Z'),
    '/proc/42/stat': stat(42, 'vanished'),
    '/proc/40/status': status(40, 1000),
    '/proc/41/status': status(41, 1000),
    '/proc/40/cgroup': `0::${scope}`,
  })
  const found = processesOf(parseFiles(text))
  assert.deepEqual(
    found.map(({ pid, name, uid, startTicks, cgroup }) => ({ pid, name, uid, startTicks, cgroup })),
    [{ pid: 40, name: 'a (b) c', uid: 1000, startTicks: 5123, cgroup: scope }],
  )
})

test('parseFiles() reads nothing from nothing', () => {
  assert.equal(parseFiles('').size, 0)
})
