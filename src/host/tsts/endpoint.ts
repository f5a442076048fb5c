/** Where TCP goes for a server name: NAME, NAME:port, an address, [IPv6]:port. */

export interface Endpoint {
  /** A name or an address, without brackets. */
  readonly host: string
  readonly port: number
}

/** The port of SMB. [MS-SMB2] 2.1 */
const SMB_PORT = 445

/** What `text` says; with two colons and no brackets it is an IPv6 address. */
export function endpointOf(text: string): Endpoint {
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:]*))(?::(?<port>\d{1,5}))?$/.exec(text)
  if (!found?.groups) return { host: text, port: SMB_PORT }
  const { v6, host, port } = found.groups
  return { host: v6 ?? host ?? '', port: port === undefined ? SMB_PORT : Number(port) }
}
