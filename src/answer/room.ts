/** Buffers that a client brings and gets back: as long as they came, whatever stands in them. [C706] 14.3.3.2 */

/** The same buffer with `data` at its beginning; null for a client that brought none. */
export function inRoom(buffer: Uint8Array | null, data: Uint8Array): Uint8Array | null {
  if (buffer === null) return null
  const filled = buffer.slice()
  filled.set(data.subarray(0, buffer.length))
  return filled
}
