/** Many connections at once, each bound and asking. */

import type { Access } from '../../../src/host/tsts/access.ts'
import { LSM } from '../../../src/host/tsts/doors.ts'
import { endpointOf } from '../../../src/host/tsts/endpoint.ts'
import { Link } from '../../../src/host/tsts/link.ts'
import { reach } from '../../../src/host/tsts/reach.ts'
import { credentialOf } from '../../../src/index.ts'
import { RpcGetAllSessions, TermSrvEnumeration } from '../../../src/tsts/term-srv-enumeration.ts'
import type { ServeHost } from './host.ts'

/** So many pipes one SMB connection opens. */
const PIPES_EACH = 10

const DEADLINE_MS = 60_000

/** Those who were answered and those who were not; all stay connected until disposal. */
export interface Many extends AsyncDisposable {
  readonly served: number
  readonly refused: number
}

/** Opens so many pipes at once as a user, and has each answered once; resolves when all have been or were refused. */
export async function openMany(host: ServeHost, user: string, count: number): Promise<Many> {
  const credential = credentialOf(`${host.netbiosName}\\${user}`, `test-${user}`)
  const access: Access = {
    ...{ host: host.address, endpoint: endpointOf(host.address)!, credential, encryptionRequired: false },
  }
  const links = await Promise.all(Array.from({ length: Math.ceil(count / PIPES_EACH) }, () => linkBy(access)))
  const asked = Array.from({ length: count }, (_, i) => ask(links[i % links.length]!))
  const settled = await Promise.allSettled(asked)
  const served = settled.filter(({ status }) => status === 'fulfilled').length
  return {
    served,
    refused: count - served,
    async [Symbol.asyncDispose]() {
      await Promise.all(links.map((link) => link.close()))
      credential[Symbol.dispose]()
    },
  }
}

async function linkBy(access: Access): Promise<Link> {
  return new Link(access, await reach(access, AbortSignal.timeout(DEADLINE_MS), () => {}), () => {})
}

/** On a pipe of its own, which stays open. */
async function ask(link: Link): Promise<void> {
  const options = { signal: AbortSignal.timeout(DEADLINE_MS) }
  const { client } = await link.line(LSM, options)
  await client.call(TermSrvEnumeration, RpcGetAllSessions, { pLevel: 1 }, options)
}
