/** Listens to the messages of a test, and waits for those that are to come. */
import type { TestContext } from 'node:test'
import { receivedChannel, type Smb2Trace, sentChannel } from '../../src/smb2/diagnostics.ts'
import { ntStatusName } from '../../src/wire/ntstatus.ts'

/** "CREATE request", "CREATE response STATUS_SUCCESS" */
export type Line = string

export interface Witness {
  readonly lines: Line[]
  /** Settles when this has been said, now or before. */
  until(line: Line): Promise<void>
}

const DEADLINE_MS = 10_000

/** Hears every message of the process until the test is over. */
export function witness(t: TestContext): Witness {
  const lines: Line[] = []
  const waiting = new Map<Line, () => void>()
  const hear = (line: Line) => {
    lines.push(line)
    waiting.get(line)?.()
  }
  const sent = (trace: unknown) => hear((trace as Smb2Trace).name)
  const received = (trace: unknown) => {
    const { name, status } = trace as Smb2Trace
    hear(`${name} ${ntStatusName(status)}`)
  }
  sentChannel.subscribe(sent)
  receivedChannel.subscribe(received)
  t.after(() => {
    sentChannel.unsubscribe(sent)
    receivedChannel.unsubscribe(received)
  })
  const until = (line: Line) =>
    new Promise<void>((resolve, reject) => {
      if (lines.includes(line)) return resolve()
      const timer = setTimeout(() => reject(new Error(`"${line}" does not come: ${lines.join(', ')}`)), DEADLINE_MS)
      waiting.set(line, () => {
        clearTimeout(timer)
        resolve()
      })
    })
  return { lines, until }
}
