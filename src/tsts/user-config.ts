/** USERCONFIG, how a user's sessions are set up, with what it travels in: memory images. [MS-TSTS] 2.2.2.18 */
import { fixed } from '../rpc/ndr/arrays.ts'
import { octets } from '../rpc/ndr/items.ts'
import { uchar, ulong, ushort } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { reserved } from '../wire/constants.ts'
import { secret } from '../wire/secret.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** The forty flags share two ULONGs. The password's bytes are skipped and sent as zeros. [MS-TSTS] 2.2.2.18 */
export const USERCONFIG = struct({
  Flags: ulong,
  MoreFlags: ulong,
  UserName: WCHARS(21),
  Domain: WCHARS(18),
  Password: secret(reserved(30)),
  WorkDirectory: WCHARS(257),
  InitialProgram: WCHARS(257),
  CallbackNumber: WCHARS(51),
  Callback: ulong,
  Shadow: ulong,
  MaxConnectionTime: ulong,
  MaxDisconnectionTime: ulong,
  MaxIdleTime: ulong,
  KeyboardLayout: ulong,
  MinEncryptionLevel: uchar,
  NWLogonServer: WCHARS(48),
  PublishedName: WCHARS(65),
  WFProfilePath: WCHARS(257),
  WFHomeDir: WCHARS(257),
  WFHomeDirDrive: WCHARS(4),
})
export type USERCONFIG = Infer<typeof USERCONFIG>

/** sizeof(USERCONFIG) */
export const USERCONFIG_LENGTH = 2536

/** [MS-TSTS] 2.2.2.30.1 */
export const WINSTATIONCONFIG = struct({
  Comment: WCHARS(61),
  User: USERCONFIG,
  OEMId: fixed(octets, 4),
})

/** sizeof(WINSTATIONCONFIG) */
export const WINSTATIONCONFIG_LENGTH = 2664

/** The two VARDATA_WIREs say where the USERCONFIG lies and where nothing does. [MS-TSTS] 2.2.2.47 */
export const WINSTACONFIGWIRE = struct({
  Comment: WCHARS(61),
  OEMId: fixed(octets, 4),
  UserConfig: struct({ Size: ushort, Offset: ushort }),
  NewFields: struct({ Size: ushort, Offset: ushort }),
})

/** sizeof(WINSTACONFIGWIRE) */
export const WINSTACONFIGWIRE_LENGTH = 134
