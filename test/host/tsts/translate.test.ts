/** Failures of every layer in the user's words, and where server names lead. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PasswordCredential } from '../../../src/auth/credential.ts'
import { securityError } from '../../../src/auth/security-status.ts'
import { LogoffError, StatusError } from '../../../src/errors.ts'
import { endpointOf } from '../../../src/host/tsts/endpoint.ts'
import { openTsts } from '../../../src/host/tsts/open-tsts.ts'
import { type Attempt, failureOf } from '../../../src/host/tsts/translate.ts'
import { FaultStatus, fault } from '../../../src/rpc/status.ts'
import { Smb2Error, type Smb2Reason } from '../../../src/smb2/smb2-error.ts'
import { statusOf } from '../../../src/tsts/conditions.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { NtStatus, type NtStatusName, ntStatusError } from '../../../src/wire/ntstatus.ts'

const ATTEMPT: Attempt = {
  ...{ host: 'rds1', port: 445, account: 'CORP\\ann', action: 'logoff', id: '12' },
  need: 'WINSTATION_LOGOFF',
}

function translated(error: unknown, attempt: Partial<Attempt> = {}): LogoffError {
  const failure = failureOf(error, { ...ATTEMPT, ...attempt })
  assert.ok(failure instanceof LogoffError, String(error))
  assert.equal(failure.cause, error)
  return failure
}

test('failureOf names what SMB lacks', () => {
  const codes: Readonly<Record<Smb2Reason, string>> = {
    notSmb: 'NOT_SMB',
    dialect: 'UNSAFE',
    signing: 'UNSAFE',
    encryption: 'UNSAFE',
    guest: 'UNSAFE',
    anonymous: 'UNSAFE',
    tampered: 'UNSAFE',
    downgrade: 'UNSAFE',
    protocol: 'PROTOCOL_ERROR',
    closed: 'CONNECTION_LOST',
  }
  for (const [reason, code] of Object.entries(codes)) {
    assert.equal(translated(new Smb2Error(reason as Smb2Reason, 'why')).code, code, reason)
  }
})

test('failureOf says why an account is refused', () => {
  const words: Readonly<Partial<Record<NtStatusName, RegExp>>> = {
    STATUS_LOGON_FAILURE: /user name or the password is wrong/,
    STATUS_ACCOUNT_LOCKED_OUT: /account is locked/,
    STATUS_ACCOUNT_DISABLED: /account is disabled/,
    STATUS_ACCOUNT_EXPIRED: /account has expired/,
    STATUS_PASSWORD_MUST_CHANGE: /password has expired/,
    STATUS_ACCOUNT_RESTRICTION: /may not log on/,
    STATUS_NO_LOGON_SERVERS: /domain could not be asked/,
    STATUS_NTLM_BLOCKED: /does not take NTLM/,
  }
  for (const [name, words_] of Object.entries(words)) {
    const { code, message } = translated(ntStatusError('SMB2 SESSION_SETUP', NtStatus[name as NtStatusName]))
    assert.equal(code, 'ACCOUNT_REFUSED')
    assert.match(message, words_)
    assert.match(message, /"CORP\\ann"/)
  }
})

test('failureOf tells an answer that was changed from an account that is refused', () => {
  for (const symbol of ['SEC_E_MESSAGE_ALTERED', 'SEC_E_OUT_OF_SEQUENCE'] as const) {
    const { code, facts } = translated(securityError(symbol, 'NTLM verify', 'why'))
    assert.deepEqual([code, facts], ['UNSAFE', { host: 'rds1', lack: 'integrity' }], symbol)
  }
  assert.equal(translated(securityError('SEC_E_INVALID_TOKEN', 'SPNEGO', 'why')).code, 'ACCOUNT_REFUSED')
})

test('failureOf tells pipes that are absent, closed to the account, and broken', () => {
  const absent = translated(
    ntStatusError('SMB2 CREATE', NtStatus.STATUS_OBJECT_NAME_NOT_FOUND, 'pipe "LSM_API_service"'),
  )
  assert.deepEqual([absent.code, absent.facts], ['SERVICE_STOPPED', { host: 'rds1', pipe: 'LSM_API_service' }])
  for (const operation of ['SMB2 CREATE', 'SMB2 TREE_CONNECT']) {
    assert.equal(translated(ntStatusError(operation, NtStatus.STATUS_ACCESS_DENIED)).code, 'REMOTE_CALLS_REFUSED')
  }
  assert.match(translated(fault('TermSrvEnumeration 11', FaultStatus.ERROR_ACCESS_DENIED)).message, /AllowRemoteRPC/)
  assert.equal(translated(ntStatusError('SMB2 READ', NtStatus.STATUS_PIPE_BROKEN)).code, 'CONNECTION_LOST')
  const samba = ntStatusError('SMB2 IOCTL', NtStatus.STATUS_CONNECTION_DISCONNECTED)
  assert.equal(translated(samba).code, 'CONNECTION_LOST')
  assert.equal(translated(fault('rpc', FaultStatus.nca_s_comm_failure)).code, 'CONNECTION_LOST')
})

test('failureOf tells refusals of a call from calls that the host lacks', () => {
  const hresult = (value: number) => new StatusError('RpcLogoff', statusOf('hresult', value))
  assert.match(translated(hresult(0x8007_0005)).message, /right LOGOFF.*\(ERROR_ACCESS_DENIED 0x80070005\)/)
  assert.equal(translated(hresult(0x8007_0002)).code, 'SESSION_NOT_FOUND')
  assert.equal(translated(hresult(0x8007_139f)).code, 'SESSION_STATE')
  assert.equal(translated(hresult(0x8007_1b70)).code, 'SESSION_BUSY')
  assert.equal(translated(hresult(0x8000_4005)).code, 'PROTOCOL_ERROR')
  assert.equal(translated(fault('TermSrvSession 4', FaultStatus.nca_op_rng_error)).code, 'NOT_SUPPORTED')
  const console = new StatusError('RpcDisconnect', statusOf('ntstatus', 0xc00a_0027))
  assert.match(translated(console, { action: 'disconnect' }).message, /console session cannot be disconnected/)
  const gone = new StatusError('RpcWinStationTerminateProcess', statusOf('ntstatus', 0xc000_000b))
  assert.equal(translated(gone, { action: 'endProcess' }).code, 'PROCESS_NOT_FOUND')
})

test('failureOf leaves alone what is no failure of the host', () => {
  const own = new TypeError('mine')
  assert.equal(failureOf(own, ATTEMPT), own)
  const said = new LogoffError('NO_SESSIONS', { host: 'rds1' })
  assert.equal(failureOf(said, ATTEMPT), said)
  assert.equal(translated(new DecodeError('too short', 3, 'pEntries')).code, 'PROTOCOL_ERROR')
})

test('endpointOf takes names, ports and addresses of both kinds', () => {
  for (const [text, host, port] of [
    ['rds1', 'rds1', 445],
    ['rds1.example.org:4450', 'rds1.example.org', 4450],
    ['192.0.2.7', '192.0.2.7', 445],
    ['192.0.2.7:1445', '192.0.2.7', 1445],
    ['2001:db8::7', '2001:db8::7', 445],
    ['[2001:db8::7]', '2001:db8::7', 445],
    ['[2001:db8::7]:1445', '2001:db8::7', 1445],
  ] as const) {
    assert.deepEqual(endpointOf(text), { host, port }, text)
  }
})

test('endpointOf refuses ports that are none, and names that are empty', () => {
  const texts = [
    'rds1:99999',
    'rds1:65536',
    'rds1:0',
    'rds1:',
    'rds1:smb',
    ':445',
    ':',
    '',
    '[]:445',
    '[rds1]:445',
    '::7::8',
  ]
  for (const text of texts) assert.equal(endpointOf(text), null, text)
})

test('openTsts says that an address is none', async () => {
  const target = {
    name: 'rds1',
    address: '127.0.0.1:99999',
    transport: 'tsts',
    account: null,
    passwordFile: null,
  } as const
  const credential = new PasswordCredential('ann', 'CORP', 'secret')
  await assert.rejects(openTsts(target, { credential }), (error) => {
    assert.ok(error instanceof LogoffError)
    assert.deepEqual([error.code, error.facts], ['HOST_NOT_FOUND', { host: 'rds1', address: '127.0.0.1:99999' }])
    return true
  })
})
