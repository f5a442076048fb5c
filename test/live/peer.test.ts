/** The session hosts of the live suites: each kind boots, takes logins, tells the truth and leaves nothing behind. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import { peerKinds } from './peer/kind.ts'
import { requirePeers } from './peer/rootfs.ts'

for (const kind of peerKinds) {
  suite(`A peer of kind ${kind}`, { skip: requirePeers(kind) }, () => {
    test('takes a login with a terminal and one without, and lists both', async (context) => {
      const started = performance.now()
      await using host = await bootPeer(kind)
      context.diagnostic(`up in ${Math.round(performance.now() - started)} ms`)
      assert.deepEqual(await host.sessions(), [])
      await using first = await host.ssh('alice', { tty: true })
      await using second = await host.ssh('alice')
      const sessions = (await host.sessions()).filter((session) => session.class !== 'manager')
      assert.deepEqual(sessions.map(({ id }) => id).sort(), [first.id, second.id].sort())
      assert.deepEqual(new Set(sessions.map(({ user }) => user)), new Set(['alice']))
      for (const login of [first, second]) {
        const processes = await host.processesOf({ session: login.id })
        const pids = processes.map(({ pid }) => pid)
        assert.ok(pids.includes(login.shell) && pids.includes(login.leader), JSON.stringify(processes))
        assert.ok(processes.every(({ auditSession }) => auditSession === processes[0]?.auditSession))
      }
    })
    test('runs every adversary', async () => {
      await using host = await bootPeer(kind)
      await using login = await host.ssh('alice')
      for (const adversary of adversaryKinds) {
        const started = await host.startAdversary(login, adversary)
        assert.ok((await started.processes()).length > 0)
      }
    })
  })
}
