/** One step of a test run: a program whose exit code says whether it succeeded. */
import { spawn } from 'node:child_process'

/** What is run, and under which name it is reported. */
export interface Step {
  readonly name: string
  readonly argv: readonly string[]
  /** Show the output while it comes; otherwise only that of a failure, at its end. */
  readonly live?: boolean
}

/** How a step went. */
export interface StepResult {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
  /** What a test runner counted: "tests 12, pass 12, …", '' for other programs. */
  readonly counts: string
}

/** Runs a step to its end. */
export function runStep({ name, argv, live = false }: Step): Promise<StepResult> {
  const [program = '', ...args] = argv
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (bytes: Buffer) => {
      output += bytes
      if (live) process.stdout.write(bytes)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0 && !live) process.stdout.write(`\n${name} failed:\n${output}`)
      resolve({ name, passed: code === 0, seconds: (performance.now() - started) / 1000, counts: countsOf(output) })
    })
  })
}

function countsOf(output: string): string {
  const counted = ['tests', 'pass', 'fail', 'skipped'].flatMap((word) => {
    const last = [...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)$`, 'gm'))].at(-1)
    return last ? [`${last[1]} ${word}`] : []
  })
  return counted.join(', ')
}
