/** Where TCP goes for a server name: NAME, NAME:port, an address, [IPv6]:port. */
import { isIPv6 } from 'node:net'

export interface Endpoint {
  /** A name or an address, without brackets. */
  readonly host: string
  readonly port: number
}

/** The port of SMB. [MS-SMB2] 2.1 */
const SMB_PORT = 445
const LAST_PORT = 65_535

/** What `text` says, null where that is no place; with two colons and no brackets it is an IPv6 address. */
export function endpointOf(text: string): Endpoint | null {
  // With one colon it is no IPv6 address, and Node takes milliseconds to find that out for the first time.
  if (text.indexOf(':') !== text.lastIndexOf(':') && isIPv6(text)) return { host: text, port: SMB_PORT }
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:[\]]+))(?::(?<digits>\d{1,5}))?$/.exec(text)
  if (!found?.groups) return null
  const { v6, name, digits } = found.groups
  const host = v6 ?? name ?? ''
  const port = digits === undefined ? SMB_PORT : Number(digits)
  if (port < 1 || port > LAST_PORT || (v6 !== undefined && !isIPv6(v6))) return null
  return { host, port }
}
