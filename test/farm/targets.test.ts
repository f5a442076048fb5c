/** Server names, groups and ranges become targets. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { HostsFileError } from '../../src/farm/hosts.ts'
import { expandRange } from '../../src/farm/range.ts'
import { targetsOf } from '../../src/farm/targets.ts'

const folder = mkdtempSync(join(tmpdir(), 'logoff-'))
const file = join(folder, 'hosts.toml')
after(() => rmSync(folder, { recursive: true }))

writeFileSync(
  file,
  `
[hosts."rds[01-03]"]
address = "10.1.0.[1-3]"
transport = "ssh"
account = "root"
groups = ["Night"]

[hosts.Win04]
address = "win04.example.com"
groups = ["night"]

[hosts.localhost]
address = "127.0.0.1"
transport = "ssh"
port = 2222
`,
)

const targets = (...names: string[]) => targetsOf(names, { LOGOFF_HOSTS: file })

test('a name of the hosts file is reached as its entry says, and called as the user called it', async () => {
  assert.deepEqual(await targets('RDS02', 'win04'), [
    { name: 'RDS02', transport: 'ssh', destination: 'root@10.1.0.2', port: null },
    { name: 'win04', transport: 'tsts', address: 'win04.example.com', account: null, passwordFile: null },
  ])
})

test('the hosts file comes before what a name says by itself', async () => {
  assert.deepEqual(await targets('localhost', '.', 'ssh://bob@rds01:23', 'other'), [
    { name: 'localhost', transport: 'ssh', destination: '127.0.0.1', port: 2222 },
    { name: '.', transport: 'local' },
    { name: 'ssh://bob@rds01:23', transport: 'ssh', destination: 'bob@rds01', port: 23 },
    { name: 'other', transport: 'tsts', address: 'other', account: null, passwordFile: null },
  ])
})

test('a group means its hosts, each once', async () => {
  const names = (await targets('rds03', '@NIGHT', 'Rds01')).map(({ name }) => name)
  assert.deepEqual(names, ['rds03', 'rds01', 'rds02', 'Win04'])
})

test('a group that nobody is in is refused', async () => {
  await assert.rejects(targets('@day'), (error) => {
    assert.ok(error instanceof HostsFileError)
    assert.deepEqual(error.fault, { problem: 'group', line: 0, detail: 'day' })
    return true
  })
})

test('expandRange refuses what is no range', () => {
  assert.deepEqual(expandRange('a'), ['a'])
  assert.deepEqual(expandRange('[::1]'), ['[::1]'])
  assert.equal(expandRange('a[2-1]'), null)
  assert.equal(expandRange('a[1-99999]'), null)
  assert.equal(expandRange('a[1-200]b[1-200]'), null)
})
