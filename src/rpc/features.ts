/** Bind time feature negotiation: a transfer syntax whose UUID is a bit mask. [MS-RPCE] 3.3.1.5.3 */
import type { SyntaxId } from './pdu.ts'

/** [MS-RPCE] 2.2.2.14 */
export const Features = { SecurityContextMultiplexingSupported: 1, KeepConnectionOnOrphanSupported: 2 } as const

const PREFIX = '6cb71c2c-9812-4540-'

/** The syntax by which a client offers `features`. */
export function featureSyntax(features: number): SyntaxId {
  return { ifUuid: `${PREFIX}${features.toString(16).padStart(2, '0')}00-000000000000`, ifVersion: 1 }
}

/** The features that a transfer syntax offers; null where it is a real one. */
export function featuresIn({ ifUuid }: SyntaxId): number | null {
  return ifUuid.startsWith(PREFIX) ? Number.parseInt(ifUuid.slice(PREFIX.length, PREFIX.length + 2), 16) : null
}
