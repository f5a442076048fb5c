/** logoff without arguments, on real hosts: a plain user's own session ends with all that is in it, even what resists. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { commandLine, install } from './logind/driver.ts'
import { adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { hasSystemd } from './peer/kind.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

for (const kind of ['sd252', 'sd257', 'elogind'] as const) {
  suite(`The caller's own session on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    async function untilGone(id: string): Promise<void> {
      const isGone = async () =>
        (await host.processesOf({ session: id })).length === 0 &&
        (await host.sessions()).every((session) => session.id !== id)
      await waitFor(isGone, { what: `session ${id} to be gone`, deadlineMs: 20_000 })
    }

    test('logoff ends it, and not the user’s other one', async () => {
      await using own = await host.ssh('bob', { tty: true })
      await using other = await host.ssh('bob')
      own.send('logoff')
      await within(own.closed, { what: 'the client to end' })
      await untilGone(own.id)
      other.send('echo alive $((20 + 1))')
      await waitFor(() => other.output().includes('alive 21'), { what: 'the other session to answer' })
    })

    for (const resistance of [...adversaryKinds.map((each) => [each]), adversaryKinds]) {
      test(`logoff ends it with ${resistance.join(', ')}`, async () => {
        await using own = await host.ssh('bob', { tty: true })
        await using other = await host.ssh('bob')
        const adversaries = []
        for (const each of resistance) adversaries.push(await host.startAdversary(own, each))
        own.send('logoff /grace:1')
        await untilGone(own.id)
        for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
        other.send('echo alive $((20 + 1))')
        await waitFor(() => other.output().includes('alive 21'), { what: 'the other session to answer' })
      })
    }

    test('sudo logoff ends it, with what resists', async () => {
      await using own = await host.ssh('alice', { tty: true })
      for (const each of adversaryKinds) await host.startAdversary(own, each)
      own.send('sudo logoff /grace:1')
      await untilGone(own.id)
    })

    test('logoff ends it when its shell ignores the signals', async () => {
      await using own = await host.ssh('bob')
      own.send("trap '' TERM HUP")
      own.send('logoff /grace:1')
      await untilGone(own.id)
    })

    test('sudo finds it', async () => {
      await using own = await host.ssh('alice')
      own.send(`sudo ${commandLine({ method: 'list' })}`)
      await waitFor(() => own.output().includes('\n'), { what: 'the answer' })
      const { sessions } = JSON.parse(own.output())
      const current = sessions.filter((session: { current: boolean }) => session.current)
      assert.deepEqual(
        current.map(({ id }: { id: string }) => id),
        [own.id],
      )
    })

    if (hasSystemd(kind)) {
      test('logoff as the last one ends what the user’s services have started', async () => {
        const hasNone = async () => (await host.sessions()).every(({ user }) => user !== 'bob')
        await waitFor(hasNone, { what: 'his other sessions to end', deadlineMs: 20_000 })
        await using own = await host.ssh('bob')
        own.send('systemd-run --user --quiet sleep 5000')
        const services = async () =>
          (await host.processesOf({ user: 'bob' })).filter(({ command }) => /sleep/.test(command))
        await waitFor(async () => (await services()).length === 1, { what: 'the service to start' })
        own.send('logoff')
        // Without the log-off's doing, logind ends them 10 s later.
        const left = async () =>
          (await host.processesOf({ user: 'bob' })).map(({ command, cgroup }) => `${command} ${cgroup}`)
        const none = async () => (await left()).length === 0
        const ended = waitFor(none, { what: 'all of the user to end', deadlineMs: 5_000 })
        await ended.catch(async (error) => assert.deepEqual(await left(), [], error.message))
        await untilGone(own.id)
      })
    }
  })
}
