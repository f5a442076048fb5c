/** Our own client, all the way through a private smbd to a pipe. */
import { PasswordCredential } from '../../../src/auth/credential.ts'
import type { Mechanism, SecurityContext } from '../../../src/auth/mechanism.ts'
import { ntlm } from '../../../src/auth/ntlm/initiator.ts'
import { spnego } from '../../../src/auth/spnego/initiator.ts'
import type { Security } from '../../../src/rpc/bind.ts'
import { RpcClient } from '../../../src/rpc/client.ts'
import { Smb2Connection } from '../../../src/smb2/connection.ts'
import { FULL_OFFER } from '../../../src/smb2/offer.ts'
import type { Pipe } from '../../../src/smb2/pipe.ts'
import { LSM_API_SERVICE } from '../../../src/tsts/pipes.ts'
import { TermSrvEnumeration } from '../../../src/tsts/term-srv-enumeration.ts'
import { Echo } from '../../rpc/echo.ts'
import { ALICE, type Smbd } from '../smbd/smbd.ts'

/** By whom and how the pipe is reached. */
export interface Visit {
  readonly encrypted?: boolean
  readonly pipes?: number
}

export interface Account {
  readonly user: string
  readonly password: string
}

function ntlmFor({ user, password }: Account): Mechanism {
  const names = { targetName: 'host/labhost', workstation: 'CLIENT' }
  return ntlm(new PasswordCredential(user, '', password), names)
}

/** Kerberos as a client has it that prefers it: a first token, and nothing that goes on from there. */
const KERBEROS: Mechanism = {
  oid: '1.2.840.113554.1.2.2',
  context: () => {
    const context: SecurityContext = ntlmFor(ALICE).context()
    context.step = async () => ({ token: Buffer.from('a ticket'), done: false })
    return context
  },
}

/** How a client can bind, by name. */
export const BINDINGS: Readonly<Record<string, (account?: Account) => SecurityContext>> = {
  NTLM: (account = ALICE) => ntlmFor(account).context(),
  SPNEGO: (account = ALICE) => spnego([ntlmFor(account)]).context(),
  'SPNEGO that prefers Kerberos': (account = ALICE) => spnego([KERBEROS, ntlmFor(account)]).context(),
}

/** Logs in as alice and opens the pipe, so many times; uses them, and leaves. */
export async function visit<T>(
  smbd: Smbd,
  { encrypted = true, pipes: count = 1 }: Visit,
  use: (pipe: Pipe, pipes: readonly Pipe[]) => Promise<T>,
): Promise<T> {
  const offer = encrypted ? FULL_OFFER : { ...FULL_OFFER, ciphers: [] }
  await using connection = await Smb2Connection.open(await smbd.connect(), { serverName: 'localhost', offer })
  await using session = await connection.logon(spnego([ntlmFor(ALICE)]).context(), {})
  await using tree = await session.treeConnect('IPC$')
  const pipes = await Promise.all(Array.from({ length: count }, () => tree.openPipe(LSM_API_SERVICE)))
  return await use(pipes[0]!, pipes)
}

export function bind(pipe: Pipe, security?: Security): Promise<RpcClient> {
  return RpcClient.bind(pipe, [TermSrvEnumeration, Echo], { security })
}
