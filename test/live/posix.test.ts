/** A Linux without logind: its sessions, and ending them as root, with everything in them and nothing else. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { install, onPeer } from './logind/driver.ts'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import { runCommand } from './peer/command.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

const skip = requirePeers('posix')

/** The ID of a login: the audit session, or the leader where there is none. */
const idOf = (login: PeerLogin) => login.id || `p${login.leader}`

suite('Sessions on posix', { skip }, () => {
  let host: PeerHost
  before(async () => {
    host = await bootPeer('posix')
    await install(host)
  })
  after(() => host.close())

  test('list() finds none where nobody has logged on', async () => {
    assert.deepEqual(await onPeer(host, { method: 'list' }).then(({ kind, sessions }) => [kind, sessions]), [
      'posix',
      [],
    ])
  })

  test('list() finds logins with PAM and without, with a terminal and without', async () => {
    const started = Date.now()
    await using first = await host.ssh('alice', { tty: true })
    await using second = await host.ssh('alice')
    await using third = await host.ssh('bob', { audit: false, tty: true })
    const { sessions = [] } = await onPeer(host, { method: 'list' })
    const client = { name: '', address: host.address.replace(/\d+$/, '1') }
    const common = {
      host: '.',
      domain: '',
      state: 'active',
      nativeState: 'active',
      kind: 'ssh',
      client,
      current: false,
    }
    assert.deepEqual(
      sessions.map(({ logonTime, idleSince, ...session }) => ({ ...session, typed: idleSince !== null })),
      [
        { ...common, id: first.id, name: `ssh-tcp#${first.id}`, user: 'alice', typed: true },
        { ...common, id: second.id, name: `ssh-tcp#${second.id}`, user: 'alice', typed: false },
        { ...common, id: `p${third.leader}`, name: `ssh-tcp#p${third.leader}`, user: 'bob', typed: true },
      ],
    )
    for (const { logonTime } of sessions) {
      const age = Date.parse(logonTime ?? '') - started
      assert.ok(age > -2_000 && age < 20_000, `${age} ms`)
    }
  })

  test('processes() tells those of one session, and of which session each is', async () => {
    await using login = await host.ssh('alice', { tty: true })
    const { processes: own = [] } = await onPeer(host, { method: 'processes', ids: [login.id] })
    const truth = await host.processesOf({ session: login.id })
    assert.deepEqual(own.map(({ pid }) => pid).sort(), truth.map(({ pid }) => pid).sort())
    const { processes: all = [] } = await onPeer(host, { method: 'processes' })
    assert.equal(all.find(({ pid }) => pid === login.shell)?.sessionId, login.id)
    assert.equal(all.find(({ pid }) => pid === 1)?.sessionId, null)
  })

  test('endProcess() ends one process and not its session', async () => {
    await using login = await host.ssh('alice')
    const adversary = await host.startAdversary(login, 'termIgnorer')
    const [{ pid } = { pid: 0 }] = await adversary.processes()
    await onPeer(host, { method: 'endProcess', pid })
    assert.deepEqual(await adversary.processes(), [])
    login.send('echo alive $((20 + 1))')
    await waitFor(() => login.output().includes('alive 21'), { what: 'the session to answer' })
  })

  test('endProcess() says that the first process of the machine goes on', async () => {
    const { failure } = await onPeer(host, { method: 'endProcess', pid: 1 })
    assert.equal(failure?.code, 'PROCESS_REMAINS')
  })

  test('examine() tells what the host is', async () => {
    const { findings = [] } = await onPeer(host, { method: 'examine' })
    const figure = (check: string) => findings.find((each) => each.check === check)
    assert.equal(figure('kind')?.figure, 'posix')
    assert.equal(figure('audit')?.passed, true)
    assert.match(figure('message')?.figure ?? '', /^terminals\b/)
    assert.equal(figure('current')?.passed, false)
  })

  test('disconnect() says what to do instead', async () => {
    await using login = await host.ssh('alice')
    const { failure } = await onPeer(host, { method: 'disconnect', ids: [login.id] })
    assert.equal(failure?.code, 'NOT_SUPPORTED')
  })
})

