/** Which processes are a login, and whose. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { findLogins, type Login } from '../../../src/host/posix/login.ts'
import type { PosixProcess } from '../../../src/host/posix/snapshot.ts'
import { makeProcess, readProcessTable } from './recorded.ts'

const SSHD_UID = 100
const separated = new Set([SSHD_UID])

function summary(processes: readonly PosixProcess[]) {
  return findLogins(processes, separated).map(({ id, uid, service, leader, members }: Login) => {
    return [id, uid, service, leader?.pid ?? null, members.map(({ pid }) => pid)]
  })
}

suite('findLogins()', () => {
  test('finds the logins of OpenSSH 9.2, with PAM and without', () => {
    assert.deepEqual(summary(readProcessTable('processes-openssh-9.2.txt')), [
      ['1045', 1000, 'ssh', 72, [72, 78, 79]],
      ['1048', 1000, 'ssh', 82, [82, 88, 89, 93]],
      ['p94', 1001, 'ssh', 94, [94, 96, 97]],
    ])
  })

  test('finds the logins of OpenSSH 10.0, whose processes have another name', () => {
    const found = summary(readProcessTable('processes-openssh-10.0.txt'))
    assert.deepEqual(
      found.filter(([id]) => id !== '1052'),
      [
        ['1051', 1000, 'ssh', 77, [77, 97, 98]],
        ['1053', 1000, 'ssh', 103, [103, 110, 111, 117]],
      ],
    )
  })

  test('finds none in a container whose shell nobody logged on to', () => {
    const shell = makeProcess(1, { uid: 0, parent: 0 })
    const exec = makeProcess(20, { uid: 0, parent: 0 })
    const su = [makeProcess(30, { name: 'su', uid: 0, parent: 20 }), makeProcess(31, { parent: 30, uid: 999 })]
    assert.deepEqual(summary([shell, exec, ...su]), [])
  })

  test('finds none in a container that somebody has started from his session', () => {
    const session = { auditSession: 7, loginUid: 1000 }
    const own = [makeProcess(1, { parent: 0, ...session }), makeProcess(20, { parent: 1, ...session })]
    const exec = [
      makeProcess(30, { parent: 0, auditSession: 8, loginUid: 1001 }),
      makeProcess(31, { parent: 30, auditSession: 8 }),
    ]
    assert.deepEqual(summary([...own, ...exec]), [])
  })

  test('takes nobody for a login who has not logged on yet', () => {
    const listener = makeProcess(10, {
      name: 'sshd',
      uid: 0,
      title: 'sshd: /usr/sbin/sshd [listener] 1 of 10-100 startups',
    })
    const waiting = makeProcess(20, { name: 'sshd', uid: 0, parent: 10, title: 'sshd: alice [priv]' })
    const net = makeProcess(21, { name: 'sshd', uid: SSHD_UID, parent: 20 })
    assert.deepEqual(summary([listener, waiting, net]), [])
  })

  test('does not count a login service that an administrator restarted from his session', () => {
    const table = readProcessTable('processes-openssh-9.2.txt').map((process) =>
      process.pid === 54 ? { ...process, auditSession: 1045, loginUid: 1000 } : process,
    )
    assert.deepEqual(summary(table)[0], ['1045', 1000, 'ssh', 72, [72, 78, 79]])
    const cron = makeProcess(40, { name: 'cron', uid: 0, auditSession: 1045, loginUid: 1000 })
    assert.deepEqual(summary([...table, cron])[0], ['1045', 1000, 'ssh', 72, [72, 78, 79]])
  })

  test('still finds a login whose service was restarted', () => {
    const table = readProcessTable('processes-openssh-9.2.txt')
      .filter(({ pid }) => pid !== 54)
      .map((process) => (process.parent === 54 ? { ...process, parent: 1 } : process))
    assert.deepEqual(summary(table)[0], ['1045', 1000, 'ssh', 72, [72, 78, 79]])
  })

  test('finds what is left of a login whose leader has gone', () => {
    const table = readProcessTable('processes-openssh-9.2.txt').filter(({ pid }) => ![82, 88, 89].includes(pid))
    assert.deepEqual(summary(table)[1], ['1048', 1000, null, null, [93]])
  })

  test('finds a session of xrdp, which sets no audit session', () => {
    const sesman = makeProcess(10, { name: 'xrdp-sesman', uid: 0 })
    const leader = makeProcess(20, { name: 'xrdp-sesman', uid: 0, parent: 10 })
    const own = [makeProcess(21, { name: 'Xorg', parent: 20 }), makeProcess(22, { name: 'openbox', parent: 20 })]
    assert.deepEqual(summary([sesman, leader, ...own]), [['p20', 1000, 'rdp', 20, [20, 21, 22]]])
  })

  test('finds a login at a console', () => {
    const login = makeProcess(20, { name: 'login', uid: 0, terminal: 1025 })
    const shell = makeProcess(21, { parent: 20, terminal: 1025 })
    assert.deepEqual(summary([login, shell]), [['p20', 1000, 'terminal', 20, [20, 21]]])
  })

  test('tells a job of cron from a login', () => {
    const cron = makeProcess(10, { name: 'cron', uid: 0 })
    const runner = makeProcess(20, { name: 'cron', uid: 0, parent: 10, auditSession: 7, loginUid: 1000 })
    const job = makeProcess(21, { name: 'sh', parent: 20, auditSession: 7, loginUid: 1000 })
    assert.deepEqual(summary([cron, runner, job]), [['7', 1000, 'background', 20, [20, 21]]])
  })

  test('does not believe a user that his program is sshd', () => {
    const shell = makeProcess(20, { parent: 1, auditSession: 7, loginUid: 1000 })
    const fake = makeProcess(21, { name: 'sshd', parent: 20, auditSession: 7, loginUid: 1000 })
    assert.deepEqual(summary([shell, fake]), [['7', 1000, null, null, [20, 21]]])
  })

  test('finds a login of root, whose ssh has no second half', () => {
    const title = 'sshd: root@pts/0'
    const sshd = makeProcess(20, { name: 'sshd', uid: 0, parent: 10, title })
    const shell = makeProcess(21, { uid: 0, parent: 20, terminal: 34816 })
    assert.deepEqual(summary([sshd, shell]), [['p20', 0, 'ssh', 20, [20, 21]]])
  })
})
