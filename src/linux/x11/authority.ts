/** The file of cookies that let a client onto X displays. Xau(3) */

/** An entry as it is written; the address is that of the machine whose display it is. */
interface Entry {
  readonly address: string
  readonly display: string
  readonly method: string
  readonly data: Uint8Array
}

/** The one method whose data is sent as it is. */
export const COOKIE = 'MIT-MAGIC-COOKIE-1'

/** The cookie of a machine's display ("10"), or null where the file has none; one without a number fits every display. */
export function cookieOf(file: Uint8Array, hostname: string, display: string): Uint8Array | null {
  const fitting = entriesOf(Buffer.from(file)).filter(
    (each) => each.method === COOKIE && (each.display === display || each.display === ''),
  )
  // The home folder may be one for many machines.
  return (fitting.find(({ address }) => address === hostname) ?? fitting[0])?.data ?? null
}

/** Family, address, display number, method and data; each but the first counted by 16 bits, high byte first. */
function entriesOf(file: Buffer): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; ; ) {
    const parts: Buffer[] = []
    at += 2
    for (let part = 0; part < 4; part++) {
      if (at + 2 > file.length) return entries
      const end = at + 2 + file.readUInt16BE(at)
      if (end > file.length) return entries
      parts.push(file.subarray(at + 2, end))
      at = end
    }
    const [address, display, method] = parts.map(String)
    entries.push({ address: address!, display: display!, method: method!, data: parts[3]! })
  }
}
