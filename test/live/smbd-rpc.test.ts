/** RPC against a real smbd: what it answers at every level of protection, and what it refuses. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { SecurityContext } from '../../src/auth/mechanism.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { StatusError } from '../../src/errors.ts'
import type { Security } from '../../src/rpc/bind.ts'
import { RpcClient } from '../../src/rpc/client.ts'
import type { Interface } from '../../src/rpc/interface.ts'
import { AuthLevel } from '../../src/rpc/protection.ts'
import { Smb2Connection } from '../../src/smb2/connection.ts'
import { FULL_OFFER } from '../../src/smb2/offer.ts'
import {
  LsapLookupWksta,
  LsarClose,
  LsarLookupSids,
  LsarOpenPolicy2,
  lsarpc,
  POLICY_LOOKUP_NAMES,
} from '../../src/tsts/lsarpc.ts'
import { TermSrvSession } from '../../src/tsts/term-srv-session.ts'
import { ALICE, Smbd, smbdMissing } from './smbd/smbd.ts'
import { Absent, NetrRemoteTOD, NetrShareEnum, NetrWkstaGetInfo, srvsvc, wkssvc } from './smbd/srvsvc.ts'

const skip = smbdMissing()
const { RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_AUTHN_LEVEL_PKT_PRIVACY } = AuthLevel
const SHARES = 250

function mechanism(password: string = ALICE.password) {
  return ntlm(new PasswordCredential(ALICE.user, '', password), { targetName: 'cifs/localhost', workstation: 'CLIENT' })
}

const ntlmContext = (): SecurityContext => mechanism().context()
const spnegoContext = (): SecurityContext => spnego([mechanism()]).context()

const PROTECTIONS: readonly [name: string, security: () => Security | undefined][] = [
  ['no protection', () => undefined],
  ['NTLM and integrity', () => ({ context: ntlmContext(), level: RPC_C_AUTHN_LEVEL_PKT_INTEGRITY })],
  ['NTLM and privacy', () => ({ context: ntlmContext(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })],
  ['SPNEGO and integrity', () => ({ context: spnegoContext(), level: RPC_C_AUTHN_LEVEL_PKT_INTEGRITY })],
  ['SPNEGO and privacy', () => ({ context: spnegoContext(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })],
]

interface Visit {
  readonly pipe: string
  readonly interfaces: readonly Interface[]
  readonly security?: Security | undefined
}

function refusal(value: number) {
  return (error: unknown) =>
    error instanceof StatusError && error.status.space === 'rpc' && error.status.value === value
}

describe('RPC against smbd', { skip }, () => {
  let smbd: Smbd

  before(async () => {
    const shares = Array.from(
      { length: SHARES },
      (_, i) => `[folder${i}]\npath = /nonexistent\ncomment = ${'x'.repeat(40)}`,
    )
    smbd = await Smbd.start({ global: shares })
  })
  after(() => smbd?.[Symbol.asyncDispose]())

  /** Goes all the way to a bound pipe, uses it, and leaves. */
  async function visit<T>(
    { pipe: name, interfaces, security }: Visit,
    use: (client: RpcClient) => Promise<T>,
  ): Promise<T> {
    await using connection = await Smb2Connection.open(await smbd.connect(), {
      serverName: 'localhost',
      offer: FULL_OFFER,
    })
    await using session = await connection.logon(spnegoContext(), {})
    await using tree = await session.treeConnect('IPC$')
    await using pipe = await tree.openPipe(name)
    return await use(await RpcClient.bind(pipe, interfaces, { security }))
  }

  for (const [name, security] of PROTECTIONS) {
    test(`srvsvc, wkssvc and lsarpc answer with ${name}`, async () => {
      await visit({ pipe: 'srvsvc', interfaces: [srvsvc], security: security() }, async (client) => {
        const { BufferPtr, returnValue } = await client.call(srvsvc, NetrRemoteTOD, { ServerName: null })
        assert.equal(returnValue, 0)
        assert.equal(Math.abs((BufferPtr?.tod_elapsedt ?? 0) - Date.now() / 1000) < 60, true)
      })
      await visit({ pipe: 'wkssvc', interfaces: [wkssvc], security: security() }, async (client) => {
        const { WkstaInfo } = await client.call(wkssvc, NetrWkstaGetInfo, { ServerName: null, Level: 100 })
        assert.equal(WkstaInfo.Info?.wki100_computername, 'LABHOST')
      })
      await visit({ pipe: 'lsarpc', interfaces: [lsarpc], security: security() }, namesOfSids)
    })

    test(`an answer of several fragments arrives whole with ${name}`, async () => {
      await visit({ pipe: 'srvsvc', interfaces: [srvsvc], security: security() }, async (client) => {
        const InfoStruct = { Level: 1 as const, Data: { EntriesRead: 0, Buffer: null } }
        const input = { ServerName: null, InfoStruct, PreferedMaximumLength: 0xffff_ffff, ResumeHandle: null }
        for (let i = 0; i < 2; i++) {
          const answer = await client.call(srvsvc, NetrShareEnum, input)
          const names = answer.InfoStruct.Data?.Buffer?.map(({ shi1_netname }) => shi1_netname)
          assert.equal(names?.filter((each) => each?.startsWith('folder')).length, SHARES)
        }
      })
    })
  }

  async function namesOfSids(client: RpcClient): Promise<void> {
    const ObjectAttributes = { Length: 24, Attributes: 0, SecurityQualityOfService: null }
    const opened = await client.call(lsarpc, LsarOpenPolicy2, {
      SystemName: null,
      ObjectAttributes,
      DesiredAccess: POLICY_LOOKUP_NAMES,
    })
    assert.equal(opened.returnValue, 0)
    const sids = ['S-1-5-18', 'S-1-1-0', ...Array.from({ length: 400 }, () => 'S-1-5-32-544')]
    const found = await client.call(lsarpc, LsarLookupSids, {
      PolicyHandle: opened.PolicyHandle,
      SidEnumBuffer: { Entries: sids.length, SidInfo: sids },
      TranslatedNames: { Entries: 0, Names: null },
      LookupLevel: LsapLookupWksta,
      MappedCount: 0,
    })
    assert.equal(found.TranslatedNames.Names?.length, sids.length)
    assert.deepEqual(
      found.TranslatedNames.Names?.slice(0, 2).map(({ Name }) => Name),
      ['SYSTEM', 'Everyone'],
    )
    const closed = await client.call(lsarpc, LsarClose, { ObjectHandle: opened.PolicyHandle })
    assert.equal(closed.returnValue, 0)
  }

  test('level connect is refused', async () => {
    const security = { context: ntlmContext(), level: RPC_C_AUTHN_LEVEL_CONNECT }
    await visit({ pipe: 'srvsvc', interfaces: [srvsvc], security }, async (client) => {
      await assert.rejects(client.call(srvsvc, NetrRemoteTOD, { ServerName: null }), refusal(5))
    })
  })

  test('a wrong password is refused at the first call', async () => {
    const security = { context: mechanism('wrong').context(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
    await visit({ pipe: 'srvsvc', interfaces: [srvsvc], security }, async (client) => {
      await assert.rejects(client.call(srvsvc, NetrRemoteTOD, { ServerName: null }), refusal(0x1c01_000b))
    })
  })

  test('an interface that smbd lacks is refused beside one that it has', async () => {
    await visit({ pipe: 'srvsvc', interfaces: [TermSrvSession, srvsvc] }, async (client) => {
      assert.equal(client.supports(TermSrvSession), false)
      assert.equal((await client.call(srvsvc, NetrRemoteTOD, { ServerName: null })).returnValue, 0)
    })
  })

  test('an operation that smbd lacks ends in a fault and the connection lives on', async () => {
    for (const [, security] of PROTECTIONS) {
      await visit({ pipe: 'srvsvc', interfaces: [srvsvc], security: security() }, async (client) => {
        await assert.rejects(client.call(srvsvc, Absent, {}), refusal(0x1c01_0002))
        assert.equal((await client.call(srvsvc, NetrRemoteTOD, { ServerName: null })).returnValue, 0)
      })
    }
  })
})
