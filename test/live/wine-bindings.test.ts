/** The binding of wtsapi32 against the double, and each mistake it could hold, which the same checks must catch. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { Bundles, type Mistake } from './wine/bundle.ts'
import { Double, type Entry, type Observed } from './wine/double.ts'
import { MISTAKES } from './wine/mistakes.ts'
import { requireWine } from './wine/peers.ts'
import { Wine } from './wine/wine.ts'

const HANDLE = '5754532100000000'

suite('The binding of wtsapi32', { skip: requireWine('wine8', 'node22', 'koffi'), concurrency: 4 }, () => {
  let wine: Wine
  let double: Double
  let bundles: Bundles
  let count = 0

  before(() => {
    wine = new Wine(8)
    double = new Double(wine)
    bundles = new Bundles()
  })
  after(() => {
    bundles[Symbol.dispose]()
    double[Symbol.dispose]()
    wine[Symbol.dispose]()
  })

  /** Drives every call once, with `mistakes` in the binding. */
  async function drive(mistakes: readonly Mistake[] = []): Promise<Drive> {
    const name = `drive-${++count}`
    const program = await bundles.bundle(name, 'test/live/wine/drive.ts', mistakes)
    const answers = join(bundles.folder, `${name}.json`)
    rmSync(answers, { force: true })
    const script = 'WTSLogoffSession#1=delay 2000'
    const observed = await double.run([wine.node, wine.path(program), wine.path(answers)], { script })
    return { ...observed, answers: existsSync(answers) ? JSON.parse(readFileSync(answers, 'utf8')) : null }
  }

  test('passes values, text and memory as the header says', async () => assertRight(await drive()))

  for (const [what, mistake] of Object.entries(MISTAKES)) {
    test(`is caught when it ${what}`, async () => {
      const driven = await drive([mistake])
      assert.throws(() => assertRight(driven), assert.AssertionError, `nothing was caught; ${driven.stderr}`)
    })
  }
})

interface Drive extends Observed {
  readonly answers: Record<string, unknown> | null
}

/** All that is right about a drive. */
function assertRight({ code, stderr, answers, log, table }: Drive): void {
  assert.equal(code, 0, stderr)
  assert.deepEqual(faults(log), [])
  const last = log.find((entry) => entry.exit)
  assert.deepEqual([last?.leaked, last?.handles, last?.open], [0, 1, 0])
  assert.ok(answers)
  const { logoff: ticks, ...told } = answers
  assert.deepEqual(told, ANSWERS)
  assert.deepEqual(
    log.filter(({ call }) => !/Free|Query|Enumerate|Close/.test(String(call)) && call !== undefined),
    CALLS,
  )
  assert.ok(table.some((row) => row.startsWith('session\t.\t1\t')))
  assert.ok(Number(ticks) >= 10, `the caller's thread ran ${ticks} times in a call of two seconds`)
}

function faults(log: readonly Entry[]): readonly Entry[] {
  return log.filter((entry) => 'fault' in entry)
}

const BOB = { execEnvId: 7, sessionId: 7, state: 0, sessionName: 'RDP-Tcp#1', userName: 'bob', domainName: 'CORP' }
const YAMADA = { execEnvId: 9, sessionId: 9, state: 4, sessionName: '', userName: '山田', domainName: 'OSAKA' }

const ANSWERS = {
  handle: String(0x5754_5321_0000_0000n),
  sessions: [BOB, YAMADA],
  user: '山田',
  protocol: 2,
  times: {
    lastInputTime: '133801700000000000',
    logonTime: '133801632060000000',
    currentTime: '133801703200000000',
  },
  more: { flags: 0, connectTime: '133801632000000000', disconnectTime: '133801632010000000' },
  address: {
    family: 2,
    bytes: Object.fromEntries([0, 0, 10, 0, 0, 8, ...Array(14).fill(0)].map((byte, i) => [i, byte])),
  },
  noSession: { failed: 2 },
  processes: [{ sessionId: 7, processId: 701, processName: 'notes.exe', userSid: 'S-1-5-21-1-2-3-1105', userName: '' }],
  message: 32001,
  again: { failed: 7022 },
  left: [YAMADA],
}

const CALLS = [
  { call: 'WTSOpenServerW', name: 'TERM04' },
  {
    ...{ call: 'WTSSendMessageW', h: HANDLE, id: 7, title: 'Titre é中😀', text: 'Save — now' },
    ...{ style: 4, seconds: 60, wait: 0 },
  },
  { call: 'WTSTerminateProcess', h: HANDLE, pid: 701, code: 1 },
  { call: 'WTSDisconnectSession', h: HANDLE, id: 7, wait: 1 },
  { call: 'WTSLogoffSession', h: HANDLE, id: 7, wait: 0 },
  { call: 'WTSLogoffSession', h: HANDLE, id: 7, wait: 0 },
]
