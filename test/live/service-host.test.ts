/** The sessions of a machine as its service has them: numbers, restarts of what it rests on, endings that are cut off. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { build } from 'esbuild'
import { builtins } from '../../scripts/builtins.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerKind } from './peer/kind.ts'
import { requirePeers } from './peer/rootfs.ts'

const PROGRAM = '/opt/service-host/program.mjs'

async function install(host: PeerHost): Promise<void> {
  const entry = new URL('./service-host/program.ts', import.meta.url).pathname
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', write: false } as const
  const { outputFiles } = await build({ ...options, entryPoints: [entry], plugins: [builtins], logLevel: 'warning' })
  mkdirSync(host.path('/opt/service-host'), { recursive: true })
  writeFileSync(host.path(PROGRAM), outputFiles[0]!.contents)
}

async function play(host: PeerHost, ...scene: string[]) {
  const { stdout, stderr } = await host.exec(['node', PROGRAM, ...scene], { mayFail: true, deadlineMs: 60_000 })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** What can be restarted, and how. The logind of systemd 257 is deaf to a new bus until it is restarted too. */
function restartsOf(kind: PeerKind): string[][] {
  const healed = kind === 'sd257' ? '; systemctl restart systemd-logind.service' : ''
  return [
    ['systemctl', 'restart', 'systemd-logind.service'],
    ['systemctl', 'kill', '--signal=KILL', 'systemd-logind.service'],
    ['sh', '-c', `systemctl restart dbus.service${healed}`],
    ['sh', '-c', `systemctl kill --signal=KILL dbus.service${healed}`],
  ]
}

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`The service’s host on ${kind}`, { skip: requirePeers(kind) }, () => {
    test('numbers sessions as they are, or from 65535 downwards, and stays at it; sshd is a listener', async () => {
      await using host = await bootPeer(kind)
      await install(host)
      await using alice = await host.ssh('alice')
      await using bob = await host.ssh('bob')
      const first = await play(host, 'list')
      const numbers: Record<string, string> = {}
      for (const { id, user } of first.sessions) numbers[user] = id
      const [expectedAlice, expectedBob] = /^\d+$/.test(alice.id) ? [alice.id, bob.id] : ['65535', '65534']
      assert.deepEqual([numbers.alice, numbers.bob], [expectedAlice, expectedBob])
      assert.deepEqual(first.found.sort(), ['', 'alice', 'bob'])
      const listener = first.sessions.at(-1)
      assert.deepEqual([listener.id, listener.name, listener.kind], ['65536', 'ssh-tcp', 'listener'])
      await host.exec(['loginctl', 'terminate-session', alice.id])
      const isGone = async () => !(await host.sessions()).some(({ id }) => id === alice.id)
      while (!(await isGone())) await new Promise((resolve) => setTimeout(resolve, 20))
      const second = await play(host, 'list')
      assert.deepEqual(
        second.sessions.map(({ id, user }: { id: string; user: string }) => `${id} ${user}`),
        [`${expectedBob} bob`, '65536 '],
      )
    })

    for (const command of restartsOf(kind)) {
      test(`answers through "${command.join(' ')}", and tells of what comes after`, async (context) => {
        await using host = await bootPeer(kind)
        await install(host)
        await using _alice = await host.ssh('alice')
        const { before, during, after, bob, events, elapsedMs } = await play(host, 'restart', ...command)
        assert.equal(before.length, 2)
        for (const each of during) assert.deepEqual(each, before)
        assert.deepEqual(after, before)
        assert.ok(events.some(({ type, id }: { type: string; id: string }) => type === 'created' && id === bob))
        context.diagnostic(`the first list after it took ${Math.round(elapsedMs)} ms`)
      })
    }

    test('remembers nothing of a session that has changed', async () => {
      await using host = await bootPeer(kind)
      await install(host)
      await using alice = await host.ssh('alice', { tty: true })
      await using bob = await host.ssh('bob')
      await host.startAdversary(bob, 'setsidDaemon')
      const front = await host.seatSession('admin', { active: true })
      const back = await host.seatSession('alice', { active: false })
      const { leader } = (await host.sessions()).find(({ id }) => id === bob.id) ?? {}
      const { lists } = await play(
        host,
        ...['same', 'true', `touch -a -d '2 hours ago' /dev/${alice.tty}`, `loginctl activate ${back.id}`],
        ...[
          `kill -KILL ${leader}; pkill -KILL -u bob sshd || true; sleep 0.5`,
          `loginctl terminate-session ${front.id}`,
          'true',
        ],
      )
      const seen = lists.map(({ remembered, fresh }: { remembered: object; fresh: object }) => {
        assert.deepEqual(remembered, fresh)
        return JSON.stringify(remembered)
      })
      const changes = seen.slice(1, 5).filter((text: string, at: number) => text !== seen[at])
      assert.ok(changes.length >= 3, 'the terminal of a login by sshd 10 is not known to logind')
      assert.match(seen[3], /"state":"closing"/)
    })

    test('goes on after kill -9 with a log-off that it had accepted', async () => {
      await using host = await bootPeer(kind)
      await install(host)
      await using alice = await host.ssh('alice')
      await host.startAdversary(alice, 'setsidDaemon')
      const { sessions } = await play(host, 'list')
      const { id } = sessions.find(({ user }: { user: string }) => user === 'alice')
      await assert.rejects(play(host, 'cutOff', id))
      assert.equal((await host.sessions()).filter((each) => each.id === alice.id).length, 1)
      const taken = await play(host, 'takeUp')
      assert.deepEqual(taken, { action: 'logoff', who: 'LAB\\admin', outcome: 'loggedOff' })
      assert.deepEqual(await host.processesOf({ user: 'alice' }), [])
    })

    test('lists 300 sessions in a few milliseconds', async (context) => {
      await using host = await bootPeer(kind)
      await install(host)
      await host.manySessions('alice', 300)
      const { count, firstMs, medianMs } = await play(host, 'speed')
      assert.equal(count, 301)
      context.diagnostic(`the first time ${Math.round(firstMs)} ms, after that ${medianMs.toFixed(1)} ms`)
      assert.ok(medianMs < 20, `${medianMs} ms`)
    })
  })
}

suite('A logind that does not answer', { skip: requirePeers('sd257') }, () => {
  test('is said within seconds, and its sessions are listed once it does', async (context) => {
    await using host = await bootPeer('sd257')
    await install(host)
    await using _alice = await host.ssh('alice')
    const { code, elapsedMs, users } = await play(host, 'deaf')
    assert.equal(code, 'HOST_SILENT')
    assert.deepEqual(users, ['alice', ''])
    context.diagnostic(`said after ${Math.round(elapsedMs)} ms`)
    assert.ok(elapsedMs < 7_000, `${elapsedMs} ms`)
  })
})
