/** A client's address as the wire has it. [MS-TSTS] 2.2.2.43 */
import { isIPv4, isIPv6 } from 'node:net'
import type { Session } from '../session/session.ts'
import type { RCM_REMOTEADDRESS } from '../tsts/remote-address.ts'
import { AddressFamily } from '../tsts/winstation-client.ts'
import { Refused } from './refusal.ts'

/** The address; the port is not known. @throws Refused NO_CLIENT */
export function addressOf({ client }: Session): RCM_REMOTEADDRESS {
  const text = (client?.address ?? '').replace(/%.*$/, '')
  if (isIPv4(text)) return ipv4(text)
  if (!isIPv6(text)) throw new Refused('NO_CLIENT')
  const address = { sin6_port: 0, sin6_flowinfo: 0, sin6_addr: groupsOf(text), sin6_scope_id: 0 }
  return { sin_family: AddressFamily.AF_INET6, address }
}

/** The address of nobody, for answers that hold none. */
export const NO_ADDRESS = ipv4('0.0.0.0')

function ipv4(text: string): RCM_REMOTEADDRESS {
  const in_addr = Buffer.from(text.split('.').map(Number)).readUInt32LE()
  return { sin_family: AddressFamily.AF_INET, address: { sin_port: 0, in_addr, sin_zero: new Uint8Array(8) } }
}

/** Eight groups whose bytes stand in the order of the network. */
function groupsOf(text: string): number[] {
  const plain = text.replace(/[\d.]+$/, (end) => (isIPv4(end) ? hexOf(end) : end))
  const [head = '', tail] = plain.split('::')
  const [front, back] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const missing = tail === undefined ? 0 : 8 - front!.length - back!.length
  const groups = [...front!, ...new Array<string>(missing).fill('0'), ...back!]
  return groups.map((group) => swapped(Number.parseInt(group, 16)))
}

/** "192.0.2.7" as the last two groups of an address: "c000:0207". */
function hexOf(text: string): string {
  const hex = Buffer.from(text.split('.').map(Number)).toString('hex')
  return `${hex.slice(0, 4)}:${hex.slice(4)}`
}

function swapped(group: number): number {
  return ((group & 0xff) << 8) | (group >> 8)
}
