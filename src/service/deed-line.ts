/** What a caller did, as a line of the journal: who, from where, to which session, what came of it. */
import type { Deed, DeedAction } from '../answer/deed.ts'
import type { MessageAnswer } from '../session/message.ts'
import type { Result } from '../session/result.ts'
import type { Level } from './journal.ts'
import type { PipeCaller } from './samba/pipe-caller.ts'

const ACTIONS: Readonly<Record<DeedAction, string>> = {
  logoff: 'log off',
  reset: 'reset',
  disconnect: 'disconnect',
  connect: 'connect',
  message: 'send a message to',
  endProcess: 'end',
}

/** How much the line matters. */
export function levelOf({ outcome }: Deed): Level {
  if (outcome === 'begun') return 'info'
  return outcome === 'done' ? 'notice' : 'warning'
}

/** "LAB\alice from 192.0.2.7: log off session 12 of bob: loggedOff after 0.4 s". */
export function deedLine(caller: PipeCaller, deed: Deed): string {
  return `${nameOf(caller)}: ${ACTIONS[deed.action]} ${subjectOf(deed)}: ${outcomeOf(deed)}`
}

/** "LAB\alice from 192.0.2.7". */
export function nameOf({ domain, user, address }: PipeCaller): string {
  return `${domain ? `${domain}\\` : ''}${user || 'nobody'} from ${address || 'an unknown address'}`
}

/** What an ending came to: "loggedOff after 0.4 s, 2 killed". */
export function endingLine({ outcome, elapsedMs, killed, remaining, error }: Result): string {
  return [
    `${outcome} after ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(killed.length > 0 ? [`${killed.length} killed`] : []),
    ...(remaining.length > 0 ? [`${remaining.length} still running`] : []),
    ...(error ? [error.message] : []),
  ].join(', ')
}

/** An error in one line. */
export function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function subjectOf({ session, process }: Deed): string {
  if (session) return `session ${session.id} of ${session.user || 'nobody'}`
  return `process ${process.pid} (${process.name}) of ${process.user || 'nobody'}`
}

function outcomeOf(deed: Deed): string {
  switch (deed.outcome) {
    case 'begun':
      return 'asked for'
    case 'denied':
      return `denied, for want of ${deed.right}`
    case 'done':
      return doneLine(deed.result)
    case 'failed':
      return deed.result ? endingLine(deed.result) : sayError(deed.error)
  }
}

function doneLine(result: Result | MessageAnswer | null): string {
  if (result === null) return 'done'
  return typeof result === 'string' ? result : endingLine(result)
}
