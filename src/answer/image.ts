/** The border: sessions in the user's words as MS-TSTS has them. */
import type { Session, SessionKind, SessionState } from '../session/session.ts'
import { WINSTATIONSTATECLASS } from '../tsts/session-state.ts'
import { SESSIONTYPE, SESSIONTYPE_GUID } from '../tsts/session-type.ts'
import { AddressFamily, ProtocolType, type WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import type { WINSTATIONINFORMATION } from '../tsts/winstation-information.ts'

/** The number by which the wire knows a session; null for one whose ID is none. */
export function numberOf({ id }: Session): number | null {
  return /^\d{1,9}$/.test(id) ? Number(id) : null
}

/** One of WINSTATIONSTATECLASS. [MS-TSTS] 2.2.1.9 */
export function stateOf({ state }: Session): number {
  return STATES[state]
}

const STATES: Readonly<Record<SessionState, number>> = {
  active: WINSTATIONSTATECLASS.State_Active,
  connected: WINSTATIONSTATECLASS.State_Connected,
  disconnected: WINSTATIONSTATECLASS.State_Disconnected,
  closing: WINSTATIONSTATECLASS.State_Down,
  listening: WINSTATIONSTATECLASS.State_Listen,
  other: WINSTATIONSTATECLASS.State_Idle,
}

/** One of SESSIONTYPE. [MS-TSTS] 2.2.1.18 */
export function typeOf({ kind }: Session): number {
  if (kind === 'services') return SESSIONTYPE.SESSIONTYPE_SERVICES
  return kind === 'listener' ? SESSIONTYPE.SESSIONTYPE_LISTENER : SESSIONTYPE.SESSIONTYPE_REGULARDESKTOP
}

/** The session type as newer versions tell it. */
export function typeGuidOf({ kind }: Session): string {
  return kind === 'services' ? SESSIONTYPE_GUID.SERVICES : SESSIONTYPE_GUID.REGULARDESKTOP
}

/** Text for a field of `WCHAR[count]`: cut where it is too long, as Windows does. */
export function fit(text: string, count: number): string {
  return text.slice(0, count - 1)
}

/** Long names are cut to their fields. [MS-TSTS] 2.2.2.20 */
export function informationImage(session: Session): WINSTATIONINFORMATION {
  return {
    ConnectState: stateOf(session),
    WinStationName: fit(session.name, 33),
    LogonId: numberOf(session) ?? 0,
    ConnectTime: session.logonTime,
    DisconnectTime: null,
    LastInputTime: session.idleSince,
    LogonTime: session.logonTime,
    Domain: fit(session.domain, 18),
    UserName: fit(session.user, 21),
    CurrentTime: new Date(),
  }
}

const NO_DATE = {
  wYear: 0,
  wMonth: 0,
  wDayOfWeek: 0,
  wDay: 0,
  wHour: 0,
  wMinute: 0,
  wSecond: 0,
  wMilliseconds: 0,
}

/** Only the protocol, names and the address are known here; the rest is zeros. */
export function clientImage({ client, domain, user, kind }: Session): WINSTATIONCLIENT {
  return {
    Flags: 0,
    ClientName: fit(client?.name ?? '', 21),
    Domain: fit(domain, 18),
    UserName: fit(user, 21),
    WorkDirectory: '',
    InitialProgram: '',
    SerialNumber: 0,
    EncryptionLevel: 0,
    ClientAddressFamily: client?.address.includes(':') ? AddressFamily.AF_INET6 : AddressFamily.AF_INET,
    ClientAddress: fit(client?.address ?? '', 31),
    HRes: 0,
    VRes: 0,
    ColorDepth: 0,
    ProtocolType: PROTOCOLS[kind] ?? ProtocolType.PROTOCOL_CONSOLE,
    KeyboardLayout: 0,
    KeyboardType: 0,
    KeyboardSubType: 0,
    KeyboardFunctionKey: 0,
    imeFileName: '',
    ClientDirectory: '',
    ClientLicense: '',
    ClientModem: '',
    ClientBuildNumber: 0,
    ClientHardwareId: 0,
    ClientProductId: 0,
    OutBufCountHost: 0,
    OutBufCountClient: 0,
    OutBufLength: 0,
    AudioDriverName: '',
    ClientTimeZone: {
      Bias: 0,
      StandardName: '',
      StandardDate: NO_DATE,
      StandardBias: 0,
      DaylightName: '',
      DaylightDate: NO_DATE,
      DaylightBias: 0,
    },
    ClientSessionId: 0,
    clientDigProductId: new Uint8Array(64),
    PerformanceFlags: 0,
    ActiveInputLocale: 0,
  }
}

const PROTOCOLS: Readonly<Partial<Record<SessionKind, number>>> = { rdp: ProtocolType.PROTOCOL_RDP }
