/** Calls that every smbd answers. [MS-SRVS] 3.1.4, [MS-WKST] 3.2.4 */
import { conformant } from '../../../src/rpc/ndr/arrays.ts'
import { elements } from '../../../src/rpc/ndr/items.ts'
import { unique } from '../../../src/rpc/ndr/pointers.ts'
import { long, ulong } from '../../../src/rpc/ndr/scalars.ts'
import { wstring } from '../../../src/rpc/ndr/strings.ts'
import { levels, union } from '../../../src/rpc/ndr/unions.ts'
import { operation } from '../../../src/rpc/operation.ts'
import { struct } from '../../../src/wire/struct.ts'

export const srvsvc = { name: 'srvsvc', uuid: '4b324fc8-1670-01d3-1278-5a47bf6ee188', major: 3, minor: 0 }
export const wkssvc = { name: 'wkssvc', uuid: '6bffd098-a112-3610-9833-46c3f87e345a', major: 1, minor: 0 }

/** [MS-SRVS] 2.2.4.24 */
const SHARE_INFO_1_CONTAINER = struct({
  EntriesRead: ulong,
  Buffer: unique(
    conformant(elements(struct({ shi1_netname: unique(wstring), shi1_type: ulong, shi1_remark: unique(wstring) }))),
  ),
})
const SHARE_ENUM_STRUCT = levels({ 1: unique(SHARE_INFO_1_CONTAINER) })

/** [MS-SRVS] 3.1.4.8 */
export const NetrShareEnum = operation(15, {
  in: {
    ServerName: unique(wstring),
    InfoStruct: SHARE_ENUM_STRUCT,
    PreferedMaximumLength: ulong,
    ResumeHandle: unique(ulong),
  },
  out: { InfoStruct: SHARE_ENUM_STRUCT, TotalEntries: ulong, ResumeHandle: unique(ulong), returnValue: ulong },
})

/** [MS-SRVS] 3.1.4.21, 2.2.4.105 */
export const NetrRemoteTOD = operation(28, {
  in: { ServerName: unique(wstring) },
  out: {
    BufferPtr: unique(
      struct({
        tod_elapsedt: ulong,
        tod_msecs: ulong,
        tod_hours: ulong,
        tod_mins: ulong,
        tod_secs: ulong,
        tod_hunds: ulong,
        tod_timezone: long,
        tod_tinterval: ulong,
        tod_day: ulong,
        tod_month: ulong,
        tod_year: ulong,
        tod_weekday: ulong,
      }),
    ),
    returnValue: ulong,
  },
})

/** [MS-WKST] 3.2.4.1, 2.2.5.1 */
export const NetrWkstaGetInfo = operation(0, {
  in: { ServerName: unique(wstring), Level: ulong },
  out: {
    WkstaInfo: union(
      ['Level', ulong],
      [
        'Info',
        {
          100: unique(
            struct({
              wki100_platform_id: ulong,
              wki100_computername: unique(wstring),
              wki100_langroup: unique(wstring),
              wki100_ver_major: ulong,
              wki100_ver_minor: ulong,
            }),
          ),
        },
      ],
    ),
    returnValue: ulong,
  },
})

/** An operation that neither interface has. */
export const Absent = operation(200, { in: {}, out: {} })
