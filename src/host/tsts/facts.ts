/** What a host says of one session: names in full, and times. */
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
import type { CallOptions } from '../../session/host.ts'
import { SessionFlags } from '../../tsts/lsm-session-information.ts'
import { RpcGetSessionInformation, RpcGetSessionInformationEx, TermSrvSession } from '../../tsts/term-srv-session.ts'
import { byOurClock } from './clock.ts'
import { LSM } from './doors.ts'
import { informationOf } from './legacy.ts'
import type { Link } from './link.ts'
import { isUnsupported, means, succeeded } from './outcome.ts'

/** One session as the wire has it; `state` is of WINSTATIONSTATECLASS. */
export interface Facts {
  readonly state: number
  readonly name: string
  readonly user: string
  readonly domain: string
  readonly logonTime: Date | null
  readonly lastInputTime: Date | null
}

/** The same with what a list does not show. */
export interface AllFacts extends Facts {
  readonly details: SessionDetails
}

type Rung = (link: Link, id: number, options: CallOptions) => Promise<AllFacts | null>

const LADDER: readonly Rung[] = [fromInformationEx, fromInformation, fromLegacy]

const standing = new WeakMap<Link, number>()

/** Null where the host has no session of that ID, or shows none. */
export async function factsOf(link: Link, id: number, options: CallOptions): Promise<AllFacts | null> {
  for (let rung = standing.get(link) ?? 0; ; rung++) {
    standing.set(link, rung)
    try {
      return await LADDER[rung]!(link, id, options)
    } catch (error) {
      if (means(error, 'SESSION_NOT_FOUND')) return null
      if (rung === LADDER.length - 1 || !isUnsupported(error)) throw error
    }
  }
}

/** The longest names that the extended information has room for. [MS-TSTS] 2.2.2.11 */
const USER_LENGTH = 20
const DOMAIN_LENGTH = 17

/** It alone has the time of the last input, and cuts names; those that may be cut come from the other call. */
async function fromInformationEx(link: Link, id: number, options: CallOptions): Promise<AllFacts> {
  const client = await link.client(LSM, options)
  const input = { SessionId: id, Level: 1 }
  const answer = await client.call(TermSrvSession, RpcGetSessionInformationEx, input, options)
  const { Data } = succeeded('RpcGetSessionInformationEx', answer).LSMSessionInfoExPtr
  const { SessionState, SessionFlags: flags, SessionName, UserName, DomainName, LogonTime, LastInputTime } = Data
  const cut = UserName.length >= USER_LENGTH || DomainName.length >= DOMAIN_LENGTH
  const full = cut ? await fromInformation(link, id, options) : { user: UserName, domain: DomainName }
  return {
    state: SessionState,
    name: SessionName,
    user: full.user,
    domain: full.domain,
    logonTime: LogonTime,
    lastInputTime: LastInputTime,
    details: { locked: LOCKED.get(flags) ?? null, connectTime: Data.ConnectTime, disconnectTime: Data.DisconnectTime },
  }
}

const LOCKED: ReadonlyMap<number, boolean> = new Map([
  [SessionFlags.WTS_SESSIONSTATE_LOCK, true],
  [SessionFlags.WTS_SESSIONSTATE_UNLOCK, false],
])

async function fromInformation(link: Link, id: number, options: CallOptions): Promise<AllFacts> {
  const client = await link.client(LSM, options)
  const answer = await client.call(TermSrvSession, RpcGetSessionInformation, { SessionId: id }, options)
  const { pSessionInfo } = succeeded('RpcGetSessionInformation', answer)
  return {
    state: pSessionInfo.SessionState,
    name: pSessionInfo.pszTerminalName ?? '',
    user: pSessionInfo.pszUserName ?? '',
    domain: pSessionInfo.pszDomain ?? '',
    logonTime: pSessionInfo.LogonTime,
    lastInputTime: null,
    details: {
      locked: pSessionInfo.DesktopLocked,
      connectTime: pSessionInfo.ConnectTime,
      disconnectTime: pSessionInfo.DisconnectTime,
    },
  }
}

async function fromLegacy(link: Link, id: number, options: CallOptions): Promise<AllFacts | null> {
  const information = await informationOf(link, id, options)
  return (
    information && {
      state: information.ConnectState,
      name: information.WinStationName,
      user: information.UserName,
      domain: information.Domain,
      logonTime: information.LogonTime,
      // Only this call tells the host's own time; who is idle since when is nobody's identity, as the logon time is.
      lastInputTime: byOurClock(information.LastInputTime, information.CurrentTime),
      details: {
        ...NO_DETAILS,
        connectTime: information.ConnectTime,
        disconnectTime: information.DisconnectTime,
      },
    }
  )
}
