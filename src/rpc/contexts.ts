/** The server's answers to the contexts that a client proposes. [MS-RPCE] 3.3.1.5.6 */
import { Features, featuresIn } from './features.ts'
import { NDR, NO_SYNTAX, sameSyntax, syntaxOf } from './interface.ts'
import { type Bind, type ContextElement, ContextResult, type Result } from './pdu.ts'
import type { Service } from './service.ts'
import { ProviderReason } from './status.ts'

/** The contexts of one connection. */
export class Contexts {
  readonly #services: readonly Service[]
  readonly #agreed = new Map<number, Service>()

  constructor(services: readonly Service[]) {
    this.#services = services
  }

  /** What the client means by a context ID. */
  serviceOf(pContId: number): Service | undefined {
    return this.#agreed.get(pContId)
  }

  answer({ contexts }: Bind): Result[] {
    return contexts.map((each) => this.#answerOne(each))
  }

  #answerOne({ pContId, abstractSyntax, transferSyntaxes }: ContextElement): Result {
    const features = transferSyntaxes.length === 1 ? featuresIn(transferSyntaxes[0]!) : null
    if (features !== null) {
      const kept = features & Features.KeepConnectionOnOrphanSupported
      return { result: ContextResult.negotiate_ack, reason: kept, transferSyntax: NO_SYNTAX }
    }
    const service = this.#services.find((each) => sameSyntax(syntaxOf(each.interface), abstractSyntax))
    if (service === undefined) return rejected(ProviderReason.abstract_syntax_not_supported)
    if (!transferSyntaxes.some((each) => sameSyntax(each, NDR)))
      return rejected(ProviderReason.proposed_transfer_syntaxes_not_supported)
    this.#agreed.set(pContId, service)
    return { result: ContextResult.acceptance, reason: 0, transferSyntax: NDR }
  }
}

function rejected(reason: number): Result {
  return { result: ContextResult.provider_rejection, reason, transferSyntax: NO_SYNTAX }
}
