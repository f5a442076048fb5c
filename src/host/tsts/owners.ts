/** The names of accounts, asked of the host's Local Security Authority. [MS-LSAT] 3.1.4 */
import { StatusError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import {
  LsapLookupWksta,
  LsarClose,
  LsarLookupSids,
  LsarOpenPolicy2,
  lsarpc,
  POLICY_LOOKUP_NAMES,
  SID_NAME_USE,
} from '../../tsts/lsarpc.ts'
import { LSA } from './doors.ts'
import type { Link } from './link.ts'
import { isAltered } from './outcome.ts'

/** So many are asked for at once. */
const BATCH = 32
/** sizeof(LSAPR_OBJECT_ATTRIBUTES) */
const ATTRIBUTES_LENGTH = 24

/** Those already asked for; null where the host has no name. */
const known = new WeakMap<Link, Map<string, string | null>>()

/** The names of those SIDs that have one. */
export async function namesOf(
  link: Link,
  sids: readonly string[],
  options: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const names = known.get(link) ?? new Map<string, string | null>()
  known.set(link, names)
  const unknown = [...new Set(sids)].filter((sid) => !names.has(sid))
  try {
    if (unknown.length > 0) await lookUp(link, unknown, names, options)
  } catch (error) {
    // ignored: the SID itself still tells who it is, where the host gives no names to this account
    if (!(error instanceof StatusError) || isAltered(error)) throw error
  }
  return new Map([...names].filter((entry): entry is [string, string] => entry[1] !== null))
}

async function lookUp(link: Link, sids: readonly string[], names: Map<string, string | null>, options: CallOptions) {
  const client = await link.client(LSA, options)
  const ObjectAttributes = { Length: ATTRIBUTES_LENGTH, Attributes: 0, SecurityQualityOfService: null }
  const open = { SystemName: null, ObjectAttributes, DesiredAccess: POLICY_LOOKUP_NAMES }
  const { PolicyHandle } = await client.call(lsarpc, LsarOpenPolicy2, open, options)
  for (let start = 0; start < sids.length; start += BATCH) {
    const batch = sids.slice(start, start + BATCH)
    const input = {
      PolicyHandle,
      SidEnumBuffer: { Entries: batch.length, SidInfo: batch },
      TranslatedNames: { Entries: 0, Names: null },
      LookupLevel: LsapLookupWksta,
      MappedCount: 0,
    }
    const { TranslatedNames } = await client.call(lsarpc, LsarLookupSids, input, options)
    for (const [i, sid] of batch.entries()) {
      const found = TranslatedNames.Names?.[i]
      names.set(sid, found === undefined || found.Use === SID_NAME_USE.SidTypeUnknown ? null : found.Name)
    }
  }
  await client.call(lsarpc, LsarClose, { ObjectHandle: PolicyHandle }, options)
}
