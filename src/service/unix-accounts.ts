/** The accounts of this machine by the SIDs that Samba has for Unix users. */
import type { Accounts } from '../answer/accounts.ts'
import { UserNumbers } from './rights/user-numbers.ts'

/** Samba's "Unix User" domain, whose accounts have the numbers of users. */
const UNIX_USERS = 'S-1-22-1'

/** Those of a machine that Samba calls `computerName`. */
export function unixAccounts(computerName: string): Accounts {
  const numbers = new UserNumbers()
  return {
    computerName,
    async sidOf(user) {
      const uid = await numbers.of(user)
      return uid === null ? null : `${UNIX_USERS}-${uid}`
    },
  }
}
