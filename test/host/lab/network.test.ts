/** Practice hosts on the network, reached by the adapter over TCP, SMB and RPC. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { suite, test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import { type Credential, credentialOf } from '../../../src/host/credential.ts'
import type { FaultSpec } from '../../../src/host/lab/fault.ts'
import { type LabNetworkOptions, type NetworkLab, openNetworkLab } from '../../../src/host/lab/network.ts'
import type { TstsHost } from '../../../src/host/tsts/host.ts'
import { openTsts } from '../../../src/host/tsts/open-tsts.ts'
import { findProcess } from '../../../src/linux/processes.ts'
import type { Message } from '../../../src/session/message.ts'
import type { Session } from '../../../src/session/session.ts'

const skip = process.platform !== 'linux' && 'Needs Linux'

interface Reached extends AsyncDisposable {
  readonly lab: NetworkLab
  readonly host: TstsHost
  session(id: number): Promise<Session>
}

interface ReachOptions extends LabNetworkOptions {
  /** Which of the practice host's accounts. Default: the administrator. */
  readonly user?: number
  readonly password?: string
  readonly patienceMs?: number
}

function target(name: string, address: string) {
  return { name, address, transport: 'tsts', account: null, passwordFile: null } as const
}

async function reach({ user = 0, password, patienceMs = 5000, ...options }: ReachOptions = {}): Promise<Reached> {
  const lab = await openNetworkLab({ hosts: 1, processes: false, ...options })
  const [{ name, address } = { name: '', address: '' }] = lab.hosts
  const account = lab.users[user]!
  const credential: Credential = credentialOf(account.account, password ?? account.password)
  const host = await openTsts(target(name, address), { credential, patienceMs })
  return {
    lab,
    host,
    async session(id) {
      const found = (await host.list()).find((each) => each.id === String(id))
      assert.ok(found, `session ${id}`)
      return found
    },
    async [Symbol.asyncDispose]() {
      await host.close()
      credential[Symbol.dispose]()
      await lab[Symbol.asyncDispose]()
    },
  }
}

async function failureOf(work: Promise<unknown>): Promise<LogoffError> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof LogoffError, String(error))
    return error
  }
  assert.fail('nothing failed')
}

suite('A practice host on the network', { skip, timeout: 120_000 }, () => {
  test('has session 12 logged off with its processes, verified', async () => {
    await using reached = await reach({ processes: true })
    const alice = await reached.session(12)
    const processes = await reached.host.processes({ session: alice })
    assert.deepEqual(processes.map(({ name }) => name).sort(), ['desktop', 'editor', 'sync-agent', 'unsaved-work'])
    assert.ok(processes.every(({ user, pid }) => user === 'alice' && findProcess(pid)))
    const result = await reached.host.logoff(alice)
    assert.equal(result.outcome, 'loggedOff', result.error?.message)
    assert.ok(processes.every(({ pid }) => !findProcess(pid)))
    assert.equal(
      (await reached.host.list()).some(({ id }) => id === '12'),
      false,
    )
  })

  test('lists its sessions as the practice host itself has them', async () => {
    await using reached = await reach()
    const sessions = await reached.host.list()
    assert.deepEqual(
      sessions.map(({ id, name, user, state, kind }) => [id, name, user, state, kind].join(' ')),
      [
        '0 services  disconnected services',
        '1 console carol active console',
        '2 rdp-tcp#2 admin active rdp',
        '4 TERM04 bob active rdp',
        '5  dave disconnected rdp',
        '9 rdp-tcp#9 山田太郎 active rdp',
        '12 rdp-tcp#12 alice active rdp',
        '65536 rdp-tcp  listening listener',
      ],
    )
    assert.equal(sessions[6]?.client?.name, 'TERM12')
    assert.ok(sessions[6]?.logonTime && sessions[6].idleSince)
  })

  test('has as many sessions as asked for, 12 and TERM04 among them', async () => {
    await using few = await reach({ sessions: 2 })
    assert.deepEqual(
      (await few.host.list()).map(({ id }) => id),
      ['0', '4', '12', '65536'],
    )
    await using many = await reach({ sessions: 40 })
    assert.equal((await many.host.list()).filter(({ user }) => user !== '').length, 40)
  })

  test('shows a message and gives the answer', async () => {
    await using reached = await reach()
    const shown = once(reached.lab.events, 'message')
    const message: Message = { title: 'Note', text: 'Save?', timeSeconds: 60, wait: true, buttons: 'yesNoCancel' }
    const answer = reached.host.message(await reached.session(4), message)
    const [{ message: seen, answer: reply, session }] = await shown
    assert.deepEqual([seen, session.name], [message, 'TERM04'])
    reply('no')
    assert.equal(await answer, 'no')
  })

  test('tells what happens', async () => {
    await using reached = await reach()
    const events = reached.host.watch()[Symbol.asyncIterator]()
    const first = events.next()
    const bob = await reached.session(4)
    let done = false
    first.then(() => {
      done = true
    })
    // The subscription begins when the host has heard of it, which nothing shows: so the session changes until it is seen.
    while (!done) await reached.host.disconnect(bob)
    assert.deepEqual((await first).value, { type: 'changed', id: '4' })
    await events.return?.()
  })

  test('lets a user end his own session and no other', async () => {
    await using reached = await reach({ user: 1 })
    const refused = await reached.host.logoff(await reached.session(4))
    assert.deepEqual([refused.outcome, refused.error?.code], ['refused', 'ACCESS_DENIED'])
    assert.match(refused.error?.message ?? '', /right LOGOFF/)
    const own = await reached.host.logoff(await reached.session(12))
    assert.equal(own.outcome, 'loggedOff', own.error?.message)
  })

  test('refuses a wrong password', async () => {
    await using reached = await reach({ password: 'wrong' })
    const error = await failureOf(reached.host.list())
    assert.equal(error.code, 'ACCOUNT_REFUSED')
    assert.match(
      error.message,
      /as "admin": the user name or the password is wrong \(STATUS_LOGON_FAILURE 0xc000006d\)/,
    )
  })

  test('is walked through layer by layer', async () => {
    await using reached = await reach()
    const findings = await reached.host.examine()
    assert.ok(findings.every(({ passed }) => passed))
    assert.deepEqual(
      findings.slice(1, 5).map(({ check, figure }) => `${check} ${figure}`),
      ['dialect SMB 3.1.1', 'account admin', 'protection AES-128-GCM', 'pipe LSM_API_service'],
    )
    await using wrong = await reach({ password: 'wrong' })
    const last = (await wrong.host.examine()).at(-1)
    assert.deepEqual([last?.check, last?.passed, last?.error?.code], ['account', false, 'ACCOUNT_REFUSED'])
  })
})

