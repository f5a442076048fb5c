/** Compares log-offs over the network with Impacket's and with an empty Node, and counts what fleets cost. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { builtins } from '../../scripts/builtins.ts'
import { nodeBinary } from '../../test/run/nodes.ts'
import { type Comparison, inTurn, lineOf } from '../figures.ts'
import { type Changes, emptyProcess, processTime, program } from '../start.ts'
import type { Cost } from './fleet.ts'
import { jobsOf, startLab } from './lab.ts'
import { Worker } from './worker.ts'

/** How often each is measured, after some rounds that do not count. */
const ROUNDS = 120
/** The practice hosts run on Node too, whose compiler takes its time: theirs is not the client's. */
const WARM_UP = 1_000
const FLEETS = [100, 1_000, 10_000]

const PYTHON = '/usr/bin/python3'
const IMPACKET = fileURLToPath(new URL('impacket_logoff.py', import.meta.url))
const IMPACKET_PROGRAM = fileURLToPath(new URL('impacket_program.py', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const practice = join(folder, 'lab-process.mjs')
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', splitting: true } as const
await build({
  ...options,
  ...{ entryPoints: [here('ours.ts'), here('fleet.ts'), here('lab-process.ts')], plugins: [builtins] },
  ...{ outdir: folder, outExtension: { '.js': '.mjs' } },
})
for (const version of ['20.19.0', '22.23.3'] as const) {
  console.log(`\nNode ${version}${' '.repeat(51)}ours    theirs   ratio`)
  for await (const comparison of comparisons(nodeBinary(version))) console.log(lineOf(comparison))
  for (const size of FLEETS) console.log(fleetLine(size, await fleet(nodeBinary(version), size)))
}
rmSync(folder, { recursive: true })

async function* comparisons(node: string): AsyncGenerator<Comparison> {
  const ids = ['2', '4', '5', '9', '12']
  const most = 2 * WARM_UP + (2 + 2 * environments().length) * ROUNDS
  await using lab = await startLab(practice, Math.ceil(most / ids.length), ids.length + 1)
  const jobs = jobsOf(lab, ids)
  const next = () => jobs.pop()!
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, lab.password, { mode: 0o600 })
  const words = ({ address, id } = next()) => {
    return ['logoff', id, `/server:${address}`, `/as:${lab.account}`, `/password-file:${passwordFile}`]
  }
  const theirWords = ({ address, id } = next()) => [IMPACKET_PROGRAM, id, address, lab.account, passwordFile]
  await using ours = new Worker(lab, node, [join(folder, 'ours.mjs')])
  await using theirs = new Worker(lab, PYTHON, [IMPACKET])
  await inTurn(
    WARM_UP,
    () => ours.time(next()),
    () => theirs.time(next()),
  )
  yield {
    ...{ what: 'log in, bind and log off, to Impacket in one process', statistic: 'median', most: 0.35 },
    times: await inTurn(
      ROUNDS,
      () => ours.time(next()),
      () => theirs.time(next()),
    ),
  }
  const wholes = environments().map(([where, env]): Wholes => ({ where, env, ours: [], empty: [], python: [] }))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { env, ours, empty, python } of wholes) {
      empty.push(await emptyProcess(node, env))
      ours.push(await program(node, words(), env))
      python.push(await processTime(PYTHON, theirWords(), env))
    }
  }
  for (const { where, ours, empty, python } of wholes) {
    yield {
      ...{ what: `whole logoff, to node -e 0${where}`, statistic: 'minimum', most: 2.2 },
      times: { ours, theirs: empty },
    }
    yield {
      ...{ what: `whole logoff, to python3 with Impacket${where}`, statistic: 'minimum', most: 0.35 },
      times: { ours, theirs: python },
    }
  }
}

/** The times of whole processes in one environment, in milliseconds. */
interface Wholes {
  readonly where: string
  readonly env: Changes
  readonly ours: number[]
  readonly empty: number[]
  readonly python: number[]
}

/** The environment as it is, and where it makes Node read certificates before anything else, also without that. */
function environments(): [string, Changes][] {
  const without: Changes = { NODE_EXTRA_CA_CERTS: undefined }
  return process.env.NODE_EXTRA_CA_CERTS
    ? [
        ['', {}],
        [', no certificates', without],
      ]
    : [['', {}]]
}

/** One process logs session 12 off on so many hosts. */
async function fleet(node: string, size: number): Promise<Cost> {
  await using lab = await startLab(practice, size, 6)
  const { stdout, stderr } = spawnSync(node, [join(folder, 'fleet.mjs')], {
    input: JSON.stringify(lab),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const cost: Cost = JSON.parse(stdout || `{"failures":[${JSON.stringify(stderr)}]}`)
  if (cost.failures[0]) throw new Error(`${cost.failures.length} of ${size} failed, first: ${cost.failures[0]}`)
  return cost
}

function fleetLine(size: number, { wallMs, cpuMs, memory }: Cost): string {
  const each = `${(cpuMs / size).toFixed(2)} ms of CPU per host`
  return `${`logoff 12 on ${size} hosts in one call`.padEnd(58)}${each.padStart(26)}  ${(wallMs / 1000).toFixed(1)} s  ${memory.toFixed(0)} MB`
}
