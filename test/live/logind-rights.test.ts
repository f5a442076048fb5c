/** Who may end another user's session, on a real host with polkit: nobody, a delegated group, whoever knows a password. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { open } from '../../src/host/open.ts'
import { targetOf } from '../../src/host/target.ts'
import { command, commandLine, install, onPeer } from './logind/driver.ts'
import { type Answer, answerOf, type ResultJson } from './logind/request.ts'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import { repository, requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

/** The rule that docs/linux-hosts.md gives, and where it says that it belongs. */
function documentedRule(): { path: string; text: string } {
  const document = readFileSync(join(repository, 'docs/linux-hosts.md'), 'utf8')
  const path = /`(\/etc\/polkit-1\/rules\.d\/[^`]+)`/.exec(document)?.[1]
  const text = /```js\n([^`]+)```/.exec(document)?.[1]
  assert.ok(path && text, 'the document gives a rule and its place')
  return { path, text }
}

for (const kind of ['sd252', 'sd257', 'elogind'] as const) {
  suite(`Without a right on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    test('list() shows everybody’s sessions to nobody', async () => {
      await using login = await host.ssh('alice')
      const nobody = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups']
      const { stdout } = await host.exec([...nobody, ...command({ method: 'list' })])
      const { sessions }: Answer = JSON.parse(stdout)
      assert.deepEqual(
        sessions?.map(({ id, user, current }) => ({ id, user, current })),
        [{ id: login.id, user: 'alice', current: false }],
      )
    })

    test('logoff() and reset() are refused, and say what was missing', async () => {
      await using login = await host.ssh('alice')
      for (const method of ['logoff', 'reset'] as const) {
        const { results } = await onPeer(host, { method, ids: [login.id] }, { user: 'bob' })
        assert.equal(results?.[0]?.outcome, 'refused')
        assert.equal(results[0].error?.code, 'ACCESS_DENIED')
        assert.match(results[0].error.message, /org\.freedesktop\.login1\.manage/)
        assert.match(results[0].error.symbol ?? '', /^org\.freedesktop\.DBus\.Error\./)
      }
      assert.ok((await host.processesOf({ session: login.id })).length > 0)
    })

    test('of another container’s bus the sessions are listed, and none is ended', async () => {
      await using login = await host.ssh('alice')
      const address = process.env.DBUS_SYSTEM_BUS_ADDRESS
      process.env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${host.busSocket}`
      try {
        const { results } = await answerOf((options) => open(targetOf('.'), options), { method: 'reset', ids: ['*'] })
        assert.deepEqual(
          results?.map(({ outcome, error }) => [outcome, error?.code]),
          [['failed', 'HOST_UNREACHABLE']],
        )
      } finally {
        if (address === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS
        else process.env.DBUS_SYSTEM_BUS_ADDRESS = address
      }
      assert.ok((await host.processesOf({ session: login.id })).length > 0)
    })

    test('connect() is refused to another user, who is told which right it takes', async () => {
      const desktop = await host.seatSession('alice', { active: true })
      const request = { method: 'connect', ids: [desktop.id], destination: 'console' } as const
      const { failure } = await onPeer(host, request, { user: 'bob' })
      assert.equal(failure?.code, 'ACCESS_DENIED')
      assert.match(failure.message, /org\.freedesktop\.login1\.chvt/)
      await onPeer(host, { method: 'reset', ids: [desktop.id] })
    })

    test('endProcess() is refused for another user’s process', async () => {
      await using login = await host.ssh('alice')
      const request = { method: 'endProcess', pid: login.shell } as const
      const { failure } = await onPeer(host, request, { user: 'bob' })
      assert.equal(failure?.code, 'ACCESS_DENIED')
      assert.match(failure.message, /only its own user and root/)
      const ended = await onPeer(host, request)
      assert.deepEqual(
        ended.processes?.map(({ pid, sessionId }) => ({ pid, sessionId })),
        [{ pid: login.shell, sessionId: login.id }],
      )
      await waitFor(async () => (await host.processes()).every(({ pid }) => pid !== login.shell), { what: 'its end' })
    })
  })
}

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`polkit on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
      await install(host)
    })
    after(() => host.close())

    test('the documented rule lets its group log off others, and nobody else', async () => {
      const { path, text } = documentedRule()
      writeFileSync(host.path(path), text)
      await using first = await host.ssh('alice')
      const allowed = async () => {
        const { findings } = await onPeer(host, { method: 'examine' }, { user: 'admin' })
        return findings?.some(({ check, passed }) => check === 'rights' && passed)
      }
      await waitFor(allowed, { what: 'polkit to read the rule' })
      const refused = await onPeer(host, { method: 'logoff', ids: [first.id] }, { user: 'bob' })
      assert.equal(refused.results?.[0]?.error?.code, 'ACCESS_DENIED')
      await host.startAdversary(first, 'respawner')
      const done = await onPeer(host, { method: 'logoff', ids: [first.id], graceMs: 300 }, { user: 'admin' })
      assert.deepEqual(
        done.results?.map(({ outcome, remaining }) => ({ outcome, remaining })),
        [{ outcome: 'loggedOff', remaining: [] }],
      )
      assert.deepEqual(await host.processesOf({ session: first.id }), [])
    })

    async function logOffAsking(asker: PeerLogin, id: string, password: string): Promise<ResultJson | undefined> {
      const before = asker.output().length
      const said = () => asker.output().slice(before)
      asker.send(commandLine({ method: 'logoff', ids: [id] }))
      // What is typed before the echo is off is thrown away.
      const settings = ['sh', '-c', `stty -a </proc/${asker.shell}/fd/0`]
      const asks = async () => said().includes('Password: ') && / -echo /.test((await host.exec(settings)).stdout)
      await waitFor(asks, { what: 'polkit to ask on the terminal' })
      asker.send(password)
      const answered = () => /^\S*(\{"kind".*\})\s*$/m.exec(said())
      const [, json = ''] = await waitFor(answered, { what: 'the answer', deadlineMs: 30_000 })
      const answer: Answer = JSON.parse(json)
      return answer.results?.[0]
    }

    test('on a terminal it asks for a password; a wrong one is refused, the right one does', async () => {
      await using victim = await host.ssh('alice')
      await using asker = await host.ssh('bob', { tty: true })
      const refused = await logOffAsking(asker, victim.id, 'wrong')
      assert.equal(refused?.outcome, 'refused', refused?.error?.message)
      assert.equal(refused.error?.code, 'ACCESS_DENIED')
      assert.ok((await host.processesOf({ session: victim.id })).length > 0)
      const done = await logOffAsking(asker, victim.id, 'test-root')
      assert.equal(done?.outcome, 'loggedOff')
      assert.deepEqual(await host.processesOf({ session: victim.id }), [])
    })
  })
}
