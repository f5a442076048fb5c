/** Authentication and protection of a connection: NTLM, SPNEGO, and a mechanism that leaves headers alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SecurityContext } from '../../src/auth/mechanism.ts'
import { StatusError } from '../../src/errors.ts'
import { bodyOf, FAULT_STUB_START, parse } from '../../src/rpc/fragment.ts'
import { Fault, PduType, PfcFlags } from '../../src/rpc/pdu.ts'
import { AuthLevel, Protection } from '../../src/rpc/protection.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { connect, faultOf } from './connect.ts'
import { Echo, EchoData, Fail, Missing, Wait, WhoAmI } from './echo.ts'
import { ntlmClient, spnegoClient, TestContext } from './security.ts'

const { RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_AUTHN_LEVEL_PKT_PRIVACY } = AuthLevel
const SECRET = Buffer.from('nobody may read this on the wire')

const CLIENTS: readonly [name: string, context: () => SecurityContext, user: string][] = [
  ['NTLM', ntlmClient, 'alice'],
  ['SPNEGO', spnegoClient, 'alice'],
  ['a mechanism of two legs', () => new TestContext('client'), 'tess'],
]

for (const [name, context, user] of CLIENTS) {
  for (const [kind, level] of [
    ['integrity', RPC_C_AUTHN_LEVEL_PKT_INTEGRITY],
    ['privacy', RPC_C_AUTHN_LEVEL_PKT_PRIVACY],
  ] as const) {
    test(`${name} with ${kind} protects every fragment both ways`, async () => {
      await using pair = await connect({ bind: { security: { context: context(), level } } })
      const data = new Uint8Array(Buffer.concat(Array.from({ length: 600 }, () => SECRET)))
      for (let i = 0; i < 3; i++) {
        assert.deepEqual(await pair.client.call(Echo, EchoData, { data }), { data, returnValue: data.length })
      }
      assert.equal((await pair.client.call(Echo, WhoAmI, { password: 'x' })).user, user)
      const wire = Buffer.concat(pair.wire.sent.map(({ bytes }) => bytes))
      assert.equal(wire.includes(SECRET), level === RPC_C_AUTHN_LEVEL_PKT_INTEGRITY)
      for (const { bytes } of pair.wire.sent) {
        const { header, verifier, trailerStart } = parse(bytes)
        if (header.ptype !== PduType.request && header.ptype !== PduType.response) continue
        assert.equal(verifier?.authLevel, level)
        assert.equal((trailerStart - 16) % 16, 0)
      }
    })
  }

  test(`${name}: a flipped bit in any answer ends the connection`, async () => {
    let flip = -1
    const setup = {
      bind: { security: { context: context(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY } },
      through(bytes: Uint8Array, from: string) {
        if (from === 'server' && bytes[2] === PduType.response && flip >= 0) bytes[flip >> 3]! ^= 1 << (flip & 7)
        return [bytes]
      },
    }
    for (const bit of [16 * 8, 24 * 8 + 3, 40 * 8 + 1, -9]) {
      await using pair = await connect({ ...setup, bind: { security: { ...setup.bind.security, context: context() } } })
      flip = -1
      const { length } = await answerTo(pair)
      flip = bit < 0 ? length * 8 + bit : bit
      await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), (error) => {
        return error instanceof DecodeError || (error instanceof StatusError && /ALTERED/.test(error.status.symbol))
      })
      await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), faultOf(0x1c01_0001))
    }
  })

  test(`${name}: a flipped bit in a request ends the connection`, async () => {
    let flip = false
    await using pair = await connect({
      bind: { security: { context: context(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY } },
      through(bytes, from) {
        if (from === 'client' && flip) bytes[30]! ^= 1
        return [bytes]
      },
    })
    flip = true
    await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), faultOf(5, 'ERROR_ACCESS_DENIED'))
    await assert.rejects(pair.served, /ALTERED/)
  })
}

async function answerTo(pair: Awaited<ReturnType<typeof connect>>): Promise<Uint8Array> {
  await pair.client.call(Echo, EchoData, { data: SECRET })
  return pair.wire.sent.at(-1)!.bytes
}

test('an answer without the protection agreed is refused', async () => {
  await using pair = await connect({
    bind: { security: { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_INTEGRITY } },
    through(bytes, from) {
      if (from === 'client' || bytes[2] !== PduType.response) return [bytes]
      const { trailerStart } = parse(bytes)
      const bare = bytes.slice(0, trailerStart)
      bare.set([trailerStart & 0xff, trailerStart >> 8, 0, 0], 8)
      return [bare]
    },
  })
  await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), { name: 'DecodeError', message: /without/ })
})

test('NTLM goes in three legs, SPNEGO in pairs', async () => {
  const types = async (context: SecurityContext) => {
    await using pair = await connect({ bind: { security: { context, level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY } } })
    await pair.client.call(Echo, EchoData, { data: SECRET })
    return pair.wire.sent.map(({ bytes }) => bytes[2])
  }
  assert.deepEqual(await types(ntlmClient()), [11, 12, 16, 0, 2])
  assert.deepEqual(await types(spnegoClient()), [11, 12, 14, 15, 0, 2])
})

test('header signing is offered and agreed, and without it a mechanism signs only the stub', async () => {
  const { PFC_SUPPORT_HEADER_SIGN } = PfcFlags
  for (const agreed of [true, false]) {
    const context = new TestContext('client')
    await using pair = await connect({
      bind: { security: { context, level: RPC_C_AUTHN_LEVEL_PKT_INTEGRITY } },
      through(bytes) {
        if (!agreed && (bytes[2] === PduType.bind || bytes[2] === PduType.bind_ack))
          bytes[3]! &= ~PFC_SUPPORT_HEADER_SIGN
        return [bytes]
      },
    })
    await pair.client.call(Echo, EchoData, { data: new Uint8Array(12) })
    const request = pair.wire.sent.find(({ bytes }) => bytes[2] === PduType.request)!.bytes
    const { trailerStart } = parse(request)
    const covered = agreed ? request.subarray(0, trailerStart + 8) : request.subarray(24, trailerStart)
    assert.deepEqual(context.signed, [covered.slice()])
    assert.equal((pair.wire.sent[0]!.bytes[3]! & PFC_SUPPORT_HEADER_SIGN) !== 0, true)
  }
})

test('level connect authenticates and protects nothing', async () => {
  await using pair = await connect({ bind: { security: { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_CONNECT } } })
  assert.equal((await pair.client.call(Echo, WhoAmI, { password: 'x' })).user, 'alice')
  assert.equal(parse(pair.wire.sent.at(-1)!.bytes).verifier, null)
})

test('calls below the level that a server wants end in access denied', async () => {
  const server = { minimumLevel: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  for (const level of [RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY]) {
    await using pair = await connect({ server, bind: { security: { context: ntlmClient(), level } } })
    await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), faultOf(5))
  }
  await using none = await connect({ server })
  await assert.rejects(none.client.call(Echo, EchoData, { data: SECRET }), faultOf(5))
  const security = { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  await using enough = await connect({ server, bind: { security } })
  assert.equal((await enough.client.call(Echo, EchoData, { data: SECRET })).returnValue, SECRET.length)
})

for (const level of [0, 1, 3, 4, 7, 255]) {
  test(`level ${level}, at which nothing here protects, is refused at the bind`, async () => {
    const through = (bytes: Uint8Array, from: string) => {
      const { ptype } = parse(bytes).header
      if (from === 'client' && (ptype === PduType.bind || ptype === PduType.rpc_auth_3)) atLevel(bytes, level)
      return [bytes]
    }
    const security = { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_INTEGRITY }
    await assert.rejects(connect({ bind: { security }, through }), faultOf(0, 'REASON_NOT_SPECIFIED'))
  })
}

/** Overwrites auth_level in the sec_trailer of a message. [MS-RPCE] 2.2.2.11 */
function atLevel(bytes: Uint8Array, level: number): void {
  bytes[parse(bytes).trailerStart + 1] = level
}

