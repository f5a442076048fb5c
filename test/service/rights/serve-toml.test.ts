/** What the file of the service says, and how it is told what is wrong with it. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { jaErrors } from '../../../src/cli/text/ja-errors.ts'
import { LogoffError, sentence } from '../../../src/errors.ts'
import { DEFAULTS, loadServeFile, type ServeFile } from '../../../src/service/rights/serve-file.ts'
import { readServeFile } from '../../../src/service/rights/serve-toml.ts'

function read(source: string): ServeFile {
  const file = readServeFile(source)
  assert.ok(!('problem' in file), JSON.stringify(file))
  return file
}

function faultOf(source: string): string {
  const fault = readServeFile(source)
  assert.ok('problem' in fault)
  return `${fault.line} ${fault.problem} ${fault.detail}`
}

const WHOLE = `
[limits]
callers = 10
reassembled-bytes = 65536
handles = 8
step-seconds = 5

[administrators]
groups = ["wheel"]

[[grants]]
rights = ["message", "query"]
users = ["carol", 'LAB\\dave']
groups = ["help desk"]
sids = ["S-1-5-21-1-2-3-1104"]
`

test('a whole file is read', () => {
  assert.deepEqual(read(WHOLE), {
    limits: { callers: 10, reassembledBytes: 65_536, handles: 8, stepMs: 5_000 },
    grants: [
      { users: [], groups: ['wheel'], sids: [], rights: ['full-control'] },
      {
        ...{ users: ['carol', 'LAB\\dave'], groups: ['help desk'], sids: ['S-1-5-21-1-2-3-1104'] },
        rights: ['message', 'query'],
      },
    ],
  })
})

test('what a file leaves out is as without a file', () => {
  assert.deepEqual(read(''), DEFAULTS)
  assert.deepEqual(read('[limits]\nhandles = 3').limits, { ...DEFAULTS.limits, handles: 3 })
  const [administrators, ...others] = read('[[grants]]\nrights = ["guest-access"]\nusers = ["eve"]').grants
  assert.deepEqual(administrators, DEFAULTS.grants[0])
  assert.equal(others.length, 1)
})

test('without a file administrators have full control', () => {
  const [administrators] = DEFAULTS.grants
  assert.deepEqual(administrators, {
    ...{ users: ['root'], groups: ['sudo', 'wheel'], sids: ['S-1-5-32-544'], rights: ['full-control'] },
  })
  assert.deepEqual(DEFAULTS.limits, { callers: 256, reassembledBytes: 1_048_576, handles: 64, stepMs: 30_000 })
})

test('what is wrong is told with its line', () => {
  const grant = '[[grants]]\nusers = ["eve"]\n'
  assert.equal(faultOf(`${grant}rights = ["qery"]`), '3 right qery')
  assert.equal(faultOf(`${grant}rights = []`), '1 nothing grants')
  assert.equal(faultOf(grant), '1 nothing grants')
  assert.equal(faultOf('[[grants]]\nrights = ["query"]\nsids = ["S-1-5-32", "S-1-x"]'), '3 sid S-1-x')
  assert.equal(faultOf('[[grants]]\nrights = ["query"]\nsids = ["Administrators"]'), '3 sid Administrators')
  assert.equal(faultOf("[[grants]]\nrights = ['query']\n\ngroups = ['LAB\\admins']"), '4 account LAB\\admins')
  assert.equal(faultOf('[[grants]]\nrights = ["query"]\nusers = ["-x"]'), '3 account -x')
  assert.equal(faultOf(`${grant}rights = ["query"]\n\n[[grants]]\nrights = ["query"]`), '5 nobody grants')
  assert.equal(faultOf('[limits]\n\nsteps = 3'), '3 key steps')
  assert.equal(faultOf('[limits]\ncallers = 0'), '2 value callers')
  assert.equal(faultOf('[limits]\ncallers = 1.5'), '2 value callers')
  assert.equal(faultOf('[limits]\ncallers = "many"'), '2 value callers')
  assert.match(faultOf('[limits]\ncallers = = 3'), /^2 syntax /)
})

test('a file that cannot be used is one sentence with its line, in either language', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'))
  try {
    const file = join(folder, 'serve.toml')
    writeFileSync(file, '[[grants]]\nusers = ["eve"]\nrights = ["qery"]\n')
    const error = await loadServeFile(file).catch((error: unknown) => error)
    assert.ok(error instanceof LogoffError && error.code === 'SERVE_FILE_UNUSABLE')
    const said = 'is neither a right nor a level; docs/linux-host.md lists them'
    assert.equal(error.message, `Cannot use "${file}" on "${hostname()}", line 3: "qery" ${said}`)
    assert.match(sentence(jaErrors, error.code, error.facts, null), /serve\.toml" の 3 行目を使用できません/)
    assert.deepEqual(await loadServeFile(join(folder, 'none.toml')), DEFAULTS)
    await assert.rejects(loadServeFile(folder), { code: 'SERVE_FILE_UNUSABLE', message: /it cannot be read: EISDIR$/ })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
