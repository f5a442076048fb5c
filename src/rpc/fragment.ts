/** One message as bytes: header, body, padding, and the verifier at its end. [C706] 12.6, [MS-RPCE] 2.2.2.11 */
import { type Codec, read, write } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { Reader } from '../wire/reader.ts'
import { Writer } from '../wire/writer.ts'
import { PduHeader, SecTrailer } from './pdu.ts'

/** The header that all messages have. [C706] 12.6.3.1 */
export const HEADER_LENGTH = 16
/** sec_trailer without the token. [MS-RPCE] 2.2.2.11 */
export const TRAILER_LENGTH = 8
/** Where stub data begins in requests and responses. [C706] 12.6.4.9 and 12.6.4.10 */
export const STUB_START = 24
/** Where it would begin in a fault; status and reserved2 belong to the header. [C706] 12.6.4.7 */
export const FAULT_STUB_START = 32

/** What identifies a message. */
export interface Head {
  readonly ptype: number
  readonly pfcFlags: number
  readonly callId: number
}

/** The verifier of a message; `token` is what the security mechanism made. */
export interface Verifier {
  readonly authType: number
  readonly authLevel: number
  readonly authContextId: number
  readonly token: Uint8Array
}

/** A message of which the parts are known. Positions count from its first byte. */
export interface Fragment {
  readonly header: PduHeader
  readonly bytes: Uint8Array
  /** The body ends here and the padding begins. */
  readonly bodyEnd: number
  /** The padding ends here and the verifier begins; the end of the message when there is none. */
  readonly trailerStart: number
  readonly verifier: Verifier | null
}

/** Lays out a message. A verifier begins at a multiple of `alignment`, counted from the body. */
export function compose<T>(body: Codec<T>, value: T, head: Head, verifier: Verifier | null, alignment = 4): Fragment {
  const w = new Writer()
  const header = { ...head, fragLength: 0, authLength: verifier?.token.length ?? 0 }
  write(PduHeader, w, header)
  write(body, w, value)
  const bodyEnd = w.position
  if (verifier !== null) w.align(alignment)
  const trailerStart = w.position
  if (verifier !== null) {
    write(SecTrailer, w, { ...verifier, authPadLength: trailerStart - bodyEnd })
    w.write(verifier.token)
  }
  header.fragLength = w.position
  w.patch(0, () => write(PduHeader, w, header))
  return { header, bytes: w.bytes(), bodyEnd, trailerStart, verifier }
}

/** Finds the parts of one whole message. @throws DecodeError */
export function parse(bytes: Uint8Array): Fragment {
  const header = read(PduHeader, new Reader(bytes))
  const { fragLength, authLength } = header
  if (fragLength !== bytes.length) throw new DecodeError(`fragLength ${fragLength} of ${bytes.length} bytes`, 8)
  if (authLength === 0) return { header, bytes, bodyEnd: fragLength, trailerStart: fragLength, verifier: null }
  const trailerStart = fragLength - authLength - TRAILER_LENGTH
  if (trailerStart < HEADER_LENGTH) throw new DecodeError(`authLength ${authLength} of ${fragLength} bytes`, 10)
  const { authPadLength, ...trailer } = read(SecTrailer, new Reader(bytes, { position: trailerStart }))
  const bodyEnd = trailerStart - authPadLength
  if (bodyEnd < HEADER_LENGTH) throw new DecodeError(`authPadLength ${authPadLength} exceeds the body`, trailerStart)
  const token = bytes.subarray(trailerStart + TRAILER_LENGTH)
  return { header, bytes, bodyEnd, trailerStart, verifier: { ...trailer, token } }
}

/** The body of a message. @throws DecodeError */
export function bodyOf<T>(codec: Codec<T>, { bytes, bodyEnd }: Fragment): T {
  return read(codec, new Reader(bytes.subarray(0, bodyEnd), { position: HEADER_LENGTH }))
}
