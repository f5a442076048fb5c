/** Who may do what: his own to everybody, the rest by the file. [MS-TSTS] 3.1.1 */
import type { Wish } from '../../answer/answering.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { PipeCaller } from '../samba/pipe-caller.ts'
import { Rights } from './rights.ts'
import { type Limits, loadServeFile } from './serve-file.ts'
import { UserNumbers } from './user-numbers.ts'

interface Loaded {
  readonly limits: Limits
  readonly rights: Rights
}

/** Decides by the file that was read last and could be used. */
export class Authority {
  readonly #path: string
  readonly #users = new UserNumbers()
  #loaded: Loaded

  private constructor(path: string, loaded: Loaded) {
    this.#path = path
    this.#loaded = loaded
  }

  /**
   * Reads the file at `path`; where there is none the defaults hold.
   * @throws LogoffError SERVE_FILE_UNUSABLE
   */
  static async open(path: string, options: CallOptions = {}): Promise<Authority> {
    return new Authority(path, await load(path, options))
  }

  /** What no caller can exceed. */
  get limits(): Limits {
    return this.#loaded.limits
  }

  /** Names in the file that nobody on this machine has: nothing is granted to them. */
  get unknown(): readonly string[] {
    return this.#loaded.rights.unknown
  }

  /**
   * Reads the file again; every decision from then on is by it. What was read before goes on to count where it fails.
   * @throws LogoffError SERVE_FILE_UNUSABLE
   */
  async reload(options: CallOptions = {}): Promise<void> {
    this.#loaded = await load(this.#path, options)
  }

  /** Whether the caller may have what he wishes for. Nobody who has not logged on may have anything. */
  async allows(caller: PipeCaller, wish: Wish): Promise<boolean> {
    if (!caller.authenticated) return false
    if (this.#loaded.rights.has(caller, wish.right)) return true
    return await this.#isOf('session' in wish ? wish.session : wish.process, caller)
  }

  /** Whether the session is the caller's own. */
  async owns(caller: PipeCaller, session: Session): Promise<boolean> {
    return caller.authenticated && (await this.#isOf(session, caller))
  }

  async #isOf({ user }: { readonly user: string }, { uid }: PipeCaller): Promise<boolean> {
    return (await this.#users.of(user)) === uid
  }
}

async function load(path: string, options: CallOptions): Promise<Loaded> {
  const file = await loadServeFile(path, options)
  return { limits: file.limits, rights: await Rights.resolve(file, options) }
}
