/** A thread of its own for the calls of wtsapi32, which block. */
import { Worker } from 'node:worker_threads'
import { StatusError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { leaveWithout } from './leave.ts'
import type { Server, Wtsapi } from './wtsapi.ts'
import type { Reply, Request, ThreadData } from './wtsapi-thread.ts'

type Method = keyof Wtsapi
type Arguments<M extends Method> = Parameters<Wtsapi[M]>
type Answer<M extends Method> = ReturnType<Wtsapi[M]>

interface Pending {
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** The calls that a host makes; what `NativeThread` answers from its own thread. */
export interface Calls extends AsyncDisposable {
  call<M extends Method>(method: M, args: Arguments<M>, options?: CallOptions): Promise<Answer<M>>
  /** A second thread on the same server, for a call that waits; it borrows the handle. */
  beside(options?: CallOptions): Promise<Calls>
}

/** One server's wtsapi32 on a thread of its own, which closes what it opened when it ends. */
export class NativeThread implements Calls {
  readonly #program: string
  readonly #worker: Worker
  readonly #pending: Pending[] = []
  readonly #ended: Promise<void>
  #over: Error | null = null
  #closing: Promise<void> | null = null

  /** `program` is the location of wtsapi-thread.ts, wherever that has been built to. */
  constructor(server: Server, program: string) {
    this.#program = program
    this.#worker = new Worker(new URL(program), { workerData: { wtsapi32: server } satisfies ThreadData })
    this.#worker.on('message', (reply: Reply) => settle(this.#pending.shift(), reply))
    this.#ended = new Promise((resolve) => {
      const end = (reason: Error) => {
        this.#over ??= reason
        for (const each of this.#pending.splice(0)) each.reject(this.#over)
        resolve()
      }
      this.#worker.once('error', end)
      this.#worker.once('exit', () => end(new Error('the thread of wtsapi32 has ended')))
    })
  }

  /**
   * Calls on the thread, after what was called before.
   * @throws StatusError
   */
  call<M extends Method>(method: M, args: Arguments<M>, { signal }: CallOptions = {}): Promise<Answer<M>> {
    signal?.throwIfAborted()
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#over) return reject(this.#over)
      this.#pending.push({ resolve, reject })
      this.#worker.postMessage({ method, args } satisfies Request)
    })
    return abortable(answer as Promise<Answer<M>>, signal)
  }

  async beside(options?: CallOptions): Promise<NativeThread> {
    return new NativeThread({ handle: await this.call('openServer', [], options) }, this.#program)
  }

  /** Ends the thread when its calls are done; a call that was given up is not waited for. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    const givenUp = this.#pending.length > 0
    this.#worker.postMessage(null)
    if (!givenUp) return this.#ended
    this.#worker.unref()
    await leaveWithout(this.#ended)
  }
}

function settle(pending: Pending | undefined, reply: Reply): void {
  if (reply.type === 'value') pending?.resolve(reply.value)
  else pending?.reject(new StatusError(reply.operation, reply.status))
}
