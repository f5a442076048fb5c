/** A command at work: what it was asked, and what it works with. */
import type { Open } from '../farm/fan-out.ts'
import type { Io } from './io.ts'
import type { Output } from './output.ts'
import type { Parsed } from './syntax.ts'
import type { Texts } from './text/catalogue.ts'

/** What a command is given. */
export interface Call {
  readonly parsed: Parsed
  readonly texts: Texts
  readonly io: Io
  readonly open: Open
  readonly stdout: Output
  readonly stderr: Output
}

/** Carries a call out; answers the exit code. */
export type Command = (call: Call) => Promise<number>
