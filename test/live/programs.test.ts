/** The built programs on a real host: what they print there, and where it goes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import { repository, requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'

suite('The programs on a host', { skip: requirePeers('sd252') }, () => {
  let host: PeerHost
  let folder: string
  before(async () => {
    host = await bootPeer('sd252')
    folder = mkdtempSync(join(tmpdir(), 'logoff-'))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await host.close()
  })

  /** Runs a built program here, which reaches the host by ssh. */
  function here(program: string, args: readonly string[], hosts = '') {
    const file = join(folder, 'hosts.toml')
    writeFileSync(file, hosts)
    const env = { ...host.sshEnvironment, LOGOFF_HOSTS: file, LC_ALL: 'C' }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(repository, `dist/bin/${program}.js`), ...args],
      { env, encoding: 'utf8', timeout: 60_000 },
    )
    return { code: status, stdout, stderr }
  }

  test('query session marks the session that it runs in', async () => {
    await using own = await host.ssh('bob', { tty: true })
    await using other = await host.ssh('alice')
    own.send('query session; echo "rows $((1 + 1))"')
    await waitFor(() => own.output().includes('rows 2'), { what: 'the table' })
    const rows = own.output().split(/\r?\n/)
    const rowOf = (id: string) => rows.find((row) => row.slice(41, 46).trim() === id) ?? ''
    assert.match(rowOf(own.id), /^>ssh-tcp#\d+ +bob +\d+ {2}Active +$/)
    assert.match(rowOf(other.id), /^ ssh-tcp#\d+ +alice +\d+ {2}Active +$/)
  })

  test("what logoff has to say of its own session arrives before the session's end", async () => {
    await using own = await host.ssh('bob', { tty: true })
    own.send('logoff /v')
    await within(own.closed, { what: 'the client to end' })
    assert.ok(own.output().includes(`Logging off session ID ${own.id} on "${host.name}", of user "bob"`), own.output())
  })

  test('the document about its own session is written to a file once the session has ended', async () => {
    await using own = await host.ssh('bob')
    own.send(`trap '' HUP; logoff /json >/tmp/own.json`)
    const read = async () => (await host.exec(['cat', '/tmp/own.json'], { mayFail: true })).stdout
    await waitFor(async () => (await read()).endsWith('\n'), { what: 'the document', deadlineMs: 20_000 })
    const [result] = JSON.parse(await read()).results
    assert.deepEqual([result.session.id, result.outcome, result.remaining], [own.id, 'loggedOff', []])
  })

  test('a plain user who may not is told what is missing', async () => {
    await using victim = await host.ssh('alice')
    await using own = await host.ssh('bob')
    own.send(`logoff ${victim.id}; echo "exit $?"`)
    await waitFor(() => own.output().includes('exit'), { what: 'the refusal' })
    assert.match(own.output(), /^exit 1$/m)
    assert.ok((await host.sessions()).some(({ id }) => id === victim.id))
  })

  test('the hosts file leads to a host over ssh, and a dead one does not keep it from its row', async () => {
    await using alice = await host.ssh('alice')
    const hosts = `
[hosts.Term04]
address = "${host.address}"
transport = "ssh"
account = "root"
groups = ["night"]

[hosts.Dead]
address = "127.0.0.1"
port = 1
transport = "ssh"
groups = ["night"]
`
    const queried = here('query', ['session', '/server:@night', '/json'], hosts)
    assert.equal(queried.code, 1)
    const [term04, dead] = JSON.parse(queried.stdout).hosts
    assert.equal(term04.host, 'Term04')
    assert.equal(term04.error, null)
    assert.ok(
      term04.sessions.some(({ id, host }: { id: string; host: string }) => id === alice.id && host === 'Term04'),
    )
    assert.equal(dead.error.code, 'HOST_UNREACHABLE')
    const ended = here('logoff', [alice.id, '/server:term04', '/v'], hosts)
    assert.deepEqual([ended.code, ended.stderr], [0, ''])
    assert.match(
      ended.stdout,
      new RegExp(`^Logging off session ID ${alice.id} on "term04", of user "alice"\nSession ID`),
    )
    assert.ok((await host.sessions()).every(({ id }) => id !== alice.id))
  })
})
