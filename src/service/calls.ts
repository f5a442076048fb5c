/** The calls that are being answered, so that the service does not stop in the middle of one. */
import type { Operation } from '../rpc/operation.ts'
import type { Method, Service } from '../rpc/service.ts'
import { FaultStatus, fault } from '../rpc/status.ts'
import { within } from '../session/deadline.ts'
import { RpcWaitAsyncNotification, RpcWaitForSessionState } from '../tsts/term-srv-notification.ts'

/** What is answered when something happens, which may be never. */
const WAITS: ReadonlySet<Operation> = new Set([RpcWaitAsyncNotification, RpcWaitForSessionState] as Operation[])

/** All calls of all callers. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>()
  #over = false

  /** The same services, each call counted. */
  counted(services: readonly Service[]): Service[] {
    return services.map((service) => ({ ...service, methods: service.methods.map((method) => this.#counted(method)) }))
  }

  /** Takes no more calls; resolves once those are answered that are not mere waiting, or after `deadlineMs`. */
  async finish(deadlineMs: number): Promise<void> {
    this.#over = true
    await within(deadlineMs, undefined, async () => void (await Promise.allSettled(this.#running)))
  }

  #counted(method: Method): Method {
    if (WAITS.has(method.operation)) return method
    return {
      ...method,
      answer: async (input, call) => {
        if (this.#over) throw fault('call', FaultStatus.nca_server_too_busy)
        const answered = Promise.resolve(method.answer(input, call))
        this.#running.add(answered)
        try {
          return await answered
        } finally {
          this.#running.delete(answered)
        }
      },
    }
  }
}
