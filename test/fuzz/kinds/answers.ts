/** Requests of every interface with damaged stubs: each is answered with what can be written, or with a fault. */
import assert from 'node:assert/strict'
import { MadeAccounts } from '../../../src/answer/accounts.ts'
import { servicesWithNames } from '../../../src/answer/services.ts'
import { StatusError } from '../../../src/errors.ts'
import { ContextHandles } from '../../../src/rpc/context-handles.ts'
import type { Method, ServerCall, Service } from '../../../src/rpc/service.ts'
import { decode, encode } from '../../../src/wire/codec.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { PracticeHost, SESSIONS } from '../../answer/practice.ts'
import type { Kind } from '../kind.ts'
import { HANDLE } from './samples/sample.ts'
import { SAMPLES } from './tsts-samples.ts'

const PRINCIPAL = { user: 'admin', domain: 'LABHOST' }

/** An answer that has not come by then never comes. */
const DEADLINE_MS = 5_000

/** Calls that wait for what does not happen here. */
const WAITS: ReadonlySet<string> = new Set([
  'RpcWaitForSessionState',
  'RpcWaitAsyncNotification',
  'RpcWinStationWaitSystemEvent',
])

/** What opens a handle of each interface, and the name under which it comes back. */
const OPENERS: Readonly<Record<string, { readonly opnum: number; readonly input: object; readonly handle: string }>> = {
  TermSrvSession: { opnum: 0, input: { SessionId: 12 }, handle: 'phSession' },
  TermSrvEnumeration: { opnum: 0, input: {}, handle: 'phEnum' },
  TermSrvNotification: { opnum: 1, input: { SessionId: -1, Mask: 0xffff_ffff }, handle: 'phNotify' },
  RCMListener: { opnum: 0, input: { szListenerName: 'rdp-tcp' }, handle: 'phListener' },
  LegacyApi: { opnum: 0, input: {}, handle: 'phServer' },
  lsarpc: { opnum: 44, input: {}, handle: 'PolicyHandle' },
}

/** One host that is as it was at the beginning of every request. */
function openHost(): { readonly services: readonly Service[]; readonly begin: () => void } {
  const host = new PracticeHost()
  const { all } = host
  const answering = {
    host,
    authorize: () => true,
    caller: null,
    accounts: new MadeAccounts('LABHOST'),
    signal: new AbortController().signal,
  }
  const begin = () => {
    host.sessions = SESSIONS
    host.all = all
    host.messages.length = 0
    host.asked.length = 0
    host.finds.length = 0
  }
  return { services: [...servicesWithNames(answering).values()].flat(), begin }
}

/** Answers the request as a server would: with bytes, or null where it is a fault. */
async function answered(service: Service, method: Method, bytes: Uint8Array): Promise<Uint8Array | null> {
  const over = new AbortController()
  const handles = new ContextHandles(64)
  const call: ServerCall = { principal: PRINCIPAL, handles, signal: over.signal }
  const handle = await opened(service, call)
  // Whoever waits for an event is told that the client has gone.
  const gone = setImmediate(() => over.abort(new Error('The client has gone')))
  try {
    const input = decode(method.operation.in, withHandle(bytes, handle))
    return encode(method.operation.out, await inTime(Promise.resolve(method.answer(input, call))))
  } catch (error) {
    const isFault = error instanceof DecodeError || error instanceof StatusError || error === over.signal.reason
    if (!isFault) throw error
    return null
  } finally {
    clearImmediate(gone)
    await handles.runDown()
  }
}

async function opened({ interface: { name }, methods }: Service, call: ServerCall): Promise<Uint8Array> {
  const opener = OPENERS[name]
  const method = methods.find(({ operation }) => operation.opnum === opener?.opnum)
  if (!opener || !method) return HANDLE
  const answer = (await method.answer(opener.input, call)) as Record<string, Uint8Array>
  return answer[opener.handle] ?? HANDLE
}

/** The samples have one handle, for which the one of this connection stands in. */
function withHandle(bytes: Uint8Array, handle: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf(HANDLE); at >= 0; at = copy.indexOf(HANDLE, at + handle.length)) copy.set(handle, at)
  return new Uint8Array(copy)
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Every request of every interface. */
export async function answerKinds(): Promise<Kind[]> {
  const { services, begin } = openHost()
  const kinds: Kind[] = []
  for (const service of services) {
    for (const method of service.methods) {
      const { call, ...values } = SAMPLES.find(({ operation }) => operation === method.operation)!
      const messages = values.in.map((value) => encode(method.operation.in, value))
      const check = async (bytes: Uint8Array) => {
        begin()
        await answered(service, method, bytes)
      }
      if (messages.every(({ length }) => length === 0)) continue
      for (const message of WAITS.has(call) ? [] : messages) {
        assert.notEqual(await answered(service, method, message), null, `${call} whole`)
      }
      kinds.push({ name: `answer to ${call}`, messages, check })
    }
  }
  return kinds
}
