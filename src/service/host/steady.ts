/** The machine's own session host, opened again where what it speaks to is restarted. */
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { LogoffError } from '../../errors.ts'
import { abortable, within } from '../../session/deadline.ts'
import type { CallOptions, SessionHost } from '../../session/host.ts'

/** How long a caller waits for logind or the bus to come back: systemd restarts either within 1 s. */
const AWAY_MS = 5_000

const RETRY_MS = 50

/** Keeps one host open at a time. */
export class Steady implements AsyncDisposable {
  readonly #open: (options: CallOptions) => Promise<SessionHost>
  readonly #over = new AbortController()
  #current: Promise<SessionHost> | null = null
  #kind: SessionHost['kind'] | null = null

  constructor(open: (options: CallOptions) => Promise<SessionHost>) {
    this.#open = open
  }

  /** Aborted when this is closed. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /**
   * Does something that may be done twice; where the connection is lost, on a new one again.
   * @throws LogoffError CONNECTION_LOST, HOST_UNREACHABLE, HOST_SILENT where it does not come back
   */
  async repeat<T>(work: (host: SessionHost) => Promise<T>, { signal }: CallOptions = {}): Promise<T> {
    const deadline = performance.now() + AWAY_MS
    for (let tries = 0; ; tries += 1) {
      this.#over.signal.throwIfAborted()
      signal?.throwIfAborted()
      const connecting = this.#connect()
      try {
        return await work(await this.#inTime(connecting, deadline, signal))
      } catch (error) {
        signal?.throwIfAborted()
        this.#over.signal.throwIfAborted()
        if (!isLost(error)) throw error
        this.#drop(connecting)
        if (performance.now() > deadline) throw error
      }
      if (tries > 0) await abortable(abortable(delay(RETRY_MS), this.#over.signal), signal)
    }
  }

  /** The same for as long as it takes to be connected again. */
  async persist<T>(work: (host: SessionHost) => Promise<T>, options: CallOptions = {}): Promise<T> {
    for (;;) {
      try {
        return await this.repeat(work, options)
      } catch (error) {
        if (!isAway(error)) throw error
      }
    }
  }

  async close(): Promise<void> {
    if (this.#over.signal.aborted) return
    this.#over.abort(new Error('The host was closed'))
    const current = this.#current
    this.#current = null
    // ignored: what could not be opened need not be closed
    await current?.then((host) => host.close()).catch(() => {})
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #connect(): Promise<SessionHost> {
    if (this.#current) return this.#current
    const connecting = this.#openSame()
    this.#current = connecting
    // ignored: whoever waits for it is told; the next one tries again
    connecting.catch(() => {
      if (this.#current === connecting) this.#current = null
    })
    return connecting
  }

  /** For a moment the machine can look as if it had no logind. */
  async #openSame(): Promise<SessionHost> {
    const host = await this.#open({ signal: this.#over.signal })
    this.#kind ??= host.kind
    if (host.kind === this.#kind) return host
    await host.close()
    throw new LogoffError('CONNECTION_LOST', { host: host.name, reason: `its ${this.#kind} is away` })
  }

  /** A logind that does not answer on a new connection is away too. */
  async #inTime(
    connecting: Promise<SessionHost>,
    deadline: number,
    signal: AbortSignal | undefined,
  ): Promise<SessionHost> {
    const wait = async () => void (await abortable(connecting, this.#over.signal))
    if (await within(deadline - performance.now(), signal, wait)) return await connecting
    throw new LogoffError('HOST_SILENT', { host: hostname(), seconds: AWAY_MS / 1_000 })
  }

  #drop(lost: Promise<SessionHost>): void {
    if (this.#current === lost) this.#current = null
    // ignored: it is lost
    lost.then((host) => host.close()).catch(() => {})
  }
}

/** Whether the connection to what manages the sessions is gone, or cannot be made just now. */
export function isLost(error: unknown): boolean {
  return error instanceof LogoffError && (error.code === 'CONNECTION_LOST' || error.code === 'HOST_UNREACHABLE')
}

/** Whether it is worth while to try again later. */
function isAway(error: unknown): boolean {
  return isLost(error) || (error instanceof LogoffError && error.code === 'HOST_SILENT')
}
