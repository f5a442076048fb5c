/** The server's side of SPNEGO. RFC 4178 §3.2, §5, [MS-SPNG] 3.2 */
import type { Mechanism, Step } from '../mechanism.ts'
import { SpnegoContext, spnegoRefusal } from './context.ts'
import { decodeInit, decodeResp, encodeInit, encodeResp, mechTypeList, NegState, SPNEGO_OID } from './tokens.ts'

/** SPNEGO for a server with these mechanisms. Stepped without a token, its contexts give the server's offer. */
export function spnegoAcceptor(mechanisms: readonly Mechanism[]): Mechanism {
  return { oid: SPNEGO_OID, context: () => new SpnegoAcceptor(mechanisms) }
}

class SpnegoAcceptor extends SpnegoContext {
  readonly #mechanisms: readonly Mechanism[]
  #mechTypes: readonly string[] = []

  constructor(mechanisms: readonly Mechanism[]) {
    super()
    this.#mechanisms = mechanisms
  }

  async step(token: Uint8Array | null): Promise<Step> {
    if (this.done) throw spnegoRefusal('a token after the last')
    if (!token) return { token: this.#offer(), done: false }
    return this.chosenOid === null ? this.#choose(token) : this.#continue(token)
  }

  #offer(): Uint8Array {
    return encodeInit({ mechTypes: this.#mechanisms.map(({ oid }) => oid), mechToken: null }, { hint: true })
  }

  /** Takes the first of the client's mechanisms that we have. */
  async #choose(token: Uint8Array): Promise<Step> {
    const { mechTypes, mechToken } = decodeInit(token)
    const oid = mechTypes.find((theirs) => this.#mechanisms.some((ours) => ours.oid === theirs))
    const mechanism = this.#mechanisms.find((ours) => ours.oid === oid)
    if (!mechanism) throw spnegoRefusal(`the client has none of our mechanisms, only ${mechTypes.join(', ')}`)
    this.#mechTypes = mechTypes
    const inner = this.choose(mechanism)
    if (oid !== mechTypes[0] || !mechToken) {
      const resp = {
        negState: NegState.requestMic,
        supportedMech: mechanism.oid,
        responseToken: null,
        mechListMic: null,
      }
      return { token: encodeResp(resp), done: false }
    }
    const { token: responseToken, done } = await inner.step(mechToken)
    if (done) this.complete()
    const negState = done ? NegState.acceptCompleted : NegState.acceptIncomplete
    return { token: encodeResp({ negState, supportedMech: mechanism.oid, responseToken, mechListMic: null }), done }
  }

  /** A client that signs its list gets ours signed; one that did not get its preferred mechanism must sign. */
  async #continue(token: Uint8Array): Promise<Step> {
    const { responseToken: theirs, mechListMic: theirMic } = decodeResp(token)
    const { token: responseToken, done } = await this.inner.step(theirs)
    if (!done) {
      const resp = { negState: NegState.acceptIncomplete, supportedMech: null, responseToken, mechListMic: null }
      return { token: encodeResp(resp), done: false }
    }
    const list = mechTypeList(this.#mechTypes)
    if (theirMic) this.inner.verifyMic(list, theirMic)
    else if (this.chosenOid !== this.#mechTypes[0])
      throw spnegoRefusal('the client does not sign its list of mechanisms')
    this.complete()
    const mechListMic = theirMic ? this.inner.mic(list) : null
    const resp = { negState: NegState.acceptCompleted, supportedMech: null, responseToken, mechListMic }
    return { token: encodeResp(resp), done: true }
  }
}
