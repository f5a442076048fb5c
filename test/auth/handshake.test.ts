/** Whole handshakes of NTLM and SPNEGO, client against server, and what a middle man may not do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { Mechanism, SecurityContext } from '../../src/auth/mechanism.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { AvId, decodeAvPairs, encodeAvPairs } from '../../src/auth/ntlm/av-pairs.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { ChallengeMessage } from '../../src/auth/ntlm/messages.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { decodeResp, encodeInit, encodeResp } from '../../src/auth/spnego/tokens.ts'
import { decode, encode } from '../../src/wire/codec.ts'

const PASSWORD = 'correct horse'
const TARGET = { targetName: 'cifs/server1', workstation: 'CLIENT' }
const alice = (password = PASSWORD) => new PasswordCredential('Alice', '', password)
const accounts = {
  computerName: 'SERVER1',
  ntHash: (user: string) => (user.toLowerCase() === 'alice' ? alice().ntHash : null),
}
const client = (password?: string) => ntlm(alice(password), TARGET)
const server = () => ntlmAcceptor(accounts)
/** A mechanism of the same steps under another name: what SPNEGO sees of Kerberos. */
const renamed = (mechanism: Mechanism): Mechanism => ({ ...mechanism, oid: '1.2.840.113554.1.2.2' })

type Change = (token: Uint8Array, step: number) => Uint8Array

async function shake(a: SecurityContext, b: SecurityContext, change: Change = (token) => token): Promise<void> {
  let { token } = await a.step(null)
  for (let step = 0; token; step++) {
    const receiver = step % 2 === 0 ? b : a
    token = (await receiver.step(change(token, step))).token
  }
}

const PAIRS: Record<string, [Mechanism, Mechanism]> = {
  NTLM: [client(), server()],
  'SPNEGO over NTLM': [spnego([client()]), spnegoAcceptor([server()])],
  'SPNEGO, second choice': [spnego([renamed(client()), client()]), spnegoAcceptor([server()])],
  'SPNEGO, first of two': [spnego([renamed(client()), client()]), spnegoAcceptor([server(), renamed(server())])],
}

for (const [name, [initiate, accept]] of Object.entries(PAIRS)) {
  test(`${name} ends with one key, a name and messages that pass both ways`, async () => {
    using a = initiate.context()
    using b = accept.context()
    await shake(a, b)
    assert.equal(a.done && b.done, true)
    assert.deepEqual(a.sessionKey, b.sessionKey)
    assert.deepEqual(b.principal, { user: 'Alice', domain: '' })
    for (const [from, to] of [
      [a, b],
      [b, a],
      [a, b],
    ] as const) {
      const message = Buffer.from('header, secret, trailer')
      const part = { start: 8, end: 14 }
      const signature = from.seal(message, part)
      assert.equal(signature.length, from.signatureLength(true))
      assert.notEqual(message.subarray(8, 14).toString(), 'secret')
      to.unseal(message, part, signature)
      assert.equal(message.toString(), 'header, secret, trailer')
      to.verify(message, from.sign(message))
      assert.throws(
        () => to.verify(Buffer.from('header, secret, trailes'), from.sign(message)),
        /SEC_E_MESSAGE_ALTERED/,
      )
    }
  })

  test(`${name} refuses a wrong password`, async () => {
    const wrong = name.startsWith('SPNEGO') ? spnego([client('wrong')]) : client('wrong')
    using a = wrong.context()
    using b = accept.context()
    await assert.rejects(shake(a, b), { name: 'StatusError', message: /STATUS_LOGON_FAILURE/ })
    assert.equal(b.principal, null)
    assert.throws(() => b.sessionKey, /SEC_E_OUT_OF_SEQUENCE/)
  })

  test(`${name} notices every flipped bit of the first challenge`, async () => {
    using reference = accept.context()
    using probe = initiate.context()
    const first = await probe.step(null)
    const length = (await reference.step(first.token)).token!.length
    for (let at = 0; at < length; at += 7) {
      using a = initiate.context()
      using b = accept.context()
      const flip: Change = (token, step) =>
        step === 1 ? Uint8Array.from(token, (byte, i) => (i === at ? byte ^ 0x10 : byte)) : token
      await assert.rejects(shake(a, b, flip), /./, `byte ${at}`)
    }
  })
}

