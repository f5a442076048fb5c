/** The list of sessions, by the best call that the host has. */
import type { CallOptions } from '../../session/host.ts'
import {
  RpcCloseEnum,
  RpcGetAllSessions,
  RpcGetAllSessionsEx,
  RpcGetEnumResult,
  RpcOpenEnum,
  TermSrvEnumeration,
} from '../../tsts/term-srv-enumeration.ts'
import { LSM } from './doors.ts'
import { enumerateLegacy } from './legacy.ts'
import type { Link } from './link.ts'
import { isUnsupported, succeeded } from './outcome.ts'

/** A session as an enumeration shows it. */
export interface Entry {
  readonly id: number
  readonly state: number
  readonly name: string
  /** Null where the call does not say. */
  readonly account: { readonly user: string; readonly domain: string } | null
}

type Rung = (link: Link, options: CallOptions) => Promise<Entry[]>

/** The newest first: one call that knows sessions of virtual machines from others, three, or the oldest. */
const LADDER: readonly Rung[] = [getAllSessionsEx, getAllSessions, getEnumResult, enumerateLegacy]

/** The rung on which a link stands. */
const standing = new WeakMap<Link, number>()

/** All sessions of the host on which the account has the right QUERY; the host says nothing of others. */
export async function enumerate(link: Link, options: CallOptions): Promise<Entry[]> {
  for (let rung = standing.get(link) ?? 0; ; rung++) {
    standing.set(link, rung)
    try {
      return await LADDER[rung]!(link, options)
    } catch (error) {
      if (rung === LADDER.length - 1 || !isUnsupported(error)) throw error
    }
  }
}

/** Sessions inside virtual machines, whose two IDs differ, are not this host's. [MS-TSTS] 2.2.2.7.1.1 */
async function getAllSessionsEx(link: Link, options: CallOptions): Promise<Entry[]> {
  const client = await link.client(LSM, options)
  const answer = await client.call(TermSrvEnumeration, RpcGetAllSessionsEx, { Level: 1 }, options)
  return (succeeded('RpcGetAllSessionsEx', answer).ppSessionData ?? [])
    .map(({ Data }) => Data)
    .filter(({ ExecEnvId, AbsSessionId }) => ExecEnvId === AbsSessionId)
    .map(({ ExecEnvId, State, pszSessionName, pszUserName, pszDomainName }) => ({
      id: ExecEnvId,
      state: State,
      name: pszSessionName ?? '',
      account: { user: pszUserName ?? '', domain: pszDomainName ?? '' },
    }))
}

async function getAllSessions(link: Link, options: CallOptions): Promise<Entry[]> {
  const client = await link.client(LSM, options)
  const answer = await client.call(TermSrvEnumeration, RpcGetAllSessions, { pLevel: 2 }, options)
  return (succeeded('RpcGetAllSessions', answer).ppSessionData ?? [])
    .filter(({ Level, Data }) => Level === 1 || Data.ExecEnvId === Data.AbsSessionId)
    .map(({ Data }) => ({ id: Data.ExecEnvId, state: Data.State, name: Data.SessionName, account: null }))
}

async function getEnumResult(link: Link, options: CallOptions): Promise<Entry[]> {
  const client = await link.client(LSM, options)
  const { phEnum } = succeeded('RpcOpenEnum', await client.call(TermSrvEnumeration, RpcOpenEnum, {}, options))
  try {
    const answer = await client.call(TermSrvEnumeration, RpcGetEnumResult, { hEnum: phEnum, Level: 1 }, options)
    return (succeeded('RpcGetEnumResult', answer).ppSessionEnumResult ?? []).map(({ Data }) => ({
      id: Data.SessionId,
      state: Data.State,
      name: Data.Name,
      account: null,
    }))
  } finally {
    await client.call(TermSrvEnumeration, RpcCloseEnum, { phEnum }, options)
  }
}
