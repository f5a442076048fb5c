/** What of a user lives beside his sessions: his own service manager and all that it has started. */
import type { CallOptions } from '../../session/host.ts'
import type { Note } from '../../session/result.ts'
import type { Connection } from './connection.ts'
import { sessionPath, userPath } from './login1.ts'
import type { Group } from './machine.ts'
import { isAbsent, isManager, isNotFound } from './translate.ts'
import { itemsOf, textsOf } from './values.ts'

/** The services of one user, as far as they end with one session of his. */
export class UserServices {
  readonly uid: number
  readonly notes: Note[] = []
  readonly #connection: Connection
  readonly #sessionId: string
  #group: Group | null = null
  #worthNoting = false

  constructor(connection: Connection, uid: number, sessionId: string) {
    this.#connection = connection
    this.uid = uid
    this.#sessionId = sessionId
  }

  /** Where they run, once they are claimed. */
  get group(): Group | null {
    return this.#group
  }

  /** Whether they end with the session: it is the user's last one, and he did not have them linger. */
  async claim(options: CallOptions): Promise<boolean> {
    const { login1, machine } = this.#connection
    const unit = `user@${this.uid}.service`
    const path = userPath(this.uid)
    const [sessions, lingers, group] = await Promise.all([
      orNull(login1.userProperty(path, 'Sessions', options)),
      orNull(login1.userProperty(path, 'Linger', options)),
      this.#group ?? groupOfUnit(this.#connection, unit, options),
    ])
    this.#group = null
    if (!sessions || !group || !(await this.#isLast(sessions, options))) return false
    const occupied = await machine.occupied(group, options)
    if (lingers === true) {
      if (occupied.length > 0 && !this.notes.includes('lingering')) this.notes.push('lingering')
      return false
    }
    this.#group = group
    this.#worthNoting ||= occupied.some((path) => path !== `${group.path}/init.scope`)
    return true
  }

  /** Says that they are gone. */
  ended(): void {
    if (!this.#group || !this.#worthNoting) return
    this.#worthNoting = false
    this.notes.push('userServicesEnded')
  }

  async #isLast(sessions: unknown, options: CallOptions): Promise<boolean> {
    for (const [id = ''] of itemsOf(sessions).map(textsOf)) {
      if (id !== this.#sessionId && (await isUserSession(this.#connection, id, options))) return false
    }
    return true
  }
}

/** The group of a unit; null where it is not loaded, or nothing here has units. */
export async function groupOfUnit({ systemd1 }: Connection, unit: string, options: CallOptions): Promise<Group | null> {
  try {
    const path = await systemd1.ControlGroup(unit, options)
    return path === '' ? null : { unit, path }
  } catch (error) {
    if (isNotFound(error) || isAbsent(error)) return null
    throw error
  }
}

/** What once was a user's session stays one, so it is asked for once however many sessions end together. */
export async function isUserSession(
  { login1, userSessions }: Connection,
  id: string,
  options: CallOptions,
): Promise<boolean> {
  if (userSessions.has(id)) return true
  const properties = await orNull(login1.session(sessionPath(id), options))
  if (!properties || isManager(properties)) return false
  userSessions.add(id)
  return true
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}
