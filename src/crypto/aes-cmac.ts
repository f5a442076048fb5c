/** AES-CMAC over node's AES-CBC. RFC 4493 */
import { createCipheriv } from 'node:crypto'

const BLOCK = 16
const ZERO = new Uint8Array(BLOCK)

/** The 16-byte AES-128-CMAC of a message. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const last = Math.max(0, Math.ceil(message.length / BLOCK) - 1) * BLOCK
  const tail = lastBlock(key, message.subarray(last))
  const cipher = createCipheriv('aes-128-cbc', key, ZERO).setAutoPadding(false)
  cipher.update(message.subarray(0, last))
  return cipher.update(tail)
}

/** The last block, padded where it is short, under the subkey that says which. RFC 4493 §2.4 */
function lastBlock(key: Uint8Array, rest: Uint8Array): Uint8Array {
  const subkey = double(createCipheriv('aes-128-ecb', key, null).update(ZERO))
  if (rest.length === BLOCK) return xor(subkey, rest)
  const padded = new Uint8Array(BLOCK)
  padded.set(rest)
  padded[rest.length] = 0x80
  return xor(double(subkey), padded)
}

/** The block times x in GF(2^128). RFC 4493 §2.3 */
function double(block: Uint8Array): Uint8Array {
  const doubled = new Uint8Array(BLOCK)
  for (let i = 0; i < BLOCK; i++) doubled[i] = (block[i]! << 1) | ((block[i + 1] ?? 0) >> 7)
  if (block[0]! & 0x80) doubled[BLOCK - 1]! ^= 0x87
  return doubled
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]!)
}
