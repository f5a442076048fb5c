/** What of a user ends with his last session, and what does not: real hosts with systemd --user. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { install, onPeer } from './logind/driver.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import type { PeerProcess } from './peer/processes.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`A user's services on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    async function startService(login: PeerLogin, command: string): Promise<() => Promise<PeerProcess[]>> {
      login.send(`systemd-run --user --quiet ${command}`)
      const running = async () =>
        (await host.processesOf({ user: login.user })).filter(({ cgroup }) => cgroup.includes('app.slice/run-'))
      await waitFor(async () => (await running()).length > 0, { what: 'the service to start' })
      return running
    }

    test('live on with another session of his, and end with his last one, which says so', async () => {
      await using first = await host.ssh('alice')
      await using second = await host.ssh('alice')
      const running = await startService(first, 'sleep 5000')
      const one = await onPeer(host, { method: 'logoff', ids: [first.id] })
      assert.deepEqual(
        one.results?.map(({ outcome, notes }) => ({ outcome, notes })),
        [{ outcome: 'loggedOff', notes: [] }],
      )
      assert.equal((await running()).length, 1)
      const two = await onPeer(host, { method: 'logoff', ids: [second.id] })
      assert.deepEqual(
        two.results?.map(({ outcome, notes, killed }) => ({ outcome, notes, killed })),
        [{ outcome: 'loggedOff', notes: ['userServicesEnded'], killed: [] }],
      )
      assert.deepEqual(await host.processesOf({ user: 'alice' }), [])
    })

    test('end with the last of several sessions that end at the same time', async () => {
      await using first = await host.ssh('bob')
      await using second = await host.ssh('bob')
      await startService(first, 'sleep 5000')
      const { results } = await onPeer(host, { method: 'logoff', ids: [first.id, second.id] })
      assert.deepEqual(
        results?.map(({ outcome }) => outcome),
        ['loggedOff', 'loggedOff'],
      )
      assert.deepEqual(await host.processesOf({ user: 'bob' }), [])
    })

    for (const method of ['logoff', 'reset'] as const) {
      test(`end by ${method}() though they resist`, async () => {
        await using login = await host.ssh('alice')
        await startService(login, 'perl /opt/adversary/adversary.pl term-ignorer')
        const { results } = await onPeer(host, { method, ids: [login.id], graceMs: 300 })
        assert.equal(results?.[0]?.outcome, method === 'logoff' ? 'loggedOff' : 'reset')
        assert.ok(results[0].killed.some(({ name, sessionId }) => name === 'perl' && sessionId === null))
        assert.deepEqual(await host.processesOf({ user: 'alice' }), [])
      })
    }

    test('end though they resist, by a user without root', async () => {
      await using login = await host.ssh('bob')
      await startService(login, 'perl /opt/adversary/adversary.pl term-ignorer')
      const { results } = await onPeer(host, { method: 'logoff', ids: [login.id], graceMs: 300 }, { user: 'bob' })
      assert.equal(results?.[0]?.outcome, 'loggedOff', results?.[0]?.error?.message)
      assert.deepEqual(await host.processesOf({ user: 'bob' }), [])
    })

    test('stay where they are to linger, which the result says', async () => {
      await using login = await host.ssh('admin')
      await host.linger('admin')
      const running = await startService(login, 'sleep 5000')
      const { results } = await onPeer(host, { method: 'logoff', ids: [login.id] })
      assert.deepEqual(
        results?.map(({ outcome, notes, remaining }) => ({ outcome, notes, remaining })),
        [{ outcome: 'loggedOff', notes: ['lingering'], remaining: [] }],
      )
      assert.equal((await running()).length, 1)
      assert.deepEqual(await host.processesOf({ session: login.id }), [])
    })
  })
}
