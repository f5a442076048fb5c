/** SIDs to names, for the owners of processes. [MS-LSAT] 3.1.4, IDL in 6 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { elements } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { long, uchar, ulong, ushort } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { operation } from '../rpc/operation.ts'
import { literal } from '../wire/constants.ts'
import { struct } from '../wire/struct.ts'
import { NTSTATUS } from './returns.ts'
import { RPC_SID } from './sid.ts'
import { RPC_UNICODE_STRING } from './unicode-string.ts'

/** [MS-LSAT] 1.9 */
export const lsarpc = {
  name: 'lsarpc',
  uuid: '12345778-1234-abcd-ef00-0123456789ab',
  major: 0,
  minor: 0,
} as const

/** [MS-LSAT] 2.2.1 */
const LSAPR_HANDLE = contextHandle

/** A pointer that is always null here. */
const NULL = literal(ulong, 0)

/** [MS-LSAT] 2.2.8 */
const SECURITY_QUALITY_OF_SERVICE = struct({
  Length: ulong,
  ImpersonationLevel: ushort,
  ContextTrackingMode: uchar,
  EffectiveOnly: uchar,
})

/** Nothing in it is used but the pointers, which must be there. [MS-LSAT] 2.2.9 */
const LSAPR_OBJECT_ATTRIBUTES = struct({
  Length: ulong,
  RootDirectory: NULL,
  ObjectName: NULL,
  Attributes: ulong,
  SecurityDescriptor: NULL,
  SecurityQualityOfService: unique(SECURITY_QUALITY_OF_SERVICE),
})

/** [MS-LSAT] 2.2.18 */
const LSAPR_SID_ENUM_BUFFER = struct({
  Entries: ulong,
  SidInfo: unique(conformant(elements(unique(RPC_SID)))),
})

/** [MS-LSAT] 2.2.12 */
const LSAPR_REFERENCED_DOMAIN_LIST = struct({
  Entries: ulong,
  Domains: unique(conformant(elements(struct({ Name: RPC_UNICODE_STRING, Sid: unique(RPC_SID) })))),
  MaxEntries: ulong,
})

/** [MS-LSAT] 2.2.20 */
const LSAPR_TRANSLATED_NAMES = struct({
  Entries: ulong,
  Names: unique(conformant(elements(struct({ Use: ushort, Name: RPC_UNICODE_STRING, DomainIndex: long })))),
})

/** [MS-LSAT] 3.1.4.3 */
export const LsarClose = operation(0, {
  in: { ObjectHandle: LSAPR_HANDLE },
  out: { ObjectHandle: LSAPR_HANDLE, returnValue: NTSTATUS },
})

/** [MS-LSAT] 3.1.4.11 */
export const LsarLookupSids = operation(15, {
  in: {
    PolicyHandle: LSAPR_HANDLE,
    SidEnumBuffer: LSAPR_SID_ENUM_BUFFER,
    TranslatedNames: LSAPR_TRANSLATED_NAMES,
    LookupLevel: ushort,
    MappedCount: ulong,
  },
  out: {
    ReferencedDomains: unique(LSAPR_REFERENCED_DOMAIN_LIST),
    TranslatedNames: LSAPR_TRANSLATED_NAMES,
    MappedCount: ulong,
    returnValue: NTSTATUS,
  },
})

/** [MS-LSAT] 3.1.4.1 */
export const LsarOpenPolicy2 = operation(44, {
  in: { SystemName: unique(wstring), ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES, DesiredAccess: ulong },
  out: { PolicyHandle: LSAPR_HANDLE, returnValue: NTSTATUS },
})

/** The right that a translation needs. [MS-LSAT] 2.2.10 */
export const POLICY_LOOKUP_NAMES = 0x0000_0800

/** Search in all the places the host knows. [MS-LSAT] 2.2.16 */
export const LsapLookupWksta = 1

/** Values of `Use`. [MS-LSAT] 2.2.13 */
export const SID_NAME_USE = { SidTypeUser: 1, SidTypeUnknown: 8 } as const
