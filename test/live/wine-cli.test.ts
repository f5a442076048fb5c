/** The whole command line on Windows' side of the interface: Node for Windows in Wine, against the double of wtsapi32. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { actsOf, Cli, wrongsOf } from './wine/cli.ts'
import type { DoubleOptions, Observed } from './wine/double.ts'
import { TABLE } from './wine/double.ts'
import { requireWine } from './wine/peers.ts'

const HERE = '0000000000000000'
const FIRST = '5754532100000000'

/** The editor of session 2 does not end when it is asked to. */
const STUBBORN = TABLE.map((row) => (row.includes('editor.exe') ? `${row}stubborn` : row))

const KINDS = ['services', 'console', 'rdp', 'rdp', 'listener']

/** Command lines that a rule refuses, with the code of the refusal. Session 3 is a console that is not the current session. */
const REFUSED = {
  'logoff 0': 'PROTECTED_SESSION',
  'logoff 65536': 'PROTECTED_SESSION',
  'rwinsta 65536': 'PROTECTED_SESSION',
  'logoff 3': 'CONSOLE_SESSION',
  'logoff 77': 'SESSION_NOT_FOUND',
}

/** What Windows says, what it means and what the user reads. */
const FAILURES: Readonly<Record<number, readonly [string, RegExp]>> = {
  2: ['SESSION_NOT_FOUND', /see the names and IDs there with "query session"/],
  5: ['ACCESS_DENIED', /access denied; it needs the permission Full Control/],
  120: ['NOT_SUPPORTED', /run the command on a newer one/],
  1326: ['AUTHENTICATION_FAILED', /the user name or the password is wrong; check the account/],
  1722: ['HOST_UNREACHABLE', /check its name, its network and that it is up/],
  7022: ['SESSION_NOT_FOUND', /see the names and IDs there with "query session"/],
  7024: ['SESSION_BUSY', /try again in a moment/],
}

