/** One D-Bus connection: calls, signals, and what happens to both when it is lost. */
import { setMaxListeners } from 'node:events'
import type { Duplex } from 'node:stream'
import { type Message, marshall, unmarshalMessages } from 'dbus-native/lib/message.js'
import { LogoffError, StatusError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { authenticate } from './sasl.ts'

/** A method call. */
export interface Call {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly unknown[]
  /** The peer may ask the person at the terminal for a right, and take as long as that takes. */
  readonly interactive?: boolean
}

/** A signal that arrived. */
export interface Signal {
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly body: readonly unknown[]
}

/** A call that waits for its answer. */
interface Pending {
  answer(reply: Message): void
  fail(error: unknown): void
}

type Listener = (signal: Signal) => void

const METHOD_CALL = 1
const METHOD_RETURN = 2
const ERROR = 3
const SIGNAL = 4
const ALLOW_INTERACTIVE_AUTHORIZATION = 0x4

/** libdbus waits as long for an answer. */
const ANSWER_MS = 25_000

/** dbus-daemon refuses more than 128 calls of one connection at a time. */
const CALLS_AT_A_TIME = 100

const DBUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }

export class Bus implements AsyncDisposable {
  readonly #stream: Duplex
  readonly #host: string
  readonly #lost = new AbortController()
  readonly #pending = new Map<number, Pending>()
  readonly #waiting: (() => void)[] = []
  readonly #listeners = new Set<Listener>()
  #hello: Promise<readonly unknown[]> = Promise.resolve([])
  #serial = 0
  #active = 0

  constructor(stream: Duplex, host: string) {
    this.#stream = stream
    this.#host = host
    setMaxListeners(0, this.#lost.signal)
    const lost = (reason: string) => () => this.#lose(reason)
    stream.on('error', (error) => this.#lose(error.message))
    stream.on('close', lost('it closed')).on('end', lost('the other side closed it'))
  }

  /**
   * Authenticates on `stream` and says Hello; the stream belongs to the bus from then on, whatever comes of it.
   * @throws LogoffError HOST_UNREACHABLE
   */
  static async open(stream: Duplex, host: string, { signal }: CallOptions = {}): Promise<Bus> {
    try {
      await abortable(authenticate(stream), signal)
    } catch (cause) {
      stream.on('error', () => {}).destroy()
      signal?.throwIfAborted()
      throw new LogoffError(
        'HOST_UNREACHABLE',
        { host, reason: `its system bus: ${(cause as Error).message}` },
        { cause },
      )
    }
    const bus = new Bus(stream, host)
    unmarshalMessages(
      stream,
      (received) => bus.#receive(received),
      { plainValues: true, returnBigInt: true },
      (error) => bus.#lose(error.message),
    )
    bus.#hello = bus.call({ ...DBUS, member: 'Hello' })
    bus.#hello.catch(() => {}) // ignored: whatever is asked next fails as well
    return bus
  }

  /** The name that the bus gave to this connection, ":1.42". */
  async uniqueName({ signal }: CallOptions = {}): Promise<string> {
    const [name] = await abortable(this.#hello, signal)
    return String(name)
  }

  /** Aborted when the connection is lost, with the error that everything pending rejects with. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /**
   * The values a call answers with.
   * @throws StatusError the peer's error
   * @throws LogoffError CONNECTION_LOST, HOST_SILENT
   */
  async call(call: Call, { signal }: CallOptions = {}): Promise<readonly unknown[]> {
    signal?.throwIfAborted()
    // As many calls as there are sessions wait on one signal: that is no leak.
    if (signal) setMaxListeners(0, signal)
    this.#lost.signal.throwIfAborted()
    if (this.#active >= CALLS_AT_A_TIME) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#active++
    const exchange = this.#exchange(call).finally(() => {
      this.#active--
      this.#waiting.shift()?.()
    })
    // An aborted call is still under way for the bus.
    return await abortable(exchange, signal)
  }

  /** Delivers the signals that match `rule` to `listener`, along with others this connection asked for. */
  async subscribe(rule: string, listener: Listener, options: CallOptions = {}): Promise<AsyncDisposable> {
    this.#listeners.add(listener)
    const change = (member: string) => this.call({ ...DBUS, member, signature: 's', body: [rule] }, options)
    try {
      await change('AddMatch')
    } catch (error) {
      this.#listeners.delete(listener)
      throw error
    }
    return {
      [Symbol.asyncDispose]: async () => {
        this.#listeners.delete(listener)
        // ignored: a connection that is gone has no subscriptions
        if (!this.#lost.signal.aborted) await change('RemoveMatch').catch(() => {})
      },
    }
  }

  async close(): Promise<void> {
    if (!this.#stream.destroyed) this.#stream.destroy()
    this.#lose('it was closed here')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #exchange(call: Call): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      this.#lost.signal.throwIfAborted()
      const { interactive = false, ...rest } = call
      const serial = ++this.#serial
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        this.#pending.delete(serial)
        settled()
      }
      const silent = new LogoffError('HOST_SILENT', { host: this.#host, seconds: ANSWER_MS / 1000 })
      const timer = interactive ? undefined : setTimeout(() => settle(() => reject(silent)), ANSWER_MS)
      this.#pending.set(serial, {
        answer: (reply) =>
          settle(() => (reply.type === ERROR ? reject(statusOf(call.member, reply)) : resolve(reply.body ?? []))),
        fail: (error) => settle(() => reject(error)),
      })
      const flags = interactive ? ALLOW_INTERACTIVE_AUTHORIZATION : 0
      this.#stream.write(marshall({ type: METHOD_CALL, serial, flags, ...rest }))
    })
  }

  #receive(received: Message): void {
    if (received.type === SIGNAL) {
      const { path = '', interface: name = '', member = '', body = [] } = received
      for (const listener of this.#listeners) listener({ path, interface: name, member, body })
    } else if (received.type === METHOD_RETURN || received.type === ERROR) {
      this.#pending.get(received.replySerial ?? 0)?.answer(received)
    }
  }

  #lose(reason: string): void {
    if (this.#lost.signal.aborted) return
    this.#stream.destroy()
    this.#lost.abort(new LogoffError('CONNECTION_LOST', { host: this.#host, reason }))
    for (const { fail } of [...this.#pending.values()]) fail(this.#lost.signal.reason)
    for (const resume of this.#waiting.splice(0)) resume()
  }
}

function statusOf(member: string, { errorName = '', body = [] }: Message): StatusError {
  const detail = typeof body[0] === 'string' ? body[0] : ''
  return new StatusError(member, { space: 'dbus', value: null, symbol: errorName }, detail)
}
