/** One session in an enumeration. [MS-TSTS] 2.2.2.4, 2.2.2.5 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { octets } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong } from '../rpc/ndr/scalars.ts'
import { levels } from '../rpc/ndr/unions.ts'
import { GUID } from '../rpc/ndr/uuid.ts'
import type { Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** [MS-TSTS] 2.2.2.4.1.1 */
const SESSIONENUM_LEVEL1 = struct({
  SessionId: long,
  State: long,
  Name: WCHARS(33),
})

/** [MS-TSTS] 2.2.2.4.1.2 */
const SESSIONENUM_LEVEL2 = struct({
  SessionId: long,
  State: long,
  Name: WCHARS(33),
  Source: ulong,
  bFullDesktop: BOOL,
  SessionType: GUID,
})

/** [MS-TSTS] 2.2.2.4.1.3 */
const SESSIONENUM_LEVEL3 = struct({
  SessionId: long,
  State: long,
  Name: WCHARS(33),
  Source: ulong,
  bFullDesktop: BOOL,
  SessionType: GUID,
  ProtoDataSize: ulong,
  pProtocolData: unique(conformant(octets)),
})

/** [MS-TSTS] 2.2.2.4 */
export const SESSIONENUM = levels({ 1: SESSIONENUM_LEVEL1, 2: SESSIONENUM_LEVEL2 })
export type SESSIONENUM = Infer<typeof SESSIONENUM>

/** [MS-TSTS] 2.2.2.5 */
export const SESSIONENUM_EX = levels({ 1: SESSIONENUM_LEVEL1, 2: SESSIONENUM_LEVEL2, 3: SESSIONENUM_LEVEL3 })
export type SESSIONENUM_EX = Infer<typeof SESSIONENUM_EX>