for (const version of [8, 10] as const) {
  const needed = version === 8 ? (['wine8', 'node22'] as const) : (['wine10', 'node24'] as const)

  suite(`The command line in Wine ${version}`, { skip: requireWine(...needed, 'koffi'), concurrency: 4 }, () => {
    let cli: Cli
    before(() => {
      cli = Cli.start(version)
    })
    after(() => cli[Symbol.dispose]())

    /** Runs a command, of which no run may lose memory or a handle. */
    async function run(line: string, options?: DoubleOptions): Promise<Observed> {
      const observed = await cli.run(line, options)
      assert.deepEqual(wrongsOf(observed), [])
      return observed
    }

    test('query session shows every session and the current one', async () => {
      const { code, stdout } = await run('query session')
      assert.equal(code, 0)
      assert.deepEqual(linesOf(stdout), [
        ' SESSIONNAME       USERNAME                 ID  STATE   TYPE        DEVICE',
        ' Services                                    0  Disc',
        '>Console           anna                      1  Active',
        ' RDP-Tcp#12        jörg-mit-einem-sehr-      2  Active',
        '                   山田                      3  Disc',
        ' RDP-Tcp                                 65536  Listen',
      ])
    })

    test('query session falls back to the plain enumeration', async () => {
      const { code, stdout } = await run('query session', { script: 'WTSEnumerateSessionsExW=err 120' })
      assert.equal(code, 0)
      assert.match(stdout, /RDP-Tcp#12 {8}jörg-mit-einem-sehr- {6}2 {2}Active/)
    })

    test('query session /json has names in full, clients and times', async () => {
      const { stdout } = await run('query session /json')
      const { sessions } = JSON.parse(stdout).hosts[0]
      const { host, idleSince, ...jörg } = sessions[2]
      assert.deepEqual(jörg, {
        ...{ id: '2', name: 'RDP-Tcp#12', user: 'jörg-mit-einem-sehr-langen-namen', domain: 'CORP' },
        ...{ state: 'active', nativeState: 'WTSActive', kind: 'rdp', logonTime: '2025-01-01T00:00:01.000Z' },
        ...{ client: { name: 'LAPTOP-7', address: '192.168.0.1' }, current: false },
      })
      const idleMs = Date.now() - Date.parse(idleSince)
      assert.ok(idleMs > 319_000 && idleMs < 340_000, `idle for ${idleMs} ms`)
      assert.deepEqual(sessions[3].client, { name: 'PC-😀', address: 'fe80::1' })
      assert.deepEqual(
        sessions.map(({ kind }: { kind: string }) => kind),
        KINDS,
      )
    })

    test('query user shows idle and logon times', async () => {
      const { code, stdout } = await run('query user')
      assert.equal(code, 0)
      assert.match(stdout, /^>anna {18}Console {13}1 {2}Active {10}5 /m)
    })

    test('query process shows the processes of all sessions', async () => {
      const { code, stdout } = await run('query process *')
      assert.equal(code, 0)
      assert.match(stdout, /^>SYSTEM +Console +1 +300 {2}winlogon\.exe$/m)
      assert.match(stdout, /^ S-1-5-21-1-2-3-1104 +RDP-Tcp#12 +2 +402 {2}editor\.exe$/m)
    })

    test('logoff ends a session and sees that it is gone', async () => {
      const observed = await run('logoff rdp-tcp#12 /v')
      assert.equal(observed.code, 0)
      assert.match(observed.stdout, /Session ID 2 on ".+" logged off in/)
      assert.deepEqual(actsOf(observed), [{ call: 'WTSLogoffSession', h: HERE, id: 2, wait: 0 }])
      assert.equal(
        observed.table.some((row) => /^session\t\.\t2\t/.test(row)),
        false,
      )
    })

    test('logoff without a session ends the current one', async () => {
      const observed = await run('logoff')
      assert.equal(observed.code, 0)
      assert.deepEqual(actsOf(observed), [{ call: 'WTSLogoffSession', h: HERE, id: 1, wait: 0 }])
    })

    test('logoff kills what resists, and nothing of the system', async () => {
      const observed = await run('logoff 2 /grace:1 /json', { table: STUBBORN })
      assert.equal(observed.code, 0)
      const [{ outcome, killed, remaining }] = JSON.parse(observed.stdout).results
      assert.deepEqual([outcome, killed.map(({ pid }: { pid: number }) => pid), remaining], ['loggedOff', [402], []])
      assert.deepEqual(actsOf(observed), [
        { call: 'WTSLogoffSession', h: HERE, id: 2, wait: 0 },
        { call: 'WTSTerminateProcess', h: HERE, pid: 402, code: 1 },
        { call: 'WTSLogoffSession', h: HERE, id: 2, wait: 0 },
      ])
    })

    test('logoff says what is left when that cannot be ended', async () => {
      const script = 'WTSTerminateProcess=err 5'
      const { code, stdout } = await run('logoff 2 /grace:1 /json', { table: STUBBORN, script })
      assert.equal(code, 1)
      const [{ outcome, error, remaining }] = JSON.parse(stdout).results
      assert.equal(outcome, 'stillClosing')
      assert.deepEqual(error.native, { space: 'win32', value: 5, symbol: 'ERROR_ACCESS_DENIED' })
      assert.deepEqual(
        remaining.map(({ name }: { name: string }) => name),
        ['editor.exe'],
      )
    })

    for (const [line, code] of Object.entries(REFUSED)) {
      test(`${line} is refused before anything is done`, async () => {
        const table = TABLE.map((row) => row.replace(/^(session\t\.\t3\t3\t)4\t(.*)2$/, '$10\tConsole$20'))
        const observed = await run(`${line} /json`, { table })
        assert.equal(observed.code, 1)
        assert.equal(JSON.parse(observed.stdout).results[0].error.code, code)
        assert.deepEqual(actsOf(observed), [])
      })
    }

    for (const [native, [code, says]] of Object.entries(FAILURES)) {
      test(`error ${native} reaches the user with its number and a next step`, async () => {
        const script = `WTSDisconnectSession=err ${native}`
        const { code: exit, stdout } = await run('tsdiscon 2 /json', { script })
        assert.equal(exit, 1)
        const { error } = JSON.parse(stdout).results[0]
        assert.equal(error.code, code)
        assert.equal(error.native.value, Number(native))
        assert.match(error.message, says)
        assert.match(error.message, new RegExp(`\\(\\w+ ${native}\\)$`))
      })
    }

    test('/server reaches others with a 64-bit handle, and one that fails leaves the rest', async () => {
      const observed = await run('query session /server:TERM04,NOPE')
      assert.equal(observed.code, 1)
      assert.match(observed.stdout, /^TERM04 {2}RDP-Tcp#1 {9}bob {23}7 {2}Active/m)
      assert.match(observed.stderr, /^Cannot reach "NOPE": .+ \(RPC_S_SERVER_UNAVAILABLE 1722\)$/m)
      const opened = observed.log.filter(({ call }) => call === 'WTSOpenServerW').map(({ name }) => name)
      assert.deepEqual(opened.sort(), ['NOPE', 'TERM04'])
      assert.equal(observed.log.filter(({ call }) => call === 'WTSCloseServer').length, 2)
    })

    test('logoff /server acts there and never here', async () => {
      const observed = await run('logoff 7 /server:TERM04')
      assert.equal(observed.code, 0)
      assert.deepEqual(actsOf(observed), [{ call: 'WTSLogoffSession', h: FIRST, id: 7, wait: 0 }])
      const without = await cli.run('logoff /server:TERM04')
      assert.deepEqual([without.code, actsOf(without)], [2, []])
    })

    test('msg shows title and text, and tells the answer', async () => {
      const observed = await run('msg 2 /w /time:5 /v Grüße,😀')
      assert.equal(observed.code, 0)
      assert.match(observed.stdout, /answered: OK/)
      const [{ title, ...sent }] = actsOf(observed) as [Record<string, unknown>]
      assert.match(String(title), /^Message from /)
      assert.deepEqual(sent, {
        call: 'WTSSendMessageW',
        h: HERE,
        id: 2,
        text: 'Grüße,😀',
        style: 0,
        seconds: 5,
        wait: 1,
      })
      const unanswered = await run('msg 2 /w /time:5 /v hello', { env: { WTS_DOUBLE_ANSWER: '32000' } })
      assert.doesNotMatch(unanswered.stdout, /answered: OK/)
    })

    test('tsdiscon and tscon disconnect and connect', async () => {
      const disconnected = await run('tsdiscon 2')
      assert.deepEqual(actsOf(disconnected), [{ call: 'WTSDisconnectSession', h: HERE, id: 2, wait: 1 }])
      assert.ok(disconnected.table.some((row) => row.startsWith('session\t.\t2\t2\t4\t\t')))
      const connected = await run('tscon 3 /dest:console')
      assert.equal(connected.code, 0)
      assert.deepEqual(actsOf(connected), [{ call: 'WTSConnectSessionW', id: 3, target: 1, password: '', wait: 1 }])
    })

    test('rwinsta ends the processes of the user without asking', async () => {
      const observed = await run('rwinsta 2', { table: STUBBORN })
      assert.equal(observed.code, 0)
      assert.deepEqual(actsOf(observed), [
        { call: 'WTSTerminateProcess', h: HERE, pid: 401, code: 1 },
        { call: 'WTSTerminateProcess', h: HERE, pid: 402, code: 1 },
        { call: 'WTSLogoffSession', h: HERE, id: 2, wait: 0 },
      ])
    })

    test('tskill ends a process', async () => {
      const observed = await run('tskill 402')
      assert.deepEqual(
        [observed.code, actsOf(observed)],
        [0, [{ call: 'WTSTerminateProcess', h: HERE, pid: 402, code: 1 }]],
      )
    })

    test('/vm means the sessions of virtual machines, by the ID that is unique among them', async () => {
      const { stdout } = await run('query session /vm')
      assert.match(stdout, /carol +4000000001 {2}Active/)
      const observed = await run('logoff 4000000002 /vm')
      assert.equal(observed.code, 0)
      assert.deepEqual(
        observed.log.find(({ call }) => call === 'WTSOpenServerExW'),
        { call: 'WTSOpenServerExW', name: null },
      )
      assert.deepEqual(actsOf(observed), [{ call: 'WTSLogoffSession', h: FIRST, id: 4000000002, wait: 0 }])
    })

    test('tsctl is every command under one name', async () => {
      const { code, stdout } = await run('tsctl doctor')
      assert.equal(code, 0)
      assert.match(stdout, /wtsapi32/)
      const observed = await run('tsctl logoff 2')
      assert.deepEqual([observed.code, actsOf(observed).length], [0, 1])
    })
  })
}

function linesOf(text: string): string[] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
}
