/** Our pipes behind a real smbd and winbindd: who gets in, how, and what becomes of Samba's own RPC. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { compose, parse } from '../../src/rpc/fragment.ts'
import { PduType, Request } from '../../src/rpc/pdu.ts'
import { AuthLevel } from '../../src/rpc/protection.ts'
import { RpcGetAllSessions, TermSrvEnumeration } from '../../src/tsts/term-srv-enumeration.ts'
import { faultOf } from '../rpc/connect.ts'
import { Echo, EchoData, WhoAmI } from '../rpc/echo.ts'
import { impacketMissing } from './impacket/peer.ts'
import { PipeHost } from './samba/pipe-host.ts'
import { BINDINGS, bind, visit } from './samba/visit.ts'
import { winbinddMissing } from './samba/winbindd.ts'
import { ForeignClient } from './serve/foreign.ts'
import { ADMIN, ALICE, smbdMissing } from './smbd/smbd.ts'

const skip = smbdMissing() || winbinddMissing() || impacketMissing()
const { RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_AUTHN_LEVEL_PKT_PRIVACY } = AuthLevel
const ACCESS_DENIED = 5
/** A fault: for the first request after NTLM, for the last token of SPNEGO. */
const REFUSED = /access_denied|message 3 answers the last token/
const SAMBAS_OWN = [
  ['rpcclient', ['-c', 'srvinfo', 'localhost']],
  ['rpcclient', ['-c', 'lookupnames alice', 'ncacn_np:localhost[spnego,seal]']],
  ['smbclient', ['-L', 'localhost']],
] as const

