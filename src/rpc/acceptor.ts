/** The server's side of the handshake. [C706] 12.6.4, [MS-RPCE] 3.3.3.5 */
import type { StatusError } from '../errors.ts'
import { type Authentication, NotAccepted } from './authentication.ts'
import type { Contexts } from './contexts.ts'
import { bodyOf, compose, type Fragment, type Verifier } from './fragment.ts'
import { MAX_FRAGMENT, MUST_RECEIVE } from './limits.ts'
import { Bind, BindAck, BindNak, Fault, PduType, PfcFlags } from './pdu.ts'
import { bindRefused, FaultStatus, RejectReason } from './status.ts'

/** What to send and, where the connection ends with it, why. */
export interface Reply {
  readonly bytes: Uint8Array
  readonly refusal: StatusError | null
}

const WHOLE = PfcFlags.PFC_FIRST_FRAG | PfcFlags.PFC_LAST_FRAG
/** Handles belong to one connection, so all share one number for the association that none can join. */
const ASSOCIATION = 1

/** Answers the handshake of one client. */
export class Acceptor {
  readonly #address: string
  readonly #contexts: Contexts
  readonly #authentication: Authentication
  #maxFragment = 0

  /** `address` is what clients see: `\PIPE\LSM_API_service`. */
  constructor(address: string, contexts: Contexts, authentication: Authentication) {
    this.#address = address
    this.#contexts = contexts
    this.#authentication = authentication
  }

  /** The largest fragment that the client takes; 0 before its bind. */
  get maxFragment(): number {
    return this.#maxFragment
  }

  /** Answers bind and alter_context. @throws DecodeError */
  async answer(fragment: Fragment): Promise<Reply> {
    const bind = bodyOf(Bind, fragment)
    const isFirst = fragment.header.ptype === PduType.bind
    if (isFirst !== (this.#maxFragment === 0) || bind.maxRecvFrag < MUST_RECEIVE)
      return refusal(fragment, RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED)
    try {
      const verifier = await this.#authentication.step(fragment)
      this.#maxFragment = Math.min(MAX_FRAGMENT, bind.maxRecvFrag)
      return { bytes: this.#acknowledge(fragment, bind, verifier), refusal: null }
    } catch (error) {
      return refusal(fragment, error instanceof NotAccepted ? error.reason : RejectReason.invalid_checksum)
    }
  }

  #acknowledge({ header }: Fragment, bind: Bind, verifier: Verifier | null): Uint8Array {
    const isFirst = header.ptype === PduType.bind
    const ack = {
      maxXmitFrag: this.#maxFragment,
      maxRecvFrag: MAX_FRAGMENT,
      assocGroupId: bind.assocGroupId || ASSOCIATION,
      secAddr: isFirst ? Buffer.from(`${this.#address}\0`, 'latin1') : new Uint8Array(),
      results: this.#contexts.answer(bind),
    }
    const ptype = isFirst ? PduType.bind_ack : PduType.alter_context_resp
    const pfcFlags = WHOLE | this.#authentication.signFlag
    return compose(BindAck, ack, { ptype, pfcFlags, callId: header.callId }, verifier).bytes
  }
}

/** A fault without protection. */
export function faultBytes(callId: number, pContId: number, status: number): Uint8Array {
  const body = { allocHint: 0, pContId, cancelCount: 0, status }
  return compose(Fault, body, { ptype: PduType.fault, pfcFlags: WHOLE, callId }, null).bytes
}

/** bind_nak for a bind, a fault for an alter_context. [MS-RPCE] 3.3.1.5.2.1 */
export function refusal({ header: { ptype, callId } }: Fragment, reason: number): Reply {
  const error = bindRefused(reason)
  if (ptype !== PduType.bind) return { bytes: faultBytes(callId, 0, FaultStatus.ERROR_ACCESS_DENIED), refusal: error }
  const nak = { providerRejectReason: reason, versions: [{ major: 5, minor: 0 }] }
  return {
    bytes: compose(BindNak, nak, { ptype: PduType.bind_nak, pfcFlags: WHOLE, callId }, null).bytes,
    refusal: error,
  }
}
