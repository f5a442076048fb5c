/** Who may do what. The accounts are those of this machine: root and daemon are on every Linux. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { Authority } from '../../../src/service/rights/authority.ts'
import type { Right } from '../../../src/service/rights/permissions.ts'
import type { PipeCaller } from '../../../src/service/samba/pipe-caller.ts'
import type { Process } from '../../../src/session/process.ts'
import type { Session } from '../../../src/session/session.ts'

const skip = process.platform === 'linux' ? false : 'Needs the accounts of a Linux'

const ALICE: PipeCaller = {
  ...{ user: 'alice', domain: 'LAB', unixName: 'alice', uid: 41_001, gid: 41_001, groups: [41_001] },
  ...{ sids: ['S-1-5-21-1-2-3-1000', 'S-1-1-0', 'S-1-5-2', 'S-1-5-11'], address: '192.0.2.1' },
  ...{ encrypted: true, authenticated: true },
}
const DAEMON: PipeCaller = { ...ALICE, user: 'daemon', unixName: 'daemon', uid: 1, gid: 1, groups: [1] }
const ROOT: PipeCaller = { ...ALICE, user: 'root', unixName: 'root', uid: 0, gid: 0, groups: [0] }

function sessionOf(user: string): Session {
  return {
    ...{ host: 'here', id: '7', name: 'ssh-tcp#7', user, domain: '', state: 'active', nativeState: 'active' },
    ...{ kind: 'ssh', logonTime: new Date(0), idleSince: null, client: null, current: false },
  }
}

function processOf(user: string): Process {
  return { pid: 12, name: 'cat', user, sessionId: '7', started: new Date(0) }
}

const SESSION_RIGHTS = [
  ...(['WINSTATION_QUERY', 'WINSTATION_SET', 'WINSTATION_RESET', 'WINSTATION_VIRTUAL', 'WINSTATION_SHADOW'] as const),
  ...(['WINSTATION_LOGON', 'WINSTATION_LOGOFF', 'WINSTATION_MSG', 'WINSTATION_CONNECT'] as const),
  'WINSTATION_DISCONNECT',
] as const

suite('The authority', { skip }, () => {
  let folder = ''
  let file = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'))
    file = join(folder, 'serve.toml')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** What the caller may do to the session and the process of another. */
  async function rightsOf(source: string, caller: PipeCaller): Promise<Right[]> {
    writeFileSync(file, source)
    const authority = await Authority.open(file)
    const has: Right[] = []
    for (const right of SESSION_RIGHTS) {
      if (await authority.allows(caller, { right, session: sessionOf('sys') })) has.push(right)
    }
    const right = 'PROCESS_TERMINATE'
    if (await authority.allows(caller, { right, process: processOf('sys') })) has.push(right)
    return has
  }

  const grant = (rights: string, to: string) => `[[grants]]\nrights = ${rights}\n${to}\n`

  test('gives everybody all rights on his own and none on what is not', async () => {
    const authority = await Authority.open(file)
    const right = 'WINSTATION_LOGOFF'
    assert.equal(await authority.allows(DAEMON, { right, session: sessionOf('daemon') }), true)
    assert.equal(await authority.allows(DAEMON, { right, session: sessionOf('bin') }), false)
    assert.equal(await authority.allows(DAEMON, { right, session: sessionOf('') }), false)
    assert.equal(await authority.allows(DAEMON, { right, session: sessionOf('nobody-has-this-name') }), false)
    assert.equal(await authority.allows(DAEMON, { right, session: sessionOf('1') }), false)
    assert.equal(await authority.allows(DAEMON, { right: 'PROCESS_TERMINATE', process: processOf('daemon') }), true)
    assert.equal(await authority.allows(DAEMON, { right: 'PROCESS_TERMINATE', process: processOf('root') }), false)
    assert.equal(await authority.owns(DAEMON, sessionOf('daemon')), true)
    assert.equal(await authority.owns(ROOT, sessionOf('daemon')), false)
  })

  test('gives nothing to whoever has not logged on, not even root’s own', async () => {
    writeFileSync(file, grant('["full-control"]', 'sids = ["S-1-1-0"]'))
    const authority = await Authority.open(file)
    const guest = { ...ROOT, authenticated: false }
    const right = 'WINSTATION_QUERY'
    assert.equal(await authority.allows(guest, { right, session: sessionOf('root') }), false)
    assert.equal(await authority.owns(guest, sessionOf('root')), false)
    assert.equal(await authority.allows(ALICE, { right, session: sessionOf('root') }), true)
  })

  test('gives administrators full control without a file, and nobody else', async () => {
    const authority = await Authority.open(file)
    const wish = { right: 'WINSTATION_RESET', session: sessionOf('sys') } as const
    const administrator = { ...ALICE, sids: [...ALICE.sids, 'S-1-5-32-544'] }
    assert.equal(await authority.allows(ROOT, wish), true)
    assert.equal(await authority.allows(administrator, wish), true)
    assert.equal(await authority.allows(ALICE, wish), false)
    assert.deepEqual(authority.unknown, [])
  })

  test('knows the three levels', async () => {
    const to = `users = ['lab\\ALICE']`
    assert.deepEqual(await rightsOf(grant('["full-control"]', to), ALICE), [...SESSION_RIGHTS, 'PROCESS_TERMINATE'])
    assert.deepEqual(await rightsOf(grant('["user-access"]', to), ALICE), [
      ...(['WINSTATION_QUERY', 'WINSTATION_LOGON', 'WINSTATION_MSG', 'WINSTATION_CONNECT'] as const),
    ])
    assert.deepEqual(await rightsOf(grant('["guest-access"]', to), ALICE), ['WINSTATION_LOGON'])
  })

  test('grants to users, groups and SIDs, and to nobody beside them', async () => {
    const granted: Right[] = ['WINSTATION_MSG']
    assert.deepEqual(await rightsOf(grant('["message"]', 'users = ["daemon"]'), DAEMON), granted)
    assert.deepEqual(await rightsOf(grant('["message"]', 'users = ["daemon"]'), ALICE), [])
    assert.deepEqual(await rightsOf(grant('["message"]', 'groups = ["daemon"]'), { ...ALICE, gid: 1 }), granted)
    assert.deepEqual(await rightsOf(grant('["message"]', 'groups = ["daemon"]'), { ...ALICE, groups: [5, 1] }), granted)
    assert.deepEqual(await rightsOf(grant('["message"]', 'groups = ["daemon"]'), ALICE), [])
    assert.deepEqual(await rightsOf(grant('["message"]', 'sids = ["s-1-5-21-1-2-3-1000"]'), ALICE), granted)
    assert.deepEqual(await rightsOf(grant('["message"]', 'sids = ["S-1-5-21-1-2-3-100"]'), ALICE), [])
    assert.deepEqual(await rightsOf(grant('["message"]', `users = ['OTHER\\alice']`), ALICE), [])
  })

  test('takes administrators from the file instead of those that hold without it', async () => {
    const all = [...SESSION_RIGHTS, 'PROCESS_TERMINATE']
    assert.deepEqual(await rightsOf('[administrators]\nusers = ["daemon"]', DAEMON), all)
    assert.deepEqual(await rightsOf('[administrators]\nusers = ["daemon"]', ROOT), [])
  })

  test('goes on by the file that could be used last', async () => {
    writeFileSync(file, grant('["message"]', 'users = ["daemon"]'))
    const authority = await Authority.open(file)
    const wish = { right: 'WINSTATION_MSG', session: sessionOf('sys') } as const
    assert.equal(await authority.allows(DAEMON, wish), true)
    writeFileSync(file, '[limits]\ncallers = 3\nhandles = no')
    await assert.rejects(authority.reload(), { code: 'SERVE_FILE_UNUSABLE' })
    assert.equal(await authority.allows(DAEMON, wish), true)
    assert.equal(authority.limits.callers, 256)
    writeFileSync(file, '[limits]\ncallers = 3')
    await authority.reload()
    assert.equal(await authority.allows(DAEMON, wish), false)
    assert.equal(authority.limits.callers, 3)
  })

  test('tells whom nobody knows', async () => {
    writeFileSync(file, grant('["message"]', 'users = ["daemon", "no-such-user"]\ngroups = ["no-such-group", "bin"]'))
    assert.deepEqual((await Authority.open(file)).unknown, ['no-such-user', 'no-such-group'])
  })

  test('decides on many sessions at once', async () => {
    const authority = await Authority.open(file)
    const users = ['daemon', 'bin', 'nobody-a', 'nobody-b', 'sys']
    const wishes = users.map((user) => ({ right: 'WINSTATION_QUERY', session: sessionOf(user) }) as const)
    const decided = await Promise.all(wishes.map((wish) => authority.allows(DAEMON, wish)))
    assert.deepEqual(decided, [true, false, false, false, false])
  })
})
