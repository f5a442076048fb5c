/** The calls of [MS-TSTS] one by one, made over the network as a user of the host. */
import type { Access } from '../../../src/host/tsts/access.ts'
import { endpointOf } from '../../../src/host/tsts/endpoint.ts'
import { Link } from '../../../src/host/tsts/link.ts'
import { reach } from '../../../src/host/tsts/reach.ts'
import { credentialOf } from '../../../src/index.ts'
import type { ServeHost } from './host.ts'

/** Opens the host; what is behind its pipes is bound to when it is first asked. */
export async function linkAs(host: ServeHost, user: string): Promise<Link> {
  const credential = credentialOf(`${host.netbiosName}\\${user}`, `test-${user}`)
  const endpoint = endpointOf(host.address)
  if (!endpoint) throw new TypeError(`${host.address} is no address`)
  const access: Access = { host: host.address, endpoint, credential, encryptionRequired: false }
  return new Link(access, await reach(access, new AbortController().signal, () => {}), () => {})
}
