/** What smbd says of a client that opens a pipe: named_pipe_auth_req, in the four versions from Samba 4.13 on. */
import { conformant, conformantVarying } from '../../rpc/ndr/arrays.ts'
import { conformantStruct } from '../../rpc/ndr/conformant-struct.ts'
import { elements, octets } from '../../rpc/ndr/items.ts'
import { ref } from '../../rpc/ndr/pointers.ts'
import { hyper, uchar, ulong, ushort } from '../../rpc/ndr/scalars.ts'
import { levels } from '../../rpc/ndr/unions.ts'
import { GUID } from '../../rpc/ndr/uuid.ts'
import { SID } from '../../tsts/sid.ts'
import { type Codec, type Infer, inline, mapped } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { countOf, list } from '../../wire/list.ts'
import type { Reader } from '../../wire/reader.ts'
import { struct } from '../../wire/struct.ts'
import { claim } from './claims.ts'
import { hiddenBlob, ignored, ignoredText } from './ignored.ts'

/** "NPAM" */
const MAGIC = 0x4d41_504e

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** `[string, charset(UTF8)] uint8 *`, never null: the text up to its NUL. */
const text: Codec<string> = ref(
  mapped(
    conformantVarying(octets),
    (value) => Buffer.from(`${value}\0`),
    (bytes, r) => textOf(bytes, r),
  ),
)

function textOf(bytes: Uint8Array, r: Reader): string {
  const end = bytes.indexOf(0)
  if (end < 0) throw new DecodeError('a [string] has no terminator', r.position)
  try {
    return utf8.decode(bytes.subarray(0, end))
  } catch {
    throw new DecodeError('text that is not UTF-8', r.position)
  }
}

/** An array that is not the last field of its struct: its maximum count stands in line. */
function inlineArray<T>(element: Codec<T>, count: string): Codec<T[]> {
  const array = conformant(elements(element))
  return {
    ...array,
    readHead(r, siblings) {
      const heads = array.readHead(r, siblings)
      if ((heads as unknown[]).length !== siblings[count])
        throw new DecodeError(`its maximum count is not ${count}, ${siblings[count]}`, r.position)
      return heads
    },
  }
}

/** uid_t and gid_t, which travel in 8 bytes. */
const id: Codec<number> = mapped(hyper, BigInt, (value, r) => {
  if (value < 0n || value > 0xffff_ffffn) throw new DecodeError(`${value} is the number of no account`, r.position)
  return Number(value)
})

const NTTIME = reserved(8)
const POINTER = ignored(ulong, 0)

const TOKEN = {
  num_sids: countOf(ulong, 'sids'),
  sids: inlineArray(SID, 'num_sids'),
  privilege_mask: ignored(hyper, 0n),
  rights_mask: ignored(ulong, 0),
}

/** security_token up to level 7. */
const SecurityToken = struct(TOKEN)

/** security_token of level 8. */
const SecurityTokenWithClaims = struct({
  ...TOKEN,
  num_local_claims: countOf(ulong, 'local_claims'),
  num_user_claims: countOf(ulong, 'user_claims'),
  num_device_claims: countOf(ulong, 'device_claims'),
  num_device_sids: countOf(ulong, 'device_sids'),
  local_claims: inlineArray(claim, 'num_local_claims'),
  user_claims: inlineArray(claim, 'num_user_claims'),
  device_claims: inlineArray(claim, 'num_device_claims'),
  device_sids: inlineArray(SID, 'num_device_sids'),
  evaluate_claims: ignored(ushort, 1),
})

/** security_unix_token. */
const UnixToken = conformantStruct(
  { uid: id, gid: id, ngroups: countOf(ulong, 'groups'), groups: list(id, 'ngroups') },
  'groups',
)

