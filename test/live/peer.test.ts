/** The session hosts of the live suites: they boot, take logins, tell the truth and leave nothing behind. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { peerKinds } from './peer/kind.ts'
import { requirePeers } from './peer/rootfs.ts'
import { tracesOf } from './peer/traces.ts'
import { waitFor, within } from './peer/wait.ts'

/** Sessions a person would count: without those of service managers. */
async function peopleOn(host: PeerHost): Promise<string[]> {
  const sessions = await host.sessions()
  return sessions
    .filter((session) => session.class !== 'manager')
    .map(({ id, user }) => `${user} ${id}`)
    .sort()
}

for (const kind of peerKinds) {
  suite(`A peer of kind ${kind}`, { skip: requirePeers(kind) }, () => {
    test('boots without a session, and nothing of it is left when it is closed', async (context) => {
      const started = performance.now()
      const host = await bootPeer(kind, { name: 'far-away' })
      context.diagnostic(`up in ${Math.round(performance.now() - started)} ms`)
      assert.deepEqual(await host.sessions(), [])
      assert.equal((await host.exec(['hostname'])).stdout, 'far-away\n')
      assert.notDeepEqual(tracesOf(process.pid), [])
      await host.close()
      assert.deepEqual(tracesOf(process.pid), [])
    })

    test('takes a login with a terminal and one without', async () => {
      await using host = await bootPeer(kind)
      await using first = await host.ssh('alice', { tty: true })
      await using second = await host.ssh('alice')
      assert.deepEqual(await peopleOn(host), [`alice ${first.id}`, `alice ${second.id}`].sort())
      for (const login of [first, second]) {
        const pids = (await host.processesOf({ session: login.id })).map(({ pid }) => pid)
        assert.ok(pids.includes(login.shell) && pids.includes(login.leader), `${pids}`)
      }
      first.send('test -t 0 && echo "a $((40 + 2)) terminal"')
      await waitFor(() => first.output().includes('a 42 terminal'), { what: 'an answer on the terminal' })
      second.send('exit 7')
      assert.deepEqual(await within(second.closed, { what: 'the login to end' }), { code: 7, signal: null })
      await waitFor(async () => (await peopleOn(host)).length === 1, { what: 'the session to end' })
    })

    test('takes logins of names that are long or not English', async () => {
      await using host = await bootPeer(kind)
      await using first = await host.ssh('jörg')
      await using second = await host.ssh('a-user-with-a-name-of-32-letters', { tty: true })
      assert.deepEqual(
        await peopleOn(host),
        [`${first.user} ${first.id}`, `a-user-with-a-name-of-32-letters ${second.id}`].sort(),
      )
      assert.equal(first.user, 'jörg')
    })

    test('has adversaries that outlive the login’s TERM and HUP', async () => {
      await using host = await bootPeer(kind)
      await using login = await host.ssh('alice')
      await using other = await host.ssh('alice')
      const adversaries = await Promise.all(adversaryKinds.map((adversary) => host.startAdversary(login, adversary)))
      const owned = new Set((await host.processesOf({ session: login.id })).map(({ pid }) => pid))
      assert.ok(owned.size >= 10, `${owned.size} processes`)
      await host.exec(['sh', '-c', `kill -TERM -1; kill -HUP -1`], { user: 'alice' })
      await within(login.closed, { what: 'the login to end' })
      await within(other.closed, { what: 'the other login to end' })
      for (const adversary of adversaries) {
        const [before, after] = [await adversary.processes(), await adversary.processes()]
        assert.ok(before.length > 0 && after.length > 0, adversary.kind)
        assert.ok(after.every(({ uid, user }) => uid === 1000 && user === 'alice'))
        const same = after.some(({ pid }) => before.some((process) => process.pid === pid))
        if (adversary.kind !== 'respawner') assert.ok(same, `${adversary.kind} is the same process`)
      }
    })
  })
}
