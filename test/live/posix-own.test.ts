/** logoff without arguments, without logind: the caller's own session ends with all that is in it, even what resists. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { commandLine, install } from './logind/driver.ts'
import { type Adversary, adversaryKinds } from './peer/adversary.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

for (const audit of [true, false]) {
  const kind = audit ? 'with an audit session' : 'without an audit session'
  suite(`The caller's own session on posix ${kind}`, { skip: requirePeers('posix') }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer('posix')
      await install(host)
    })
    after(() => host.close())

    /** Gone are the login, what was started in it, and this program with the shell that ran it. */
    async function untilGone(login: PeerLogin, adversaries: readonly Adversary[] = []): Promise<void> {
      await within(login.closed, { what: 'the client to end', deadlineMs: 20_000 })
      const isGone = async () => {
        const processes = await host.processes()
        const own = processes.filter(
          ({ auditSession, pid, parent, command }) =>
            (login.id !== '' && auditSession === Number(login.id)) ||
            [pid, parent].includes(login.shell) ||
            command.includes('dist/bin/logoff'),
        )
        return own.length === 0 && (await host.sessions()).every(({ leader }) => leader !== login.leader)
      }
      await waitFor(isGone, { what: 'the session to be gone', deadlineMs: 20_000 })
      for (const adversary of adversaries) assert.deepEqual(await adversary.processes(), [], adversary.kind)
    }

    async function assertAlive(login: PeerLogin): Promise<void> {
      login.send('echo alive $((20 + 1))')
      await waitFor(() => login.output().includes('alive 21'), { what: 'the other session to answer' })
    }

    test('logoff ends it, says so first, and does not end the user’s other one', async () => {
      await using own = await host.ssh('bob', { tty: true, audit })
      await using other = await host.ssh('bob', { audit })
      own.send('logoff /v')
      await untilGone(own)
      assert.match(own.output(), /Logging off session ID \w+ .*bob/)
      await assertAlive(other)
    })

    for (const resistance of [...adversaryKinds.map((each) => [each]), adversaryKinds]) {
      test(`logoff ends it with ${resistance.join(', ')}`, async () => {
        await using own = await host.ssh('bob', { tty: true, audit })
        await using other = await host.ssh('bob', { audit })
        const adversaries: Adversary[] = []
        for (const each of resistance) adversaries.push(await host.startAdversary(own, each))
        own.send('logoff /grace:1')
        await untilGone(own, adversaries)
        await assertAlive(other)
      })
    }

    test('sudo logoff ends it, with what resists', async () => {
      await using own = await host.ssh('alice', { tty: true, audit })
      const adversaries: Adversary[] = []
      for (const each of adversaryKinds) adversaries.push(await host.startAdversary(own, each))
      own.send('sudo logoff /grace:1')
      await untilGone(own, adversaries)
    })

    test('logoff ends it when its shell ignores the signals', async () => {
      await using own = await host.ssh('bob', { audit })
      own.send("trap '' TERM HUP")
      own.send('logoff /grace:1')
      await untilGone(own)
    })

    test('sudo finds it', async () => {
      await using own = await host.ssh('alice', { audit })
      own.send(`sudo ${commandLine({ method: 'list' })}`)
      await waitFor(() => own.output().includes('\n'), { what: 'the answer' })
      const { sessions } = JSON.parse(own.output())
      const current = sessions.filter((session: { current: boolean }) => session.current)
      assert.deepEqual(
        current.map(({ id }: { id: string }) => id),
        [own.id || `p${own.leader}`],
      )
    })
  })
}
