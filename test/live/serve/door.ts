/** A pipe of the service opened as smbd opens it, with a caller of one's choice: for what smbd itself never does. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Mechanism } from '../../../src/auth/mechanism.ts'
import type { Channel } from '../../../src/rpc/channel.ts'
import { RpcClient } from '../../../src/rpc/client.ts'
import type { Interface } from '../../../src/rpc/interface.ts'
import { AuthLevel } from '../../../src/rpc/protection.ts'
import { NamedPipeAuthRequest } from '../../../src/service/samba/named-pipe-auth.ts'
import { PipeChannel } from '../../../src/service/samba/pipe-channel.ts'
import { SocketBytes } from '../../../src/service/samba/socket-bytes.ts'
import { encode } from '../../../src/wire/codec.ts'

/** Who smbd says has opened the pipe. */
export interface DoorCaller {
  readonly user: string
  readonly domain: string
  readonly uid: number
  readonly gid: number
}

/** Longer than any call here takes. */
const STEP_MS = 60_000

/** NETWORK, AUTHENTICATED USERS; BUILTIN\Administrators. [MS-DTYP] 2.4.2.4 */
const SIDS = ['S-1-5-2', 'S-1-5-11', 'S-1-5-32-544']

/** Connects to the socket of a pipe. */
export async function connectDoor(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect')
  return socket
}

/** The bytes in which smbd tells who has opened a pipe, as Samba 4.17 does. */
export function handshakeOf({ user, domain, uid, gid }: DoorCaller): Uint8Array {
  const peers = { remote_client_addr: '127.0.0.1', local_server_addr: '127.0.0.1' }
  const session_info = {
    security_token: { num_sids: SIDS.length, sids: SIDS },
    unix_token: { uid, gid, ngroups: 1, groups: [gid] },
    info: { account_name: user, domain_name: domain },
    unix_info: { unix_name: user },
  }
  const Data = { ...peers, session_info: { session_info } }
  const bytes = encode(NamedPipeAuthRequest, { request: { Level: 7, Data } })
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length - 4)
  return bytes
}

/** Opens a pipe for a caller; resolves when the service takes messages. */
export async function openDoor(path: string, caller: DoorCaller): Promise<{ socket: Socket; channel: Channel }> {
  const socket = await connectDoor(path)
  const bytes = new SocketBytes(socket)
  socket.write(handshakeOf(caller))
  const length = new DataView((await bytes.next(4)).buffer).getUint32(0)
  await bytes.next(length)
  return { socket, channel: new PipeChannel(socket, bytes, STEP_MS) }
}

/** Binds there with every message sealed. */
export function bindSealed(
  channel: Channel,
  interfaces: readonly Interface[],
  mechanism: Mechanism,
): Promise<RpcClient> {
  const security = { context: mechanism.context(), level: AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  return RpcClient.bind(channel, interfaces, { security })
}
