/** The border to Windows: states, kinds, times, addresses, answers and failures. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Action, LogoffError, StatusError } from '../../../src/errors.ts'
import { answerOf, failureOf, processOf, type SessionFacts, sessionOf } from '../../../src/host/windows/border.ts'
import { symbolOf, WIN32 } from '../../../src/host/windows/constants.ts'

/** Facts of a session with what a test does not care about filled in. */
function factsOf({ row, ...facts }: Partial<Omit<SessionFacts, 'row'>> & { row?: Partial<SessionFacts['row']> }) {
  const none = { execEnvId: 2, sessionId: 2, state: 0, sessionName: 'RDP-Tcp#3', userName: 'anna', domainName: 'CORP' }
  const rest = { user: 'anna', domain: 'CORP', protocol: null, times: null, clientName: '', clientAddress: null }
  return { row: { ...none, ...row }, ...rest, ...facts } satisfies SessionFacts
}

const HERE = { host: 'here', id: 2, current: false }

/** The failure that a code becomes. */
function failure(value: number, action: Action = 'logoff', id = '2'): LogoffError {
  const cause = new StatusError('WTSLogoffSession', { space: 'win32', value, symbol: symbolOf(value) })
  const error = failureOf(cause, { host: 'TERM04', action, id })
  assert.ok(error instanceof LogoffError)
  assert.equal(error.cause, cause)
  return error
}

test('every state of Windows has a word of ours, and an unknown one is shown as it is', () => {
  const words = Array.from({ length: 11 }, (_, state) => {
    const { state: ours, nativeState } = sessionOf(factsOf({ row: { state } }), HERE)
    return `${nativeState} ${ours}`
  })
  assert.deepEqual(words, [
    ...['WTSActive active', 'WTSConnected connected', 'WTSConnectQuery other', 'WTSShadow other'],
    ...['WTSDisconnected disconnected', 'WTSIdle other', 'WTSListen listening', 'WTSReset closing'],
    ...['WTSDown closing', 'WTSInit other', 'State 10 other'],
  ])
})

test('a session is of the services by its ID, a listener by ID or state, else by protocol and name', () => {
  const kind = (row: Partial<SessionFacts['row']>, protocol: number | null = null) =>
    sessionOf(factsOf({ row, protocol }), HERE).kind
  assert.equal(kind({ sessionId: 0, sessionName: 'Services' }, 0), 'services')
  assert.equal(kind({ sessionId: 65536, state: 4 }), 'listener')
  assert.equal(kind({ sessionId: 7, state: 6 }), 'listener')
  assert.equal(kind({ sessionName: 'CONSOLE' }, 0), 'console')
  assert.equal(kind({ sessionName: '' }, 2), 'rdp')
  assert.equal(kind({ sessionName: 'rdp-tcp#1' }), 'rdp')
  assert.equal(kind({ sessionName: '' }, 0), 'other')
})

test('times count from 1601, and 0 and the end of time are none', () => {
  const at = (logonTime: bigint, lastInputTime = 0n, currentTime = 0n) =>
    sessionOf(factsOf({ times: { logonTime, lastInputTime, currentTime } }), HERE)
  assert.equal(at(133_801_631_990_000_000n).logonTime?.toISOString(), '2024-12-31T23:59:59.000Z')
  for (const none of [0n, -1n, 0x7fff_ffff_ffff_ffffn]) assert.equal(at(none).logonTime, null)
  assert.equal(at(1n, 0n, 133_801_631_990_000_000n).idleSince, null)
})

test('idle time is by the clock of the host', ({ mock }) => {
  mock.timers.enable({ apis: ['Date'], now: 1_000_000_000_000 })
  const times = { logonTime: 1n, lastInputTime: 133_801_631_000_000_000n, currentTime: 133_801_631_600_000_000n }
  assert.equal(Number(sessionOf(factsOf({ times }), HERE).idleSince), 999_999_940_000)
  const ahead = { ...times, lastInputTime: times.currentTime + 1n }
  assert.equal(Number(sessionOf(factsOf({ times: ahead }), HERE).idleSince), 1_000_000_000_000)
})

