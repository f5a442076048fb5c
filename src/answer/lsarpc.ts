/** Answers lsarpc as far as owners of processes need it. [MS-LSAT] 3.1.4 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { method, type Service } from '../rpc/service.ts'
import { LsarClose, LsarLookupSids, LsarOpenPolicy2, lsarpc, SID_NAME_USE } from '../tsts/lsarpc.ts'
import { NtStatus } from '../wire/ntstatus.ts'
import type { NamedAccounts } from './accounts.ts'
import { type Answering, callerOf } from './answering.ts'
import { limitedKind, openHandle, stateOfHandle } from './handles.ts'
import { boolean } from './refusal.ts'

const LSAPR_HANDLE = limitedKind<null>('LSAPR_HANDLE')

const STATUS_SOME_NOT_MAPPED = 0x0000_0107
const STATUS_NONE_MAPPED = 0xc000_0073

/** A host whose accounts' names can be asked for. */
type Naming = Answering & { readonly accounts: NamedAccounts }

export function lsarpcService(answering: Naming): Service {
  const methods = [
    method(LsarOpenPolicy2, async (_, call) => {
      const { pResult, PolicyHandle } = await boolean({ PolicyHandle: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        return { PolicyHandle: openHandle(call.handles, LSAPR_HANDLE, null) }
      })
      return { PolicyHandle, returnValue: pResult }
    }),
    method(LsarClose, async ({ ObjectHandle }, { handles }) => ({
      ObjectHandle: await handles.close(LSAPR_HANDLE, ObjectHandle),
      returnValue: NtStatus.STATUS_SUCCESS,
    })),
    method(LsarLookupSids, ({ PolicyHandle, SidEnumBuffer }, { handles }) => {
      stateOfHandle(handles, LSAPR_HANDLE, PolicyHandle)
      return translate(answering, SidEnumBuffer.SidInfo ?? [])
    }),
  ]
  return { interface: lsarpc, methods }
}

/** Every name has its place; one that is not known shows the SID. [MS-LSAT] 3.1.4.9 */
function translate({ accounts }: Naming, sids: readonly (string | null)[]) {
  const names = sids.map((sid) => (sid === null ? null : accounts.nameOf(sid)))
  const Names = names.map((name, i) =>
    name === null
      ? { Use: SID_NAME_USE.SidTypeUnknown, Name: sids[i] ?? '', DomainIndex: -1 }
      : { Use: SID_NAME_USE.SidTypeUser, Name: name, DomainIndex: 0 },
  )
  const MappedCount = names.filter((name) => name !== null).length
  const Domains = [{ Name: accounts.computerName, Sid: accounts.domainSid }]
  return {
    ReferencedDomains: MappedCount === 0 ? null : { Entries: 1, Domains, MaxEntries: 32 },
    TranslatedNames: { Entries: Names.length, Names },
    MappedCount,
    returnValue: statusFor(MappedCount, Names.length),
  }
}

function statusFor(mapped: number, all: number): number {
  if (mapped === all) return NtStatus.STATUS_SUCCESS
  return mapped === 0 ? STATUS_NONE_MAPPED : STATUS_SOME_NOT_MAPPED
}
