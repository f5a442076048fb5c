/** Finds the X display of a session, and what lets a client onto it. */
import { join } from 'node:path'
import type { Account } from './accounts.ts'
import { readEnviron } from './proc.ts'

/** What a client needs to open a window there. */
export interface Display {
  /** ":10". */
  readonly name: string
  /** File with the display's cookie. */
  readonly authority: string
  /** The locale of the session, as variables; one that knows every script where it has none. */
  readonly locale: Readonly<Record<string, string>>
}

export interface DisplaySearch {
  /** The processes of the session; its leader is the login service's and knows nothing. */
  readonly pids: readonly number[]
  /** The display as the session's manager names it; '' where it does not know. */
  readonly known: string
  /** The session's user. */
  readonly account: Account
}

/** The display of this machine that the session shows, or null. One that is forwarded elsewhere does not count. */
export function findDisplay({ pids, known, account }: DisplaySearch): Display | null {
  const environments = pids.map((pid) => readEnviron(pid))
  return displayOf(
    environments.flatMap((each) => each ?? []),
    known,
    account,
  )
}

/** The same from environments that were read already. */
export function displayOf(
  environments: readonly ReadonlyMap<string, string>[],
  known: string,
  account: Account,
): Display | null {
  const fitting = environments.find((each) => isSameDisplay(each.get('DISPLAY') ?? '', known))
  const name = known || fitting?.get('DISPLAY')
  if (!name || !isLocal(name)) return null
  return {
    name,
    authority: fitting?.get('XAUTHORITY') || join(account.home, '.Xauthority'),
    locale: localeOf(fitting ?? new Map()),
  }
}

function isSameDisplay(name: string, known: string): boolean {
  return isLocal(name) && (known === '' || numberOf(name) === numberOf(known))
}

function isLocal(name: string): boolean {
  return /^:\d+(\.\d+)?$/.test(name)
}

function numberOf(name: string): string {
  return name.replace(/\.\d+$/, '')
}

function localeOf(environment: ReadonlyMap<string, string>): Record<string, string> {
  const names = ['LANG', 'LC_ALL', 'LC_CTYPE'].filter((name) => environment.get(name))
  if (names.length === 0) return { LC_CTYPE: 'C.UTF-8' }
  return Object.fromEntries(names.map((name) => [name, environment.get(name)!]))
}
