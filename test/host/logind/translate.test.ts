/** Sessions as logind describes them, in the user's words. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { LogoffError, StatusError } from '../../../src/errors.ts'
import { failureOf, isManager, isNotFound, needsAuthorization, sessionOf } from '../../../src/host/logind/translate.ts'
import { Properties } from '../../../src/host/logind/values.ts'
import type { XrdpFacts } from '../../../src/host/logind/xrdp.ts'
import type { XrdpLink } from '../../../src/linux/xrdp/displays.ts'

type Values = Record<string, unknown>

interface Fixture {
  readonly sessions: Readonly<Record<string, readonly Values[]>>
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/logind/sessions.json', import.meta.url), 'utf8'),
)

const nothing: XrdpFacts = { links: new Map(), clients: new Map(), lastInput: new Map() }
const view = { host: 'rds3', currentId: '7', xrdp: nothing }

function recorded(version: string, wanted: Values): Values {
  const found = fixture.sessions[version]?.find((values) =>
    Object.entries(wanted).every(([name, value]) => values[name] === value),
  )
  assert.ok(found, `${version} has such a session`)
  return found
}

function translate(values: Values) {
  const session = sessionOf(new Properties(values), view)
  assert.ok(session)
  return session
}

const ssh = recorded('systemd 252', { Service: 'sshd' })
const seat = recorded('systemd 252', { Class: 'user', Service: 'login' })
const greeter = recorded('systemd 252', { Class: 'greeter' })

suite('sessionOf()', () => {
  test('says of an ssh login all that there is to say', () => {
    const id = String(ssh.Id)
    assert.deepEqual(translate(ssh), {
      host: 'rds3',
      id,
      name: `ssh-tcp#${id}`,
      user: 'alice',
      domain: '',
      state: 'active',
      nativeState: 'active',
      kind: 'ssh',
      logonTime: new Date(Number(ssh.Timestamp) / 1000),
      idleSince: new Date(Math.trunc(Number(ssh.IdleSinceHint) / 1000)),
      client: { name: '', address: '10.213.77.1' },
      current: false,
    })
  })

  test('reads the same of newer and of other logind', () => {
    for (const version of ['systemd 257', 'elogind 246']) {
      const { kind, state, name, id } = translate(recorded(version, { Service: 'sshd' }))
      assert.deepEqual({ kind, state, name }, { kind: 'ssh', state: 'active', name: `ssh-tcp#${id}` })
    }
  })

  test('leaves out systemd’s own sessions', () => {
    const manager = new Properties(recorded('systemd 257', { Class: 'manager' }))
    assert.ok(isManager(manager))
    assert.equal(sessionOf(manager, view), null)
    assert.equal(sessionOf(new Properties({ ...ssh, Class: 'manager-early' }), view), null)
  })

  test('names the session in front on a seat, and not one behind it', () => {
    const behind = translate({ ...seat, Active: false, State: 'online' })
    assert.deepEqual([behind.name, behind.state, behind.kind], ['', 'disconnected', 'console'])
    const front = translate({ ...seat, Active: true, State: 'active' })
    assert.deepEqual([front.name, front.state, front.kind], ['console', 'active', 'console'])
    const other = translate({ ...seat, Active: true, State: 'active', Seat: ['seat1', '/'] })
    assert.equal(other.name, 'seat1')
  })

  test('shows a greeter as a console where nobody is logged on', () => {
    for (const nativeClass of ['greeter', 'lock-screen']) {
      const { name, user, state, nativeState, kind } = translate({ ...greeter, Class: nativeClass })
      assert.deepEqual(
        { name, user, state, nativeState, kind },
        {
          ...{ name: 'console', user: '', state: 'connected' },
          ...{ nativeState: 'greeter', kind: 'console' },
        },
      )
    }
  })

  test('tells background sessions apart', () => {
    const background = recorded('systemd 252', { Class: 'background' })
    for (const nativeClass of ['background', 'background-light']) {
      const { name, user, state, nativeState, kind } = translate({ ...background, Class: nativeClass })
      assert.deepEqual(
        { name, user, state, nativeState, kind },
        {
          ...{ name: '', user: 'alice', state: 'other' },
          ...{ nativeState: 'background', kind: 'other' },
        },
      )
    }
    assert.equal(translate({ ...ssh, Class: 'user-light' }).state, 'active')
  })

  test('names xrdp sessions by their display', () => {
    const xrdp = { ...ssh, Service: 'xrdp-sesman', Type: 'x11', Display: ':10.0', RemoteHost: '::ffff:10.1.2.3' }
    const { name, kind, client } = translate(xrdp)
    assert.deepEqual([name, kind, client?.address], ['rdp-tcp#10', 'rdp', '10.1.2.3'])
  })

  test('shows of xrdp sessions what logind does not know', () => {
    const xrdp = { ...ssh, Service: 'xrdp-sesman', Type: 'x11', Display: ':10', RemoteHost: '::ffff:10.1.2.3' }
    const [client, input] = [{ name: 'PC', address: '10.1.2.4' }, new Date(5000)]
    const facts = (link: XrdpLink) => ({
      links: new Map([['10', link]]),
      clients: new Map(link === 'connected' ? [['10', client]] : []),
      lastInput: new Map([['10', input]]),
    })
    const shown = (link: XrdpLink, values: Values = xrdp) => {
      const session = sessionOf(new Properties(values), { ...view, xrdp: facts(link) })
      return [session?.name, session?.state, session?.client, session?.idleSince]
    }
    assert.deepEqual(shown('connected'), ['rdp-tcp#10', 'active', client, input])
    assert.deepEqual(shown('left'), ['', 'disconnected', null, input])
    assert.deepEqual(shown('begun').slice(0, 2), ['rdp-tcp#10', 'connected'])
    assert.deepEqual(shown('left', { ...xrdp, State: 'closing' }), ['rdp-tcp#10', 'closing', null, input])
    assert.deepEqual(shown('left', { ...xrdp, Display: ':11' }).slice(1), [
      'active',
      { name: '', address: '10.1.2.3' },
      null,
    ])
    assert.deepEqual(shown('left', { ...ssh, Display: ':10' })[1], 'active')
  })

  test('names a login without a seat by its terminal', () => {
    const terminal = translate({ ...ssh, Service: 'login', TTY: 'tty3', RemoteHost: '' })
    assert.deepEqual([terminal.name, terminal.kind, terminal.client], ['tty3', 'terminal', null])
    assert.equal(translate({ ...ssh, Service: 'login', TTY: '' }).kind, 'other')
  })

  test('keeps the state of a session whose leader is gone', () => {
    const { state, nativeState } = translate({ ...ssh, State: 'closing' })
    assert.deepEqual([state, nativeState], ['closing', 'closing'])
  })

  test('reads no date from zero or from beyond the calendar', () => {
    assert.equal(translate({ ...ssh, Timestamp: 0n, IdleSinceHint: 0n }).logonTime, null)
    assert.equal(translate({ ...ssh, Timestamp: 0xffff_ffff_ffff_ffffn }).logonTime, null)
    assert.equal(translate({ ...ssh, Timestamp: 1_795_351_540_108_986n }).logonTime?.getTime(), 1_795_351_540_108)
  })

  test('marks the session of the command', () => {
    assert.ok(translate({ ...ssh, Id: '7' }).current)
  })
})

suite('failureOf()', () => {
  const attempt = { host: 'rds3', action: 'logoff', id: '7', need: 'manage' } as const
  const fault = (symbol: string) => new StatusError('TerminateSession', { space: 'dbus', value: null, symbol })

  test('turns every refusal into ACCESS_DENIED with the peer’s own word', () => {
    for (const symbol of ['AccessDenied', 'InteractiveAuthorizationRequired', 'AuthFailed']) {
      const failure = failureOf(fault(`org.freedesktop.DBus.Error.${symbol}`), attempt)
      assert.ok(failure instanceof LogoffError)
      assert.equal(failure.code, 'ACCESS_DENIED')
      assert.match(failure.message, new RegExp(`^Cannot log off session 7 on "rds3": .*${symbol}\\)$`))
    }
    assert.ok(needsAuthorization(fault('org.freedesktop.DBus.Error.InteractiveAuthorizationRequired')))
  })

  test('knows what is not there', () => {
    const absent = fault('org.freedesktop.login1.NoSuchSession')
    assert.ok(isNotFound(absent))
    const failure = failureOf(absent, attempt)
    assert.ok(failure instanceof LogoffError && failure.code === 'SESSION_NOT_FOUND')
  })

  test('says that a message was not shown, and not that the machine talks nonsense', () => {
    const codeOf = (space: 'errno' | 'exit' | 'dbus', symbol: string) => {
      const cause = new StatusError('write /dev/pts/1', { space, value: 1, symbol })
      const failure = failureOf(cause, { ...attempt, action: 'message', need: 'owner' })
      return failure instanceof LogoffError ? failure.code : failure
    }
    for (const symbol of ['EAGAIN', 'ENOENT', 'EIO']) assert.equal(codeOf('errno', symbol), 'MESSAGE_NOT_SHOWN')
    assert.equal(codeOf('exit', 'exit'), 'MESSAGE_NOT_SHOWN')
    assert.equal(codeOf('errno', 'EACCES'), 'ACCESS_DENIED')
    assert.equal(codeOf('dbus', 'org.freedesktop.login1.NoSuchSession'), 'SESSION_NOT_FOUND')
  })

  test('takes an unanswered question for a password for a refusal, and a logind that ends for a lost connection', () => {
    const noReply = (text: string) =>
      new StatusError(
        'TerminateSession',
        { space: 'dbus', value: null, symbol: 'org.freedesktop.DBus.Error.NoReply' },
        text,
      )
    const codes = ['Method call timed out', 'Message recipient disconnected from message bus without replying'].map(
      (text) => {
        const failure = failureOf(noReply(text), attempt)
        return failure instanceof LogoffError ? failure.code : failure
      },
    )
    assert.deepEqual(codes, ['ACCESS_DENIED', 'CONNECTION_LOST'])
  })

  test('calls what it does not know a protocol error, and lets our own errors pass', () => {
    const failure = failureOf(fault('org.example.Strange'), attempt)
    assert.ok(failure instanceof LogoffError && failure.code === 'PROTOCOL_ERROR')
    const own = new TypeError('ours')
    assert.equal(failureOf(own, attempt), own)
  })
})
