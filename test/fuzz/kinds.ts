/** Every kind of message. */
import type { Kind } from './kind.ts'
import { answerKinds } from './kinds/answers.ts'
import { authKinds } from './kinds/auth.ts'
import { DBUS_KINDS } from './kinds/dbus.ts'
import { IMAGE_KINDS } from './kinds/images.ts'
import { RPC_KINDS } from './kinds/rpc.ts'
import { rpcConnectionKinds } from './kinds/rpc-connection.ts'
import { SAMBA_KINDS } from './kinds/samba.ts'
import { SMB2_KINDS } from './kinds/smb2.ts'
import { TSTS_KINDS } from './kinds/tsts.ts'

export async function allKinds(): Promise<Kind[]> {
  const conversations = [...(await authKinds()), ...(await rpcConnectionKinds()), ...(await answerKinds())]
  const ours = [...SMB2_KINDS, ...RPC_KINDS, ...TSTS_KINDS, ...IMAGE_KINDS, ...SAMBA_KINDS, ...DBUS_KINDS]
  return [...ours, ...conversations]
}
