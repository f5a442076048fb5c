/** Sessions of xrdp as a person with a Remote Desktop client has them: seen, disconnected, found again, messaged, logged off. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { SessionEvent } from '../../src/session/host.ts'
import { install, onPeer, openOverSsh, overSsh } from './logind/driver.ts'
import type { SessionJson } from './logind/request.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'
import { type RdpClient, rdpLogin } from './rdp/client.ts'
import { filesOf } from './rdp/files.ts'
import { sesmanSessions, startXrdp } from './rdp/service.ts'

const DEADLINE_MS = 60_000

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`A session of xrdp on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    let client: RdpClient
    before(async () => {
      host = await bootPeer(kind)
      await Promise.all([startXrdp(host), install(host)])
      client = await rdpLogin(host, 'alice')
    })
    after(async () => {
      await client?.[Symbol.asyncDispose]()
      await host?.close()
    })

    const inList = (sessions: SessionJson[] | undefined) => sessions?.find(({ id }) => id === client.session.id)
    const listed = async () => inList((await onPeer(host, { method: 'list' })).sessions)
    const reconnect = async () => {
      await client[Symbol.asyncDispose]()
      client = await rdpLogin(host, 'alice')
    }

    test('is active under the name of its display, with its client', async () => {
      await client.screen.picture(`${kind}-session`)
      const session = await listed()
      const { state, name, user } = session ?? {}
      const display = client.session.display.slice(1)
      assert.deepEqual({ state, name, user }, { state: 'active', name: `rdp-tcp#${display}`, user: 'alice' })
      assert.deepEqual(session?.client, { name: client.name, address: host.address.replace(/2$/, '1') })
      assert.deepEqual(inList((await overSsh(host, 'root', { method: 'list' })).sessions)?.client, session?.client)
    })

    test('is idle since its last input', async () => {
      const idleSince = async () => Date.parse((await listed())?.idleSince ?? '')
      const before = await idleSince()
      const typed = Date.now()
      await client.screen.type('true')
      await waitFor(async () => (await idleSince()) > before, { what: 'the input', deadlineMs: DEADLINE_MS })
      assert.ok(Math.abs((await idleSince()) - typed) < 10_000)
      const bySsh = async (user: string) => inList((await overSsh(host, user, { method: 'list' })).sessions)?.idleSince
      for (const user of ['root', 'alice']) assert.ok(Math.abs(Date.parse((await bySsh(user)) ?? '') - typed) < 10_000)
      assert.equal(await bySsh('bob'), null)
    })

    test('shows a message, and its user answers', async () => {
      const message = { title: 'Maintenance', text: 'Please save your work', timeSeconds: 60, wait: true }
      for (const ask of [
        onPeer,
        (on: PeerHost, request: Parameters<typeof onPeer>[1]) => overSsh(on, 'root', request),
      ]) {
        const answer = ask(host, { method: 'message', ids: [client.session.id], message })
        await waitFor(() => windowOf(host, client, 'Maintenance'), { what: 'the window' })
        await client.screen.picture(`${kind}-message`)
        await waitFor(() => pressed(host, client, 'Maintenance'), { what: 'the window to go' })
        assert.deepEqual((await answer).answers, ['ok'])
      }
    })

    test('cannot show a message without a program for it, and says what to install', async () => {
      await host.exec(['mv', '/usr/bin/xmessage', '/usr/bin/xmessage.away'])
      const message = { title: 'Maintenance', text: 'Please save your work', timeSeconds: 60, wait: true }
      const { failure } = await onPeer(host, { method: 'message', ids: [client.session.id], message })
      await host.exec(['mv', '/usr/bin/xmessage.away', '/usr/bin/xmessage'])
      assert.equal(failure?.code, 'PROGRAM_MISSING')
      assert.match(failure.message, /install the package "x11-utils"/)
    })

    test('is left running by its client, and found again', async () => {
      const before = await host.processesOf({ session: client.session.id })
      const { failure } = await onPeer(host, { method: 'disconnect', ids: [client.session.id] })
      assert.equal(failure, undefined)
      assert.notEqual(await client.closed, null)
      const { state, name, client: who } = (await listed()) ?? {}
      assert.deepEqual({ state, name, who }, { state: 'disconnected', name: '', who: null })
      const pids = (await host.processesOf({ session: client.session.id })).map(({ pid }) => pid)
      assert.deepEqual(
        before.filter(({ pid, command }) => /Xorg|openbox|xterm/.test(command) && !pids.includes(pid)),
        [],
      )
      const { id } = client.session
      await reconnect()
      assert.equal(client.session.id, id)
      assert.equal((await listed())?.state, 'active')
    })

    test('may be disconnected by its user, also over ssh, and by nobody else but root', async () => {
      const request = { method: 'disconnect', ids: [client.session.id] } as const
      const { failure } = await onPeer(host, request, { user: 'bob' })
      assert.deepEqual([failure?.code, (await listed())?.state], ['ACCESS_DENIED', 'active'])
      assert.equal((await overSsh(host, 'bob', request)).failure?.code, 'ACCESS_DENIED')
      assert.equal((await overSsh(host, 'alice', request)).failure, undefined)
      assert.notEqual(await client.closed, null)
      assert.equal((await listed())?.state, 'disconnected')
      assert.equal((await overSsh(host, 'alice', request)).failure?.code, 'SESSION_STATE')
      await reconnect()
      await client.screen.type('tsdiscon')
      assert.notEqual(await within(client.closed, { what: 'the client to be disconnected' }), null)
      assert.equal((await listed())?.state, 'disconnected')
    })

    test('is watched: a client comes, and its machine loses power', async () => {
      const leave = new AbortController()
      await using watching = await openOverSsh(`ssh://root@${host.address}`)
      const changes: SessionEvent[] = []
      const done = (async () => {
        for await (const event of watching.watch(leave)) if (event.id === client.session.id) changes.push(event)
      })().catch((error) => assert.equal(error, leave.signal.reason))
      const told = (count: number) => waitFor(() => changes.length >= count, { what: `${count} events` })
      await reconnect()
      await told(1)
      await client.disconnect()
      await told(2)
      assert.ok(changes.every(({ type }) => type === 'changed'))
      assert.equal((await listed())?.state, 'disconnected')
      leave.abort()
      await done
    })

    /** Nothing of it is left on the host, nor in the memory of sesman. */
    async function assertGone(): Promise<void> {
      assert.notEqual(await within(client.closed, { what: 'the window to close', deadlineMs: DEADLINE_MS }), null)
      const gone = async () => (await host.processesOf({ user: 'alice' })).length === 0
      await waitFor(gone, { what: 'all processes to be gone', deadlineMs: DEADLINE_MS })
      assert.equal(await listed(), undefined)
      assert.deepEqual(filesOf(host, client.session.display), [])
      const forgotten = async () => (await sesmanSessions(host, 'alice')) === 0
      await waitFor(forgotten, { what: 'sesman to forget the session', deadlineMs: DEADLINE_MS })
    }

    test('is gone after a log-off, with all that belonged to it, and its client’s window', async () => {
      await reconnect()
      const { results } = await onPeer(host, { method: 'logoff', ids: [client.session.id] })
      assert.deepEqual(
        results?.map(({ outcome, killed }) => [outcome, killed]),
        [['loggedOff', []]],
      )
      assert.deepEqual(await host.processesOf({ user: 'alice' }), [])
      await assertGone()
    })

    test('is connecting while it starts, and not yet left', async () => {
      const states: string[] = []
      const started = reconnect().then(() => true)
      await using watching = await openOverSsh(`ssh://root@${host.address}`)
      while (!(await Promise.race([started, false]))) {
        const sessions = await watching.list({ brief: true, about: '' })
        states.push(...sessions.filter(({ kind }) => kind === 'rdp').map(({ state }) => state))
      }
      assert.ok(states.includes('connected'), states.join())
      assert.notEqual(states[0], 'disconnected')
    })

    test('is gone after its user has typed logoff in it', async () => {
      await client.screen.type('logoff')
      await assertGone()
    })
  })
}

/** Presses the button of a window unless it is gone; the window manager may have moved it meanwhile. */
async function pressed(host: PeerHost, client: RdpClient, title: string): Promise<boolean> {
  const where = await windowOf(host, client, title)
  if (!where) return true
  await client.screen.click(where)
  return false
}

/** The middle of the lowest window within the window of that title: its button. */
async function windowOf(host: PeerHost, { session }: RdpClient, title: string) {
  const options = { user: session.user, env: { DISPLAY: session.display }, mayFail: true }
  const { stdout } = await host.exec(['xwininfo', '-name', title, '-tree'], options)
  const lines = stdout.matchAll(/ (\d+)x(\d+)\+\d+\+\d+ {2}\+(\d+)\+(\d+)$/gm)
  const places = [...lines].map((match) => match.slice(1).map(Number)).sort(([, , , a = 0], [, , , b = 0]) => b - a)
  const [width = 0, height = 0, left = 0, top = 0] = places[0] ?? []
  return places.length > 0 && { x: left + Math.floor(width / 2), y: top + Math.floor(height / 2) }
}
