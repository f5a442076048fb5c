/** The address of a session's client, as a value of NDR and as a memory image. [MS-TSTS] 2.2.2.43, 2.2.2.37 */
import { fixed } from '../rpc/ndr/arrays.ts'
import { elements, octets } from '../rpc/ndr/items.ts'
import { ulong, ushort } from '../rpc/ndr/scalars.ts'
import { union } from '../rpc/ndr/unions.ts'
import { type Codec, type Infer, mapped } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { AddressFamily } from './winstation-client.ts'

/** The bytes of the address, in the order of the network, as the memory of a little-endian machine holds them. */
const ipv4 = struct({
  sin_port: ushort,
  in_addr: ulong,
  sin_zero: fixed(octets, 8),
})

/** The same for IPv6. */
const ipv6 = struct({
  sin6_port: ushort,
  sin6_flowinfo: ulong,
  sin6_addr: fixed(elements(ushort), 8),
  sin6_scope_id: ulong,
})

/**
 * The IDL writes the family twice: once as a member and once as what the union switches on. Who reads the second one as
 * padding finds the address in the same place.
 */
const FAMILY_TWICE: Codec<number> = mapped(
  struct({ sin_family: ushort, discriminant: ushort }),
  (family) => ({ sin_family: family, discriminant: family }),
  ({ sin_family }) => sin_family,
)

const ARMS = { [AddressFamily.AF_INET]: ipv4, [AddressFamily.AF_INET6]: ipv6 } as const

/** [MS-TSTS] 2.2.2.43 */
export const RCM_REMOTEADDRESS = union(['sin_family', FAMILY_TWICE], ['address', ARMS])
export type RCM_REMOTEADDRESS = Infer<typeof RCM_REMOTEADDRESS>

/** The memory image: a USHORT and two bytes of padding before the union. [MS-TSTS] 2.2.2.37 */
export const WINSTATIONREMOTEADDRESS = union(['sin_family', ulong], ['address', ARMS])

/** sizeof(WINSTATIONREMOTEADDRESS): as long as the larger of the two. */
export const WINSTATIONREMOTEADDRESS_LENGTH = 32
