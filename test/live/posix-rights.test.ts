/** Who may do what without logind: the session's own user and root. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { install, onPeer } from './logind/driver.ts'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

suite('Rights on posix', { skip: requirePeers('posix') }, () => {
  let host: PeerHost
  before(async () => {
    host = await bootPeer('posix')
    await install(host)
  })
  after(() => host.close())

  async function assertAlive(login: PeerLogin): Promise<void> {
    login.send('echo alive $((20 + 1))')
    await waitFor(() => login.output().includes('alive 21'), { what: 'the session to answer' })
  }

  test('another user may see a session and its processes', async () => {
    await using login = await host.ssh('alice', { tty: true })
    const { sessions = [] } = await onPeer(host, { method: 'list' }, { user: 'bob' })
    assert.deepEqual(
      sessions.map(({ id, user, name, client }) => [id, user, name, client?.address]),
      [[login.id, 'alice', `ssh-tcp#${login.id}`, host.address.replace(/\d+$/, '1')]],
    )
    const { processes = [] } = await onPeer(host, { method: 'processes', ids: [login.id] }, { user: 'bob' })
    assert.ok(processes.some(({ pid }) => pid === login.shell))
  })

  test('another user may not end a session, and is told who may', async () => {
    await using login = await host.ssh('alice')
    for (const method of ['logoff', 'reset'] as const) {
      const { results } = await onPeer(host, { method, ids: [login.id] }, { user: 'bob' })
      assert.equal(results?.[0]?.outcome, 'refused')
      assert.equal(results[0].error?.code, 'ACCESS_DENIED')
      assert.equal(results[0].error.symbol, 'EPERM')
      assert.match(results[0].error.message, /root/)
    }
    await assertAlive(login)
  })

  test('another user may not end a process, and is told so', async () => {
    await using login = await host.ssh('alice')
    const { failure } = await onPeer(host, { method: 'endProcess', pid: login.shell }, { user: 'bob' })
    assert.equal(failure?.code, 'ACCESS_DENIED')
    await assertAlive(login)
  })

  test('a user may end another session of his own, with what resists, from outside of it', async () => {
    await using victim = await host.ssh('bob', { tty: true })
    await using other = await host.ssh('bob')
    const adversaries = []
    for (const each of adversaryKinds) adversaries.push(await host.startAdversary(victim, each))
    const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id], graceMs: 300 }, { user: 'bob' })
    assert.equal(results?.[0]?.outcome, 'loggedOff', JSON.stringify(results))
    for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
    await assertAlive(other)
  })

  test('a user is told what of his session is root’s and goes on', async () => {
    await using victim = await host.ssh('alice')
    victim.send('sudo perl /opt/adversary/adversary.pl setsid-daemon')
    const running = async () =>
      (await host.processesOf({ session: victim.id })).filter(({ command }) => /^perl/.test(command))
    await waitFor(async () => (await running()).length === 1, { what: 'the daemon' })
    const { results } = await onPeer(host, { method: 'reset', ids: [victim.id] }, { user: 'alice' })
    assert.equal(results?.[0]?.outcome, 'stillClosing', JSON.stringify(results))
    assert.deepEqual(
      results[0].remaining.map(({ name, user }) => [name, user]),
      [['perl', 'root']],
    )
    const { results: byRoot } = await onPeer(host, { method: 'reset', ids: [victim.id] })
    assert.equal(byRoot?.[0]?.outcome, 'reset')
    assert.deepEqual(await running(), [])
  })
})
