/** What can be granted, in an administrator's words: the single permissions and the three levels. [MS-TSTS] 6.5 */
import type { WinStationRight } from '../../tsts/rights.ts'

/** A right on a session, or the right to end a process. */
export type Right = WinStationRight | 'PROCESS_TERMINATE'

/** The permissions by the names that Windows' documentation gives them ("Remote Desktop Services permissions"). */
const PERMISSIONS = {
  query: 'WINSTATION_QUERY',
  set: 'WINSTATION_SET',
  reset: 'WINSTATION_RESET',
  'virtual-channels': 'WINSTATION_VIRTUAL',
  'remote-control': 'WINSTATION_SHADOW',
  logon: 'WINSTATION_LOGON',
  logoff: 'WINSTATION_LOGOFF',
  message: 'WINSTATION_MSG',
  connect: 'WINSTATION_CONNECT',
  disconnect: 'WINSTATION_DISCONNECT',
  'end-process': 'PROCESS_TERMINATE',
} as const satisfies Record<string, Right>

type Permission = keyof typeof PERMISSIONS

/**
 * What each level is made of, as Windows' documentation says ("Configure Permissions for Terminal Services Connections",
 * KB 243554). [MS-TSTS] 6.5 has USER_ACCESS without MSG and ALL_ACCESS without LOGOFF; what administrators read and
 * Windows grants by default (Win32_TSPermissionsSetting.RestoreDefaults) has both.
 */
const LEVELS = {
  'full-control': Object.keys(PERMISSIONS) as Permission[],
  'user-access': ['query', 'logon', 'message', 'connect'],
  'guest-access': ['logon'],
} as const satisfies Record<string, readonly Permission[]>

/** A permission or a level, as it is written in the file. */
export type Granted = Permission | keyof typeof LEVELS

/** All words that can be granted, levels first. */
export const GRANTED = [...Object.keys(LEVELS), ...Object.keys(PERMISSIONS)] as Granted[]

/** The rights that those words stand for. */
export function rightsOf(words: readonly Granted[]): ReadonlySet<Right> {
  const permissions = words.flatMap((word): readonly Permission[] => (isLevel(word) ? LEVELS[word] : [word]))
  return new Set(permissions.map((each) => PERMISSIONS[each]))
}

function isLevel(word: Granted): word is keyof typeof LEVELS {
  return word in LEVELS
}
