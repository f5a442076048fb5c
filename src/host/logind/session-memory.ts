/** What was read of sessions, remembered for as long as logind would still answer the same. */
import { statSync } from 'node:fs'
import { isErrno } from '../../linux/errno.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Bus, Signal } from './bus.ts'
import { type Login1, type SessionLine, sessionPath } from './login1.ts'
import { isGraphical } from './translate.ts'
import type { Properties } from './values.ts'
import { XrdpMemory } from './xrdp-memory.ts'

/** Where logind keeps what it knows of a session; it puts a new file there whenever that changes. sd-login(3) */
const FOLDER = '/run/systemd/sessions'

interface Memory {
  readonly properties: Properties
  /** Which file of FOLDER it was read beside. */
  readonly version: string
}

type SessionObject = Pick<SessionLine, 'session_id' | 'object_path'>

/** Reads the properties of a session's object; null where it is gone. */
type Read = (path: string) => Promise<Properties | null>

/**
 * logind tells by a signal of most that changes. Of a session's end that has begun, its state "closing", it does not
 * tell: that is seen by its file, which is compared and not read. Nor does it tell when a terminal was used: there the
 * terminal itself is looked at, as logind does when it is asked.
 */
export class SessionMemory {
  readonly xrdp = new XrdpMemory()
  readonly #known = new Map<string, Memory>()
  /** Objects that are being read; a change meanwhile removes them from here. */
  readonly #reading = new Map<string, object>()

  /** Hears of every change from then on. */
  static async open(bus: Bus, login1: Login1, { signal }: CallOptions): Promise<SessionMemory> {
    const memory = new SessionMemory()
    const rules = [login1.sessionSignals, login1.propertySignals, login1.ownerSignals]
    await Promise.all(rules.map((rule) => bus.subscribe(rule, (each) => memory.#receive(each), { signal })))
    return memory
  }

  /** The properties of the sessions that were listed just now, read where they are not known. */
  async recall(lines: readonly SessionLine[], read: Read): Promise<(Properties | null)[]> {
    const listed = new Set(lines.map(({ object_path }) => object_path))
    for (const path of this.#known.keys()) if (!listed.has(path)) this.#known.delete(path)
    return await Promise.all(lines.map((line) => this.#remembered(line) ?? this.#read(line, read)))
  }

  /** The same of one session, whether it is listed or not. */
  async recallOne(session_id: string, read: Read): Promise<Properties | null> {
    const object = { session_id, object_path: sessionPath(session_id) }
    return this.#remembered(object) ?? (await this.#read(object, read))
  }

  #remembered({ session_id, object_path }: SessionObject): Properties | null {
    const known = this.#known.get(object_path)
    if (!known || known.version !== versionOf(session_id)) return null
    const { properties } = known
    const terminal = terminalOf(properties)
    if (terminal === '') return properties
    const used = lastUse(terminal)
    return used === null ? null : properties.with('IdleSinceHint', used)
  }

  async #read({ session_id, object_path }: SessionObject, read: Read): Promise<Properties | null> {
    const version = versionOf(session_id)
    const turn = {}
    this.#reading.set(object_path, turn)
    const properties = await read(object_path)
    // A signal that came before the answer may be of a change that the answer does not have.
    if (this.#reading.get(object_path) !== turn) return properties
    this.#reading.delete(object_path)
    if (properties && version !== '' && isSteady(properties)) this.#known.set(object_path, { properties, version })
    return properties
  }

  #receive({ member, path, body }: Signal): void {
    if (member === 'NameOwnerChanged') {
      this.#known.clear()
      this.#reading.clear()
      return
    }
    const isMember = member === 'SessionNew' || member === 'SessionRemoved'
    const changed = isMember ? sessionPath(String(body[0])) : path
    this.#known.delete(changed)
    this.#reading.delete(changed)
  }
}

/** Whether a signal, its file or its terminal tells of every change: not of when a session opens. */
function isSteady(properties: Properties): boolean {
  if (properties.text('State') === 'opening') return false
  return isGraphical(properties) || properties.text('TTY') !== '' || properties.number('IdleSinceHint') === 0
}

/** The terminal whose use says how long its user has been idle; '' where logind knows that itself. */
function terminalOf(properties: Properties): string {
  return isGraphical(properties) ? '' : properties.text('TTY')
}

/** When a terminal was last read from, in microseconds since 1970. */
function lastUse(terminal: string): bigint | null {
  const status = statusOf(`/dev/${terminal}`)
  return status && status.atimeNs / 1000n
}

function versionOf(id: string): string {
  const status = statusOf(`${FOLDER}/${id}`)
  return status === null ? '' : `${status.ino} ${status.mtimeNs}`
}

function statusOf(file: string) {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false }) ?? null
  } catch (error) {
    if (isErrno(error, 'EACCES', 'ENOTDIR', 'ENOENT')) return null
    throw error
  }
}
