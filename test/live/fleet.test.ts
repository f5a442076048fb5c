/** A thousand session hosts in one call, some of which are silent or refuse. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { terminal } from '../cli/terminal.ts'

const HOSTS = 1000
const SILENT = 10
const REFUSING = 10

suite('A thousand hosts in one call', { timeout: 300_000 }, () => {
  let lab: ChildProcess
  let hostsFile: string
  before(async () => {
    const script = join(import.meta.dirname, 'fleet', 'lab.ts')
    const args = ['--import', 'tsx', script, ...[HOSTS, SILENT, REFUSING].map(String)]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    lab = child
    const [line] = await once(child.stdout, 'data', { signal: AbortSignal.timeout(60_000) })
    hostsFile = String(line).trim()
  })
  after(async () => {
    if (lab.exitCode !== null) return
    lab.stdin?.end()
    await once(lab, 'exit', { signal: AbortSignal.timeout(60_000) })
  })

  test('each answers for itself, and those that can end the session', async () => {
    const env = { LANG: 'C.UTF-8', LOGOFF_HOSTS: hostsFile }
    const ran = await terminal('logoff 12 /server:@lab /json', { env })
    assert.equal(ran.code, 1)
    const { results } = JSON.parse(ran.stdout)
    assert.equal(results.length, HOSTS)
    const outcomes = new Map<string, number>()
    for (const { outcome, error } of results) {
      const key = error ? `${outcome} ${error.code}` : outcome
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1)
    }
    assert.deepEqual(Object.fromEntries(outcomes), {
      'failed HOST_SILENT': SILENT,
      'refused ACCESS_DENIED': REFUSING,
      loggedOff: HOSTS - SILENT - REFUSING,
    })
    assert.deepEqual(
      results.slice(0, 2).map(({ host }: { host: string }) => host),
      ['Server1', 'Server2'],
    )
  })
})
