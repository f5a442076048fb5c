/** Who sits at the other end of a session, and which listeners wait for more. Both are told by Remote Desktop Services. */
import type { CallOptions } from '../../session/host.ts'
import { RCMPublic, RpcGetAllListeners, RpcGetClientData } from '../../tsts/rcm-public.ts'
import { WINSTATIONCLIENT } from '../../tsts/winstation-client.ts'
import { decode } from '../../wire/codec.ts'
import { RCM } from './doors.ts'
import type { Link } from './link.ts'
import { isUnsupported, means, succeeded } from './outcome.ts'

/** Who sits at the other end. */
export interface Client {
  readonly name: string
  readonly address: string
}

/** Null where the host does not know or does not say. */
export async function clientOf(link: Link, id: number, options: CallOptions): Promise<Client | null> {
  try {
    const client = await link.client(RCM, options)
    const answer = await client.call(RCMPublic, RpcGetClientData, { SessionId: id }, options)
    if (answer.returnValue < 0 || answer.ppBuff === null) return null
    const { ClientName, ClientAddress } = decode(WINSTATIONCLIENT, answer.ppBuff)
    return { name: ClientName, address: ClientAddress }
  } catch (error) {
    // ignored: a list without clients is better than none where Remote Desktop Services is stopped
    if (isUnsupported(error)) return null
    throw error
  }
}

/** A listener and the ID by which the host lists it. */
export interface Listener {
  readonly id: number
  readonly name: string
}

/** None where the host does not say. */
export async function listenersOf(link: Link, options: CallOptions): Promise<Listener[]> {
  try {
    const client = await link.client(RCM, options)
    const answer = await client.call(RCMPublic, RpcGetAllListeners, { Level: 1 }, options)
    const { ppListeners } = succeeded('RpcGetAllListeners', answer)
    return (ppListeners ?? []).map(({ Data }) => ({ id: Data.Id, name: Data.Name }))
  } catch (error) {
    // ignored: listeners are no user's sessions, and a list without them is better than none
    if (isUnsupported(error) || means(error, 'ACCESS_DENIED')) return []
    throw error
  }
}
