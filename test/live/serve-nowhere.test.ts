/** A machine without Samba: what `tsctl serve` says there, and what tsctl doctor does not. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import { requirePeers } from './peer/rootfs.ts'

suite('A machine without Samba', { skip: requirePeers('sd252'), timeout: 120_000 }, () => {
  test('is no place for the service, which says what to install, in the language of the user', async () => {
    await using peer = await bootPeer('sd252')
    const served = await peer.exec(['tsctl', 'serve'], { mayFail: true })
    assert.deepEqual([served.code, served.stdout], [1, ''])
    assert.match(served.stderr, /^tsctl serve answers behind Samba, [^\n]*install the packages samba and winbind\n$/)
    const japanese = await peer.exec(['tsctl', 'serve'], { mayFail: true, env: { LANG: 'ja_JP.UTF-8' } })
    assert.match(japanese.stderr, /パッケージ samba と winbind をインストールしてください\n$/)
    assert.doesNotMatch((await peer.exec(['tsctl', 'doctor'])).stdout, /Samba|winbind|Pipe folders/)
  })
})