test('an IPv4 address starts at the third byte and an IPv6 address at the first', () => {
  const address = (family: number, ...bytes: number[]) => {
    const clientAddress = { family, bytes: Uint8Array.from({ length: 20 }, (_, i) => bytes[i] ?? 0) }
    return sessionOf(factsOf({ clientAddress }), HERE).client?.address
  }
  assert.equal(address(2, 0, 0, 192, 168, 0, 1), '192.168.0.1')
  assert.equal(address(23, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 'fe80::1')
  for (const none of [address(0), address(2), address(23), address(17, 1, 2, 3)]) assert.equal(none, undefined)
})

test('a process is of its account, or of its SID where that has no name', () => {
  const row = { sessionId: 2, processId: 402, processName: 'editor.exe', userSid: 'S-1-5-21-1', userName: 'anna' }
  assert.deepEqual(processOf(row), { pid: 402, name: 'editor.exe', user: 'anna', sessionId: '2', started: null })
  assert.equal(processOf({ ...row, userName: '' }).user, 'S-1-5-21-1')
})

test('the answer to a message is a button, a timeout or none', () => {
  assert.deepEqual([1, 6, 7, 32000, 32001].map(answerOf), ['ok', 'yes', 'no', 'timeout', 'sent'])
})

test('every code of Windows becomes a failure with that code and a sentence', () => {
  for (const [symbol, value] of Object.entries(WIN32)) {
    const error = failure(value)
    assert.deepEqual(error.native, { space: 'win32', value, symbol })
    assert.ok(error.message.endsWith(`(${symbol} ${value})`), error.message)
  }
  assert.match(failure(4711).message, /WTSLogoffSession failed; please report it \(ERROR 4711\)$/)
})

test('codes mean what a caller can act on', () => {
  const codes = Object.fromEntries(Object.values(WIN32).map((value) => [value, failure(value).code]))
  const of = (code: string) =>
    Object.keys(codes)
      .filter((value) => codes[value] === code)
      .map(Number)
  assert.deepEqual(of('ACCESS_DENIED'), [5, 65, 1314, 7045])
  assert.deepEqual(of('SESSION_NOT_FOUND'), [2, 87, 7001, 7022])
  assert.deepEqual(of('SESSION_BUSY'), [5023, 7024])
  assert.deepEqual(of('NOT_SUPPORTED'), [1, 50, 120, 127, 1717, 1745, 7041, 7042])
  assert.deepEqual(of('HOST_UNREACHABLE'), [6, 51, 53, 67, 121, 1225, 1231, 1232, 1460, 1722, 1723, 1753])
  assert.deepEqual(of('CONNECTION_LOST'), [59, 64, 1236, 1726, 1727])
  assert.ok(of('AUTHENTICATION_FAILED').includes(1326))
})

test('a refusal names the permission that the action needs', () => {
  assert.match(
    failure(5, 'list', '').message,
    /Cannot list the sessions on "TERM04": access denied; .*Query Information/,
  )
  assert.match(failure(5, 'logoff').message, /Cannot log off session 2 .*Full Control/)
  assert.match(failure(5, 'message').message, /permission Message/)
  assert.match(failure(5, 'endProcess').message, /Administrators/)
})

test('what is missing is a session, a process or nothing that was named', () => {
  assert.equal(failure(87, 'endProcess', '402').code, 'PROCESS_NOT_FOUND')
  assert.equal(failure(2, 'list', '').code, 'PROTOCOL_ERROR')
})

test('what is no failure of Windows stays as it is', () => {
  const reason = new Error('stop')
  assert.equal(failureOf(reason, { host: 'TERM04', action: 'list', id: '' }), reason)
})
