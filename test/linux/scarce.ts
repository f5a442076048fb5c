/** A process that has no descriptor left. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** Does the work while this process can open nothing more. */
export async function withoutDescriptors<T>(work: () => Promise<T>): Promise<T> {
  const limit = (numbers: string) => execFileSync('prlimit', [`--pid=${process.pid}`, `--nofile=${numbers}`])
  const before = execFileSync('prlimit', [`--pid=${process.pid}`, '--nofile', '--output=SOFT', '--noheadings', '--raw'])
  const held: number[] = []
  limit('256:')
  try {
    for (;;) {
      try {
        held.push(openSync('/dev/null', 'r'))
      } catch {
        return await work()
      }
    }
  } finally {
    for (const descriptor of held) closeSync(descriptor)
    limit(`${String(before).trim()}:`)
  }
}
