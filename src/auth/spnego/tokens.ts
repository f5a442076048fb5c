/** The tokens of SPNEGO in DER. RFC 4178 §4.2, [MS-SPNG] 2.2.1 */
import { DecodeError } from '../../wire/decode-error.ts'
import { Reader } from '../../wire/reader.ts'
import { contextTag, decodeOid, element, encodeOid, expect, optional, rest, Tag } from '../der.ts'

/** The object identifier of SPNEGO itself. */
export const SPNEGO_OID = '1.3.6.1.5.5.2'

/** negState. RFC 4178 §4.2.2 */
export const NegState = { acceptCompleted: 0, acceptIncomplete: 1, reject: 2, requestMic: 3 } as const

/** The first token of the initiator, or the offer of a server that speaks first. */
export interface NegTokenInit {
  /** Object identifiers in dotted form, the preferred one first. */
  readonly mechTypes: readonly string[]
  readonly mechToken: Uint8Array | null
}

/** Every later token, of either side. */
export interface NegTokenResp {
  readonly negState: number | null
  readonly supportedMech: string | null
  readonly responseToken: Uint8Array | null
  readonly mechListMic: Uint8Array | null
}

/** The MechTypeList in DER, over which mechListMIC is computed. */
export function mechTypeList(mechTypes: readonly string[]): Uint8Array {
  return element(Tag.SEQUENCE, ...mechTypes.map((oid) => element(Tag.OBJECT_IDENTIFIER, encodeOid(oid))))
}

/** NegTokenInit in its GSS framing; with a hint it is a server's NegTokenInit2. */
export function encodeInit(token: NegTokenInit, { hint = false } = {}): Uint8Array {
  const fields = [element(contextTag(0), mechTypeList(token.mechTypes))]
  if (token.mechToken) fields.push(element(contextTag(2), element(Tag.OCTET_STRING, token.mechToken)))
  if (hint) fields.push(element(contextTag(3), element(Tag.SEQUENCE, element(contextTag(0), HINT_NAME))))
  const body = element(contextTag(0), element(Tag.SEQUENCE, ...fields))
  return element(APPLICATION_0, element(Tag.OBJECT_IDENTIFIER, encodeOid(SPNEGO_OID)), body)
}

/** Reads either form of NegTokenInit; hints and a mechListMIC in it say nothing and are passed over. @throws DecodeError */
export function decodeInit(bytes: Uint8Array): NegTokenInit {
  const frame = expect(new Reader(bytes), APPLICATION_0)
  const oid = decodeOid(expect(frame, Tag.OBJECT_IDENTIFIER))
  if (oid !== SPNEGO_OID) throw new DecodeError(`mechanism ${oid} is not SPNEGO`, frame.position)
  const fields = expect(expect(frame, contextTag(0)), Tag.SEQUENCE)
  const list = optional(fields, contextTag(0))
  const mechTypes = list ? decodeMechTypes(expect(list, Tag.SEQUENCE)) : []
  optional(fields, contextTag(1))
  const mechToken = optional(fields, contextTag(2))
  return { mechTypes, mechToken: mechToken && rest(expect(mechToken, Tag.OCTET_STRING)) }
}

/** NegTokenResp, which has no GSS framing. */
export function encodeResp(token: NegTokenResp): Uint8Array {
  const { negState, supportedMech, responseToken, mechListMic } = token
  const fields: Uint8Array[] = []
  if (negState !== null) {
    fields.push(element(contextTag(0), element(Tag.ENUMERATED, Uint8Array.of(negState))))
  }
  if (supportedMech !== null) {
    fields.push(element(contextTag(1), element(Tag.OBJECT_IDENTIFIER, encodeOid(supportedMech))))
  }
  if (responseToken) fields.push(element(contextTag(2), element(Tag.OCTET_STRING, responseToken)))
  if (mechListMic) fields.push(element(contextTag(3), element(Tag.OCTET_STRING, mechListMic)))
  return element(contextTag(1), element(Tag.SEQUENCE, ...fields))
}

/** Reads a NegTokenResp. @throws DecodeError */
export function decodeResp(bytes: Uint8Array): NegTokenResp {
  const fields = expect(expect(new Reader(bytes), contextTag(1)), Tag.SEQUENCE)
  const negState = optional(fields, contextTag(0))
  const supportedMech = optional(fields, contextTag(1))
  const responseToken = optional(fields, contextTag(2))
  const mechListMic = optional(fields, contextTag(3))
  if (fields.remaining > 0) throw new DecodeError('unexpected field', fields.position)
  return {
    negState: negState && decodeState(expect(negState, Tag.ENUMERATED)),
    supportedMech: supportedMech && decodeOid(expect(supportedMech, Tag.OBJECT_IDENTIFIER)),
    responseToken: responseToken && rest(expect(responseToken, Tag.OCTET_STRING)),
    mechListMic: mechListMic && rest(expect(mechListMic, Tag.OCTET_STRING)),
  }
}

const APPLICATION_0 = 0x60
/** What every server says where a name once stood. [MS-SPNG] 2.2.1 */
const HINT_NAME = element(Tag.GENERAL_STRING, Buffer.from('not_defined_in_RFC4178@please_ignore'))

function decodeMechTypes(list: Reader): string[] {
  const mechTypes: string[] = []
  while (list.remaining > 0) mechTypes.push(decodeOid(expect(list, Tag.OBJECT_IDENTIFIER)))
  return mechTypes
}

function decodeState(r: Reader): number {
  const value = rest(r)
  if (value.length !== 1 || value[0]! > NegState.requestMic) throw new DecodeError('unknown negState', r.position)
  return value[0]!
}
