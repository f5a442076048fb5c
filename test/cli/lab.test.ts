/** The commands against practice hosts on the network, with the hosts file and password file that a person would have. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { suite, test } from 'node:test'
import { writeLabFiles } from '../../src/cli/lab-files.ts'
import { type LabNetworkOptions, openNetworkLab } from '../../src/host/lab/network.ts'
import { type Ran, terminal } from './terminal.ts'

interface Stage extends AsyncDisposable {
  readonly hostsFile: string
  readonly password: string
  run(line: string): Promise<Ran>
}

async function stage(options: LabNetworkOptions = {}): Promise<Stage> {
  const lab = await openNetworkLab({ processes: false, ...options })
  const files = await writeLabFiles(lab)
  const env = { LANG: 'C.UTF-8', TZ: 'UTC', LOGOFF_HOSTS: files.hosts }
  return {
    hostsFile: files.hosts,
    password: lab.users[0]!.password,
    run: (line) => terminal(line, { env }),
    async [Symbol.asyncDispose]() {
      await files[Symbol.asyncDispose]()
      await lab[Symbol.asyncDispose]()
    },
  }
}

suite('The commands, over the network', { timeout: 60_000 }, () => {
  test('logoff ends sessions by name and by ID, and they are gone', async () => {
    await using lab = await stage({ hosts: 1 })
    const ended = await lab.run('logoff TERM04 /server:Server1 /v')
    assert.deepEqual([ended.code, ended.stderr], [0, ''])
    assert.match(
      ended.stdout,
      /^Logging off session ID 4 on "Server1", of user "bob"\nSession ID 4 on "Server1" logged/,
    )
    assert.deepEqual(await lab.run('logoff 12 /server:Server1'), { code: 0, stdout: '', stderr: '' })
    const listed = await lab.run('query session /server:Server1 /json')
    assert.equal(listed.stderr, '')
    const [host] = JSON.parse(listed.stdout).hosts
    const ids = host.sessions.map(({ id }: { id: string }) => id)
    assert.deepEqual(ids, ['0', '1', '2', '5', '9', '65536'])
    const again = await lab.run('logoff 12 /server:Server1')
    assert.equal(again.code, 1)
    assert.match(again.stderr, /^No session "12" on "Server1"/)
  })

  test('the console, the services and listeners are refused, and a missing session is a wrong command line', async () => {
    await using lab = await stage({ hosts: 1 })
    for (const [line, code, said] of [
      ['logoff console /server:Server1', 1, /console session/],
      ['logoff 0 /server:Server1', 1, /belongs to the system/],
      ['rwinsta 65536 /server:Server1', 1, /belongs to the system/],
      ['logoff /server:Server1', 2, /has no current session/],
    ] as const) {
      const ran = await lab.run(line)
      assert.deepEqual([ran.code, ran.stdout], [code, ''], line)
      assert.match(ran.stderr, said)
    }
  })

  test('several hosts make one table, and those that fail do not disturb it', async () => {
    const faults = [null, { fault: 'garbage' }, { fault: 'signature' }, null] as const
    await using lab = await stage({ hosts: 4, sessions: 1, fault: (index) => faults[index] ?? null })
    const ran = await lab.run('query user /server:@lab')
    assert.equal(ran.code, 1)
    const rows = ran.stdout.split('\n').filter(Boolean)
    assert.deepEqual([...new Set(rows.map((row) => row.split(' ')[0]))], ['SERVER', 'Server1', 'Server4'])
    const failures = ran.stderr.split('\n').filter(Boolean)
    assert.equal(failures.length, 2, ran.stderr)
    assert.ok(
      failures.some((line) => line.includes('"Server2"')) && failures.some((line) => line.includes('"Server3"')),
    )
    const json = await lab.run('query user /server:@lab /json')
    const codes = JSON.parse(json.stdout).hosts.map(({ error }: { error: { code: string } | null }) => error?.code)
    assert.deepEqual([codes[0], codes[3]], [undefined, undefined])
    assert.equal(codes.filter(Boolean).length, 2)
  })

  test('doctor stops at the layer that refuses, and changes nothing', async () => {
    await using lab = await stage({ hosts: 2, fault: (index) => (index === 1 ? { fault: 'garbage' } : null) })
    const ran = await lab.run('tsctl doctor /server:Server1,Server2')
    assert.equal(ran.code, 1)
    assert.match(ran.stdout, /^Server1 Dialect +yes +SMB 3\.1\.1$/m)
    assert.match(ran.stdout, /^Server1 Protection +yes +AES-/m)
    assert.match(ran.stdout, /^Server1 Rights +yes/m)
    const refused = ran.stdout.split('\n').filter((line) => line.startsWith('Server2'))
    assert.match(refused.at(-1) ?? '', /^Server2 Dialect +no /)
    assert.match(ran.stderr, /"Server2"/)
  })

  test('an account without the right is told which one it lacks', async () => {
    await using lab = await stage({ hosts: 1, fault: { fault: 'denied' } })
    const ran = await lab.run('logoff 12 /server:Server1 /json')
    assert.equal(ran.code, 1)
    const [{ outcome, error }] = JSON.parse(ran.stdout).results
    assert.deepEqual([outcome, error.code], ['refused', 'ACCESS_DENIED'])
    assert.match(error.message, /right LOGOFF/)
  })

  test('a trace of a whole log-off decodes every message and holds neither password nor hash', async () => {
    await using lab = await stage({ hosts: 1 })
    const ran = await lab.run('logoff 12 /server:Server1 /trace')
    assert.equal(ran.code, 0)
    for (const name of [
      'NEGOTIATE request',
      'SESSION_SETUP response',
      'TREE_CONNECT request',
      'Server1 TermSrvSession RpcLogoff,',
    ]) {
      assert.ok(ran.stderr.includes(name), name)
    }
    assert.match(ran.stderr, /\[redacted\]/)
    assert.ok(!ran.stderr.includes(lab.password))
  })

  test('the files of the practice hosts are for nobody else, and go with them', async () => {
    const lab = await stage({ hosts: 1 })
    const folder = dirname(lab.hostsFile)
    assert.equal(statSync(folder).mode & 0o077, 0)
    assert.ok(!readFileSync(lab.hostsFile, 'utf8').includes(lab.password))
    await lab[Symbol.asyncDispose]()
    assert.ok(!existsSync(folder))
  })
})

test('tsctl lab runs a command for which names and credentials resolve, and ends with it', async () => {
  const script = 'process.exit(/Server2/.test(require("fs").readFileSync(process.env.LOGOFF_HOSTS, "utf8")) ? 7 : 1)'
  const ran = await terminal(['tsctl', 'lab', '/processes:off', '--', process.execPath, '-e', script])
  assert.deepEqual(ran, { code: 7, stdout: '', stderr: '' })
  const missing = await terminal('tsctl lab /processes:off -- /nonexistent/command')
  assert.deepEqual([missing.code, missing.stdout], [2, ''])
  assert.match(missing.stderr, /cannot be run: ENOENT/)
})

test('tsctl lab shows hosts and accounts once, until it is interrupted', async () => {
  const interrupt = new AbortController()
  const lines: string[] = []
  const stdout = {
    write(data: string | Uint8Array, done: () => void) {
      lines.push(String(data))
      if (String(data).includes('LOGOFF_HOSTS')) interrupt.abort(new Error('interrupted'))
      done()
    },
    on() {},
    off() {},
  }
  const ran = await terminal('tsctl lab /processes:off /hosts:3', { stdout, signal: interrupt.signal })
  assert.equal(ran.code, 130)
  const text = lines.join('')
  assert.match(text, /^3 practice hosts are up/)
  assert.equal(text.match(/^Server\d +127\.0\.0\.1:\d+$/gm)?.length, 3)
  assert.match(text, /^admin +\S{16} +administrator/m)
})

test('tsctl lab refuses what it cannot do', async () => {
  for (const [line, said] of [
    ['tsctl lab /hosts:0', /"\/hosts" needs a whole number from 1/],
    ['tsctl lab /processes:on', /takes only "off"/],
    ['tsctl lab /fault:rude', /"rude" is not a fault: silent, slow, .*cut:BYTES/],
    ['tsctl lab /fault:cut', /is not a fault/],
  ] as const) {
    const ran = await terminal(line)
    assert.deepEqual([ran.code, ran.stdout], [2, ''], line)
    assert.match(ran.stderr, said)
  }
})
