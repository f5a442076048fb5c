/** Sessions of xrdp that do not end by themselves: orphans of a killed sesman, and what a killed X server leaves behind. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { removeRemains } from '../../src/linux/xrdp/remains.ts'
import { install, onPeer, overSsh } from './logind/driver.ts'
import type { Answer, Request } from './logind/request.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'
import { type RdpClient, rdpLogin } from './rdp/client.ts'
import { filesOf } from './rdp/files.ts'
import { sesmanSessions, startXrdp } from './rdp/service.ts'

type Way = (host: PeerHost, request: Request) => Promise<Answer>

const WAYS: Readonly<Record<'there' | 'over ssh', Way>> = {
  there: onPeer,
  'over ssh': (host, request) => overSsh(host, 'root', request),
}

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`The end of a session of xrdp on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await Promise.all([startXrdp(host), install(host)])
    })
    after(() => host?.close())

    /** Nothing of it is left, neither here nor in the memory of sesman. */
    async function assertGone({ session }: RdpClient): Promise<void> {
      assert.deepEqual(await host.processesOf({ session: session.id }), [])
      assert.deepEqual(
        (await host.sessions()).filter(({ id }) => id === session.id),
        [],
      )
      assert.deepEqual(filesOf(host, session.display), [])
      const forgotten = async () => (await sesmanSessions(host, session.user)) === 0
      await waitFor(forgotten, { what: 'sesman to forget the session', deadlineMs: 60_000 })
    }

    const outcomes = ({ results }: Answer) => results?.map(({ outcome, error }) => error?.message ?? outcome)

    test('of which each part was killed at once leaves no file, and another session of its user alone', async () => {
      await using login = await host.ssh('alice')
      await using client = await rdpLogin(host, 'alice')
      assert.ok(filesOf(host, client.session.display).length >= 5)
      const { results } = await overSsh(host, 'root', { method: 'reset', ids: [client.session.id] })
      assert.deepEqual(
        results?.map(({ outcome, notes }) => [outcome, notes]),
        [['reset', []]],
      )
      assert.notEqual(await client.closed, null)
      await assertGone(client)
      assert.notDeepEqual(await host.processesOf({ session: login.id }), [])
    })

    test('takes nothing from a display that is in use, nor from another user', async () => {
      await using client = await rdpLogin(host, 'alice')
      const files = filesOf(host, client.session.display)
      const [number, uid] = [client.session.display.slice(1), (await host.exec(['id', '-u', 'alice'])).stdout.trim()]
      await host.exec(removeRemains(number, Number(uid)), { user: 'alice' })
      assert.deepEqual(filesOf(host, client.session.display), files)
      const x = (await host.processesOf({ session: client.session.id })).filter(({ command }) =>
        /Xorg|chansrv/.test(command),
      )
      await host.exec(['kill', '-STOP', String(client.session.leader)])
      await host.exec(['kill', '-KILL', ...x.map(({ pid }) => String(pid))])
      const left = await waitFor(
        async () =>
          (await host.processesOf({ session: client.session.id })).length === 1 &&
          filesOf(host, client.session.display),
        { what: 'the X server to be dead' },
      )
      assert.ok(left.length > 0)
      await host.exec(removeRemains(number, Number(uid) + 1))
      assert.deepEqual(filesOf(host, client.session.display), left)
      const answer = await onPeer(host, { method: 'reset', ids: [client.session.id] })
      assert.deepEqual(outcomes(answer), ['reset'])
      await assertGone(client)
    })

    for (const [where, way] of Object.entries(WAYS)) {
      test(`whose own sesman was killed is an orphan that is found and ended, ${where}`, async () => {
        await using client = await rdpLogin(host, 'alice')
        await host.exec(['kill', '-KILL', String(client.session.leader)])
        const closing = async () =>
          (await host.sessions()).find(({ id }) => id === client.session.id)?.state === 'closing'
        await waitFor(closing, { what: 'logind to see it' })
        assert.ok((await host.processesOf({ session: client.session.id })).some(({ command }) => /Xorg/.test(command)))
        const answer = await way(host, { method: 'logoff', ids: [client.session.id] })
        assert.deepEqual(outcomes(answer), ['loggedOff'])
        assert.notEqual(await client.closed, null)
        await assertGone(client)
      })
    }

    test('whose main sesman was killed is found and ended, and a new one begins', async () => {
      await using client = await rdpLogin(host, 'alice')
      await host.exec(['systemctl', 'kill', '--kill-whom=main', '--signal=KILL', 'xrdp-sesman'])
      const failed = async () =>
        (await host.exec(['systemctl', 'is-failed', 'xrdp-sesman'], { mayFail: true })).code === 0
      await waitFor(failed, { what: 'sesman to be dead' })
      const { sessions } = await onPeer(host, { method: 'list' })
      assert.ok(sessions?.some(({ id, kind }) => id === client.session.id && kind === 'rdp'))
      const answer = await onPeer(host, { method: 'logoff', ids: [client.session.id] })
      assert.deepEqual(outcomes(answer), ['loggedOff'])
      assert.notEqual(await client.closed, null)
      await host.exec(['systemctl', 'restart', 'xrdp-sesman', 'xrdp'])
      await startXrdp(host)
      await assertGone(client)
      await using again = await rdpLogin(host, 'alice')
      assert.equal(again.session.display, client.session.display)
    })
  })
}
