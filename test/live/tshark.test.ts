/** Recorded conversations, ours with smbd and ours with our own server, before an independent dissector. */
import assert from 'node:assert/strict'
import { type Duplex, duplexPair } from 'node:stream'
import { describe, test } from 'node:test'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { SecurityContext } from '../../src/auth/mechanism.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { RpcClient } from '../../src/rpc/client.ts'
import { AuthLevel } from '../../src/rpc/protection.ts'
import { Smb2Connection } from '../../src/smb2/connection.ts'
import { FrameReader } from '../../src/smb2/frames.ts'
import { Message } from '../../src/smb2/message.ts'
import { Command } from '../../src/smb2/messages/header.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import { SigningAlgorithm } from '../../src/smb2/messages/negotiate-contexts.ts'
import { FULL_OFFER, type Offer } from '../../src/smb2/offer.ts'
import type { Pipe } from '../../src/smb2/pipe.ts'
import { Smb2ServerConnection } from '../../src/smb2/server/connection.ts'
import { ALICE, Smbd, smbdMissing } from './smbd/smbd.ts'
import { NetrRemoteTOD, srvsvc } from './smbd/srvsvc.ts'
import { Capture } from './tshark/capture.ts'
import { type RecordedKey, select, tsharkMissing } from './tshark/tshark.ts'

const FILTERS = {
  malformed: '_ws.malformed || _ws.unreassembled',
  errors: '_ws.expert.severity == "Error"',
  smb2: 'smb2',
  ntlmssp: 'ntlmssp',
  dcerpc: 'dcerpc',
}

/** The frames in which pipes are opened by their first message, as they are asked for and answered. */
function compounds(name: string): Record<'asked' | 'answered', string> {
  const { TREE_CONNECT, CREATE, IOCTL } = Command
  const commands = name.includes('3.1.1') ? [TREE_CONNECT, CREATE, IOCTL] : [CREATE, IOCTL]
  const parts = ['smb2.chain_offset > 0', 'smb2.flags.chained == 1', ...commands.map((each) => `smb2.cmd == ${each}`)]
  const together = parts.join(' && ')
  return { asked: `smb2.flags.response == 0 && ${together}`, answered: `smb2.flags.response == 1 && ${together}` }
}

const credential = new PasswordCredential(ALICE.user, '', ALICE.password)
const mechanism = ntlm(credential, { targetName: 'cifs/localhost', workstation: 'CLIENT' })

/** A context whose key the test keeps: nothing in the product gives a key away. */
function recorded(keys: Uint8Array[]): SecurityContext {
  const context = spnego([mechanism]).context()
  const keyOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Object.getPrototypeOf(context)), 'sessionKey')!
  Object.defineProperty(context, 'sessionKey', {
    get: () => {
      const key: Uint8Array = keyOf.get!.call(context)
      keys.push(Uint8Array.from(key))
      return key
    },
  })
  return context
}

/** Logs on, uses a pipe, whose first message opens it, and leaves, all of it recorded. */
async function record(
  stream: Duplex,
  offer: Partial<Offer>,
  use: (pipe: Pipe) => Promise<unknown>,
): Promise<{ capture: Capture; keys: RecordedKey[] }> {
  const capture = new Capture()
  const sessionKeys: Uint8Array[] = []
  {
    const options = { serverName: 'localhost', offer: { ...FULL_OFFER, ...offer } }
    await using connection = await Smb2Connection.open(capture.tap(stream), options)
    await using session = await connection.logon(recorded(sessionKeys))
    await using tree = session.tree('IPC$')
    await using pipe = tree.pipe('srvsvc')
    await use(pipe)
  }
  const answers = new FrameReader().push(capture.bytes(false))
  const { sessionId } = new Message(answers[1]!).header
  return { capture, keys: sessionKeys.map((sessionKey) => ({ sessionId, sessionKey })) }
}

/** tshark 4.0 knows no AES-GMAC, and it takes the signature of a compound's part for that of all that follows. */
const WRONG_SIGNATURES = { wrong: '_ws.expert.severity == "Error" && !(smb2.chain_offset > 0)' }

