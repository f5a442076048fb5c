/** org.freedesktop.login1, verbatim. org.freedesktop.login1(5). */
import type { CallOptions } from '../../session/host.ts'
import type { Bus } from './bus.ts'
import { itemsOf, type Properties, propertiesAnswer, textAnswer, textsOf } from './values.ts'

/** The name that logind has on the bus. */
export const LOGIN1 = 'org.freedesktop.login1'
const PATH = '/org/freedesktop/login1'
const PROPERTIES = 'org.freedesktop.DBus.Properties'
const MANAGER = { destination: LOGIN1, path: PATH, interface: 'org.freedesktop.login1.Manager' }

/** A line of ListSessions: `(susso)`. */
export interface SessionLine {
  readonly session_id: string
  readonly user_id: number
  readonly user_name: string
  readonly seat_id: string
  readonly object_path: string
}

/** Which processes of a session a signal reaches. */
export type Whom = 'leader' | 'all'

/** How a method that changes something is called. */
export interface Login1Options extends CallOptions {
  /** Whether polkit may ask the person at the terminal. */
  readonly interactive?: boolean | undefined
}

/** The object of a session. Everything but letters and digits is escaped, and a leading digit too. sd_bus_path_encode(3) */
export function sessionPath(session_id: string): string {
  return `${PATH}/session/${escapeLabel(session_id)}`
}

/** The object of a user. */
export function userPath(uid: number): string {
  return `${PATH}/user/_${uid}`
}

/** The session whose object that is, or null where it is another's. */
export function sessionOfPath(path: string): string | null {
  const prefix = `${PATH}/session/`
  return path.startsWith(prefix) ? unescapeLabel(path.slice(prefix.length)) : null
}

/** One label of an object path. sd_bus_path_encode(3) */
export function escapeLabel(text: string): string {
  if (text === '') return '_'
  const escaped = (byte: number) => `_${byte.toString(16).padStart(2, '0')}`
  return [...Buffer.from(text)]
    .map((byte, at) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z]/.test(character) || (at > 0 && /\d/.test(character)) ? character : escaped(byte)
    })
    .join('')
}

function unescapeLabel(label: string): string {
  if (label === '_') return ''
  const bytes = label.replace(/_([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The manager object and those of its sessions, each method by its own name. */
export class Login1 {
  readonly #bus: Bus
  readonly #host: string

  constructor(bus: Bus, host: string) {
    this.#bus = bus
    this.#host = host
  }

  async ListSessions(options: CallOptions): Promise<SessionLine[]> {
    const [lines] = await this.#manager('ListSessions', '', [], options)
    return itemsOf(lines).map((line) => {
      const [session_id = '', user_id = '', user_name = '', seat_id = '', object_path = ''] = textsOf(line)
      return { session_id, user_id: Number(user_id), user_name, seat_id, object_path }
    })
  }

  /** The object of the session that a process belongs to; 0 is the caller's own process. */
  async GetSessionByPID(pid: number, options: CallOptions): Promise<string> {
    return textAnswer(this.#host, 'GetSessionByPID', await this.#manager('GetSessionByPID', 'u', [pid], options))
  }

  async GetUserByPID(pid: number, options: CallOptions): Promise<string> {
    return textAnswer(this.#host, 'GetUserByPID', await this.#manager('GetUserByPID', 'u', [pid], options))
  }

  async TerminateSession(session_id: string, options: Login1Options): Promise<void> {
    await this.#manager('TerminateSession', 's', [session_id], options)
  }

  async KillSession(session_id: string, whom: Whom, signal_number: number, options: Login1Options): Promise<void> {
    await this.#manager('KillSession', 'ssi', [session_id, whom, signal_number], options)
  }

  async TerminateUser(uid: number, options: Login1Options): Promise<void> {
    await this.#manager('TerminateUser', 'u', [uid], options)
  }

  async KillUser(uid: number, signal_number: number, options: Login1Options): Promise<void> {
    await this.#manager('KillUser', 'ui', [uid, signal_number], options)
  }

  async ActivateSession(session_id: string, options: Login1Options): Promise<void> {
    await this.#manager('ActivateSession', 's', [session_id], options)
  }

  /** The properties of org.freedesktop.login1.Session. */
  session(path: string, options: CallOptions): Promise<Properties> {
    return this.#getAll(path, `${LOGIN1}.Session`, options)
  }

  /** One property of org.freedesktop.login1.User: for all of them logind looks at every session of the user. */
  async userProperty(path: string, name: 'Sessions' | 'Linger' | 'Display', options: CallOptions): Promise<unknown> {
    const call = { destination: LOGIN1, path, interface: PROPERTIES, member: 'Get', signature: 'ss' }
    const [value] = await this.#bus.call({ ...call, body: [`${LOGIN1}.User`, name] }, options)
    return value
  }

  /** The signals SessionNew and SessionRemoved: `(so)`. */
  get sessionSignals(): string {
    return `type='signal',sender='${LOGIN1}',path='${PATH}',interface='${MANAGER.interface}'`
  }

  /** The signal PropertiesChanged of every session. */
  get propertySignals(): string {
    return `type='signal',sender='${LOGIN1}',path_namespace='${PATH}/session',interface='${PROPERTIES}'`
  }

  /** The signal NameOwnerChanged of logind itself: it has gone, or has come back. */
  get ownerSignals(): string {
    return `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${LOGIN1}'`
  }

  async #getAll(path: string, name: string, options: CallOptions): Promise<Properties> {
    const call = { destination: LOGIN1, path, interface: PROPERTIES, member: 'GetAll', signature: 's', body: [name] }
    return propertiesAnswer(this.#host, await this.#bus.call(call, options))
  }

  #manager(
    member: string,
    signature: string,
    body: readonly unknown[],
    { interactive = false, signal }: Login1Options,
  ) {
    return this.#bus.call({ ...MANAGER, member, signature, body, interactive }, { signal })
  }
}
