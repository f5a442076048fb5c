/** The client's address in WTS_CLIENT_ADDRESS. */
import { SocketAddress } from 'node:net'
import { AF_INET, AF_INET6 } from './constants.ts'
import type { ClientAddress } from './wtsapi.ts'

/** The address as text; '' where the session has none. */
export function addressOf({ family, bytes }: ClientAddress): string {
  // An IPv4 address starts at the third byte, an IPv6 address at the first.
  if (family === AF_INET) return known(Array.from(bytes.subarray(2, 6)).join('.'))
  if (family !== AF_INET6) return ''
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16))
  return known(new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address)
}

function known(address: string): string {
  return address === '0.0.0.0' || address === '::' ? '' : address
}