async function judge(
  { capture, keys }: { capture: Capture; keys: RecordedKey[] },
  { name, atLeast, isOurs }: { name: string; atLeast: number; isOurs: boolean },
): Promise<void> {
  const pcap = capture.pcap()
  const filters = { ...FILTERS, ...compounds(name) }
  const found = await select({ pcap, keys, filters, verifySignatures: false })
  const { malformed, errors, smb2, ntlmssp, dcerpc, asked, answered } = found
  assert.deepEqual(malformed, [])
  assert.deepEqual(errors, [])
  assert.equal(smb2!.length >= 12, true, `${smb2!.length} SMB2 packets`)
  assert.equal(asked!.length, 1, `${asked!.length} compounds`)
  // smbd answers in two frames when the last answer is not there in time.
  if (isOurs) assert.equal(answered!.length, 1, `${answered!.length} answers to compounds`)
  assert.equal(ntlmssp!.length >= 3, true, `${ntlmssp!.length} NTLMSSP packets`)
  assert.equal(dcerpc!.length >= atLeast, true, `${dcerpc!.length} DCE/RPC packets`)
  if (!signaturesKnown(name)) return
  const { wrong } = await select({ pcap, keys, filters: WRONG_SIGNATURES, verifySignatures: true })
  assert.deepEqual(wrong, [])
}

const OFFERS: Record<string, Partial<Offer>> = {
  'encrypted 3.1.1': {},
  'encrypted 3.0': { dialects: [Dialect['3.0']] },
  'signed 3.1.1 with GMAC': { ciphers: [] },
  'signed 3.1.1 with CMAC': { ciphers: [], signingAlgorithms: [SigningAlgorithm['AES-CMAC']] },
  'signed 3.0': { ciphers: [], dialects: [Dialect['3.0']] },
  'signed 2.1': { dialects: [Dialect['2.1']] },
}

function signaturesKnown(name: string): boolean {
  return name.startsWith('signed') && !name.endsWith('GMAC')
}

describe('tshark, our client with smbd', { skip: tsharkMissing() || smbdMissing() }, () => {
  for (const [name, offer] of Object.entries(OFFERS)) {
    test(`finds nothing malformed in a conversation that is ${name}`, async () => {
      await using smbd = await Smbd.start()
      const conversation = await record(await smbd.connect(), offer, async (pipe) => {
        const level = AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
        const client = await RpcClient.bind(pipe, [srvsvc], { security: { context: mechanism.context(), level } })
        assert.equal((await client.call(srvsvc, NetrRemoteTOD, { ServerName: null })).returnValue, 0)
      })
      await judge(conversation, { name, atLeast: 4, isOurs: false })
    })
  }
})

describe('tshark, our client with our server', { skip: tsharkMissing() }, () => {
  const ntHash = (user: string) => (user === ALICE.user ? credential.ntHash : null)
  const accepting = spnegoAcceptor([ntlmAcceptor({ computerName: 'LOCALHOST', ntHash })])
  for (const [name, offer] of Object.entries(OFFERS)) {
    test(`finds nothing malformed in a conversation that is ${name}`, async () => {
      const [ours, theirs] = duplexPair()
      await using _ = new Smb2ServerConnection(theirs, {
        mechanism: accepting,
        services: () => async (pipe) => {
          for (;;) await pipe.send(await pipe.receive())
        },
      })
      const conversation = await record(ours, offer, async (pipe) => {
        await pipe.transceive(BIND)
        await pipe.send(BIND)
        await pipe.receive()
      })
      await judge(conversation, { name, atLeast: 3, isOurs: true })
    })
  }
})

/** An RPC bind to srvsvc without authentication, which the test's pipe sends back. */
const BIND = Buffer.from(
  '05000b03100000004800000001000000b810b810000000000100000000000100' +
    'c84f324b7016d30112785a47bf6ee18803000000045d888aeb1cc9119fe808002b10486002000000',
  'hex',
)

describe('tshark itself', { skip: tsharkMissing() }, () => {
  test('complains of a signature that was made with another key', async () => {
    const [ours, theirs] = duplexPair()
    const mechanisms = [ntlmAcceptor({ computerName: 'LOCALHOST', ntHash: () => credential.ntHash })]
    await using _ = new Smb2ServerConnection(theirs, {
      mechanism: spnegoAcceptor(mechanisms),
      services: () => async () => {},
    })
    const { capture, keys } = await record(ours, { dialects: [Dialect['2.1']] }, (pipe) => pipe.open())
    keys[0]!.sessionKey[0]! ^= 1
    const question = { pcap: capture.pcap(), keys, filters: WRONG_SIGNATURES, verifySignatures: true }
    assert.notDeepEqual((await select(question)).wrong, [])
  })
})
