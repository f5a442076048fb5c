/** The commands against practice hosts on the network: accounts, passwords, and what a trace shows. */
import assert from 'node:assert/strict'
import { channel } from 'node:diagnostics_channel'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import type { Open } from '../../src/farm/fan-out.ts'
import type { Credential } from '../../src/host/credential.ts'
import { FakeHost, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'logoff-network-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

/** Opens fake hosts and keeps the credentials they were opened with, and the hashes these had then. */
function recorder() {
  const credentials: (Credential | null)[] = []
  const hashes: string[] = []
  const open: Open = async (target, options) => {
    const credential = target.transport === 'tsts' ? ((await options.logOn?.(target)) ?? null) : null
    credentials.push(credential)
    hashes.push(credential ? Buffer.from(credential.ntHash).toString('hex') : '')
    return new FakeHost(target.name, [session({ id: '12', user: 'alice' })])
  }
  return { credentials, hashes, open }
}

/** NTOWFv1 of "Password". [MS-NLMP] 4.2.2.1.2 */
const HASH = 'a4f49c406510bdcab6824ee7c30fd852'

test('a password file proves the account on every host, without one newline at its end', async () => {
  const { credentials, hashes, open } = recorder()
  const path = file('password', 'Password\n')
  const words = ['logoff', '12', '/server:A,B', '/as:DOMAIN\\alice', `/password-file:${path}`]
  assert.equal((await terminal(words, { open })).code, 0)
  assert.deepEqual(hashes, [HASH, HASH])
  assert.equal(credentials[0], credentials[1])
  assert.deepEqual([credentials[0]?.domain, credentials[0]?.user], ['DOMAIN', 'alice'])
  assert.deepEqual(Buffer.from(credentials[0]?.ntHash ?? []), Buffer.alloc(16), 'it is forgotten at the end')
  assert.doesNotMatch(inspect(credentials[0]), /Password"|a4f49c/)
})

test('standard input proves the account, once for many hosts', async () => {
  const { hashes, open } = recorder()
  const stdin = Readable.from([Buffer.from('Pass'), Buffer.from('word')])
  const words = 'logoff 12 /server:A,B,C /as:alice@example.org /password-stdin'
  assert.equal((await terminal(words, { open, stdin })).code, 0)
  assert.deepEqual(hashes, [HASH, HASH, HASH])
})

test('the hosts file names account and password file, and /as another account', async () => {
  const hosts = `[hosts.term04]\naccount = "ops"\npassword-file = "${file('ops', 'Password')}"\n`
  const env = { LOGOFF_HOSTS: file('hosts.toml', hosts) }
  const { credentials, hashes, open } = recorder()
  assert.equal((await terminal('logoff 12 /server:TERM04', { open, env })).code, 0)
  assert.deepEqual([credentials[0]?.user, hashes[0]], ['ops', HASH])
  const ran = await terminal('logoff 12 /server:TERM04 /as:alice', { open, env })
  assert.deepEqual([ran.code, ran.stderr.includes('No password for "alice"')], [2, true], ran.stderr)
})

test('standard input comes before the files of the hosts file, and must hold something', async () => {
  const hosts = `[hosts.ha]\npassword-file = "${file('ha', 'Other')}"\n[hosts.hb]\n`
  const env = { LANG: 'C.UTF-8', LOGOFF_HOSTS: file('two.toml', hosts) }
  const { hashes, open } = recorder()
  const words = 'logoff 12 /server:ha,hb /as:admin /password-stdin'
  assert.equal((await terminal(words, { open, env, stdin: Readable.from([Buffer.from('Password\n')]) })).code, 0)
  assert.deepEqual(hashes, [HASH, HASH])
  const empty = await terminal(words, { open, env, stdin: Readable.from([]) })
  assert.deepEqual([empty.code, empty.stderr], [2, 'Standard input holds no password\n'])
})

test('a password file of the hosts file lies beside it, and fails its own host alone', async () => {
  file('beside', 'Password')
  const hosts =
    '[hosts.ha]\naccount = "a"\npassword-file = "gone"\n[hosts.hb]\naccount = "b"\npassword-file = "beside"\n'
  const env = { LANG: 'C.UTF-8', LOGOFF_HOSTS: file('beside.toml', hosts) }
  const { hashes, open } = recorder()
  const ran = await terminal('logoff 12 /server:ha,hb /json', { open, env })
  assert.equal(ran.code, 1)
  assert.deepEqual(hashes, [HASH])
  const [ha, hb] = JSON.parse(ran.stdout).results
  assert.deepEqual([ha.outcome, ha.error.code, hb.outcome], ['failed', 'PASSWORD_UNUSABLE', 'loggedOff'])
})

test('a password that others can read, or that nobody can, is refused', async () => {
  const { open } = recorder()
  for (const [path, said] of [
    [file('open', 'x', 0o644), /can be read by others; run "chmod 600" on it\n$/],
    [file('group', 'x', 0o640), /can be read by others/],
    [join(folder, 'missing'), /: ENOENT\n$/],
  ] as const) {
    const ran = await terminal(['logoff', '12', '/server:A', '/as:a', `/password-file:${path}`], { open })
    assert.equal(ran.code, 2)
    assert.match(ran.stderr, said)
  }
})

test('what only the network takes is refused elsewhere, and one password has one source', async () => {
  const { open } = recorder()
  for (const [words, said] of [
    ['logoff 12 /as:alice', '"/as" is for Windows session hosts'],
    ['query user /server:ssh://a /trace', '"/trace" is for Windows session hosts'],
    ['query user /encrypt', '"/encrypt" is for Windows session hosts'],
    ['logoff 12 /server:A /as:a /password-stdin /password-file:x', '/password-file and /password-stdin cannot'],
    ['msg 12 /server:A /as:a /password-stdin', 'Standard input holds the password'],
    ['logoff 12 /server:A /as:alice', 'No password for "alice"'],
  ] as const) {
    const ran = await terminal(words, { open })
    assert.equal(ran.code, 2, words)
    assert.ok(ran.stderr.includes(said), ran.stderr)
  }
})

test('a trace shows each message of the call, and no secret', async () => {
  const sent = channel('logoff:smb2:sent')
  const open: Open = async (target) => {
    const fields = () => [
      { path: 'header.command', start: 12, end: 14, value: 1, secret: false },
      { path: 'body.buffer', start: 64, end: 66, value: undefined, secret: true },
      { path: 'body.text\u001b[2J', start: 66, end: 68, value: Uint8Array.of(171, 205), secret: false },
    ]
    sent.publish({ serverName: target.name, name: 'CREATE request', status: 0, messageId: 1n, length: 68, fields })
    return new FakeHost(target.name, [session({ id: '12' })])
  }
  const traced = await terminal('query session /server:A /trace', { open })
  assert.match(traced.stderr, /^ +\d+\.\d ms > A CREATE request, 68 bytes\n {4}12-14 header\.command 1\n/)
  assert.match(traced.stderr, / {4}64-66 body\.buffer \[redacted\]\n {4}66-68 body\.text[^\u001b]*\[2J abcd\n$/)
  assert.equal((await terminal('query session /server:A', { open })).stderr, '')
})
