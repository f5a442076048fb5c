/** msg on real hosts: what it writes arrives at the ssh client's terminal, without doing harm and without hanging. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

for (const kind of ['posix', 'elogind', 'sd252'] as const) {
  suite(`msg to terminals on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    before(async () => {
      host = await bootPeer(kind)
    })
    after(() => host.close())

    const msg = (argv: readonly string[], user = 'root') => host.exec(['msg', ...argv], { user, mayFail: true })
    const shows = (login: PeerLogin, text: string | RegExp) =>
      waitFor(() => login.output().search(text) >= 0, { what: `${text} on the terminal of ${login.user}` })

    test('rings and shows sender, time and text, in any script', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const { code, stderr } = await msg([login.id, 'Please save: 保存してください, größer'])
      assert.deepEqual([code, stderr], [0, ''])
      await shows(login, /\u0007Message from root .*\d\d?:\d\d.*\r\r?\nPlease save: 保存してください, größer\r/)
    })

    test('reaches all terminals of a user, and nobody else', async () => {
      await using first = await host.ssh('alice', { tty: true })
      await using second = await host.ssh('alice', { tty: true })
      await using other = await host.ssh('bob', { tty: true })
      const { code } = await msg(['alice', 'for alice'])
      assert.equal(code, 0)
      await Promise.all([shows(first, 'for alice'), shows(second, 'for alice')])
      assert.equal((await msg([other.id, 'for bob'])).code, 0)
      await shows(other, 'for bob')
      assert.ok(!other.output().includes('for alice'))
    })

    test('takes the text from standard input', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const { code } = await host.exec(['msg', login.id], { input: 'one\ntwo\n', mayFail: true })
      assert.equal(code, 0)
      await shows(login, /one\r\r?\ntwo/)
    })

    test('cannot change the terminal by what it shows', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const before = login.output().split('\u001b').length
      await msg([login.id, '\u001b]0;owned\u0007\u001b[2J\u009b31mend'])
      await shows(login, /end\r/)
      assert.doesNotMatch(login.output(), /\u001b\]0;owned|\u001b\[2J|\u009b/)
      assert.ok(login.output().split('\u001b').length <= before + 4, JSON.stringify(login.output()))
    })

    test('does not hang on a terminal that its user has halted', async () => {
      await using login = await host.ssh('alice', { tty: true })
      await shows(login, /\$ /)
      login.child.stdin?.write('\u0013')
      const halted = async () => (await msg([login.id, 'x'.repeat(20_000)])).code === 1
      await waitFor(halted, { what: 'the terminal to be halted', deadlineMs: 20_000 })
      const started = performance.now()
      const { code, stderr } = await msg([login.id, 'x'.repeat(20_000)])
      assert.equal(code, 1)
      assert.match(stderr, /^The message could not be shown in session .*EAGAIN/)
      assert.ok(performance.now() - started < 5_000)
    })

    test('says that a session without a terminal cannot be reached', async () => {
      await using login = await host.ssh('alice')
      const { code, stderr } = await msg([login.id, 'hello'])
      assert.equal(code, 1)
      assert.match(stderr, /neither a terminal nor a window/)
    })

    test('says that only the session’s user and root may write to it', async () => {
      await using login = await host.ssh('alice', { tty: true })
      const { code, stderr } = await msg([login.id, 'hello'], 'bob')
      assert.equal(code, 1)
      assert.match(stderr, /access denied.*EACCES/)
      await using own = await host.ssh('bob', { tty: true })
      assert.equal((await msg([own.id, 'to myself'], 'bob')).code, 0)
      await shows(own, 'to myself')
    })
  })
}
