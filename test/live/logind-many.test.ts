/** Two hundred sessions at once, and a bus that goes away in the middle: real hosts. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { install, onPeer } from './logind/driver.ts'
import { bootPeer } from './peer/boot.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

const COUNT = 200

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`Many sessions on ${kind}`, { skip: requirePeers(kind) }, () => {
    test(`${COUNT} of one user are ended at once, in at most three times logind’s own time`, async (context) => {
      await using host = await bootPeer(kind)
      await install(host)
      const ids = await host.manySessions('alice', COUNT)
      const started = performance.now()
      await host.exec(['loginctl', 'terminate-session', ...ids])
      const none = async () => {
        const { stdout } = await host.exec(['loginctl', 'list-sessions', '--no-legend'])
        return !stdout.split('\n').some((line) => ids.includes(line.trim().split(/\s+/)[0] ?? ''))
      }
      await waitFor(none, { what: 'logind’s own way', deadlineMs: 60_000 })
      const own = performance.now() - started

      await host.manySessions('alice', COUNT)
      const { results, elapsedMs = 0 } = await onPeer(host, { method: 'logoff', ids: ['*'] }, { deadlineMs: 120_000 })
      assert.equal(results?.length, COUNT)
      assert.deepEqual(
        results.filter(({ outcome }) => outcome !== 'loggedOff'),
        [],
      )
      assert.deepEqual(await host.processesOf({ user: 'alice' }), [])
      context.diagnostic(`${Math.round(elapsedMs)} ms; logind itself ${Math.round(own)} ms`)
      assert.ok(elapsedMs <= 3 * own, `${Math.round(elapsedMs)} ms, and ${Math.round(own)} ms by logind itself`)
    })

    test('a bus that goes away in the middle is said, with what remains', async () => {
      await using host = await bootPeer(kind)
      await install(host)
      await using victim = await host.ssh('alice')
      await host.startAdversary(victim, 'setsidDaemon')
      const answered = onPeer(host, { method: 'logoff', ids: [victim.id], graceMs: 60_000 })
      const asked = async () => (await host.processesOf({ session: victim.id })).length === 1
      await waitFor(asked, { what: 'the session to be asked to end' })
      await host.exec(['systemctl', 'kill', '--signal=KILL', 'dbus.service'])
      const { results } = await answered
      const [result] = results ?? []
      assert.deepEqual([result?.outcome, result?.error?.code], ['stillClosing', 'CONNECTION_LOST'])
      assert.ok(result?.remaining.some(({ name, sessionId }) => name === 'perl' && sessionId === victim.id))
    })
  })
}
