/** Who runs this command. */
import { userInfo } from 'node:os'
import type { Io } from './io.ts'

/** The account that this process runs as; its number where it has no name. */
export function ownAccount(): string {
  try {
    return userInfo().username
  } catch {
    // ignored: a number without an entry in the user database
    return String(process.getuid?.() ?? '')
  }
}

/** The person: who called sudo, or else the account. */
export function person(env: Io['env']): string {
  return env.SUDO_USER || ownAccount()
}
