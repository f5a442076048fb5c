/** What a command runs with: its streams, its environment and its way to a host. */
import type { Open } from '../farm/fan-out.ts'

export interface Io {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Width of the terminal, to which help is folded. */
  readonly columns: number
  /** Default: the adapter for the target's transport. */
  readonly open?: Open | undefined
  /** Aborted when the user interrupts. */
  readonly signal?: AbortSignal | undefined
}
