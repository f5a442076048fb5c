/** The grants of the file with their names resolved: whom each is to. */
import { gidsOf, uidsOf } from '../../linux/name-service.ts'
import type { CallOptions } from '../../session/host.ts'
import type { PipeCaller } from '../samba/pipe-caller.ts'
import { type Right, rightsOf } from './permissions.ts'
import { DEFAULTS, type Grant, type ServeFile } from './serve-file.ts'

/** One grant: what to whom. */
interface Resolved {
  readonly rights: ReadonlySet<Right>
  readonly uids: ReadonlySet<number>
  readonly gids: ReadonlySet<number>
  readonly sids: ReadonlySet<string>
  /** "domain\user", in small letters. */
  readonly accounts: ReadonlySet<string>
}

/** All grants of one file. */
export class Rights {
  /** Names in the file that nobody on this machine has: nothing is granted to them. */
  readonly unknown: readonly string[]
  readonly #grants: readonly Resolved[]

  private constructor(grants: readonly Resolved[], unknown: readonly string[]) {
    this.#grants = grants
    this.unknown = unknown
  }

  /** Asks the name service once for all names of the file. */
  static async resolve({ grants }: ServeFile, options: CallOptions = {}): Promise<Rights> {
    const users = unique(grants.flatMap((each) => each.users.filter(isLocal)))
    const groups = unique(grants.flatMap((each) => each.groups))
    const [uids, gids] = await Promise.all([uidsOf(users, options), gidsOf(groups, options)])
    const own = grants.filter((each) => !DEFAULTS.grants.includes(each))
    const unknown = [
      ...unique(own.flatMap((each) => each.users)).filter((name) => isLocal(name) && !uids.has(name)),
      ...unique(own.flatMap((each) => each.groups)).filter((name) => !gids.has(name)),
    ]
    return new Rights(
      grants.map((grant) => resolved(grant, uids, gids)),
      unknown,
    )
  }

  /** Whether the file gives the caller that right on what is not his own. */
  has(caller: PipeCaller, right: Right): boolean {
    return this.#grants.some((grant) => grant.rights.has(right) && isTo(grant, caller))
  }
}

function resolved(
  { users, groups, sids, rights }: Grant,
  uids: ReadonlyMap<string, number>,
  gids: ReadonlyMap<string, number>,
): Resolved {
  return {
    rights: rightsOf(rights),
    uids: new Set(users.flatMap((name) => uids.get(name) ?? [])),
    gids: new Set(groups.flatMap((name) => gids.get(name) ?? [])),
    sids: new Set(sids.map((sid) => sid.toUpperCase())),
    accounts: new Set(users.filter((name) => !isLocal(name)).map((name) => name.toLowerCase())),
  }
}

function isTo({ uids, gids, sids, accounts }: Resolved, caller: PipeCaller): boolean {
  return (
    uids.has(caller.uid) ||
    gids.has(caller.gid) ||
    caller.groups.some((gid) => gids.has(gid)) ||
    caller.sids.some((sid) => sids.has(sid.toUpperCase())) ||
    accounts.has(`${caller.domain}\\${caller.user}`.toLowerCase())
  )
}

/** An account of this machine, not of a domain. */
function isLocal(user: string): boolean {
  return !user.includes('\\')
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
