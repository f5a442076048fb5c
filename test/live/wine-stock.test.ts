/** The binding against the wtsapi32 of Wine itself, built by others: names, order, widths and text as its trace has them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { Bundles } from './wine/bundle.ts'
import { requireWine } from './wine/peers.ts'
import { type Version, Wine } from './wine/wine.ts'

for (const version of [8, 10] as const) {
  const needed = version === 8 ? (['wine8', 'node22'] as const) : (['wine10', 'node24'] as const)

  suite(`The wtsapi32 of Wine ${version}`, { skip: requireWine(...needed, 'koffi') }, () => {
    test('takes every argument in its place, width and encoding', async () => {
      const { trace, told } = await smoke(version)
      for (const line of TRACED)
        assert.ok(
          trace.some((each) => line.test(each)),
          `${line} is not in\n${trace.join('\n')}`,
        )
      assert.deepEqual(told.open, { failed: 120 })
      assert.deepEqual(told.openEx, { failed: 120 })
      assert.deepEqual(told.logoff, { failed: 120 })
      assert.equal(told.disconnect, null)
      assert.equal(told.current, 1)
      assert.equal(told.user, 'root')
      assert.equal(told.protocol, 0)
    })

    test('is asked for the plain enumeration where it lacks the extended one', async () => {
      const { trace, told } = await smoke(version)
      const order = trace.flatMap((line) => /WTSEnumerateSessions(?:Ex)?W/.exec(line) ?? [])
      assert.deepEqual(order, ['WTSEnumerateSessionsExW', 'WTSEnumerateSessionsW'])
      const console = { execEnvId: 1, sessionId: 1, state: 0, sessionName: 'Console', userName: '', domainName: '' }
      assert.deepEqual(told.sessions, version === 8 ? [] : [console])
    })

    // Wine 8 fills none.
    if (version === 10) {
      test('fills structures that are read as it filled them', async () => {
        const { told } = await smoke(version)
        const { currentTime, logonTime } = told.times as { currentTime: string; logonTime: string }
        assert.equal(logonTime, '0')
        const age = filetimeNow() - BigInt(currentTime)
        assert.ok(age >= 0n && age < 600_000_000n, `CurrentTime is ${age} older than now`)
      })
    }
  })
}

interface Smoke {
  readonly trace: readonly string[]
  readonly told: Record<string, unknown>
}

const smokes = new Map<Version, Promise<Smoke>>()

/** One run of every call, for all tests of that Wine. */
function smoke(version: Version): Promise<Smoke> {
  const known = smokes.get(version) ?? run(version)
  smokes.set(version, known)
  return known
}

async function run(version: Version): Promise<Smoke> {
  using wine = new Wine(version)
  using bundles = new Bundles()
  const program = await bundles.bundle('smoke', 'test/live/wine/smoke.ts')
  const answers = join(bundles.folder, 'smoke.json')
  const argv = [wine.node, wine.path(program), wine.path(answers)]
  const { code, stderr } = await wine.run(argv, { env: { WINEDEBUG: '-all,+wtsapi' } })
  assert.equal(code, 0, stderr)
  return { trace: stderr.split('\n'), told: JSON.parse(readFileSync(answers, 'utf8')) }
}

/** Now, as 100-nanosecond intervals since 1601. */
function filetimeNow(): bigint {
  return (BigInt(Date.now()) + 11_644_473_600_000n) * 10_000n
}

/** The handle is wider than 32 bits, the numbers use their highest bit, and lengths of text are in bytes. */
const TRACED: readonly RegExp[] = [
  /WTSOpenServerW \(L"TERM04-\\00e9\\4e2d"\)/,
  /WTSOpenServerExW \(L"TERM05-\\d83d\\de00"\)/,
  /WTSQuerySessionInformationW 0+ 0x00000001 5 /,
  /WTSQuerySessionInformationW 0+ 0x00000001 16 /,
  /WTSQuerySessionInformationW 0+ 0x00000001 24 /,
  /WTSEnumerateSessionsW (?:Stub )?0+ 0x00000000 0x00000001 /,
  /WTSEnumerateProcessesExW server 0+, level 1, session_id 0xfffffffe, /,
  /WTSLogoffSession \(57545321FEDCBA98, 0x7, 0\)/,
  /WTSDisconnectSession Stub 57545321FEDCBA98 0xfffffffe 1/,
  /WTSSendMessageW Stub 57545321FEDCBA98 0x00000003 \(L"Titre \\00e9\\4e2d\\d83d\\de00"\) 20 \(L"Logoff in 60 s\\nsave \\2014 now"\) 50 0x00000000 60 \w+ 1/,
  /WTSWaitSystemEvent Stub 57545321FEDCBA98 0x80000000 /,
  /WTSTerminateProcess Stub 57545321FEDCBA98 -16 1/,
]
