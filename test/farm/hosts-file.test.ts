/** The hosts file: what its entries mean, where it is, and what is said of mistakes in it. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type HostEntry, HostsFileError } from '../../src/farm/hosts.ts'
import { hostsFilePath, readHostsFile } from '../../src/farm/hosts-file.ts'
import { readHosts } from '../../src/farm/hosts-toml.ts'
import { terminal } from '../cli/terminal.ts'

function entries(source: string): HostEntry[] {
  const read = readHosts(source)
  assert.ok(Array.isArray(read), JSON.stringify(read))
  return read
}

function fault(source: string) {
  const read = readHosts(source)
  assert.ok(!Array.isArray(read), 'the file is refused')
  return read
}

test('an entry says how a host is reached', () => {
  const source = `
[hosts.term04]
address = "10.0.0.4"
port = 2222
transport = "ssh"
account = "root"
groups = ["night", "rds"]

[hosts.plain]
password-file = "/etc/plain"
`
  assert.deepEqual(entries(source), [
    {
      ...{ name: 'term04', address: '10.0.0.4', port: 2222, transport: 'ssh' },
      ...{ account: 'root', passwordFile: null, groups: ['night', 'rds'] },
    },
    {
      ...{ name: 'plain', address: 'plain', port: null, transport: 'tsts' },
      ...{ account: null, passwordFile: '/etc/plain', groups: [] },
    },
  ])
  assert.deepEqual(entries(''), [])
})

test('a range stands for all its names, with addresses of the same range or one for all', () => {
  const names = (source: string) => entries(source).map(({ name, address }) => `${name} ${address}`)
  assert.deepEqual(names('[hosts."rds[08-11]"]'), ['rds08 rds08', 'rds09 rds09', 'rds10 rds10', 'rds11 rds11'])
  assert.deepEqual(names('[hosts."a[1-2]"]\naddress = "10.0.[7-8].1"'), ['a1 10.0.7.1', 'a2 10.0.8.1'])
  assert.deepEqual(names('[hosts."a[1-2]"]\naddress = "gateway"'), ['a1 gateway', 'a2 gateway'])
  assert.deepEqual(names('[hosts."a[1-2]b[3-4]"]'), ['a1b3 a1b3', 'a1b4 a1b4', 'a2b3 a2b3', 'a2b4 a2b4'])
})

test('what is wrong is told with its line', () => {
  for (const [source, problem, line, detail] of [
    ['[hosts.a]\nport = 22\nprot = 23\n', 'key', 3, 'prot'],
    ['[hosts.a]\n\nport = "22"\n', 'value', 3, 'port'],
    ['[hosts.a]\nport = 70000', 'value', 2, 'port'],
    ['[hosts.a]\ngroups = [\n  "x",\n  7,\n]\n', 'value', 5, '1'],
    ['[hosts.a]\ntransport = "telnet"', 'value', 2, 'transport'],
    ['[hosts]\na = { port = 1 }\nb = { ports = 1 }', 'key', 3, 'ports'],
    ['[host.a]\n', 'key', 1, 'host'],
    ['[hosts."a[3-1]"]', 'range', 1, 'a[3-1]'],
    ['x = 1\n', 'key', 1, 'x'],
    ['[hosts."a[1-3]"]\naddress = "b[1-2]"', 'range', 1, 'a[1-3]'],
    ['[hosts.a1]\n\n[hosts."A[1-2]"]\n', 'twice', 3, 'A1'],
  ] as const) {
    assert.deepEqual(fault(source), { problem, line, detail }, source)
  }
  const { problem, line } = fault('[hosts.a]\nport = = 3\n')
  assert.deepEqual([problem, line], ['syntax', 2])
})

test('the file is where LOGOFF_HOSTS points, or in the configuration folder', () => {
  assert.equal(hostsFilePath({ LOGOFF_HOSTS: '/x/y.toml' }), '/x/y.toml')
  assert.match(hostsFilePath({}), /logoff[/\\].*hosts\.toml$|logoff\/hosts\.toml$/)
})

test('a hosts file that LOGOFF_HOSTS points to has to be there', async () => {
  await assert.rejects(readHostsFile({ LOGOFF_HOSTS: '/nowhere/hosts.toml' }), (error) => {
    assert.ok(error instanceof HostsFileError)
    assert.deepEqual(error.fault, { problem: 'unreadable', line: 0, detail: 'ENOENT' })
    return true
  })
})

test('a wrong hosts file is one sentence with file and line, in either language', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logoff-'))
  try {
    const file = join(folder, 'hosts.toml')
    writeFileSync(file, '[hosts.a]\nprot = 1\n')
    const ran = await terminal('logoff 3 /server:a', { env: { LOGOFF_HOSTS: file } })
    assert.deepEqual(ran, {
      code: 2,
      stdout: '',
      stderr: `Hosts file "${file}", line 2: "prot" is not a key that can stand here\n`,
    })
    const japanese = await terminal('logoff 3 /server:a', { env: { LOGOFF_HOSTS: file, LANG: 'ja' } })
    assert.match(japanese.stderr, /の 2 行目: .*"prot"/)
    mkdirSync(join(folder, 'dir'))
    const unreadable = await terminal('logoff 3 /server:a', { env: { LOGOFF_HOSTS: join(folder, 'dir') } })
    assert.match(unreadable.stderr, /^Hosts file ".*dir": it cannot be read: EISDIR\n$/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