describe('Pipes behind Samba', { skip }, () => {
  let host: PipeHost

  before(async () => {
    host = await PipeHost.start()
  })
  after(() => host?.[Symbol.asyncDispose]())

  async function assertSambaWorks(): Promise<void> {
    const user = ['-U', `${ALICE.user}%${ALICE.password}`]
    for (const [program, args] of SAMBAS_OWN) {
      const { code, text } = await host.samba(program, [...user, ...args])
      assert.equal(code, 0, `${program} ${args[1]}: ${text}`)
    }
  }

  test("Samba's own RPC works before the pipes are answered", async () => {
    await assertSambaWorks()
    await host.listen()
  })

  for (const encrypted of [false, true]) {
    const over = encrypted ? 'encrypted' : 'signed'

    for (const [name, context] of Object.entries(BINDINGS)) {
      test(`${name} with privacy is served over ${over} SMB`, async () => {
        await visit(host.smbd, { encrypted }, async (pipe) => {
          const client = await bind(pipe, { context: context(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })
          const { ppSessionData } = await client.call(TermSrvEnumeration, RpcGetAllSessions, { pLevel: 1 })
          assert.equal(
            ppSessionData?.some(({ Data }) => Data.ExecEnvId === 12),
            true,
          )
          assert.equal((await client.call(Echo, WhoAmI, { password: '' })).user, 'alice')
          const data = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7) % 251)
          assert.deepEqual((await client.call(Echo, EchoData, { data })).data, data)
        })
        const caller = host.callers.at(-1)
        assert.deepEqual([caller?.user, caller?.domain, caller?.encrypted], ['alice', 'LABHOST', encrypted])
        assert.deepEqual([caller?.uid, caller?.address], [41_001, '127.0.0.1'])
      })
    }

    test(`less protection is ${encrypted ? 'enough' : 'refused'} over ${over} SMB`, async () => {
      for (const level of [null, RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY]) {
        await visit(host.smbd, { encrypted }, async (pipe) => {
          const client = await bind(pipe, level === null ? undefined : { context: BINDINGS.NTLM!(), level })
          const call = client.call(Echo, EchoData, { data: new Uint8Array(3) })
          if (encrypted) assert.equal((await call).returnValue, 3)
          else await assert.rejects(call, faultOf(ACCESS_DENIED))
        })
      }
    })
  }

  test('another account and a wrong password are refused, however the pipe was opened', async () => {
    for (const account of [ADMIN, { ...ALICE, password: 'wrong' }, { user: 'nobody', password: '' }]) {
      for (const context of Object.values(BINDINGS)) {
        await visit(host.smbd, {}, async (pipe) => {
          await assert.rejects(async () => {
            const client = await bind(pipe, { context: context(account), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })
            await client.call(Echo, EchoData, { data: new Uint8Array(3) })
          }, faultOf(ACCESS_DENIED))
        })
      }
    }
  })

  test('nobody in particular gets no further than the bind', async () => {
    const before = host.callers.length
    const foreign = new ForeignClient({
      ...{ host: '127.0.0.1', port: host.smbd.port, ...ALICE, auth: 'ntlm', smb: ['', ''] },
    })
    await using _ = foreign
    await assert.rejects(foreign.list(), /bind_nak|rejected|invalid_checksum|access_denied/i)
    const [nobody, ...more] = host.callers.slice(before)
    assert.deepEqual([nobody?.user, nobody?.authenticated, more], ['ANONYMOUS LOGON', false, []])
  })

  for (const auth of ['ntlm', 'spnego', 'kerberosFirst'] as const) {
    test(`Impacket is served with ${auth} and privacy, and refused with a wrong password`, async () => {
      const account = { host: '127.0.0.1', port: host.smbd.port, ...ALICE, auth }
      await using foreign = new ForeignClient(account)
      assert.equal(
        (await foreign.list()).some(({ SessionId }) => SessionId === 12),
        true,
      )
      await using wrong = new ForeignClient({ ...account, password: 'wrong', smb: [ALICE.user, ALICE.password] })
      await assert.rejects(wrong.list(), REFUSED)
      await using other = new ForeignClient({ ...account, ...ADMIN, smb: [ALICE.user, ALICE.password] })
      await assert.rejects(other.list(), REFUSED)
    })
  }

  test("Samba's own RPC works while the pipes are answered", assertSambaWorks)

  test('whoever stops in the middle of a step is let go, and others are served meanwhile', async () => {
    host.stepMs = 700
    try {
      const request = compose(
        Request,
        { allocHint: 100, pContId: 1, opnum: 0, stub: new Uint8Array(100) },
        { ptype: PduType.request, pfcFlags: 1, callId: 9 },
        null,
      ).bytes
      await visit(host.smbd, { pipes: 4 }, async (_, [silent, half, first, idle]) => {
        for (const pipe of [half, first, idle]) await bind(pipe!)
        await half!.send(request.subarray(0, 50))
        await first!.send(request)
        const ended = [silent, half, first].map((pipe) => assert.rejects(pipe!.receive()))
        await visit(host.smbd, {}, async (pipe) => {
          const client = await bind(pipe, { context: BINDINGS.NTLM!(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })
          assert.equal((await client.call(Echo, EchoData, { data: new Uint8Array(3) })).returnValue, 3)
        })
        await Promise.all(ended)
        // Whoever has finished what he began may stay as long as he likes.
        await idle!.send(
          compose(Request, { allocHint: 0, pContId: 9, opnum: 0, stub: new Uint8Array() }, HEAD, null).bytes,
        )
        assert.equal(parse(await idle!.receive()).header.ptype, PduType.fault)
      })
    } finally {
      host.stepMs = 30_000
    }
  })

  test('handshakes that are begun and not finished do not keep the helpers from others', async () => {
    await visit(host.smbd, { pipes: 30 }, async (_, pipes) => {
      const begun = pipes.map(async (pipe) => {
        const context = BINDINGS.NTLM!()
        const step = context.step.bind(context)
        // The third leg never comes.
        context.step = async (token, options) => (token === null ? step(token, options) : new Promise(() => {}))
        await bind(pipe, { context, level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })
      })
      void Promise.allSettled(begun)
      await using foreign = new ForeignClient({ host: '127.0.0.1', port: host.smbd.port, ...ADMIN, auth: 'ntlm' })
      assert.equal(
        (await foreign.list()).some(({ SessionId }) => SessionId === 12),
        true,
      )
    })
  })

  test('of 500 pipes at once each is served or refused, and then others are served', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        visit(host.smbd, { pipes: 50 }, (_, pipes) => Promise.allSettled(pipes.map((pipe) => bind(pipe)))),
      ),
    )
    const refused = outcomes.flat().flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    assert.equal(outcomes.flat().length, 500)
    assert.equal(refused.length < 500, true)
    assert.deepEqual(
      refused.filter((reason) => !faultOf(1, 'TEMPORARY_CONGESTION')(reason)),
      [],
    )
    await visit(host.smbd, {}, async (pipe) => {
      const client = await bind(pipe)
      assert.equal((await client.call(Echo, EchoData, { data: new Uint8Array(3) })).returnValue, 3)
    })
  })

  test('a killed winbindd lets nobody in, and one that is back does', async () => {
    const ask = () =>
      visit(host.smbd, {}, async (pipe) => {
        const client = await bind(pipe, { context: BINDINGS.SPNEGO!(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY })
        return (await client.call(Echo, EchoData, { data: new Uint8Array(3) })).returnValue
      })
    await host.stopWinbindd()
    await assert.rejects(ask(), faultOf(ACCESS_DENIED))
    await host.startWinbindd()
    assert.equal(await ask(), 3)
  })

  test('a service that comes back answers again, and Samba works meanwhile and after', async () => {
    await host.leave()
    await assert.rejects(
      visit(host.smbd, {}, async () => {}),
      /STATUS_OBJECT_NAME_NOT_FOUND/,
    )
    await assertSambaWorks()
    await host.listen()
    await visit(host.smbd, {}, async (pipe) => void (await bind(pipe)))
    await host.leave()
    await assertSambaWorks()
  })
})

const HEAD = { ptype: PduType.request, pfcFlags: 3, callId: 11 }
