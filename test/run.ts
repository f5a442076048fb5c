/** All checks of the repository, as `npm test` runs them; with CI=true the unit suites run on every supported Node. */
import { fuzzTests, liveTests, unitTests } from './run/files.ts'
import { nodeBinary, supportedNodes } from './run/nodes.ts'
import { runStep, type Step, type StepResult } from './run/step.ts'

const npx = (...argv: string[]) => ['npx', '--no-install', ...argv]

/** What looks at the sources; independent of one another. */
const checks: Step[] = [
  { name: 'build', argv: ['npm', 'run', '--silent', 'build'] },
  { name: 'types', argv: npx('tsc', '-p', '.') },
  { name: 'lint', argv: ['npm', 'run', '--silent', 'lint'] },
  { name: 'unused code', argv: npx('knip') },
]

/** What looks at the package that was built. */
const packageCheck: Step = { name: 'package', argv: ['npm', 'run', '--silent', 'package'] }

function tests(name: string, node: string, files: string[], concurrency: number): Step {
  const flags = [`--test-concurrency=${concurrency}`, '--test-timeout=900000', '--test-reporter=spec']
  return { name, argv: [node, '--import', 'tsx', '--test', ...flags, ...files], live: true }
}

/** The suites, one step after the other: they share two processors with the hosts they boot. */
function suites(): Step[] {
  const isCi = process.env.CI === 'true'
  const nodes = isCi ? supportedNodes.map((version) => [version, nodeBinary(version)] as const) : []
  const own = [process.versions.node, process.execPath] as const
  const units = nodes.length > 0 ? nodes : [own]
  return [
    packageCheck,
    ...units.map(([version, node]) => tests(`unit tests, Node ${version}`, node, unitTests(), 2)),
    tests(`fuzzing, Node ${own[0]}`, own[1], fuzzTests(), 1),
    tests(`live tests, Node ${own[0]}`, own[1], liveTests(), 1),
  ]
}

function report(results: readonly StepResult[]): void {
  const lines = results.map(({ name, passed, seconds, counts }) => {
    return `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(28)}${seconds.toFixed(1).padStart(7)} s  ${counts}`
  })
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

const results = await Promise.all(checks.map(runStep))
for (const step of suites()) results.push(await runStep(step))
report(results)
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
