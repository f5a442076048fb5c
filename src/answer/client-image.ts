/** Sessions and their clients as memory images. [MS-TSTS] 2.2.2.19, 2.2.2.20 */
import type { Session } from '../session/session.ts'
import { AddressFamily, type WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import type { WINSTATIONINFORMATION } from '../tsts/winstation-information.ts'
import { type Account, fit, numberOf, protocolOf, stateOf } from './image.ts'
import type { Known } from './known.ts'

/** Long names are cut to their fields. [MS-TSTS] 2.2.2.20 */
export function informationImage({ session, account, details }: Known): WINSTATIONINFORMATION {
  return {
    ConnectState: stateOf(session),
    WinStationName: fit(session.name, 33),
    LogonId: numberOf(session) ?? 0,
    ConnectTime: details.connectTime,
    DisconnectTime: details.disconnectTime,
    LastInputTime: session.idleSince,
    LogonTime: session.logonTime,
    Domain: fit(account.domain, 18),
    UserName: fit(account.user, 21),
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
export function clientImage(session: Session, account: Account): WINSTATIONCLIENT {
  const { client } = session
  return {
    Flags: 0,
    ClientName: fit(client?.name ?? '', 21),
    Domain: fit(account.domain, 18),
    UserName: fit(account.user, 21),
    WorkDirectory: '',
    InitialProgram: '',
    SerialNumber: 0,
    EncryptionLevel: 0,
    ClientAddressFamily: client?.address.includes(':') ? AddressFamily.AF_INET6 : AddressFamily.AF_INET,
    ClientAddress: fit(client?.address ?? '', 31),
    HRes: 0,
    VRes: 0,
    ColorDepth: 0,
    ProtocolType: protocolOf(session),
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
