/** The MD4 digest, which OpenSSL 3 no longer has and NTLM still needs. RFC 1320 */

const ROUND_2 = 0x5a82_7999
const ROUND_3 = 0x6ed9_eba1
const SHIFTS = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
] as const

/** The 16-byte MD4 digest of a message. */
export function md4(message: Uint8Array): Uint8Array {
  const padded = pad(message)
  const view = new DataView(padded.buffer)
  let state: State = [0x6745_2301, 0xefcd_ab89 | 0, 0x98ba_dcfe | 0, 0x1032_5476]
  for (let at = 0; at < padded.length; at += 64) state = compress(state, view, at)
  padded.fill(0)
  const digest = new Uint8Array(16)
  const out = new DataView(digest.buffer)
  for (let i = 0; i < 4; i++) out.setInt32(i * 4, state[i]!, true)
  return digest
}

type State = [number, number, number, number]

/** A 1 bit, zeros up to 56 modulo 64 bytes, and the length in bits as 64 bits. RFC 1320 §3.1, §3.2 */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n, true)
  return padded
}

/** One 64-byte block: three rounds of sixteen steps. RFC 1320 §3.4 */
function compress(state: State, block: DataView, at: number): State {
  let [a, b, c, d] = state
  for (let round = 0; round < 3; round++) {
    for (let step = 0; step < 16; step++) {
      const word = block.getInt32(at + ORDERS[round]![step]! * 4, true)
      const sum = (a + mix(round, b, c, d) + word) | 0
      const shift = SHIFTS[round]![step % 4]!
      a = d
      d = c
      c = b
      b = (sum << shift) | (sum >>> (32 - shift))
    }
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0]
}

function mix(round: number, x: number, y: number, z: number): number {
  if (round === 0) return (x & y) | (~x & z)
  if (round === 1) return ((x & y) | (x & z) | (y & z)) + ROUND_2
  return (x ^ y ^ z) + ROUND_3
}
