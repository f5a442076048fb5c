/** A middle man on a stream, for the tests of what must not escape notice. */
import { Duplex, Transform } from 'node:stream'

/** Changes one chunk; the messages of these tests travel one to a chunk. */
export type Change = (chunk: Buffer, index: number) => Buffer

/** The stream with its incoming and its outgoing side changed. */
export function meddled(
  stream: Duplex,
  { incoming = same, outgoing = same }: { incoming?: Change; outgoing?: Change },
): Duplex {
  const into = changing(incoming)
  const out = changing(outgoing)
  stream.on('error', () => {})
  stream.on('close', () => into.end())
  out.pipe(stream)
  return Duplex.from({ writable: out, readable: stream.pipe(into) })
}

const DIALECTS_OFFSET = 4 + 64 + 36
const DIALECT_311 = 0x0311
const DIALECT_302 = 0x0302

/** Takes 3.1.1 out of what a client offers. */
export const downgrade: Change = (chunk, index) => {
  if (index > 0) return chunk
  const count = chunk.readUInt16LE(4 + 64 + 2)
  for (let at = DIALECTS_OFFSET; at < DIALECTS_OFFSET + count * 2; at += 2) {
    if (chunk.readUInt16LE(at) === DIALECT_311) chunk.writeUInt16LE(DIALECT_302, at)
  }
  return chunk
}

function same(chunk: Buffer): Buffer {
  return chunk
}

function changing(change: Change): Transform {
  let index = 0
  return new Transform({ transform: (chunk: Buffer, _, done) => done(null, change(Buffer.from(chunk), index++)) })
}
