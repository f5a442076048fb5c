/** The handshake by which smbd hands over a client. */
import { decodeHandshake } from '../../../src/service/samba/handshake.ts'
import { NamedPipeAuthRequest } from '../../../src/service/samba/named-pipe-auth.ts'
import { level4WithoutTicket, level5, REQUESTS } from '../../service/samba/recorded.ts'
import { coded, decoded, type Kind } from '../kind.ts'

const MESSAGES = [...REQUESTS.values(), level4WithoutTicket(), level5()]

export const SAMBA_KINDS: readonly Kind[] = [
  coded('samba named_pipe_auth_req', NamedPipeAuthRequest, MESSAGES),
  decoded('samba handshake', MESSAGES, decodeHandshake),
]
