/** The kinds of session that a peer can hold besides logins over ssh. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

const withLogind = ['sd252', 'sd257', 'elogind'] as const
const withSystemd = ['sd252', 'sd257'] as const

async function stateOf(host: PeerHost, id: string): Promise<string | undefined> {
  return (await host.sessions()).find((session) => session.id === id)?.state
}

for (const kind of withLogind) {
  suite(`Sessions of ${kind}`, { skip: requirePeers(kind) }, () => {
    test('on the seat stand one behind the other', async () => {
      await using host = await bootPeer(kind)
      await assert.rejects(host.seatSession('bob', { active: false }), /needs the other one/)
      const front = await host.seatSession('alice', { active: true })
      const behind = await host.seatSession('bob', { active: false })
      const greeter = await host.seatSession('admin', { active: false, class: 'greeter' })
      assert.deepEqual([front.seat, behind.seat, greeter.seat], ['seat0', 'seat0', 'seat0'])
      assert.deepEqual([front.class, behind.class, greeter.class], ['user', 'user', 'greeter'])
      assert.equal(await stateOf(host, front.id), 'active')
      assert.deepEqual([behind.state, greeter.state], ['online', 'online'])
      const other = await host.seatSession('bob', { active: true })
      assert.deepEqual([await stateOf(host, front.id), other.state], ['online', 'active'])
      front.send('exit')
      await waitFor(async () => (await stateOf(host, front.id)) === undefined, { what: 'the session to end' })
    })

    test('in the background are of that class and hold processes', async () => {
      await using host = await bootPeer(kind)
      const session = await host.backgroundSession('bob')
      assert.deepEqual([session.class, session.user, session.tty], ['background', 'bob', ''])
      const daemon = await host.startAdversary(session, 'setsidDaemon')
      const held = (await host.processesOf({ session: session.id })).map(({ pid }) => pid)
      assert.ok((await daemon.processes()).every(({ pid }) => held.includes(pid)))
    })
  })
}

for (const kind of withSystemd) {
  suite(`Sessions of ${kind}`, { skip: requirePeers(kind) }, () => {
    test('stay after their leader as closing while processes are left', async () => {
      await using host = await bootPeer(kind)
      await using login = await host.ssh('alice')
      const daemon = await host.startAdversary(login, 'setsidDaemon')
      login.send('exit')
      await waitFor(async () => (await stateOf(host, login.id)) === 'closing', { what: 'the session to be closing' })
      assert.equal((await daemon.processes()).length, 1)
    })

    test('with a display have a server that shows windows', async () => {
      await using host = await bootPeer(kind)
      const session = await host.seatSession('alice', { active: true, display: ':7' })
      assert.deepEqual([session.display, session.type, session.tty], [':7', 'x11', ''])
      session.send('xmessage -name greeting hello &')
      const env = { DISPLAY: ':7', HOME: '/home/alice' }
      const search = () =>
        host.exec(['xdotool', 'search', '--classname', 'greeting'], { user: 'alice', env, mayFail: true })
      await waitFor(async () => (await search()).code === 0, { what: 'the window' })
    })

    test('can be many, and a lingering user keeps his services without one', async () => {
      await using host = await bootPeer(kind)
      await host.linger('admin')
      const ids = await host.manySessions('bob', 40)
      assert.equal(new Set(ids).size, 40)
      assert.equal(
        (await host.processesOf({ user: 'bob' })).filter(({ command }) => command.endsWith('sleep infinity')).length,
        40,
      )
      assert.ok((await host.processesOf({ user: 'admin' })).length > 0)
      assert.ok((await host.sessions()).every((session) => session.user === 'bob' || session.class === 'manager'))
    })
  })
}

suite('Sessions of elogind', { skip: requirePeers('elogind') }, () => {
  test('are no longer listed once their leader ended, although processes are left', async () => {
    await using host = await bootPeer('elogind')
    await using login = await host.ssh('alice')
    const daemon = await host.startAdversary(login, 'setsidDaemon')
    login.send('exit')
    await waitFor(async () => (await host.sessions()).length === 0, { what: 'the session to go' })
    assert.deepEqual(await host.processesOf({ session: login.id }), await daemon.processes())
  })
})

suite('Sessions of posix', { skip: requirePeers('posix') }, () => {
  test('without PAM have no audit id', async () => {
    await using host = await bootPeer('posix')
    await using plain = await host.ssh('jörg', { audit: false, tty: true })
    await using audited = await host.ssh('jörg')
    const sessions = (await host.sessions()).map(({ id, user, leader }) => ({ id, user, leader }))
    assert.deepEqual(sessions, [
      { id: audited.id, user: 'jörg', leader: audited.leader },
      { id: '', user: 'jörg', leader: plain.leader },
    ])
    const shell = (await host.processes()).find(({ pid }) => pid === plain.shell)
    assert.equal(shell?.auditSession, null)
  })

  test('that lost their leader are found by what is left of them', async () => {
    await using host = await bootPeer('posix')
    await using login = await host.ssh('alice')
    await host.startAdversary(login, 'respawner')
    await host.exec(['kill', '-KILL', String(login.leader), String(login.shell)])
    const [session] = await waitFor(
      async () => {
        const sessions = await host.sessions()
        return sessions[0]?.state === 'closing' && sessions
      },
      { what: 'the session to lose its leader' },
    )
    assert.deepEqual([session?.id, session?.user], [login.id, 'alice'])
  })
})
