/** Bytes of vectors that are tedious to lay out by hand. */

/** `WCHAR[count]`: the text and its NULs, as hex. */
export function wide(text: string, count: number): string {
  return Buffer.from(text.padEnd(count, '\0'), 'utf16le').toString('hex')
}

/** So many zero bytes, as hex. */
export function zeros(count: number): string {
  return '00'.repeat(count)
}

/** A context handle whose bytes are all alike, and its hex. */
export const HANDLE = new Uint8Array(20).fill(0xab)
export const HANDLE_HEX = 'ab'.repeat(20)