/** auth_user_info; its last field has one byte or four, and what follows is aligned to 4. */
function userInfo(lastField: Codec<void>) {
  return struct({
    account_name: text,
    user_principal_name: ignoredText,
    user_principal_constructed: ignored(uchar, 0),
    domain_name: text,
    dns_domain_name: ignoredText,
    full_name: ignoredText,
    logon_script: ignoredText,
    profile_path: ignoredText,
    home_directory: ignoredText,
    home_drive: ignoredText,
    logon_server: ignoredText,
    last_logon: NTTIME,
    last_logoff: NTTIME,
    acct_expiry: NTTIME,
    last_password_change: NTTIME,
    allow_password_change: NTTIME,
    force_password_change: NTTIME,
    logon_count: ignored(ushort, 0),
    bad_password_count: ignored(ushort, 0),
    acct_flags: ignored(ulong, 0),
    // `authenticated` or `user_flags`, by versions that have the same level: nothing may depend on it.
    last_field: lastField,
  })
}

/** auth_user_info_unix. */
const UnixInfo = struct({ unix_name: text, sanitized_username: ignoredText })

const ticketType = ignored(ushort, 0)

/**
 * The `ticket_type` that some versions of level 4 have, and others lack. It shows only where the GUID before it ends at
 * a multiple of 8: the token's two equal counts stand there, or behind the 8 bytes in which it lies.
 */
const ticketTypePerhaps: Codec<void> = inline<void>(
  1,
  (w) => w.put(2),
  (r) => {
    const view = new DataView(r.bytes.buffer, r.bytes.byteOffset, r.bytes.length)
    if (r.position % 8 !== 0 || r.remaining < 8) return
    const count = view.getUint32(r.position, true)
    if (count === 0 || count !== view.getUint32(r.position + 4, true)) r.take(2)
  },
)

interface Version {
  readonly ticket: Codec<void>
  readonly token: Codec<Infer<typeof SecurityToken>>
  readonly lastField: Codec<void>
}

/** auth_session_info_transport with auth_session_info; keys and credentials stay where they are. */
function sessionInfo({ ticket, token, lastField }: Version) {
  const info = struct({
    security_token: ref(token),
    unix_token: ref(UnixToken),
    info: ref(userInfo(lastField)),
    unix_info: ref(UnixInfo),
    torture: POINTER,
    session_key: hiddenBlob,
    credentials: POINTER,
    unique_session_token: ignored(GUID, '00000000-0000-0000-0000-000000000000'),
    ticket_type: ticket,
  })
  return ref(struct({ session_info: ref(info), exported_gssapi_credentials: hiddenBlob }))
}

const PEERS = {
  remote_client_name: ignoredText,
  remote_client_addr: text,
  remote_client_port: ignored(ushort, 0),
  local_server_name: ignoredText,
  local_server_addr: ignoredText,
  local_server_port: ignored(ushort, 0),
}
const TRANSPORT = { transport: ignored(uchar, 1) }

const LEVEL_7 = { ticket: ticketType, token: SecurityToken, lastField: ignored(uchar, 1) }
const LEVEL_8 = { ...LEVEL_7, token: SecurityTokenWithClaims, lastField: ignored(ulong, 0) }

/** The count of the bytes that follow, big-endian; alignments count from its first byte. */
const LENGTH = reserved(4)

/** named_pipe_auth_req. Levels: 4 up to Samba 4.15, 5 from 4.16, 7 from 4.17.9 and 4.18.3, 8 from 4.20. */
export const NamedPipeAuthRequest = struct({
  length: LENGTH,
  magic: literal(ulong, MAGIC),
  request: levels({
    4: struct({ ...PEERS, session_info: sessionInfo({ ...LEVEL_7, ticket: ticketTypePerhaps }) }),
    5: struct({ ...TRANSPORT, ...PEERS, session_info: sessionInfo(LEVEL_7), need_idle_server: ignored(uchar, 0) }),
    7: struct({ ...TRANSPORT, ...PEERS, session_info: sessionInfo(LEVEL_7) }),
    8: struct({ ...TRANSPORT, ...PEERS, session_info: sessionInfo(LEVEL_8) }),
  }),
})
export type NamedPipeAuthRequest = Infer<typeof NamedPipeAuthRequest>

/** The beginning of named_pipe_auth_rep: the level must be the request's. */
export const ReplyHead = struct({ length: LENGTH, magic: literal(ulong, MAGIC), level: ulong, discriminant: ulong })

/** The rest of named_pipe_auth_rep. */
export const ReplyInfo = struct({
  file_type: ushort,
  device_state: ushort,
  allocation_size: hyper,
  status: ulong,
})
