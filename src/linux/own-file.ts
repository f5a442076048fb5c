/** Reads a small file of a user's own, whatever he has put in its place. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Account } from './accounts.ts'
import { isErrno } from './errno.ts'

/** What no more is read of. */
const MAX_LENGTH = 65_536

/** Its bytes; null where there is none, or another's is in its place by a link: root would read what the user may not. */
export async function readOwnFile(path: string, { uid }: Account): Promise<Uint8Array | null> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const status = await file.stat()
    return status.isFile() && status.uid === uid && status.size <= MAX_LENGTH ? await file.readFile() : null
  } catch (error) {
    if (isErrno(error)) return null
    throw error
  }
}
