/** Security identifiers: as text, and the account that each names. */
import { checked, decode } from './call.ts'
import type { Native } from './native.ts'

/** A SID as text: "S-1-5-18". [MS-DTYP] 2.4.2.1 */
export function sidOf(native: Native, pointer: bigint): string {
  const { koffi, layouts } = native
  const sid = decode(native, 'SID', pointer)
  const offset = koffi.offsetof(layouts.SID, 'SubAuthority')
  const parts: number[] = koffi.decode(pointer, offset, koffi.array('DWORD', sid.SubAuthorityCount, 'Array'))
  // Six bytes, highest first.
  const authority = sid.IdentifierAuthority.reduce((value, byte) => value * 256 + byte, 0)
  return ['S', sid.Revision, authority, ...parts].join('-')
}

/** The name of the account on `server`; '' where the SID has none or cannot be asked for. */
export function accountOf(native: Native, server: string | null, pointer: bigint): string {
  const name = Buffer.alloc(CHARACTERS * 2)
  const domain = Buffer.alloc(CHARACTERS * 2)
  const length = [CHARACTERS]
  try {
    checked(native, 'advapi32', 'LookupAccountSidW', (call) =>
      call(server, pointer, name, length, domain, [CHARACTERS], [0]),
    )
  } catch {
    // ignored: a SID without a name is shown as it is
    return ''
  }
  return name.toString('utf16le', 0, length[0]! * 2)
}

/** More than the 256 characters that a name may have. */
const CHARACTERS = 512

// What Windows itself runs in every session: it ends the session when the user's processes are gone. These are LocalSystem,
// LocalService, NetworkService, and the accounts of the window manager and of the font driver.
const SYSTEM = /^S-1-5-(?:18|19|20|90-.*|96-.*)$/

/** Whether a process of that owner belongs to Windows and not to the session's user; an unknown owner does. */
export function isSystem(sid: string): boolean {
  return sid === '' || SYSTEM.test(sid)
}
