/** Who may do what, from the wire: his own to everybody, what the file grants to whom it names, nothing to others. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'
import { type ForeignClient, type ForeignMessage, hex } from './serve/foreign.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { numbersOf } from './serve/numbers.ts'
import { bootSecondMachine, type SecondMachine } from './serve/second-machine.ts'

const OK = '0x00000000'
const DENIED = '0x80070005'
const STATUS_ACCESS_DENIED = '0xc0000022'
const DEADLINE_MS = 60_000

const RIGHTS = `
[[grants]]
rights = ["full-control"]
groups = ["session-admins"]

[[grants]]
rights = ["message"]
users = ["jörg"]
`

/** Entries of RpcWinStationEnumerate and their size. [MS-TSTS] 2.2.2.13 */
const ENTRIES = 64
const LOGONID_LENGTH = 76

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`Rights on sessions behind Samba on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    let second: SecondMachine
    let logins: Record<'alice' | 'bob', PeerLogin>
    let numbers: Record<'alice' | 'bob', number>
    const clients = new Map<string, ForeignClient>()
    before(async () => {
      host = await bootServeHost(kind, { rights: RIGHTS })
      // The delegate is no administrator of the machine, and the other can be reached by nothing but his name.
      await host.shell('usermod --append --groups session-admins oper')
      await host.shell('smbpasswd -s -a jörg', 'test-jörg\ntest-jörg\n')
      second = await bootSecondMachine(host)
      const [alice, bob] = await Promise.all(['alice', 'bob'].map((user) => host.peer.ssh(user, { tty: true })))
      logins = { alice: alice!, bob: bob! }
      const [ofAlice = 0, ofBob = 0] = await numbersOf(host, [alice!.id, bob!.id])
      numbers = { alice: ofAlice, bob: ofBob }
    })
    after(async () => {
      for (const each of [...clients.values(), ...Object.values(logins ?? {}), second, host])
        await each?.[Symbol.asyncDispose]()
    })

    function as(user: string): ForeignClient {
      const client = clients.get(user) ?? second.foreign(user)
      clients.set(user, client)
      return client
    }

    const idOf = (user: 'alice' | 'bob') => numbers[user]
    const notice: ForeignMessage = { title: 'Notice', text: 'Back at five', style: 0, timeout: 5, wait: false }

    /** What each call that lists shows a user: the IDs of sessions, listeners left out. */
    async function listings(user: string): Promise<Record<string, number[]>> {
      const client = as(user)
      const { phEnum } = await client.call('TermSrvEnumeration', 'RpcOpenEnum')
      const of = (rows: unknown, name: string) =>
        ((rows ?? []) as { Data: Record<string, number> }[]).map(({ Data }) => Data[name] ?? -1)
      const enumerated = async (call: string, Level: number) =>
        of((await client.call('TermSrvEnumeration', call, { hEnum: phEnum, Level })).ppSessionEnumResult, 'SessionId')
      const all = async (call: string, values: object) =>
        of((await client.call('TermSrvEnumeration', call, { ...values })).ppSessionData, 'ExecEnvId')
      return {
        RpcGetEnumResult: await enumerated('RpcGetEnumResult', 1),
        RpcGetEnumResultEx: await enumerated('RpcGetEnumResultEx', 2),
        RpcGetAllSessions: await all('RpcGetAllSessions', { pLevel: 2 }),
        RpcGetAllSessionsEx: await all('RpcGetAllSessionsEx', { Level: 1 }),
        RpcWinStationEnumerate: await enumeratedByLegacy(client),
        RpcWinStationGetAllProcesses_NT6: await ownersOfProcesses(client),
      }
    }

    async function enumeratedByLegacy(client: ForeignClient): Promise<number[]> {
      const room = ENTRIES * LOGONID_LENGTH
      const asked = { pEntries: ENTRIES, pLogonId: '00'.repeat(room), pByteCount: room, pIndex: 0 }
      const answer = await client.legacy('RpcWinStationEnumerate', asked)
      const bytes = Buffer.from(String(answer.pLogonId ?? ''), 'hex')
      const ids = Array.from({ length: Number(answer.pEntries) }, (_, i) => bytes.readUInt32LE(i * LOGONID_LENGTH))
      return ids.filter((id) => id < 0x1_0000)
    }

    /** The sessions whose processes a user is shown. */
    async function ownersOfProcesses(client: ForeignClient): Promise<number[]> {
      const asked = { Level: 0, pNumberOfProcesses: 10_000 }
      const answer = await client.legacy('RpcWinStationGetAllProcesses_NT6', asked)
      const rows = (answer.ppTsAllProcessesInfo ?? []) as { pTsProcessInfo: { SessionId: number } }[]
      return [...new Set(rows.map(({ pTsProcessInfo }) => pTsProcessInfo.SessionId))]
    }

    /** What the acts on a session are answered with; those that succeed take effect. */
    async function acts(user: string, target: 'alice' | 'bob'): Promise<Record<string, string>> {
      const client = as(user)
      const id = idOf(target)
      const to = { TargetSessionId: idOf(target === 'alice' ? 'bob' : 'alice'), szPassword: '' }
      const process = { ProcessId: logins[target].shell, ExitCode: 1 }
      return {
        message: (await client.message(id, notice)).status,
        disconnect: await client.disconnect(id),
        logoff: await client.logoff(id),
        connect: hex((await client.onSession(id, 'RpcConnect', to)).returnValue),
        reset: (await client.legacy('RpcWinStationReset', { LogonId: id, bWait: 0 })).status,
        disconnectLegacy: (await client.legacy('RpcWinStationDisconnect', { LogonId: id, bWait: 0 })).status,
        endProcess: (await client.legacy('RpcWinStationTerminateProcess', process)).status,
      }
    }

    const isThere = async (user: 'alice' | 'bob') =>
      (await host.peer.sessions()).some(({ id, state }) => id === logins[user].id && state !== 'closing')
    const ends = (user: 'alice' | 'bob') =>
      waitFor(async () => (await host.peer.sessions()).every(({ id }) => id !== logins[user].id), {
        what: `the session of ${user} to end`,
        deadlineMs: DEADLINE_MS,
      })
    const logInAgain = async (user: 'alice' | 'bob') => {
      logins[user] = await host.peer.ssh(user, { tty: true })
      const [number = 0] = await numbersOf(host, [logins[user].id])
      numbers[user] = number
    }

    test('alice is shown her own session and no other, by every call that lists', async () => {
      for (const [call, ids] of Object.entries(await listings('alice'))) assert.deepEqual(ids, [idOf('alice')], call)
    })

    test('alice learns nothing of the session of bob and can do nothing to it', async () => {
      const id = idOf('bob')
      for (const call of ['RpcGetState', 'RpcGetUserName', 'RpcGetTerminalName', 'RpcGetTimes'])
        assert.equal(hex((await as('alice').onSession(id, call)).returnValue), DENIED, call)
      const told = await as('alice').call('TermSrvSession', 'RpcGetSessionInformationEx', { SessionId: id, Level: 1 })
      assert.equal(hex(told.returnValue), DENIED)
      const { endProcess, ...answers } = await acts('alice', 'bob')
      assert.deepEqual(answers, {
        ...{ message: DENIED, disconnect: DENIED, logoff: DENIED, connect: DENIED },
        ...{ reset: STATUS_ACCESS_DENIED, disconnectLegacy: STATUS_ACCESS_DENIED },
      })
      assert.notEqual(endProcess, OK)
      assert.equal(await isThere('bob'), true)
      assert.equal(
        (await host.peer.processes()).some(({ pid }) => pid === logins.bob.shell),
        true,
      )
      assert.doesNotMatch(logins.bob.output(), /Back at five/)
    })

    test('who may only message sees nobody, and his message arrives', async () => {
      for (const [call, ids] of Object.entries(await listings('jörg'))) assert.deepEqual(ids, [], call)
      const { message, endProcess, ...answers } = await acts('jörg', 'alice')
      assert.equal(message, OK)
      await waitFor(() => logins.alice.output().includes('Back at five'), { what: 'the message', deadlineMs: 30_000 })
      assert.deepEqual(answers, {
        ...{ disconnect: DENIED, logoff: DENIED, connect: DENIED },
        ...{ reset: STATUS_ACCESS_DENIED, disconnectLegacy: STATUS_ACCESS_DENIED },
      })
      assert.notEqual(endProcess, OK)
      assert.equal(await isThere('alice'), true)
    })

    test('a member of the delegated group sees all and ends the session of bob', async () => {
      const seen = await listings('oper')
      for (const [call, ids] of Object.entries(seen))
        for (const user of ['alice', 'bob'] as const) assert.ok(ids.includes(idOf(user)), `${call}: ${ids}`)
      assert.equal(await as('oper').logoff(idOf('bob')), OK)
      await ends('bob')
      assert.equal(await isThere('alice'), true)
    })

    test('alice ends her own session without a grant', async () => {
      assert.equal(await as('alice').logoff(idOf('alice')), OK)
      await ends('alice')
    })

    test('administrators need no grant: of the machine by its group, of Samba by BUILTIN\\Administrators', async () => {
      await logInAgain('bob')
      assert.ok((await listings('admin')).RpcGetEnumResult?.includes(idOf('bob')))
      await host.shell('useradd helen; smbpasswd -s -a helen', 'test-helen\ntest-helen\n')
      // With winbindd running, only members that Samba itself has count, not those of the Unix group.
      await host.shell(`groupadd sambaadmins
        net groupmap add sid=S-1-5-32-544 ntgroup=Administrators unixgroup=sambaadmins type=builtin
        net sam addmem 'BUILTIN\\Administrators' helen`)
      assert.equal(await as('helen').logoff(idOf('bob')), OK)
      await ends('bob')
    })

    test('a file that was changed counts from the reload on, and one that is wrong changes nothing', async () => {
      await logInAgain('alice')
      await host.writeRights(RIGHTS.replace('["message"]', '["query", "message"]'))
      assert.deepEqual((await listings('jörg')).RpcGetEnumResult, [])
      await host.reload()
      assert.deepEqual((await listings('jörg')).RpcGetEnumResult, [idOf('alice')])
      await host.writeRights(RIGHTS.replace('"message"', '"everything"'))
      await host.reload()
      assert.deepEqual((await listings('jörg')).RpcGetEnumResult, [idOf('alice')])
    })
  })
}
