/** One D-Bus connection: calls, signals, and what happens to both when it is lost. */
import { setMaxListeners } from 'node:events'
import type { Duplex } from 'node:stream'
import { type Message, MessageType } from '../../dbus/message.ts'
import { MessageReader } from '../../dbus/message-reader.ts'
import { encodeCall } from '../../dbus/method-call.ts'
import { Greeting, OPENING } from '../../dbus/sasl.ts'
import { LogoffError, StatusError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { DecodeError } from '../../wire/decode-error.ts'

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

const ALLOW_INTERACTIVE_AUTHORIZATION = 0x4

/** libdbus waits as long for an answer. */
const ANSWER_MS = 25_000

/** dbus-daemon refuses more than 128 calls of one connection at a time. */
const CALLS_AT_A_TIME = 100

const DBUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }

/** Authenticates on a stream and says Hello, both at once; the stream belongs to it, whatever comes of that. */
export class Bus implements AsyncDisposable {
  readonly #stream: Duplex
  readonly #host: string
  readonly #pending = new Map<number, Pending>()
  readonly #waiting: (() => void)[] = []
  readonly #listeners = new Set<Listener>()
  readonly #hello: Promise<readonly unknown[]>
  readonly #reader = new MessageReader((message) => this.#receive(message))
  /** Null once the bus has accepted us. */
  #greeting: Greeting | null = new Greeting()
  #lost: AbortController | undefined
  #failure: LogoffError | undefined
  #outgoing: Uint8Array[] = []
  #serial = 0
  #active = 0

  constructor(stream: Duplex, host: string) {
    this.#stream = stream
    this.#host = host
    const closed = () => this.#lose('it closed the connection')
    stream
      .on('data', (chunk: Buffer) => this.#read(chunk))
      .on('close', closed)
      .on('end', closed)
    stream.on('error', (error) => this.#lose(error.message, error))
    this.#send(Buffer.from(OPENING))
    this.#hello = this.call({ ...DBUS, member: 'Hello' })
    this.#hello.catch(() => {}) // ignored: whatever is asked next fails as well
  }

  /**
   * A bus that has accepted us.
   * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT
   */
  static async open(stream: Duplex, host: string, options: CallOptions = {}): Promise<Bus> {
    const bus = new Bus(stream, host)
    try {
      await bus.uniqueName(options)
      return bus
    } catch (error) {
      await bus.close()
      throw error
    }
  }

  /** The name that the bus gave to this connection, ":1.42". */
  async uniqueName({ signal }: CallOptions = {}): Promise<string> {
    const [name] = await abortable(this.#hello, signal)
    return String(name)
  }

  /** Aborted when the connection is lost, with the error that everything pending rejects with. */
  get lost(): AbortSignal {
    if (!this.#lost) {
      this.#lost = new AbortController()
      setMaxListeners(0, this.#lost.signal)
      if (this.#failure) this.#lost.abort(this.#failure)
    }
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
    if (this.#failure) throw this.#failure
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
        if (!this.#failure) await change('RemoveMatch').catch(() => {})
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

  #exchange({ interactive = false, signature = '', body = [], ...call }: Call): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure) throw this.#failure
      const serial = ++this.#serial
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        this.#pending.delete(serial)
        settled()
      }
      const silent = () => new LogoffError('HOST_SILENT', { host: this.#host, seconds: ANSWER_MS / 1000 })
      const timer = interactive ? undefined : setTimeout(() => settle(() => reject(silent())), ANSWER_MS)
      this.#pending.set(serial, {
        answer: (reply) =>
          settle(() => (reply.type === MessageType.ERROR ? reject(statusOf(call.member, reply)) : resolve(reply.body))),
        fail: (error) => settle(() => reject(error)),
      })
      const flags = interactive ? ALLOW_INTERACTIVE_AUTHORIZATION : 0
      this.#send(encodeCall({ ...call, serial, flags, signature, body }))
    })
  }

  /** Sends at once what is sent in one turn. */
  #send(bytes: Uint8Array): void {
    if (this.#outgoing.push(bytes) > 1) return
    queueMicrotask(() => {
      if (!this.#failure) this.#stream.write(Buffer.concat(this.#outgoing))
      this.#outgoing = []
    })
  }

  #read(chunk: Buffer): void {
    try {
      let rest: Buffer | null = chunk
      if (this.#greeting) {
        rest = this.#greeting.read(chunk)
        if (rest) this.#greeting = null
      }
      if (rest) this.#reader.read(rest)
    } catch (error) {
      const words = (error as Error).message
      this.#lose(error instanceof DecodeError ? `it sent ${words}` : words, error)
    }
  }

  #receive(received: Message): void {
    const { type, replySerial } = received
    if (type === MessageType.SIGNAL) for (const listener of this.#listeners) listener(received)
    else if (type === MessageType.METHOD_RETURN || type === MessageType.ERROR) {
      this.#pending.get(replySerial)?.answer(received)
    }
  }

  #lose(reason: string, cause?: unknown): void {
    if (this.#failure) return
    this.#stream.destroy()
    const failure = this.#greeting
      ? new LogoffError('HOST_UNREACHABLE', { host: this.#host, reason: `its system bus: ${reason}` }, { cause })
      : new LogoffError('CONNECTION_LOST', { host: this.#host, reason }, { cause })
    this.#failure = failure
    this.#lost?.abort(failure)
    for (const { fail } of [...this.#pending.values()]) fail(failure)
    for (const resume of this.#waiting.splice(0)) resume()
  }
}

function statusOf(member: string, { errorName, body: [text] }: Message): StatusError {
  const detail = typeof text === 'string' ? text : ''
  return new StatusError(member, { space: 'dbus', value: null, symbol: errorName }, detail)
}
