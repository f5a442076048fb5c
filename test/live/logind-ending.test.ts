/** Ending other people's sessions as root, on real hosts: everything of them is gone, and nothing else. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { install, onPeer } from './logind/driver.ts'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

for (const kind of ['sd252', 'sd257', 'elogind'] as const) {
  suite(`Ending sessions on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    async function assertGone(id: string): Promise<void> {
      assert.deepEqual(await host.processesOf({ session: id }), [])
      assert.ok((await host.sessions()).every((session) => session.id !== id))
    }

    test('logoff() ends a plain session and leaves its user’s other one alone', async () => {
      await using victim = await host.ssh('alice', { tty: true })
      await using other = await host.ssh('alice')
      const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id] })
      assert.deepEqual(
        results?.map(({ outcome, killed, remaining }) => ({ outcome, killed, remaining })),
        [{ outcome: 'loggedOff', killed: [], remaining: [] }],
      )
      await assertGone(victim.id)
      await within(victim.closed, { what: 'the client to end' })
      other.send('echo alive $((20 + 1))')
      await waitFor(() => other.output().includes('alive 21'), { what: 'the other session to answer' })
    })

    for (const resistance of [...adversaryKinds.map((each) => [each]), adversaryKinds]) {
      test(`logoff() ends a session with ${resistance.join(', ')}`, async () => {
        await using victim = await host.ssh('alice')
        await using other = await host.ssh('alice')
        const adversaries = []
        for (const each of resistance) adversaries.push(await host.startAdversary(victim, each))
        const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id], graceMs: 300 })
        const [result] = results ?? []
        assert.equal(result?.outcome, 'loggedOff', JSON.stringify(result))
        assert.deepEqual(result.remaining, [])
        if (!resistance.includes('respawner')) assert.ok(result.killed.some(({ name }) => name === 'perl'))
        await assertGone(victim.id)
        for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
        other.send('echo alive $((20 + 1))')
        await waitFor(() => other.output().includes('alive 21'), { what: 'the other session to answer' })
      })
    }

    // elogind forgets a session as soon as its leader is gone.
    if (kind !== 'elogind') {
      test('logoff() ends a session that is closing', async () => {
        await using victim = await host.ssh('bob')
        await host.startAdversary(victim, 'setsidDaemon')
        victim.send('exit')
        await within(victim.closed, { what: 'the login to end' })
        const isClosing = async () =>
          (await host.sessions()).some(({ id, state }) => id === victim.id && state === 'closing')
        await waitFor(isClosing, { what: 'the session to close' })
        const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id], graceMs: 300 })
        assert.equal(results?.[0]?.outcome, 'loggedOff', results?.[0]?.error?.message)
        assert.ok(results[0].killed.some(({ name, sessionId }) => name === 'perl' && sessionId === victim.id))
        await assertGone(victim.id)
      })
    }

    test('reset() kills at once', async () => {
      await using victim = await host.ssh('alice')
      for (const each of adversaryKinds) await host.startAdversary(victim, each)
      const { results } = await onPeer(host, { method: 'reset', ids: [victim.id] })
      assert.deepEqual(
        results?.map(({ outcome, remaining }) => ({ outcome, remaining })),
        [{ outcome: 'reset', remaining: [] }],
      )
      assert.ok(results[0]!.elapsedMs < 5000, `${results[0]!.elapsedMs} ms`)
      await assertGone(victim.id)
    })

    test('logoff() says alreadyGone of a session that has ended, and touches no later one', async () => {
      await using victim = await host.ssh('alice')
      await using other = await host.ssh('alice')
      const { results } = await onPeer(host, { method: 'logoffTwice', ids: [victim.id] })
      assert.deepEqual(
        results?.map(({ outcome, error }) => ({ outcome, error })),
        [
          { outcome: 'loggedOff', error: null },
          { outcome: 'alreadyGone', error: null },
        ],
      )
      assert.equal((await host.sessions()).filter(({ id }) => id === other.id).length, 1)
    })
  })
}
