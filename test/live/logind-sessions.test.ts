/** What sessions look like on real hosts: seats, greeters, background, names; and what can be done to them but ending. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { commandLine, install, onPeer } from './logind/driver.ts'
import type { SessionJson } from './logind/request.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { hasSystemd } from './peer/kind.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

const LONG_NAME = 'a-user-with-a-name-of-32-letters'

for (const kind of ['sd252', 'sd257', 'elogind'] as const) {
  suite(`Sessions on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    async function find(id: string): Promise<SessionJson> {
      const { sessions } = await onPeer(host, { method: 'list' })
      const found = sessions?.find((session) => session.id === id)
      assert.ok(found, `session ${id} is listed`)
      return found
    }

    test('none is listed on a host that nobody has logged on to', async () => {
      const answer = await onPeer(host, { method: 'list' })
      assert.deepEqual([answer.kind, answer.sessions], ['logind', []])
    })

    test('user names are whole, be they long or not English', async () => {
      for (const name of ['jörg', LONG_NAME]) {
        await using login = await host.ssh(name)
        const { user, kind: sessionKind, state, client, current } = await find(login.id)
        assert.deepEqual(
          { user, sessionKind, state, current },
          {
            ...{ user: name, sessionKind: 'ssh' },
            ...{ state: 'active', current: false },
          },
        )
        assert.match(client?.address ?? '', /^10\.213\.\d+\.1$/)
        const { results } = await onPeer(host, { method: 'logoff', ids: [login.id] })
        assert.equal(results?.[0]?.outcome, 'loggedOff')
      }
    })

    test('of two on a seat the one in front is the console, which is not logged off from elsewhere', async () => {
      const front = await host.seatSession('alice', { active: true })
      const behind = await host.seatSession('bob', { active: false })
      const shown = async (id: string) => {
        const { name, state, kind: sessionKind } = await find(id)
        return [name, state, sessionKind]
      }
      assert.deepEqual(await shown(front.id), ['console', 'active', 'console'])
      assert.deepEqual(await shown(behind.id), ['', 'disconnected', 'console'])

      await onPeer(host, { method: 'connect', ids: [behind.id], destination: 'console' })
      await waitFor(async () => (await shown(behind.id))[0] === 'console', {
        what: 'the other one to come to the front',
      })
      assert.deepEqual(await shown(front.id), ['', 'disconnected', 'console'])

      const both = await onPeer(host, { method: 'logoff', ids: [front.id, behind.id], graceMs: 500 })
      assert.deepEqual(
        Object.fromEntries((both.results ?? []).map(({ outcome, error }) => [outcome, error?.code ?? null])),
        { loggedOff: null, refused: 'CONSOLE_SESSION' },
      )
      const { results } = await onPeer(host, { method: 'reset', ids: [behind.id] })
      assert.equal(results?.[0]?.outcome, 'reset')
      assert.deepEqual(await host.processesOf({ session: behind.id }), [])
    })

    test('a greeter is a console where nobody is logged on', async () => {
      const greeter = await host.seatSession('admin', { active: true, class: 'greeter' })
      const { name, user, state, nativeState } = await find(greeter.id)
      assert.deepEqual(
        { name, user, state, nativeState },
        {
          ...{ name: 'console', user: '' },
          ...{ state: 'connected', nativeState: 'greeter' },
        },
      )
      await onPeer(host, { method: 'reset', ids: [greeter.id] })
    })

    test('one of class background says so, and ends like any other', async () => {
      const background = await host.backgroundSession('alice')
      const { name, state, nativeState, kind: sessionKind } = await find(background.id)
      assert.deepEqual(
        { name, state, nativeState, sessionKind },
        {
          ...{ name: '', state: 'other' },
          ...{ nativeState: 'background', sessionKind: 'other' },
        },
      )
      assert.match(background.id, /^c\d+$/)
      const { results } = await onPeer(host, { method: 'logoff', ids: [background.id], graceMs: 4000 })
      assert.equal(results?.[0]?.outcome, 'loggedOff')
      assert.deepEqual(await host.processesOf({ session: background.id }), [])
    })

    test('a message reaches the terminal of one, and one without is said to be unreachable', async () => {
      await using login = await host.ssh('alice', { tty: true })
      await using mute = await host.ssh('alice')
      const message = { title: 'Message from root', text: 'Please save\nyour work', timeSeconds: 60, wait: false }
      const sent = await onPeer(host, { method: 'message', ids: [login.id], message })
      assert.deepEqual(sent.answers, ['sent'])
      const arrived = () => /Message from root\s+Please save\s+your work\s/.test(login.output())
      await waitFor(arrived, { what: 'the message' })
      const { failure } = await onPeer(host, { method: 'message', ids: [mute.id], message })
      assert.equal(failure?.code, 'SESSION_UNREACHABLE')
      const denied = await onPeer(host, { method: 'message', ids: [login.id], message }, { user: 'bob' })
      assert.equal(denied.failure?.code, 'ACCESS_DENIED')
    })

    if (hasSystemd(kind)) {
      test('a message reaches the window system of one', async () => {
        const desktop = await host.seatSession('alice', { active: true, display: ':7' })
        const message = { title: 'Message from root', text: 'Please save', timeSeconds: 60, wait: false }
        const { answers } = await onPeer(host, { method: 'message', ids: [desktop.id], message })
        assert.deepEqual(answers, ['sent'])
        const search = ['xdotool', 'search', '--name', 'Message from root']
        const options = { user: 'alice', env: { DISPLAY: ':7', HOME: '/home/alice' }, mayFail: true }
        const { code } = await host.exec(search, options)
        assert.equal(code, 0)
        await onPeer(host, { method: 'reset', ids: [desktop.id] })
      })
    }

    test('processes() tells of each process whose it is', async () => {
      await using login = await host.ssh('alice')
      login.send('sleep 4321 &')
      const isThere = async () =>
        (await host.processesOf({ session: login.id })).some(({ command }) => /4321/.test(command))
      await waitFor(isThere, { what: 'the process' })
      const truth = (await host.processesOf({ session: login.id })).map(({ pid, user }) => ({ pid, user }))
      const all = await onPeer(host, { method: 'processes' })
      const own = (all.processes ?? []).filter(({ sessionId }) => sessionId === login.id)
      const byPid = (list: readonly { pid: number; user: string }[]) => [...list].sort((a, b) => a.pid - b.pid)
      assert.deepEqual(byPid(own.map(({ pid, user }) => ({ pid, user }))), byPid(truth))
      assert.ok(all.processes?.some(({ pid, sessionId }) => pid === 1 && sessionId === null))
      const one = await onPeer(host, { method: 'processes', ids: [login.id] })
      assert.deepEqual(byPid((one.processes ?? []).map(({ pid, user }) => ({ pid, user }))), byPid(truth))
      assert.ok(one.processes?.some(({ name, started }) => name === 'sleep' && started !== null))
    })

    test('none is disconnected, nor connected to another client', async () => {
      await using login = await host.ssh('alice')
      const away = await onPeer(host, { method: 'disconnect', ids: [login.id] })
      assert.equal(away.failure?.code, 'NOT_SUPPORTED')
      const back = await onPeer(host, { method: 'connect', ids: [login.id], destination: 'console' })
      assert.equal(back.failure?.code, 'NOT_SUPPORTED')
    })

    test('examine() names what the host has', async () => {
      const { findings } = await onPeer(host, { method: 'examine' })
      const figures = Object.fromEntries((findings ?? []).map(({ check, figure }) => [check, figure]))
      assert.match(figures.logind ?? '', { sd252: /^systemd 252/, sd257: /^systemd 257/, elogind: /^elogind/ }[kind])
      assert.equal(figures.cgroup, 'cgroup2')
      assert.equal(figures.rights, 'all sessions')
      assert.match(figures.message ?? '', /^terminals\b/)
      // It runs in no session.
      assert.equal(findings?.find(({ check }) => check === 'current')?.passed, false)
    })
  })
}

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`A desktop on ${kind}`, { skip: requirePeers(kind) }, () => {
    test('is the current session of a terminal that its user’s service manager runs', async () => {
      await using host = await bootPeer(kind)
      await install(host)
      const desktop = await host.seatSession('alice', { active: true })
      desktop.send(`systemd-run --user --wait --pipe --quiet ${commandLine({ method: 'list' })} >~/listed`)
      const listed = async () => {
        const { stdout } = await host.exec(['cat', '/home/alice/listed'], { mayFail: true })
        return stdout.endsWith('\n') && stdout
      }
      const { sessions } = JSON.parse(await waitFor(listed, { what: 'the list' }))
      assert.deepEqual(
        sessions.map(({ id, current }: SessionJson) => ({ id, current })),
        [{ id: desktop.id, current: true }],
      )
    })
  })
}
