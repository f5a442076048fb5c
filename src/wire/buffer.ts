/** Bytes in the tail that the head describes by offset and length. */
import { type Codec, read, write } from './codec.ts'
import { u16, u32 } from './integers.ts'
import type { Reader } from './reader.ts'

interface Extent {
  readonly offset: number
  readonly length: number
}

/**
 * XxxOffset and XxxLength in the head, with `gap` reserved bytes between them. Offsets count from the origin, which in
 * SMB2 is the first byte of the header; both are 0 when there are no bytes. [MS-SMB2] 2.2
 */
export function buffer(offset: Codec<number> = u16, length: Codec<number> = u16, gap = 0): Codec<Uint8Array> {
  return {
    align: 1,
    hasTail: true,
    writeHead(w, value) {
      const at = w.position
      write(offset, w, 0)
      w.put(gap)
      write(length, w, value.length)
      return at
    },
    writeTail(w, value, head) {
      if (value.length === 0) return
      const start = w.position - w.origin
      w.patch(head as number, () => write(offset, w, start))
      w.write(value)
    },
    readHead(r) {
      const start = read(offset, r)
      r.take(gap)
      return { offset: start, length: read(length, r) }
    },
    readTail,
  }
}

/**
 * Len, MaxLen and BufferOffset in the head; the bytes lie in the payload. Offsets count from the origin, which in NTLM is
 * the first byte of the message. [MS-NLMP] 2.2.1
 */
export function payload(): Codec<Uint8Array> {
  return {
    align: 1,
    hasTail: true,
    writeHead(w, value) {
      write(u16, w, value.length)
      write(u16, w, value.length)
      const at = w.position
      write(u32, w, 0)
      return at
    },
    writeTail(w, value, head) {
      const start = w.position - w.origin
      w.patch(head as number, () => write(u32, w, start))
      w.write(value)
    },
    readHead(r) {
      const length = read(u16, r)
      r.take(2)
      return { offset: read(u32, r), length }
    },
    readTail,
  }
}

/** The bytes, wherever they lie; the cursor stays behind the furthest part read. */
function readTail(r: Reader, head: unknown): Uint8Array {
  const { offset, length } = head as Extent
  if (length === 0) return NOTHING
  const here = r.position
  r.seek(offset)
  const value = r.slice(length)
  if (r.position < here) r.position = here
  return value
}

const NOTHING = new Uint8Array()
