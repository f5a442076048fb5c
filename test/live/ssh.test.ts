/** Managing another machine over ssh: real hosts with systemd's bridge and without, and those that cannot be reached. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { commandLine, install, openOverSsh, overSsh, overSshTo } from './logind/driver.ts'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

for (const kind of ['sd252', 'sd257', 'elogind'] as const) {
  suite(`${kind} over ssh`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
    })
    after(() => host.close())

    async function untilNobody(): Promise<void> {
      const none = async () => (await host.sessions()).every((session) => session.class.startsWith('manager'))
      await waitFor(none, { what: 'all logins to end' })
    }

    test('lists all sessions, its own too, and calls none current', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const { kind: hostKind, sessions } = await overSsh(host, 'root', { method: 'list' })
      assert.equal(hostKind, 'logind')
      assert.deepEqual(
        sessions?.map(({ user, current }) => ({ user, current })),
        [
          { user: 'alice', current: false },
          { user: 'root', current: false },
        ],
      )
      assert.ok(sessions.some(({ id, host: name }) => id === login.id && name === `ssh://root@${host.address}`))
    })

    test('leaves no login and no file behind', async () => {
      await overSsh(host, 'root', { method: 'list' })
      await untilNobody()
      const [temporary, own] = [process.env.TMPDIR, mkdtempSync(join(tmpdir(), 'ssh-test-'))]
      process.env.TMPDIR = own
      try {
        await overSsh(host, 'root', { method: 'list' })
      } finally {
        if (temporary === undefined) delete process.env.TMPDIR
        else process.env.TMPDIR = temporary
      }
      await untilNobody()
      assert.deepEqual(readdirSync(own), [])
      rmdirSync(own)
    })

    test('ends a session with all that resists, and leaves its user’s other one alone', async () => {
      await using victim = await host.ssh('alice')
      await using other = await host.ssh('alice')
      const adversaries = []
      for (const each of adversaryKinds) adversaries.push(await host.startAdversary(victim, each))
      const request = { method: 'logoff', ids: [victim.id], graceMs: 500 } as const
      const { results } = await overSsh(host, 'root', request)
      assert.deepEqual(
        results?.map(({ outcome, remaining }) => ({ outcome, remaining })),
        [{ outcome: 'loggedOff', remaining: [] }],
      )
      assert.ok(results[0]!.killed.some(({ name, user }) => name === 'perl' && user === 'alice'))
      assert.deepEqual(await host.processesOf({ session: victim.id }), [])
      for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
      other.send('echo alive $((20 + 1))')
      await waitFor(() => other.output().includes('alive 21'), { what: 'the other session to answer' })
    })

    test('never ends the session that carries it', async () => {
      await untilNobody()
      const { results } = await overSsh(host, 'root', { method: 'logoff', ids: ['*'] })
      assert.deepEqual(
        results?.map(({ outcome, error }) => [outcome, error?.code]),
        [['refused', 'OWN_CONNECTION']],
      )
    })

    test('lets a user end his own other session, and no one else’s', async () => {
      await using own = await host.ssh('bob')
      await using foreign = await host.ssh('alice')
      const { results } = await overSsh(host, 'bob', { method: 'logoff', ids: [own.id, foreign.id] })
      const outcomes = new Map(results?.map(({ outcome, error }) => [outcome, error?.code]))
      assert.deepEqual([...outcomes].sort(), [
        ['loggedOff', undefined],
        ['refused', 'ACCESS_DENIED'],
      ])
      assert.deepEqual(await host.processesOf({ session: own.id }), [])
      assert.ok((await host.processesOf({ session: foreign.id })).length > 0)
    })

    test('processes(), message() and endProcess() work by its shell', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const { processes } = await overSsh(host, 'root', { method: 'processes', ids: [login.id] })
      const truth = (await host.processesOf({ session: login.id })).map(({ pid, user }) => `${pid} ${user}`)
      assert.deepEqual(processes?.map(({ pid, user }) => `${pid} ${user}`).sort(), truth.sort())
      const all = await overSsh(host, 'root', { method: 'processes' })
      assert.ok(all.processes?.some(({ pid, sessionId }) => pid === login.shell && sessionId === login.id))
      assert.ok(all.processes?.some(({ pid, sessionId, user }) => pid === 1 && sessionId === null && user === 'root'))

      const message = { title: 'From afar', text: "it's\n$(late)", timeSeconds: 60, wait: false }
      const { answers } = await overSsh(host, 'root', { method: 'message', ids: [login.id], message })
      assert.deepEqual(answers, ['sent'])
      await waitFor(() => /From afar\s+it's\s+\$\(late\)\s/.test(login.output()), { what: 'the message' })

      const { failure } = await overSsh(host, 'root', { method: 'endProcess', pid: 1 })
      assert.equal(failure?.code, 'PROCESS_REMAINS')
      const { findings = [] } = await overSsh(host, 'root', { method: 'examine' })
      assert.match(findings.find(({ check }) => check === 'message')?.figure ?? '', /^terminals\b/)
      await overSsh(host, 'root', { method: 'endProcess', pid: login.shell })
      await within(login.closed, { what: 'the login to end with its shell' })
    })

    test('watch() tells of what comes and goes', async () => {
      await untilNobody()
      await using remote = await openOverSsh(`ssh://root@${host.address}`)
      const seen: string[] = []
      const controller = new AbortController()
      const watching = (async () => {
        for await (const { type, id } of remote.watch({ signal: controller.signal })) seen.push(`${type} ${id}`)
      })()
      await remote.list()
      await using login = await host.ssh('alice')
      await waitFor(() => seen.includes(`created ${login.id}`), { what: 'its beginning' })
      login.send('exit')
      await waitFor(() => seen.includes(`ended ${login.id}`), { what: 'its end' })
      const reason = new Error('enough')
      controller.abort(reason)
      await assert.rejects(watching, reason)
    })

    test('a connection that breaks is said', async () => {
      await using remote = await openOverSsh(`ssh://root@${host.address}`)
      await host.exec(['pkill', '-KILL', '-f', '^sshd(-session)?: root'])
      await assert.rejects(
        waitFor(async () => !(await remote.list()), { what: 'a failure' }),
        { code: 'CONNECTION_LOST' },
      )
    })
  })
}

suite('ssh at a terminal', { skip: requirePeers('sd252') }, () => {
  test('asks there for what it wants to know', async () => {
    await using host = await bootPeer('sd252')
    await install(host)
    await using asker = await host.ssh('bob', { tty: true })
    asker.send(commandLine({ method: 'list' }, 'ssh://alice@127.0.0.1'))
    await waitFor(() => asker.output().includes('yes/no'), { what: 'the question whether this is the host' })
    asker.send('yes')
    const settings = ['sh', '-c', `stty -a </proc/${asker.shell}/fd/0`]
    const asks = async () => asker.output().includes('password: ') && / -echo /.test((await host.exec(settings)).stdout)
    await waitFor(asks, { what: 'the question for the password' })
    asker.send('test-alice')
    await waitFor(() => /"sessions":\[.*"user":"alice"/.test(asker.output()), { what: 'the list' })
    assert.ok(!asker.output().includes('test-alice'))
  })
})

suite('A window over ssh', { skip: requirePeers('sd252') }, () => {
  test('message() opens it on the display of the session', async () => {
    await using host = await bootPeer('sd252')
    const desktop = await host.seatSession('alice', { active: true, display: ':7' })
    const message = { title: 'From afar', text: "it's late", timeSeconds: 60, wait: false }
    const { answers, failure } = await overSsh(host, 'root', { method: 'message', ids: [desktop.id], message })
    assert.deepEqual(answers, ['sent'], failure?.message)
    const options = { user: 'alice', env: { DISPLAY: ':7', HOME: '/home/alice' }, mayFail: true }
    assert.equal((await host.exec(['xdotool', 'search', '--name', 'From afar'], options)).code, 0)
  })
})

suite('A host that ssh does not reach', { skip: requirePeers('sd252', 'posix') }, () => {
  test('without logind is said to need the command on it', async () => {
    await using host = await bootPeer('posix')
    const { failure } = await overSsh(host, 'root', { method: 'list' })
    assert.equal(failure?.code, 'NOT_SUPPORTED')
    assert.match(failure.message, /run the command on the host itself/)
  })

  test('that refuses the user, the port or the name is told apart from one that is silent', async () => {
    await using host = await bootPeer('sd252')
    const codes = async (url: string) => (await overSshTo(url, { method: 'list' })).failure
    const stranger = await codes(`ssh://nobody@${host.address}`)
    assert.equal(stranger?.code, 'AUTHENTICATION_FAILED')
    assert.match(stranger.message, /Permission denied/)
    const closed = await codes(`ssh://root@${host.address}:1`)
    assert.equal(closed?.code, 'HOST_UNREACHABLE')
    assert.match(closed.message, /Connection refused/)
    assert.equal((await codes('ssh://root@host.invalid'))?.code, 'HOST_UNREACHABLE')
    assert.equal((await codes('ssh://-oProxyCommand=true@host'))?.code, 'HOST_UNREACHABLE')
  })

  test('that takes the connection and says nothing is silent, in time', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => mute.once('listening', resolve))
    const address = mute.address()
    assert.ok(address && typeof address === 'object')
    const started = performance.now()
    const { failure } = await overSshTo(`ssh://root@127.0.0.1:${address.port}`, { method: 'list' })
    mute.close()
    assert.equal(failure?.code, 'HOST_SILENT')
    assert.ok(performance.now() - started < 15_000)
  })
})
