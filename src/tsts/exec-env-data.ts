/** One session of the host or of a virtual machine on it, with its user. [MS-TSTS] 2.2.2.6, 2.2.2.7 */
import { unique } from '../rpc/ndr/pointers.ts'
import { long } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { levels } from '../rpc/ndr/unions.ts'
import type { Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** [MS-TSTS] 2.2.2.6.1.1 */
const EXECENVDATA_LEVEL1 = struct({
  ExecEnvId: long,
  State: long,
  SessionName: WCHARS(33),
})

/** [MS-TSTS] 2.2.2.6.1.2 */
const EXECENVDATA_LEVEL2 = struct({
  ExecEnvId: long,
  State: long,
  SessionName: WCHARS(33),
  AbsSessionId: long,
  HostName: WCHARS(33),
  UserName: WCHARS(33),
  DomainName: WCHARS(33),
  FarmName: WCHARS(33),
})

/** [MS-TSTS] 2.2.2.6 */
export const EXECENVDATA = levels({ 1: EXECENVDATA_LEVEL1, 2: EXECENVDATA_LEVEL2 })
export type EXECENVDATA = Infer<typeof EXECENVDATA>

/** [MS-TSTS] 2.2.2.7.1.1 */
const EXECENVDATAEX_LEVEL1 = struct({
  ExecEnvId: long,
  State: long,
  AbsSessionId: long,
  pszSessionName: unique(wstring),
  pszHostName: unique(wstring),
  pszUserName: unique(wstring),
  pszDomainName: unique(wstring),
  pszFarmName: unique(wstring),
})

/** [MS-TSTS] 2.2.2.7 */
export const EXECENVDATAEX = levels({ 1: EXECENVDATAEX_LEVEL1 })
export type EXECENVDATAEX = Infer<typeof EXECENVDATAEX>
