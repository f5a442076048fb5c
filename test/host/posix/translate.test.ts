/** Logins in our words. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LogoffError, StatusError } from '../../../src/errors.ts'
import { findLogins, type Login } from '../../../src/host/posix/login.ts'
import { failureOf, type LoginFacts, sessionOf } from '../../../src/host/posix/translate.ts'
import { makeProcess, readProcessTable } from './recorded.ts'

const facts: LoginFacts = {
  ...{ host: '.', user: 'alice', terminal: 'pts/0', display: '', frontConsole: null, watched: true },
  ...{ clientAddress: '', idleSince: null, current: false },
}

const service = (name: string): Login => {
  const leader = makeProcess(20, { name, uid: 0, auditSession: 7, loginUid: 1000 })
  const shell = makeProcess(21, { parent: 20, auditSession: 7, loginUid: 1000 })
  return { id: '7', audit: 7, uid: 1000, service: leader.service, leader, members: [leader, shell] }
}

const at = (login: Login, changes: Partial<LoginFacts> = {}) => {
  const { name, state, kind, nativeState } = sessionOf(login, { ...facts, ...changes })
  return [name, state, kind, nativeState]
}

suite('sessionOf()', () => {
  test('names an ssh session by its number', () => {
    assert.deepEqual(at(service('sshd')), ['ssh-tcp#7', 'active', 'ssh', 'active'])
  })
  test('names a login on a serial line or elsewhere by its terminal', () => {
    assert.deepEqual(at(service('login'), { terminal: 'ttyS0' }), ['ttyS0', 'active', 'terminal', 'active'])
    assert.deepEqual(at(service('login'), { terminal: 'tty3' }), ['tty3', 'active', 'terminal', 'active'])
  })
  test('calls the login on the front console the console, and those behind it disconnected', () => {
    const changes = { terminal: 'tty2', frontConsole: 'tty2' }
    assert.deepEqual(at(service('login'), changes), ['console', 'active', 'console', 'active'])
    assert.deepEqual(at(service('login'), { ...changes, frontConsole: 'tty1' }), [
      '',
      'disconnected',
      'console',
      'online',
    ])
  })
  test('names an xrdp session by its display, and has no name for one that nobody looks at', () => {
    assert.deepEqual(at(service('xrdp-sesman'), { display: ':10' }), ['rdp-tcp#10', 'active', 'rdp', 'active'])
    assert.deepEqual(at(service('xrdp-sesman'), { display: ':10', watched: false }), [
      '',
      'disconnected',
      'rdp',
      'online',
    ])
  })
  test('tells a job of cron apart', () => {
    assert.deepEqual(at(service('cron')), ['', 'other', 'other', 'background'])
  })
  test('says that a login is closing of which only a daemon is left', () => {
    const table = readProcessTable('processes-openssh-9.2.txt').filter(({ pid }) => ![82, 88, 89].includes(pid))
    const left = findLogins(table, new Set()).find(({ id }) => id === '1048')!
    assert.deepEqual(at(left, { terminal: '' }).slice(1), ['closing', 'other', 'closing'])
  })
  test('takes the start of the user’s first process for the logon', () => {
    const { logonTime } = sessionOf(service('sshd'), facts)
    const { logonTime: earlier } = sessionOf({ ...service('sshd'), members: [service('sshd').leader!] }, facts)
    assert.equal(logonTime!.getTime() - earlier!.getTime(), 100)
  })
})

suite('failureOf()', () => {
  const attempt = { host: '.', action: 'endProcess', id: '7' } as const
  const status = (symbol: string) => new StatusError('kill 7', { space: 'errno', value: 1, symbol })

  test('turns a refusal by the kernel into ACCESS_DENIED that says who may', () => {
    for (const symbol of ['EPERM', 'EACCES']) {
      const error = failureOf(status(symbol), attempt)
      assert.ok(error instanceof LogoffError && error.code === 'ACCESS_DENIED')
      assert.match(error.message, /process 7 .*root/)
      assert.equal(error.native?.symbol, symbol)
    }
  })
  test('says that a message was not shown where a terminal takes nothing', () => {
    for (const symbol of ['EAGAIN', 'ENOENT', 'EIO']) {
      const error = failureOf(status(symbol), { ...attempt, action: 'message' })
      assert.ok(error instanceof LogoffError && error.code === 'MESSAGE_NOT_SHOWN')
      assert.equal(error.native?.symbol, symbol)
    }
  })
  test('says that a process which has gone is not there', () => {
    const error = failureOf(status('ESRCH'), attempt)
    assert.ok(error instanceof LogoffError && error.code === 'PROCESS_NOT_FOUND')
  })
  test('leaves what is no failed call as it is', () => {
    const mistake = new TypeError('x')
    assert.equal(failureOf(mistake, attempt), mistake)
  })
})
