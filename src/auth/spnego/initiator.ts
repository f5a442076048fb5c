/** The client's side of SPNEGO. RFC 4178 §3.2, §5 */
import type { Mechanism, Step, StepOptions } from '../mechanism.ts'
import { SpnegoContext, spnegoRefusal } from './context.ts'
import {
  decodeInit,
  decodeResp,
  encodeInit,
  encodeResp,
  mechTypeList,
  NegState,
  type NegTokenResp,
  SPNEGO_OID,
} from './tokens.ts'

/** SPNEGO over these mechanisms, the preferred one first. */
export function spnego(mechanisms: readonly Mechanism[]): Mechanism {
  return { oid: SPNEGO_OID, context: () => new SpnegoInitiator(mechanisms) }
}

class SpnegoInitiator extends SpnegoContext {
  readonly #mechanisms: readonly Mechanism[]
  #offered: readonly Mechanism[] = []
  #micSent = false
  #mustSign = false

  constructor(mechanisms: readonly Mechanism[]) {
    super()
    this.#mechanisms = mechanisms
  }

  async step(token: Uint8Array | null, options: StepOptions = {}): Promise<Step> {
    if (this.done) throw spnegoRefusal('a token after the last')
    if (this.chosenOid === null) return this.#begin(token, options)
    if (!token) throw spnegoRefusal('no token where one must be')
    return this.#continue(decodeResp(token), options)
  }

  /** Offers what the server offers too; the preferred mechanism's first token goes with the offer. */
  async #begin(offer: Uint8Array | null, options: StepOptions): Promise<Step> {
    const theirs = offer && offer.length > 0 ? decodeInit(offer).mechTypes : null
    this.#offered = this.#mechanisms.filter(({ oid }) => !theirs || theirs.includes(oid))
    const [preferred] = this.#offered
    if (!preferred) throw spnegoRefusal(`the server has none of our mechanisms, only ${theirs?.join(', ')}`)
    const first = await this.choose(preferred).step(null, options)
    const mechTypes = this.#offered.map(({ oid }) => oid)
    return { token: encodeInit({ mechTypes, mechToken: first.token }), done: false }
  }

  async #continue(answer: NegTokenResp, options: StepOptions): Promise<Step> {
    if (answer.negState === NegState.reject) throw spnegoRefusal('the server rejects every mechanism')
    if (answer.supportedMech && answer.supportedMech !== this.chosenOid) return this.#change(answer, options)
    const inner = this.inner
    let token: Uint8Array | null = null
    if (!inner.done) {
      token = (await inner.step(answer.responseToken, options)).token
    } else if (answer.responseToken) {
      throw spnegoRefusal('a token for a mechanism that is done')
    }
    if (!inner.done) return { token: encodeResp({ ...EMPTY, responseToken: token }), done: false }
    return this.#conclude(answer, token)
  }

  /** The server prefers another of the mechanisms we offered. */
  async #change(answer: NegTokenResp, options: StepOptions): Promise<Step> {
    const other = this.#offered.find(({ oid }) => oid === answer.supportedMech)
    if (!other || answer.responseToken) throw spnegoRefusal(`the server chose ${answer.supportedMech}`)
    this.#mustSign = true
    const { token } = await this.choose(other).step(null, options)
    return { token: encodeResp({ ...EMPTY, responseToken: token }), done: false }
  }

  /**
   * The mechanism is done. Its last token goes out with a signature of the list that was offered, and the server's own
   * signature must come back; only a mechanism that was the preferred one and needed no further token goes without.
   */
  #conclude(answer: NegTokenResp, token: Uint8Array | null): Step {
    const list = mechTypeList(this.#offered.map(({ oid }) => oid))
    if (answer.mechListMic) this.inner.verifyMic(list, answer.mechListMic)
    if (answer.negState === NegState.acceptCompleted) {
      if (token) throw spnegoRefusal('the server is done before the mechanism is')
      if ((this.#micSent || this.#mustSign) && !answer.mechListMic) {
        throw spnegoRefusal('the server does not sign the list of mechanisms')
      }
      this.complete()
      return { token: null, done: true }
    }
    if (this.#micSent) throw spnegoRefusal('the server asks again for what it has')
    this.#micSent = true
    return { token: encodeResp({ ...EMPTY, responseToken: token, mechListMic: this.inner.mic(list) }), done: false }
  }
}

const EMPTY: NegTokenResp = { negState: null, supportedMech: null, responseToken: null, mechListMic: null }
