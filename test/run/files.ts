/** Which files are tests. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The suites that need nothing but Node. */
export function unitTests(): string[] {
  return allTests().filter((file) => !isLive(file) && !isFuzz(file))
}

/** The fuzzer, which is about our code alone and not about the Node that runs it. */
export function fuzzTests(): string[] {
  return allTests().filter(isFuzz)
}

/** The suites against real session hosts. */
export function liveTests(): string[] {
  return allTests().filter(isLive)
}

function allTests(): string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', file))
    .sort()
}

function isFuzz(file: string): boolean {
  return file === join('test', 'fuzz', 'fuzz.test.ts')
}

function isLive(file: string): boolean {
  return file.startsWith(join('test', 'live'))
}