test('a wrong password ends NTLM at the first call and SPNEGO at the bind', async () => {
  const level = RPC_C_AUTHN_LEVEL_PKT_PRIVACY
  await using pair = await connect({ bind: { security: { context: ntlmClient('wrong'), level } } })
  await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), faultOf(5, 'ERROR_ACCESS_DENIED'))
  await assert.rejects(connect({ bind: { security: { context: spnegoClient('wrong'), level } } }), faultOf(5))
})

test('an authentication type that the server lacks is refused by name', async () => {
  const security = { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  const server = { authenticate: () => null }
  await assert.rejects(connect({ bind: { security }, server }), faultOf(8, 'authentication_type_not_recognized'))
})

test('a fault under protection is reported and the connection lives on', async () => {
  const security = { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  await using pair = await connect({ bind: { security } })
  await assert.rejects(pair.client.call(Echo, Missing, {}), faultOf(0x1c01_0002))
  assert.equal((await pair.client.call(Echo, Fail, { how: '' })).returnValue, 0)
})

for (const altered of [false, true]) {
  test(`a fault that is ${altered ? 'wrongly signed is reported, and the connection not used again' : 'signed keeps the sequence'}`, async () => {
    const level = RPC_C_AUTHN_LEVEL_PKT_PRIVACY
    const context = new TestContext('server')
    const protection = new Protection({ context, level, authContextId: 1, headerSigning: true })
    await using pair = await connect({
      server: { authenticate: () => context },
      bind: { security: { context: new TestContext('client'), level } },
      through(bytes, from) {
        if (from === 'client' || bytes[2] !== PduType.fault) return [bytes]
        const fragment = parse(bytes)
        const fault = protection.compose(Fault, bodyOf(Fault, fragment), fragment.header, FAULT_STUB_START)
        if (altered) fault[fault.length - 1]! ^= 1
        return [fault]
      },
    })
    await assert.rejects(pair.client.call(Echo, Missing, {}), faultOf(0x1c01_0002))
    const next = pair.client.call(Echo, EchoData, { data: SECRET })
    if (altered) await assert.rejects(next, faultOf(0x1c01_0001))
    else assert.equal((await next).returnValue, SECRET.length)
  })
}

test('an aborted call under protection leaves a connection that is not used again', async () => {
  const controller = new AbortController()
  const security = { context: ntlmClient(), level: RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
  await using pair = await connect({ bind: { security }, events: { waiting: () => controller.abort('enough') } })
  await assert.rejects(pair.client.call(Echo, Wait, {}, controller), (reason) => reason === 'enough')
  await assert.rejects(pair.client.call(Echo, EchoData, { data: SECRET }), faultOf(0x1c01_0001))
})