for (const audit of [true, false]) {
  const kind = audit ? 'with an audit session' : 'without an audit session'
  suite(`Ending sessions on posix ${kind}`, { skip }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer('posix')
      await install(host)
    })
    after(() => host.close())

    async function assertGone(login: PeerLogin): Promise<void> {
      const left = login.id === '' ? [] : await host.processesOf({ session: login.id })
      assert.deepEqual(left, [])
      const listed = await host.sessions()
      assert.ok(listed.every(({ id, leader }) => (login.id === '' ? leader !== login.leader : id !== login.id)))
      await within(login.closed, { what: 'the client to end' })
    }

    /** A shell with a job in its terminal, which the shell must not notice being held. */
    async function openBystander(): Promise<PeerLogin> {
      const login = await host.ssh('alice', { tty: true, audit })
      login.send('cat')
      await waitFor(() => /cat\r\n\S*l\r/.test(login.output()), { what: 'the shell to start its job' })
      login.send('ready')
      await waitFor(() => login.output().split('ready').length > 2, { what: 'the job of the other session' })
      return login
    }

    async function assertUndisturbed(login: PeerLogin): Promise<void> {
      login.send('still here')
      await waitFor(() => login.output().split('still here').length > 2, { what: 'the job of the other session' })
      assert.doesNotMatch(login.output(), /Stopped|not found/)
    }

    test('logoff() ends a plain session at once, and tidies up', async () => {
      await using victim = await host.ssh('alice', { tty: true, audit })
      await using other = await openBystander()
      const { results } = await onPeer(host, { method: 'logoff', ids: [idOf(victim)] })
      assert.deepEqual(
        results?.map(({ outcome, killed, remaining }) => ({ outcome, killed, remaining })),
        [{ outcome: 'loggedOff', killed: [], remaining: [] }],
      )
      await assertGone(victim)
      await assertUndisturbed(other)
      const { stdout } = await host.exec(['who'])
      assert.equal(stdout.split('\n').filter((line) => line.startsWith('alice')).length, 1, stdout)
    })

    for (const resistance of [...adversaryKinds.map((each) => [each]), adversaryKinds]) {
      test(`logoff() ends a session with ${resistance.join(', ')}`, async () => {
        await using victim = await host.ssh('alice', { tty: true, audit })
        await using other = await openBystander()
        const adversaries = []
        for (const each of resistance) adversaries.push(await host.startAdversary(victim, each))
        const { results } = await onPeer(host, { method: 'logoff', ids: [idOf(victim)], graceMs: 300 })
        assert.equal(results?.[0]?.outcome, 'loggedOff', JSON.stringify(results))
        await assertGone(victim)
        for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
        await assertUndisturbed(other)
      })
    }

    test('reset() kills at once', async () => {
      await using victim = await host.ssh('alice', { audit })
      const adversaries = []
      for (const each of adversaryKinds) adversaries.push(await host.startAdversary(victim, each))
      const { results } = await onPeer(host, { method: 'reset', ids: [idOf(victim)] })
      assert.equal(results?.[0]?.outcome, 'reset', JSON.stringify(results))
      await assertGone(victim)
      for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
    })

    test('logoff() ends a session of root with a crowd that cannot be held', async () => {
      const port = audit ? '22' : '2222'
      const crowd = ['perl', '/opt/adversary/adversary.pl', 'respawner']
      const login = runCommand(['ssh', '-tt', '-p', port, `root@${host.address}`, `${crowd.join(' ')}; exec bash`], {
        env: host.sshEnvironment,
      })
      const listed = async () => (await onPeer(host, { method: 'list' })).sessions?.find(({ user }) => user === 'root')
      const { id } = await waitFor(listed, { what: 'the login of root' })
      const running = async () => (await host.processes()).filter(({ command }) => command === crowd.join(' '))
      await waitFor(async () => (await running()).length >= 8, { what: 'the crowd' })
      const { results } = await onPeer(host, { method: 'logoff', ids: [id], graceMs: 300 })
      assert.equal(results?.[0]?.outcome, 'loggedOff', JSON.stringify(results))
      assert.deepEqual(await running(), [])
      await within(login, { what: 'the client to end' })
    })

    test('logoff() ends what the session runs as another user', async () => {
      await using victim = await host.ssh('alice', { audit })
      victim.send(
        'sudo -u bob perl /opt/adversary/adversary.pl term-ignorer & sudo perl /opt/adversary/adversary.pl term-ignorer &',
      )
      const running = async () => (await host.processes()).filter(({ command }) => /^perl/.test(command))
      await waitFor(async () => (await running()).length === 2, { what: 'both to start' })
      const { results } = await onPeer(host, { method: 'logoff', ids: [idOf(victim)], graceMs: 300 })
      assert.equal(results?.[0]?.outcome, 'loggedOff', JSON.stringify(results))
      assert.deepEqual(await running(), [])
      await assertGone(victim)
    })
  })
}

