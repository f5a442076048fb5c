/** Whatever is killed or restarted under load: what was accepted is done, nobody is let in, callers are answered again. */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'
import { type Load, startLoad, untilAnswered } from './serve/callers.ts'
import type { ForeignClient } from './serve/foreign.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { numbersOf } from './serve/numbers.ts'
import { bootSecondMachine, type SecondMachine } from './serve/second-machine.ts'

const OK = '0x00000000'
/** ERROR_CTX_WINSTATION_NOT_FOUND: the log-off was accepted, and the answer was lost. */
const GONE = '0x80071b6e'
const DEADLINE_MS = 60_000

/** How soon callers are to be answered after a restart, and how often that is tried. */
const ANSWERED_MS = 2000
const ATTEMPTS = 3

const SESSIONS = 5

/** The logind of systemd 257 is deaf to a new bus until it is restarted too. */
const RESTARTS = {
  xrdp09: ['systemctl restart systemd-logind', 'systemctl restart dbus'],
  xrdp010: ['systemctl restart systemd-logind', 'systemctl restart dbus; systemctl restart systemd-logind'],
}

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`Restarts behind Samba on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    let second: SecondMachine
    let foreign: ForeignClient
    let alice: PeerLogin
    let load: Load
    before(async () => {
      host = await bootServeHost(kind)
      second = await bootSecondMachine(host)
      alice = await host.peer.ssh('alice', { tty: true })
    })
    after(async () => {
      for (const each of [alice, second, host]) await each?.[Symbol.asyncDispose]()
    })
    beforeEach(() => {
      foreign = second.foreign('admin')
      load = startLoad(host)
    })
    afterEach(async () => {
      await load[Symbol.asyncDispose]()
      await foreign[Symbol.asyncDispose]()
      assert.deepEqual(load.heard.wrong, [])
      assert.notEqual(load.heard.answers, 0)
    })

    const kill = (unit: string) => host.shell(`systemctl kill --signal=KILL --kill-whom=all ${unit}`)

    const sessionsOfBob = () => host.peer.manySessions('bob', SESSIONS)

    /** A session of bob that has to be killed, which takes its time. */
    async function resistingSession(): Promise<string> {
      const login = await host.peer.ssh('bob')
      await host.peer.startAdversary(login, 'termIgnorer')
      return login.id
    }

    /** Asks for a log-off; whether it was accepted. */
    const accepted = (number: number) =>
      foreign.logoff(number).then(
        (status) => status === OK,
        () => false,
      )

    /** Has all of them accepted. */
    async function logOffAll(ids: readonly string[]): Promise<void> {
      for (const number of await numbersOf(host, ids)) assert.equal(await accepted(number), true)
    }

    async function assertEnd(ids: readonly string[]): Promise<void> {
      const left = async () => (await host.peer.sessions()).map(({ id }) => id).filter((id) => ids.includes(id))
      await waitFor(async () => (await left()).length === 0, {
        what: `the end of the sessions ${ids.join(', ')}`,
        deadlineMs: DEADLINE_MS,
      })
      for (const session of ids) assert.deepEqual(await host.peer.processesOf({ session }), [])
    }

    /** Starts a unit that was killed; systemd may still be at clearing away what is left of it. */
    const startAgain = (unit: string) =>
      waitFor(
        async () => {
          const argv = ['sh', '-c', `systemctl reset-failed ${unit}; systemctl restart ${unit}`]
          return (await host.peer.exec(argv, { mayFail: true })).code === 0
        },
        { what: `${unit} to start`, deadlineMs: DEADLINE_MS },
      )

    /**
     * Kills under load and starts again; callers are answered soon after the start. Where they are not, it is tried
     * again without load: on a machine that is busy anyhow the load would be what is measured.
     */
    async function assertAnsweredSoon(unit: string): Promise<void> {
      const times: number[] = []
      while (times.length < ATTEMPTS && !times.some((ms) => ms <= ANSWERED_MS)) {
        if (times.length > 0) await load[Symbol.asyncDispose]()
        await kill(unit)
        await startAgain(unit)
        times.push(await untilAnswered(host, 'alice'))
      }
      assert.ok(Math.min(...times) <= ANSWERED_MS, `answered ${times.map(Math.round)} ms after ${unit} was started`)
    }

    test('the service is killed in the middle of many requests: what was accepted is done by the next', async () => {
      const ids = [await resistingSession(), ...(await sessionsOfBob())]
      const numbers = await numbersOf(host, ids)
      const before = await host.servicePid()
      const done: string[] = []
      const asking = (async () => {
        for (const [i, number] of numbers.entries()) if (await accepted(number)) done.push(ids[i]!)
      })()
      await waitFor(() => done.length >= 3, { what: 'three accepted log-offs', deadlineMs: DEADLINE_MS })
      await kill('logoff-serve.service')
      await asking
      await untilAnswered(host, 'alice')
      assert.notEqual(await host.servicePid(), before)
      for (const [i, number] of numbers.entries())
        if (!done.includes(ids[i]!)) assert.ok([OK, GONE].includes(await foreign.logoff(number)))
      await assertEnd(ids)
    })

    for (const unit of ['smbd', 'winbind'] as const) {
      test(`${unit} is killed: accepted log-offs are done, callers are answered once it is started again`, async () => {
        const ids = await sessionsOfBob()
        await logOffAll(ids)
        await assertAnsweredSoon(unit)
        await assertEnd(ids)
      })
    }

    test('logind and the bus are restarted in the middle of a log-off: it is done, and the service goes on', async () => {
      const resisting = await resistingSession()
      const before = await host.servicePid()
      await logOffAll([resisting])
      for (const command of RESTARTS[kind]) {
        await host.shell(command)
        await untilAnswered(host, 'alice')
        const ids = await sessionsOfBob()
        await logOffAll(ids)
        await assertEnd(ids)
      }
      await assertEnd([resisting])
      assert.equal(await host.servicePid(), before)
    })
  })
}
