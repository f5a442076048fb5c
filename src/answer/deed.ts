/** What a caller did to a session or a process, or was refused: told to whoever keeps a journal. */
import type { MessageAnswer } from '../session/message.ts'
import type { Process } from '../session/process.ts'
import { type Result, succeeded } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import type { WinStationRight } from '../tsts/rights.ts'
import type { Answering, Caller } from './answering.ts'

/** What can be done. */
export type DeedAction = 'logoff' | 'reset' | 'disconnect' | 'connect' | 'message' | 'endProcess'

/** To what it is done. */
export type Subject =
  | { readonly session: Session; readonly process: null }
  | { readonly session: null; readonly process: Process }

/** What came of it; `begun` is told of what goes on, and its end once more. */
export type DeedOutcome =
  | { readonly outcome: 'begun' }
  | { readonly outcome: 'denied'; readonly right: WinStationRight | 'PROCESS_TERMINATE' }
  | { readonly outcome: 'done'; readonly result: Result | MessageAnswer | null }
  | { readonly outcome: 'failed'; readonly result: Result | null; readonly error: unknown }

/** One deed of one caller. */
export type Deed = { readonly caller: Caller; readonly action: DeedAction } & Subject & DeedOutcome

/** What is to be done, and to what. */
export type Intent = { readonly caller: Caller; readonly action: DeedAction } & Subject

/** Does the work and tells what came of it: `came` is what there is to know. Rejects with what the work rejects with. */
export async function doing<T>(
  { onDeed }: Answering,
  intent: Intent,
  work: () => Promise<T>,
  came: (value: T) => Result | MessageAnswer | null = () => null,
): Promise<T> {
  onDeed?.({ ...intent, outcome: 'begun' })
  try {
    const value = await work()
    const result = came(value)
    if (typeof result === 'object' && result !== null && !succeeded(result)) {
      onDeed?.({ ...intent, outcome: 'failed', result, error: result.error })
    } else {
      onDeed?.({ ...intent, outcome: 'done', result })
    }
    return value
  } catch (error) {
    onDeed?.({ ...intent, outcome: 'failed', result: null, error })
    throw error
  }
}
