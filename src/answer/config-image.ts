/** How sessions are set up, as memory images: on Linux nothing of it is set. [MS-TSTS] 2.2.2.18, 2.2.2.20.1, 2.2.2.27 */
import type { Session } from '../session/session.ts'
import { WDCONFIG, WdFlag } from '../tsts/driver-config.ts'
import { type PROTOCOLCOUNTERS, PROTOCOLSTATUS, PROTOCOLSTATUSEX } from '../tsts/protocol-status.ts'
import {
  USERCONFIG,
  USERCONFIG_LENGTH,
  WINSTACONFIGWIRE,
  WINSTACONFIGWIRE_LENGTH,
  WINSTATIONCONFIG,
} from '../tsts/user-config.ts'
import { encode } from '../wire/codec.ts'
import { concat } from '../wire/concat.ts'
import { type Account, fit, protocolOf } from './image.ts'

const NO_OEM = new Uint8Array(4)

/** No limits, no programs, no redirections: only who the user is. */
function userConfig({ user, domain }: Account): USERCONFIG {
  return {
    Flags: 0,
    MoreFlags: 0,
    UserName: fit(user, 21),
    Domain: fit(domain, 18),
    WorkDirectory: '',
    InitialProgram: '',
    CallbackNumber: '',
    Callback: 0,
    Shadow: 0,
    MaxConnectionTime: 0,
    MaxDisconnectionTime: 0,
    MaxIdleTime: 0,
    KeyboardLayout: 0,
    MinEncryptionLevel: 0,
    NWLogonServer: '',
    PublishedName: '',
    WFProfilePath: '',
    WFHomeDir: '',
    WFHomeDirDrive: '',
  }
}

/** [MS-TSTS] 2.2.2.30.1 */
export function configImage(account: Account): Uint8Array {
  return encode(WINSTATIONCONFIG, { Comment: '', User: userConfig(account), OEMId: NO_OEM })
}

/** The same as older calls have it. [MS-TSTS] 3.7.4.1.6, WinStationConfiguration */
export function configWire(account: Account): Uint8Array {
  const UserConfig = { Size: USERCONFIG_LENGTH, Offset: WINSTACONFIGWIRE_LENGTH }
  const NewFields = { Size: 0, Offset: WINSTACONFIGWIRE_LENGTH + USERCONFIG_LENGTH }
  const head = encode(WINSTACONFIGWIRE, { Comment: '', OEMId: NO_OEM, UserConfig, NewFields })
  return concat([head, encode(USERCONFIG, userConfig(account))])
}

/** What serves the session's protocol: by name, since no file of Windows does. [MS-TSTS] 2.2.2.27 */
export function driverImage({ kind }: Session) {
  const remote = kind === 'rdp'
  return {
    WdName: remote ? 'xrdp' : kind,
    WdDLL: '',
    WsxDLL: '',
    WdFlag: remote ? WdFlag.WDF_TSHARE : WdFlag.WDF_OTHER,
    WdInputBufferLength: 0,
    CfgDLL: '',
    WdPrefix: remote ? 'RDP' : '',
  }
}

/** [MS-TSTS] 2.2.2.27 */
export function driverBytes(session: Session): Uint8Array {
  return encode(WDCONFIG, driverImage(session))
}

/** Linux counts nothing of a session's line. [MS-TSTS] 2.2.2.20.1 */
export function protocolStatus(session: Session, extended: boolean): Uint8Array {
  const ProtocolType = protocolOf(session)
  const counters = { ...NO_COUNTERS, ProtocolType }
  const Cache = { ProtocolType, Length: 0 }
  const ProtocolStatus = { Output: counters, Input: counters, Cache, AsyncSignal: 0, AsyncSignalMask: 0 }
  return extended
    ? encode(PROTOCOLSTATUSEX, { ProtocolStatus, Counters: [0n, 0n] })
    : encode(PROTOCOLSTATUS, ProtocolStatus)
}

const NO_COUNTERS: PROTOCOLCOUNTERS = {
  WdBytes: 0,
  WdFrames: 0,
  WaitForOutBuf: 0,
  Frames: 0,
  Bytes: 0,
  CompressedBytes: 0,
  CompressFlushes: 0,
  Errors: 0,
  Timeouts: 0,
  AsyncFramingError: 0,
  AsyncOverrunError: 0,
  AsyncOverflowError: 0,
  AsyncParityError: 0,
  TdErrors: 0,
  ProtocolType: 0,
  Length: 0,
}