suite('Ending what is left on posix', { skip }, () => {
  let host: PeerHost
  before(async () => {
    host = await bootPeer('posix')
    await install(host)
  })
  after(() => host.close())

  test('logoff() ends a session of which only a daemon is left', async () => {
    await using victim = await host.ssh('bob')
    const daemon = await host.startAdversary(victim, 'setsidDaemon')
    victim.send('exit')
    await within(victim.closed, { what: 'the login to end' })
    const closing = async () => {
      const { sessions = [] } = await onPeer(host, { method: 'list' })
      return sessions.find(({ id, state }) => id === victim.id && state === 'closing')
    }
    assert.equal((await waitFor(closing, { what: 'the session to close' })).user, 'bob')
    const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id], graceMs: 200 })
    assert.deepEqual(
      results?.map(({ outcome, killed }) => [outcome, killed.map(({ name }) => name)]),
      [['loggedOff', ['perl']]],
    )
    assert.deepEqual(await daemon.processes(), [])
  })

  test('logoff() leaves a service alone that was restarted from the session', async () => {
    await using victim = await host.ssh('alice')
    victim.send('sudo /usr/sbin/sshd -p 2200; echo restarted')
    await waitFor(() => victim.output().includes('restarted'), { what: 'the service' })
    const { results } = await onPeer(host, { method: 'logoff', ids: [victim.id] })
    assert.equal(results?.[0]?.outcome, 'loggedOff', JSON.stringify(results))
    const listening = (await host.processes()).filter(({ command }) => /-p 2200 \[listener\]/.test(command))
    assert.equal(listening.length, 1)
  })

  test('logoff() ends 200 sessions at once', async (context) => {
    // Each writes its own loginuid as pam_loginuid does, which opens an audit session.
    const login = 'echo 1000 >/proc/self/loginuid; exec setpriv --reuid=1000 --clear-groups sleep 1000'
    const asleep = async () => Number((await host.exec(['pgrep', '-c', '-x', 'sleep'], { mayFail: true })).stdout)
    const others = await asleep()
    void host.exec(['sh', '-c', `for i in $(seq 200); do sh -c '${login}' & done; wait`], { mayFail: true })
    await waitFor(async () => (await asleep()) === others + 200, { what: '200 sessions', deadlineMs: 60_000 })
    const { results = [], elapsedMs } = await onPeer(host, { method: 'logoff', ids: ['*'] })
    context.diagnostic(`${Math.round(elapsedMs ?? 0)} ms for ${results.length} sessions`)
    assert.ok(results.length >= 200)
    assert.deepEqual(new Set(results.map(({ outcome }) => outcome)), new Set(['loggedOff']))
    assert.equal(await asleep(), others)
  })
})
