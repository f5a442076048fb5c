/** Many connections at once, each bound and asking. */

import type { Access, Pipes } from '../../../src/host/tsts/access.ts'
import { LSM } from '../../../src/host/tsts/doors.ts'
import { endpointOf } from '../../../src/host/tsts/endpoint.ts'
import { Link } from '../../../src/host/tsts/link.ts'
import { reach } from '../../../src/host/tsts/reach.ts'
import { credentialOf } from '../../../src/index.ts'
import { RpcGetAllSessions, TermSrvEnumeration } from '../../../src/tsts/term-srv-enumeration.ts'
import type { ServeHost } from './host.ts'

/** So many pipes one SMB connection opens. */
const PIPES_EACH = 10

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
  const { signal } = new AbortController()
  const connections = await Promise.all(
    Array.from({ length: count / PIPES_EACH }, async () => new Link(access, await pipesOf(access), () => {})),
  )
  const ask = async (link: Link) => {
    const { client } = await link.line(LSM, { signal })
    await client.call(TermSrvEnumeration, RpcGetAllSessions, { pLevel: 1 })
  }
  const asked = connections.flatMap((link) => Array.from({ length: PIPES_EACH }, () => ask(link)))
  const settled = await Promise.allSettled(asked)
  const served = settled.filter(({ status }) => status === 'fulfilled').length
  return {
    served,
    refused: count - served,
    async [Symbol.asyncDispose]() {
      await Promise.all(connections.map((link) => link.close()))
      credential[Symbol.dispose]()
    },
  }
}

function pipesOf(access: Access): Promise<Pipes> {
  return reach(access, AbortSignal.timeout(60_000), () => {})
}
