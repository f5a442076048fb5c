/** The numbers by which the wire knows sessions, kept for each session's life. */
import * as v from 'valibot'
import type { Session } from '../../session/session.ts'
import { isLogon, type Logon, LogonShape, logonOf } from './logon.ts'
import { readState, writeState } from './state-file.ts'

/** Sessions have numbers below this one, listeners from it on. [MS-TSTS] 2.2.1.18 */
export const FIRST_LISTENER = 65_536

/** Numbers that are given out go down to here and begin anew: so none comes to mean another session soon. */
const LAST = 32_768

/** How long the number of a session that has ended is remembered for those who are still told of its end. */
const GONE_MS = 60_000

const Shape = v.strictObject({
  /** The number to give out next. */
  next: v.pipe(v.number(), v.integer(), v.minValue(LAST), v.maxValue(FIRST_LISTENER - 1)),
  sessions: v.array(v.strictObject({ ...LogonShape.entries, number: v.number() })),
  /** By the listener's key. */
  listeners: v.record(v.string(), v.number()),
})

interface Entry {
  readonly logon: Logon
  readonly number: number
}

/**
 * A local ID that is a number below 65536 is its own number; the others get one from 65535 downwards. Where such an ID
 * is that number of another session already, it gets another one too: what was told of a session goes on to be true.
 */
export class Numbers {
  readonly #file: string
  readonly #entries = new Map<string, Entry>()
  /** The IDs of those entries by number. */
  readonly #given = new Map<number, string>()
  readonly #listeners = new Map<string, number>()
  readonly #gone = new Map<string, { readonly number: number; readonly until: number }>()
  #listed: ReadonlySet<number> = new Set()
  #next = FIRST_LISTENER - 1
  #changed = false

  /** @param file where they are kept */
  constructor(file: string) {
    this.#file = file
    const read = v.safeParse(Shape, readState(file))
    if (!read.success) return
    this.#next = read.output.next
    for (const { number, ...logon } of read.output.sessions) this.#add(logon, number)
    for (const [key, number] of Object.entries(read.output.listeners)) this.#listeners.set(key, number)
  }

  /** Those of sessions that were all there when they were listed: what is not among them and was known `before` is gone. */
  ofAll(sessions: readonly Session[], before: ReadonlySet<string>): number[] {
    const ids = new Set(sessions.map(({ id }) => id))
    this.#listed = new Set([...ids].map(ownNumber).filter((number) => number !== null))
    for (const id of before) if (!ids.has(id)) this.#forget(id)
    const numbers = sessions.map((session) => this.#of(session))
    this.#save()
    return numbers
  }

  /** That of one session. */
  of(session: Session): number {
    const number = this.#of(session)
    this.#save()
    return number
  }

  /** The IDs that have a number of their own just now. */
  known(): ReadonlySet<string> {
    return new Set(this.#entries.keys())
  }

  /** That of a session of which only the ID is told, and which may have ended; null for one that was never seen. */
  ofId(id: string): number | null {
    const entry = this.#entries.get(id)
    if (entry) return entry.number
    return ownNumber(id) ?? this.#gone.get(id)?.number ?? null
  }

  /** The machine's own ID of the session of that number; null for a number that was never given out. */
  idOf(number: number): string | null {
    const id = this.#given.get(number)
    if (id !== undefined) return id
    return number < FIRST_LISTENER && !this.#entries.has(String(number)) ? String(number) : null
  }

  /** That of a listener. */
  ofListener(key: string): number {
    const known = this.#listeners.get(key)
    if (known !== undefined) return known
    const number = FIRST_LISTENER + this.#listeners.size
    this.#listeners.set(key, number)
    this.#changed = true
    this.#save()
    return number
  }

  #of(session: Session): number {
    const entry = this.#entries.get(session.id)
    if (entry && isLogon(session, entry.logon)) return entry.number
    if (entry) this.#forget(session.id)
    const own = ownNumber(session.id)
    if (own !== null && !this.#given.has(own)) return own
    const number = this.#take()
    this.#add(logonOf(session), number)
    this.#changed = true
    return number
  }

  #add(logon: Logon, number: number): void {
    this.#entries.set(logon.id, { logon, number })
    this.#given.set(number, logon.id)
  }

  #take(): number {
    for (let left = FIRST_LISTENER - LAST; left > 0; left -= 1) {
      const number = this.#next
      this.#next = number === LAST ? FIRST_LISTENER - 1 : number - 1
      if (!this.#given.has(number) && !this.#listed.has(number)) return number
    }
    throw new RangeError('There are more sessions than numbers')
  }

  #forget(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    const now = performance.now()
    for (const [each, { until }] of this.#gone) if (until <= now) this.#gone.delete(each)
    this.#entries.delete(id)
    this.#given.delete(entry.number)
    this.#gone.set(id, { number: entry.number, until: now + GONE_MS })
    this.#changed = true
  }

  #save(): void {
    if (!this.#changed) return
    const sessions = [...this.#entries.values()].map(({ logon, number }) => ({ ...logon, number }))
    writeState(this.#file, { next: this.#next, sessions, listeners: Object.fromEntries(this.#listeners) })
    this.#changed = false
  }
}

/** The number that an ID is by itself. */
function ownNumber(id: string): number | null {
  if (!/^(0|[1-9]\d{0,4})$/.test(id)) return null
  const number = Number(id)
  return number < FIRST_LISTENER ? number : null
}
