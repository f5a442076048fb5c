/** The program of the thread that calls wtsapi32: answers requests in turn. */
import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type NativeStatus, StatusError } from '../../errors.ts'
import { bind } from './native.ts'
import { type Server, Wtsapi } from './wtsapi.ts'

/** What the thread is started with. */
export interface ThreadData {
  readonly wtsapi32: Server
}

/** A call to make; null ends the thread. */
export interface Request {
  readonly method: keyof Wtsapi
  readonly args: readonly unknown[]
}

/** What came of a call; the answers come in the order of the requests. */
export type Reply =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'status'; readonly operation: string; readonly status: NativeStatus }

/** Where this program is, for the one that starts the thread. */
export const location = import.meta.url

/** Answers every request in turn until null comes, then closes the server. */
async function serve(port: MessagePort, server: Server): Promise<void> {
  const api = new Wtsapi(bind(await import('koffi')), server)
  port.on('message', (request: Request | null) => {
    if (request) return port.postMessage(answer(api, request))
    api.closeServer()
    port.close()
  })
}

function answer(api: Wtsapi, { method, args }: Request): Reply {
  try {
    const call = api[method] as (...args: readonly unknown[]) => unknown
    return { type: 'value', value: call.apply(api, [...args]) }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return { type: 'status', operation: error.operation, status: error.status }
  }
}

const data: Partial<ThreadData> | null = workerData
if (!isMainThread && parentPort && data?.wtsapi32) await serve(parentPort, data.wtsapi32)
