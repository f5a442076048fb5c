/** Windows' time of day. [MS-DTYP] 2.3.3 */

/** Milliseconds from 1601-01-01 to 1970-01-01, UTC. */
const EPOCH_DIFFERENCE = 11_644_473_600_000n

/** Now, in 100-nanosecond intervals since 1601-01-01 UTC: 8 bytes, little-endian. */
export function fileTimeNow(): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) + EPOCH_DIFFERENCE) * 10_000n, true)
  return bytes
}