for (const length of [0, 7, 9, 64]) {
  test(`NTLM refuses a challenge whose timestamp has ${length} bytes`, async () => {
    using a = client().context()
    using b = server().context()
    const stretch: Change = (token, step) => (step === 1 ? withTimestamp(token, new Uint8Array(length)) : token)
    await assert.rejects(shake(a, b, stretch), { name: 'StatusError', message: /SEC_E_INVALID_TOKEN.*timestamp/ })
    assert.equal(a.done, false)
  })
}

function withTimestamp(token: Uint8Array, timestamp: Uint8Array): Uint8Array {
  const challenge = decode(ChallengeMessage, token)
  const pairs = new Map([...decodeAvPairs(challenge.targetInfo), [AvId.MsvAvTimestamp, timestamp] as const])
  return encode(ChallengeMessage, { ...challenge, targetInfo: encodeAvPairs(pairs) })
}

test('a context shows no secret', async () => {
  using a = client().context()
  using b = server().context()
  await shake(a, b)
  const key = Buffer.from(a.sessionKey)
  for (const shown of [
    inspect(a, { depth: 9, showHidden: true }),
    JSON.stringify(a),
    inspect(alice()),
    JSON.stringify(alice()),
  ]) {
    assert.doesNotMatch(
      shown,
      new RegExp(`${key.toString('hex')}|${PASSWORD}|${Buffer.from(alice().ntHash).toString('hex')}`),
    )
  }
})

test('disposal zeroes the key', async () => {
  const a = client().context()
  const b = server().context()
  await shake(a, b)
  a[Symbol.dispose]()
  b[Symbol.dispose]()
  assert.deepEqual(a.sessionKey, new Uint8Array(16))
  assert.deepEqual(b.sessionKey, new Uint8Array(16))
})

test('SPNEGO refuses a server that does not sign the list of mechanisms', async () => {
  using a = spnego([client()]).context()
  using b = spnegoAcceptor([server()]).context()
  const strip: Change = (token, step) => (step === 3 ? encodeResp({ ...decodeResp(token), mechListMic: null }) : token)
  await assert.rejects(shake(a, b, strip), /does not sign the list/)
  assert.equal(a.done, false)
})

test('SPNEGO refuses a list of mechanisms that was shortened on the way', async () => {
  using a = spnego([renamed(client()), client()]).context()
  using b = spnegoAcceptor([server(), renamed(server())]).context()
  const shorten: Change = (token, step) =>
    step === 0 ? encodeInit({ mechTypes: [client().oid], mechToken: null }) : token
  await assert.rejects(shake(a, b, shorten), /SEC_E_MESSAGE_ALTERED/)
})

test('SPNEGO begins with what the server offers', async () => {
  using a = spnego([renamed(client()), client()]).context()
  using b = spnegoAcceptor([server()]).context()
  const offer = await b.step(null)
  const first = await a.step(offer.token)
  const { token } = await b.step(first.token)
  assert.equal(decodeResp(token!).supportedMech, client().oid)
  assert.notEqual(decodeResp(token!).responseToken, null)
})

test('SPNEGO refuses a server with none of its mechanisms', async () => {
  using a = spnego([client()]).context()
  using b = spnegoAcceptor([renamed(server())]).context()
  const offer = await b.step(null)
  await assert.rejects(a.step(offer.token), /none of our mechanisms/)
})

test('NTLM refuses an anonymous client', async () => {
  using a = ntlm(new PasswordCredential('', '', ''), TARGET).context()
  using b = server().context()
  await assert.rejects(shake(a, b), /STATUS_LOGON_FAILURE/)
})
