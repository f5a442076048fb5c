/** What query session, query user and query process show and refuse. */
import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import type { Open } from '../../src/farm/fan-out.ts'
import { openLab } from '../../src/host/lab/lab.ts'
import { FakeHost, opening, processOf, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

function farm() {
  const one = new FakeHost('One', [
    session({ id: '0', name: 'services', kind: 'services', state: 'disconnected' }),
    session({ id: '1', name: 'console', user: 'carol', kind: 'console' }),
    session({ id: '2', name: 'ssh-tcp#2', user: 'alice', current: true }),
    session({ id: 'c7', user: 'alice', state: 'disconnected' }),
  ])
  one.running = [
    processOf({ pid: 10, name: 'systemd', user: 'root', sessionId: null }),
    processOf({ pid: 11, name: 'bash', user: 'carol', sessionId: '1' }),
    processOf({ pid: 12, name: 'bash', user: 'alice', sessionId: '2' }),
    processOf({ pid: 13, name: 'vim', user: 'alice', sessionId: 'c7' }),
  ]
  return one
}

/** The session IDs or process IDs of the rows of a table. */
function rows(stdout: string, column: [number, number]): string[] {
  return stdout
    .split('\n')
    .slice(1, -1)
    .map((line) => line.slice(...column).trim())
}

test('query session shows all sessions, with those of nobody', async () => {
  const ran = await terminal('query session', { open: opening(farm()) })
  assert.deepEqual(rows(ran.stdout, [41, 46]), ['0', '1', '2', 'c7'])
  assert.match(ran.stdout, /^>ssh-tcp#2 /m)
  assert.equal(ran.stderr, '')
  assert.equal(ran.code, 0)
})

test('query session shows those of a name, a user or an ID', async () => {
  const shown = async (filter: string) => {
    return rows((await terminal(`qwinsta ${filter}`, { open: opening(farm()) })).stdout, [41, 46])
  }
  assert.deepEqual(await shown('CONSOLE'), ['1'])
  assert.deepEqual(await shown('alice'), ['2', 'c7'])
  assert.deepEqual(await shown('c7'), ['c7'])
})

test('query user shows users only', async () => {
  const ran = await terminal('quser', { open: opening(farm()) })
  assert.deepEqual(rows(ran.stdout, [40, 44]), ['1', '2', 'c7'])
  assert.deepEqual(rows((await terminal('quser 1', { open: opening(farm()) })).stdout, [40, 44]), ['1'])
})

test('an empty answer is one sentence on standard error that begins as on Windows, and exit 1', async () => {
  const empty = { open: opening(new FakeHost('here')) }
  const why = 'there is nobody on'
  for (const [line, sentence] of [
    ['query session', `No session exists for *: ${why} "HOST"\n`],
    ['quser', `No User exists for *: ${why} "HOST"\n`],
    ['qwinsta nobody', 'No session exists for nobody: no session has that name, ID or user on "HOST"\n'],
    ['quser console', 'No User exists for console: no session with a user has that name, ID or user on "HOST"\n'],
    ['qprocess *', 'No Process exists for *: nothing runs on "HOST" that has that number, name, user or session\n'],
  ] as const) {
    const ran = await terminal(line, empty)
    assert.deepEqual(ran, { code: 1, stdout: '', stderr: sentence.replace('HOST', hostname()) }, line)
  }
})

test('switches for what these hosts lack are refused, never ignored', async () => {
  for (const [word, sentence] of [
    ['/mode', /leave out \/mode, \/flow and \/connect\n$/],
    ['/flow', /leave out \/mode, \/flow and \/connect\n$/],
    ['/connect', /leave out \/mode, \/flow and \/connect\n$/],
    ['/counter', /leave out \/counter\n$/],
  ] as const) {
    const ran = await terminal(`query session ${word}`, { open: opening(farm()) })
    assert.equal(ran.code, 1)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, sentence)
  }
})

test('/vm asks the way to a host for the sessions of its virtual machines', async () => {
  for (const [line, wanted] of [
    ['query session /vm', true],
    ['query session', false],
    ['logoff 2 /vm', true],
    ['tsdiscon 2 /vm', true],
  ] as const) {
    const asked: unknown[] = []
    const open: Open = async (_, { virtualMachines }) => {
      asked.push(virtualMachines)
      return farm()
    }
    await terminal(line, { open })
    assert.deepEqual(asked, [wanted], line)
  }
})

test('several hosts are one table, and a failure does not keep the others from it', async () => {
  const [one, two] = [farm(), new FakeHost('Second', [session({ id: '9', name: 'console', user: 'dave' })])]
  const ran = await terminal('quser /server:One,Gone,Second', { open: opening(one, two) })
  assert.equal(ran.code, 1)
  assert.equal(ran.stderr, 'Cannot reach "Gone": no route; check its name, its network and that it is up\n')
  const lines = ran.stdout.split('\n')
  assert.match(lines[0] ?? '', /^SERVER {2}USERNAME /)
  assert.deepEqual(
    lines.slice(1, -1).map((line) => line.slice(0, 13)),
    ['One     carol', 'One    >alice', 'One     alice', 'Second  dave '],
  )
})

test('query process shows the processes of the current user, and which session each is in', async () => {
  const ran = await terminal('qprocess', { open: opening(farm()) })
  assert.deepEqual(rows(ran.stdout, [45, 52]), ['12', '13'])
  assert.match(ran.stdout, /^>alice {17}ssh-tcp#2 {12}2 {5}12 {2}bash$/m)
})

test('query process chooses by number, user, session, ID and program', async () => {
  const shown = async (...words: string[]) => {
    return rows((await terminal(['query', 'process', ...words], { open: opening(farm()) })).stdout, [45, 52])
  }
  assert.deepEqual(await shown('*'), ['10', '11', '12', '13'])
  assert.deepEqual(await shown('11'), ['11'])
  assert.deepEqual(await shown('carol'), ['11'])
  assert.deepEqual(await shown('ROOT'), ['10'])
  assert.deepEqual(await shown('ssh-tcp#2'), ['12'])
  assert.deepEqual(await shown('bash'), ['11', '12'])
  assert.deepEqual(await shown('BASH.EXE'), ['11', '12'])
  assert.deepEqual(await shown('/id:c7'), ['13'])
  assert.deepEqual(await shown('bash', '/id:1'), ['11'])
})

test('query process for a session that is not there fails with its name', async () => {
  const ran = await terminal('qprocess /id:44', { open: opening(farm()) })
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^No session "44" on "One"/)
})

test('tskill ends the processes of a name in the current session', async () => {
  const host = farm()
  const ran = await terminal('tskill bash /v', { open: opening(host) })
  assert.deepEqual(ran, { code: 0, stdout: 'Ended: process 12 (bash) of "alice"\n', stderr: '' })
  assert.deepEqual(host.calls, ['end 12'])
})

test('tskill ends by number, in a session, and in all sessions', async () => {
  for (const [words, calls] of [
    [['11'], ['end 11']],
    [
      ['ba*', '/a'],
      ['end 11', 'end 12'],
    ],
    [['v?m', '/id:c7'], ['end 13']],
  ] as const) {
    const host = farm()
    assert.equal((await terminal(['tskill', ...words], { open: opening(host) })).code, 0)
    assert.deepEqual(host.calls, calls)
  }
})

test('tskill says what it did not find, and needs to be told where to look on another host', async () => {
  const ran = await terminal('tskill emacs', { open: opening(farm()) })
  assert.equal(ran.stderr, 'No process "emacs" on "One"; see them there with "query process *"\n')
  assert.equal(ran.code, 1)
  assert.equal((await terminal('tskill bash /server:One', { open: opening(farm()) })).code, 2)
  assert.equal((await terminal('tskill 11 /server:One', { open: opening(farm()) })).code, 0)
})

test('tskill by name leaves this command itself alone', async () => {
  const host = farm()
  host.running = [processOf({ pid: process.pid, name: 'node' }), processOf({ pid: 5, name: 'node' })]
  assert.equal((await terminal('tskill node /a', { open: opening(host) })).code, 0)
  assert.deepEqual(host.calls, ['end 5'])
})

test('tskill reports what it could not end, with the process that remains', async () => {
  const host = farm()
  host.onCall = () => {
    throw new LogoffError('ACCESS_DENIED', { host: 'One', action: 'endProcess', id: '11', need: 'owner' })
  }
  const ran = await terminal('tskill 11 /json', { open: opening(host) })
  const [result] = JSON.parse(ran.stdout).results
  assert.equal(result.outcome, 'refused')
  assert.equal(result.session.id, '1')
  assert.deepEqual([result.killed.length, result.remaining[0].pid], [0, 11])
  assert.match(ran.stderr, /^Cannot end process 11 on "One": access denied.*\nStill running: process 11 \(bash\)/)
})

test('tsctl doctor shows what it found on each host', async () => {
  const host = farm()
  host.findings = [
    { check: 'logind', passed: true, figure: 'systemd 252' },
    { check: 'rights', passed: false, figure: 'own sessions' },
  ]
  const ran = await terminal('tsctl doctor', { open: opening(host) })
  assert.equal(ran.stdout, 'logind             yes  systemd 252\nRights             no   own sessions\n')
  assert.equal(ran.code, 0)
  const both = await terminal('tsctl doctor /server:One,Gone', { open: opening(host) })
  assert.match(both.stdout, /^One logind /)
  assert.match(both.stderr, /^Cannot reach "Gone"/)
  assert.equal(both.code, 1)
})

test('tsctl doctor looks at a practice host', async () => {
  await using lab = await openLab({ hosts: ['Server1'] })
  const ran = await terminal('tsctl doctor', { open: async () => lab.host('Server1') })
  assert.match(ran.stdout, /^Kind of host +yes {2}lab\nSessions +yes {2}8\nCurrent session +yes {2}2\n$/)
})
