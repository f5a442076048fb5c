/** The interfaces and transfer syntaxes that contexts are negotiated for. [C706] 12.6.3.1 */
import type { SyntaxId } from './pdu.ts'

/** A set of operations under one UUID. */
export interface Interface {
  /** As the specification calls it; for people. */
  readonly name: string
  readonly uuid: string
  readonly major: number
  readonly minor: number
}

/** An interface as contexts name it: the major version in the low half. */
export function syntaxOf({ uuid, major, minor }: Interface): SyntaxId {
  return { ifUuid: uuid.toLowerCase(), ifVersion: ((minor << 16) | major) >>> 0 }
}

/** NDR 2.0. [MS-RPCE] 2.2.4.12 */
export const NDR: SyntaxId = { ifUuid: '8a885d04-1ceb-11c9-9fe8-08002b104860', ifVersion: 2 }

/** The transfer syntax of a result that accepts none. */
export const NO_SYNTAX: SyntaxId = { ifUuid: '00000000-0000-0000-0000-000000000000', ifVersion: 0 }

/** Whether two syntaxes are the same, version included. */
export function sameSyntax(a: SyntaxId, b: SyntaxId): boolean {
  return a.ifUuid === b.ifUuid && a.ifVersion === b.ifVersion
}
