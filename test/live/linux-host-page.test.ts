/** docs/linux-host.md, command by command, on a machine that has the packages already. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import { mustRun } from './peer/command.ts'
import type { PeerHost } from './peer/host.ts'
import { repository, requirePeers } from './peer/rootfs.ts'

/** What the page has a machine fetch, and the root file systems come with. */
const FETCHING = /\bapt-get\b|\bnode-v\d/

const page = readFileSync(join(repository, 'docs/linux-host.md'), 'utf8')
const blocks = [...page.matchAll(/```sh\n(?<lines>[\s\S]*?)```/g)].map(({ groups }) => groups?.lines ?? '')

/** Runs a command on a terminal of its own, and answers each question for a password. */
const ON_TERMINAL = `
import os, pty, sys
password = (sys.argv[1] + '\\n').encode()
child, terminal = pty.fork()
if child == 0: os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
while True:
    try: got = os.read(terminal, 1024)
    except OSError: break
    if not got: break
    seen += got
    if seen.endswith(b'assword:'): os.write(terminal, password); seen = b''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`

/** Runs one block as root, in the folder that holds the package. */
async function follow(peer: PeerHost, block: string): Promise<string> {
  const asking = [...block.matchAll(/^smbpasswd -a (?<user>\w+)$/gm)].map(({ groups }) => groups?.user ?? '')
  for (const user of asking) {
    await peer.exec(['python3', '-c', ON_TERMINAL, `test-${user}`, 'smbpasswd', '-a', user])
  }
  if (asking.length > 0) return ''
  return (await peer.exec(['bash', '-euc', `cd /root\n${block}`])).stdout
}

/** The package as npm makes it, on the peer. */
async function bringPackage(peer: PeerHost): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'logoff-page-'))
  try {
    await mustRun(['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: repository })
    const [file = ''] = readdirSync(folder)
    writeFileSync(peer.path(`/root/${file}`), readFileSync(join(folder, file)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`The page for administrators on ${kind}`, { skip: requirePeers(kind), timeout: 300_000 }, () => {
    test('leads to a service that answers, and in which nothing is to change', async () => {
      await using peer = await bootPeer(kind, { name: 'linuxhost' })
      await bringPackage(peer)
      // The manual pages are left out of the root file systems, and so is the program that shows them.
      const followed = blocks.filter((block) => !FETCHING.test(block) && !block.startsWith('man '))
      assert.ok(followed.length >= 6, `${followed.length} blocks`)
      let doctor = ''
      for (const block of followed) {
        const said = await follow(peer, block)
        if (block.startsWith('tsctl doctor')) doctor = said
      }
      assert.match(doctor, /^Service +yes +3\/3 /m)
      assert.doesNotMatch(doctor, /to change:/)
      await using login = await peer.ssh('alice')
      const programs = join(repository, 'dist/bin')
      const network = [`/server:${peer.address}`, '/as:LINUXHOST\\alice', '/password-stdin']
      const ask = (...args: string[]) => mustRun([process.execPath, ...args, ...network], { input: 'test-alice' })
      const listed = await ask(join(programs, 'query.js'), 'session', 'alice', '/json')
      const id: string = JSON.parse(listed).hosts[0].sessions[0].id
      await ask(join(programs, 'logoff.js'), id)
      assert.deepEqual(await peer.processesOf({ session: login.id }), [])
    })
  })
}