const SPOILT: readonly [FaultSpec, readonly string[]][] = [
  [{ fault: 'silent' }, ['HOST_SILENT']],
  [{ fault: 'signature' }, ['UNSAFE']],
  [{ fault: 'garbage' }, ['NOT_SMB', 'PROTOCOL_ERROR', 'HOST_SILENT', 'CONNECTION_LOST']],
  [{ fault: 'cut', after: 0 }, ['NOT_SMB']],
  [{ fault: 'cut', after: 200 }, ['NOT_SMB']],
  [{ fault: 'cut', after: 2000 }, ['CONNECTION_LOST']],
]

suite('A practice host that misbehaves', { skip, timeout: 120_000 }, () => {
  for (const [fault, codes] of SPOILT) {
    test(`is found out: ${Object.values(fault).join(' after ')}`, async () => {
      await using reached = await reach({ fault, patienceMs: 1000 })
      const { code, message } = await failureOf(reached.host.list())
      assert.ok(codes.includes(code), message)
    })
  }

  test('is found out: cut anywhere', async () => {
    for (let after = 300; after < 6000; after += 571) {
      await using reached = await reach({ fault: { fault: 'cut', after }, patienceMs: 2000 })
      assert.equal((await failureOf(reached.host.list())).code, 'CONNECTION_LOST')
    }
  })

  test('is waited for as long as it says something: slow', async () => {
    const patienceMs = 3000
    await using reached = await reach({ fault: { fault: 'slow' }, sessions: 1, patienceMs })
    const started = performance.now()
    assert.ok((await reached.host.list()).length > 0)
    assert.ok(performance.now() - started > patienceMs)
  })

  test('is told from one that obeys: stuck', async () => {
    await using reached = await reach({ fault: { fault: 'stuck' } })
    const result = await reached.host.logoff(await reached.session(12), { graceMs: 100 })
    assert.deepEqual([result.outcome, result.error?.code], ['stillClosing', 'STILL_CLOSING'])
  })

  test('is told from one that obeys: denied', async () => {
    await using reached = await reach({ fault: { fault: 'denied' } })
    const result = await reached.host.reset(await reached.session(12))
    assert.deepEqual([result.outcome, result.error?.code], ['refused', 'ACCESS_DENIED'])
  })
})

suite('A host that is none', { timeout: 60_000 }, () => {
  const credential = credentialOf('admin', 'x')

  test('has a port that is closed', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const place = server.address()
    assert.ok(place && typeof place === 'object')
    server.close()
    await using host = await openTsts(target('gone', `127.0.0.1:${place.port}`), { credential })
    const error = await failureOf(host.list())
    assert.deepEqual([error.code, error.native?.symbol], ['PORT_CLOSED', 'ECONNREFUSED'])
  })

  test('has a name that is not known', async () => {
    await using host = await openTsts(target('nobody', 'nobody.invalid'), { credential })
    assert.equal((await failureOf(host.list())).code, 'HOST_NOT_FOUND')
  })

  test('answers with something else than SMB', async () => {
    const server = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const place = server.address()
    assert.ok(place && typeof place === 'object')
    await using host = await openTsts(target('web', `127.0.0.1:${place.port}`), { credential })
    assert.equal((await failureOf(host.list())).code, 'NOT_SMB')
    server.close()
  })

  for (const [way, hangUp] of [
    ['closes', (socket: Socket) => void socket.resume().end()],
    ['resets', (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy())],
  ] as const) {
    test(`${way} the connection instead of speaking SMB`, async () => {
      const server = createServer(hangUp).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const place = server.address()
      assert.ok(place && typeof place === 'object')
      await using host = await openTsts(target('mute', `127.0.0.1:${place.port}`), { credential })
      const { code, facts } = await failureOf(host.list())
      assert.deepEqual([code, facts], ['NOT_SMB', { host: 'mute', port: place.port }])
      server.close()
    })
  }

  test('needs an account', async () => {
    const error = await failureOf(openTsts(target('rds1', 'rds1'), { credential: null }))
    assert.equal(error.code, 'ACCOUNT_MISSING')
  })
})
