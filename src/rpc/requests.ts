/** Requests as a server receives them: checked, opened, put together. [MS-RPCE] 3.3.3.5 */
import { DecodeError } from '../wire/decode-error.ts'
import type { Authentication } from './authentication.ts'
import type { Contexts } from './contexts.ts'
import { bodyOf, type Fragment, STUB_START } from './fragment.ts'
import { PfcFlags, Request, RequestWithObject } from './pdu.ts'
import type { Method, Service } from './service.ts'
import { FaultStatus, fault } from './status.ts'
import { Assembly } from './stub.ts'

/** One whole request. */
export interface Call {
  readonly callId: number
  readonly pContId: number
  /** "TermSrvSession 4" */
  readonly name: string
  readonly method: Method
  readonly stub: Uint8Array
}

/** A UUID stands before the stub where PFC_OBJECT_UUID is set. [C706] 12.6.4.9 */
const OBJECT_LENGTH = 16

/** Which requests are taken. */
export interface RequestLimits {
  /** Those with less protection end in access denied. */
  readonly minimumLevel: number
  /** Stub data of one request. */
  readonly requestBytes: number
}

/** The requests of one client. */
export class Requests {
  readonly #contexts: Contexts
  readonly #authentication: Authentication
  readonly #minimumLevel: number
  readonly #limit: number
  #incoming: { readonly callId: number; readonly assembly: Assembly } | null = null

  constructor(contexts: Contexts, authentication: Authentication, { minimumLevel, requestBytes }: RequestLimits) {
    this.#contexts = contexts
    this.#authentication = authentication
    this.#minimumLevel = minimumLevel
    this.#limit = requestBytes
  }

  /** Whether a request has begun to arrive and is not whole. */
  get isMidway(): boolean {
    return this.#incoming !== null
  }

  /**
   * Takes one fragment; the call once it is whole.
   *
   * @throws StatusError: a fault for the client, or SEC_E_MESSAGE_ALTERED; DecodeError when it is nonsense
   */
  add(fragment: Fragment): Call | null {
    const { header } = fragment
    const withObject = (header.pfcFlags & PfcFlags.PFC_OBJECT_UUID) !== 0
    const { protection, failed, level } = this.#authentication
    if (failed || level < this.#minimumLevel) throw fault('request', FaultStatus.ERROR_ACCESS_DENIED)
    protection?.open(fragment, STUB_START + (withObject ? OBJECT_LENGTH : 0))
    const { pContId, opnum, stub } = bodyOf<Request>(withObject ? RequestWithObject : Request, fragment)
    this.#incoming ??= { callId: header.callId, assembly: new Assembly(this.#limit) }
    const { callId, assembly } = this.#incoming
    if (callId !== header.callId) throw new DecodeError(`call ${header.callId} begins before ${callId} is whole`, 12)
    const whole = assembly.add(header, stub)
    if (whole === null) return null
    this.#incoming = null
    const service = this.#contexts.serviceOf(pContId)
    if (service === undefined) throw fault('request', FaultStatus.nca_unk_if)
    const name = `${service.interface.name} ${opnum}`
    return { callId, pContId, name, method: methodOf(service, opnum), stub: whole }
  }
}

function methodOf({ methods, interface: { name } }: Service, opnum: number): Method {
  const method = methods.find(({ operation }) => operation.opnum === opnum)
  if (method === undefined) throw fault(`${name} ${opnum}`, FaultStatus.nca_op_rng_error)
  return method
}
