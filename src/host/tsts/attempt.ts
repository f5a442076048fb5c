/** One thing that is tried on a host: with a link, with patience, and in the user's words where it fails. */
import type { Action, Need } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Link } from './link.ts'

/** What is tried. */
export interface Aim {
  readonly action: Action
  /** Of the session or the process; '' where it is about all. */
  readonly id: string
  readonly need: Need
  /** How much longer than usual the host may be silent, in milliseconds; null for ever. Default 0. */
  readonly moreMs?: number | null | undefined
}

/** Tries it. @throws LogoffError */
export type Try = <T>(
  aim: Aim,
  options: CallOptions,
  work: (link: Link, options: CallOptions) => Promise<T>,
) => Promise<T>
