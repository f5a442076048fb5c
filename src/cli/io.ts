/** What a command runs with: its streams, its environment and its way to a host. */
import type { Readable } from 'node:stream'
import type { Open } from '../farm/fan-out.ts'

/** What is asked of a stream that is written to; every stream of Node can be one. */
export interface Sink {
  write(data: string | Uint8Array, done: (error?: Error | null) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** What the process, a test or the demonstration gives a program. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stdout: Sink
  readonly stderr: Sink
  readonly env: Readonly<Record<string, string | undefined>>
  /** Width of the terminal, to which help is folded. */
  readonly columns: number
  /** Whether a person at a terminal can be asked, for a password. Default false. */
  readonly interactive?: boolean | undefined
  /** Default: the adapter for the target's transport. */
  readonly open?: Open | undefined
  /** Aborted when the user interrupts. */
  readonly signal?: AbortSignal | undefined
}
