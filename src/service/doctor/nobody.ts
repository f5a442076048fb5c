/** The handshake of a caller who is nobody and asks for nothing: whoever answers it is alive. */
import { encode } from '../../wire/codec.ts'
import { LENGTH_LENGTH } from '../samba/handshake.ts'
import { NamedPipeAuthRequest } from '../samba/named-pipe-auth.ts'

/** Of all versions the one that needs least. */
const LEVEL = 5

/** nobody of most systems. */
const NOBODY = 65_534

/** As smbd would introduce him. */
export function introduceNobody(): Uint8Array {
  const security_token = { sids: ['S-1-5-7'] }
  const unix_token = { uid: NOBODY, gid: NOBODY, groups: [] }
  const info = { account_name: 'ANONYMOUS LOGON', domain_name: 'NT AUTHORITY' }
  const session_info = { security_token, unix_token, info, unix_info: { unix_name: 'nobody' } }
  const Data = { remote_client_addr: 'tsctl doctor', local_server_addr: '', session_info: { session_info } }
  const bytes = encode(NamedPipeAuthRequest, { request: { Level: LEVEL, Data } })
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length - LENGTH_LENGTH)
  return bytes
}
