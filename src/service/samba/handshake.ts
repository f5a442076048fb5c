/** The two messages by which smbd hands over a client: who it is, and how the pipe will talk. */
import { read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { Reader } from '../../wire/reader.ts'
import { Writer } from '../../wire/writer.ts'
import { NamedPipeAuthRequest, ReplyHead, ReplyInfo } from './named-pipe-auth.ts'
import { callerIn, type PipeCaller } from './pipe-caller.ts'

/** How many bytes tell how many follow. */
export const LENGTH_LENGTH = 4
/** An account with 4,096 groups needs a tenth of it. */
const MAX_LENGTH = 1024 * 1024

/** FILE_TYPE_MESSAGE_MODE_PIPE. [MS-CIFS] 2.2.8.3.4 lists the types */
const MESSAGE_MODE = 2
/** The state that Samba's own pipes have. */
const DEVICE_STATE = 0x05ff
const ALLOCATION_SIZE = 4096n

/** What was handed over. */
export interface Handover {
  /** The version of the handshake, which the answer must have too. */
  readonly level: number
  readonly caller: PipeCaller
}

/** How long a handshake is, by its first bytes. @throws DecodeError for one that is empty or without bounds */
export function handshakeLength(head: Uint8Array): number {
  const length = new DataView(head.buffer, head.byteOffset, head.length).getUint32(0)
  if (length === 0 || length > MAX_LENGTH) throw new DecodeError(`a handshake of ${length} bytes`, 0)
  return LENGTH_LENGTH + length
}

/** Who a whole handshake hands over; nothing of it is kept but that. @throws DecodeError */
export function decodeHandshake(bytes: Uint8Array): Handover {
  if (bytes.length < LENGTH_LENGTH) throw new DecodeError('a handshake without its length', 0)
  if (handshakeLength(bytes) !== bytes.length) throw new DecodeError(`${bytes.length} bytes are not its length`, 0)
  const r = new Reader(bytes)
  const request = read(NamedPipeAuthRequest, r)
  if (r.remaining > 0) throw new DecodeError(`${r.remaining} bytes are left over`, r.position)
  return { level: request.request.Level, caller: callerIn(request) }
}

/** The answer that lets messages follow. */
export function encodeReply(level: number): Uint8Array {
  const w = new Writer()
  write(ReplyHead, w, { level, discriminant: level })
  write(ReplyInfo, w, {
    file_type: MESSAGE_MODE,
    device_state: DEVICE_STATE,
    allocation_size: ALLOCATION_SIZE,
    status: 0,
  })
  const bytes = w.bytes()
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length - LENGTH_LENGTH)
  return bytes
}
