/** Sessions of real Remote Desktop clients, managed from a second machine by our programs and by a foreign client. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Session } from '../../src/session/session.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'
import { type RdpClient, rdpLogin } from './rdp/client.ts'
import { startXrdp } from './rdp/service.ts'
import type { ForeignClient, ForeignMessage } from './serve/foreign.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { bootSecondMachine, type SecondMachine } from './serve/second-machine.ts'
import { pressButton, settledPicture } from './serve/window.ts'

/** MB_YESNO; IDYES, IDNO; State_Active, State_Disconnected. [MS-TSTS] 2.2.1.9, 3.3.4.1.10 */
const YES_NO = 4
const [YES, NO] = [6, 7]
const [ACTIVE, DISCONNECTED] = [0, 4]
const OK = '0x00000000'
const DEADLINE_MS = 60_000

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`xrdp sessions behind Samba on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    let second: SecondMachine
    let foreign: ForeignClient
    let alice: RdpClient
    let bob: RdpClient
    before(async () => {
      host = await bootServeHost(kind)
      second = await bootSecondMachine(host)
      foreign = second.foreign('admin')
      await startXrdp(host.peer)
      ;[alice, bob] = await Promise.all([rdpLogin(host.peer, 'alice'), rdpLogin(host.peer, 'bob')])
    })
    after(async () => {
      for (const each of [alice, bob, foreign, second, host]) await each?.[Symbol.asyncDispose]()
    })

    /** The xrdp session of a user by our own program over there. */
    async function sessionOf(user: string): Promise<Session | undefined> {
      const { stdout, stderr } = await second.cli('query', ['session', '/json'], 'admin')
      const [answer] = JSON.parse(stdout).hosts
      // A host without sessions says no more than one that shows none.
      assert.ok(answer.error === null || answer.error.code === 'SESSIONS_HIDDEN', stderr)
      return answer.sessions.find((each: Session) => each.user === user && each.kind === 'rdp')
    }

    const numberOf = async (user: string) => Number((await sessionOf(user))?.id)
    const seenByForeign = async (id: number) => (await foreign.list()).find(({ SessionId }) => SessionId === id)
    const left = async (client: RdpClient) => ({
      processes: await host.peer.processesOf({ session: client.session.id }),
      sessions: (await host.peer.sessions()).filter(({ id }) => id === client.session.id),
    })
    const closed = (client: RdpClient) =>
      within(client.closed, { what: `the window of ${client.session.user}`, deadlineMs: DEADLINE_MS })

    /** The session is over in every respect once its user's window has closed and its host has deleted it. */
    async function assertEnded(client: RdpClient): Promise<void> {
      await closed(client)
      const { user, id } = client.session
      const deleted = async () => (await host.peer.sessions()).every((each) => each.id !== id)
      await waitFor(deleted, { what: `the session of ${user} to be deleted`, deadlineMs: DEADLINE_MS })
      assert.deepEqual(await left(client), { processes: [], sessions: [] })
      assert.equal(await sessionOf(user), undefined)
    }

    test('both are listed from the second machine, by our program and by Impacket', async () => {
      for (const client of [alice, bob]) {
        const { user, display } = client.session
        const session = await sessionOf(user)
        assert.equal(session?.name, `rdp-tcp#${display.slice(1)}`)
        assert.equal(session?.state, 'active')
        const foreignly = await seenByForeign(Number(session?.id))
        assert.deepEqual(foreignly, { SessionId: Number(session?.id), State: ACTIVE, Name: session?.name })
        await settledPicture(client, `serve-${kind}-${user}-logged-in`)
      }
    })

    test('a message from Impacket is answered with Yes and with No in its window', async () => {
      const id = await numberOf('alice')
      const message: ForeignMessage = { title: 'Question', text: 'Save now?', style: YES_NO, timeout: 60, wait: true }
      for (const [button, response] of [YES, NO].entries()) {
        const answer = foreign.message(id, message)
        await pressButton(host.peer, alice, { title: 'Question', button })
        assert.deepEqual(await answer, { status: OK, response })
      }
    })

    test('a message from msg is answered with OK', async () => {
      const id = await numberOf('bob')
      const answer = second.cli('msg', [String(id), '/w', '/v', '/time:60', 'Back at five'], 'admin')
      const title = await waitFor(() => titleOfMessage(bob), { what: 'the message', deadlineMs: 30_000 })
      await settledPicture(bob, `serve-${kind}-bob-message`)
      await pressButton(host.peer, bob, { title, button: 0 })
      const { code, stdout, stderr } = await answer
      assert.equal(code, 0, stderr)
      assert.match(stdout, /OK/)
    })

    for (const [who, disconnect] of [
      ['Impacket', async (id: number) => assert.equal(await foreign.disconnect(id), OK)],
      ['tsdiscon', async (id: number) => assert.equal((await second.cli('tsdiscon', [String(id)], 'admin')).code, 0)],
    ] as const) {
      test(`${who} disconnects: the window closes, the session stays and is found again`, async () => {
        const id = await numberOf('bob')
        const before = bob.session
        await disconnect(id)
        await closed(bob)
        const isDisconnected = async () => (await seenByForeign(id))?.State === DISCONNECTED
        await waitFor(isDisconnected, { what: 'the session to be disconnected', deadlineMs: DEADLINE_MS })
        assert.notEqual((await left(bob)).processes.length, 0)
        await bob[Symbol.asyncDispose]()
        bob = await rdpLogin(host.peer, 'bob')
        assert.equal(bob.session.id, before.id)
        assert.equal((await seenByForeign(id))?.State, ACTIVE)
      })
    }

    test('Impacket logs off: the window closes, the processes are gone, the session is deleted', async () => {
      const id = await numberOf('bob')
      assert.equal(await foreign.logoff(id), OK)
      await assertEnded(bob)
      await settledPicture(bob, `serve-${kind}-bob-logged-off`)
      assert.equal((await sessionOf('alice'))?.state, 'active')
    })

    test('logoff logs off: the window closes, the processes are gone, the session is deleted', async () => {
      const id = await numberOf('alice')
      const { code, stderr } = await second.cli('logoff', [String(id)], 'admin')
      assert.equal(code, 0, stderr)
      await assertEnded(alice)
      await settledPicture(alice, `serve-${kind}-alice-logged-off`)
    })

    test('the journal says who did it, from where, to which session and what came of it', async () => {
      const lines = await host.journal()
      for (const line of [/admin from 10\.214\.0\.2.*log off.*bob/, /admin from 10\.214\.0\.2.*disconnect.*bob/])
        assert.ok(
          lines.some((each) => line.test(each)),
          `${line} in\n${lines.join('\n')}`,
        )
    })

    /** The title of the message's window on a session's display. */
    async function titleOfMessage({ session: { user, display } }: RdpClient): Promise<string | undefined> {
      const env = { DISPLAY: display, HOME: `/home/${user}` }
      const { stdout } = await host.peer.exec(['xwininfo', '-root', '-tree'], { user, env, mayFail: true })
      return /"([^"]*)": \("xmessage"/.exec(stdout)?.[1]
    }
  })
}
