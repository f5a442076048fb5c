/** SMB 2 and 3 against a real smbd: every dialect, signing algorithm and cipher that it offers, and what it refuses. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { SecurityContext } from '../../src/auth/mechanism.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { RpcClient } from '../../src/rpc/client.ts'
import { Smb2Connection } from '../../src/smb2/connection.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import { Cipher, SigningAlgorithm } from '../../src/smb2/messages/negotiate-contexts.ts'
import { FULL_OFFER, type Offer } from '../../src/smb2/offer.ts'
import type { Pipe, PipeOptions } from '../../src/smb2/pipe.ts'
import type { LogonOptions, Smb2Session } from '../../src/smb2/session.ts'
import { downgrade, meddled } from '../smb2/meddle.ts'
import { witness } from '../smb2/witness.ts'
import { ALICE, Smbd, smbdMissing } from './smbd/smbd.ts'
import { NetrRemoteTOD, srvsvc } from './smbd/srvsvc.ts'

/** An RPC bind to srvsvc (4b324fc8-1670-01d3-1278-5a47bf6ee188, version 3) without authentication. [C706] 12.6.4.3 */
const BIND = Buffer.from(
  '05000b03100000004800000001000000b810b810000000000100000000000100' +
    'c84f324b7016d30112785a47bf6ee18803000000045d888aeb1cc9119fe808002b10486002000000',
  'hex',
)
/** NetrRemoteTOD (operation 28) with an absent server name. [MS-SRVS] 3.1.4.21 */
const REMOTE_TOD = Buffer.from('05000003100000001c0000000200000000000000' + '00001c00' + '00000000', 'hex')
const BIND_ACK = 12
const RESPONSE = 2

const OPENING = ['CREATE request', 'IOCTL request']
const FIRST = ['TREE_CONNECT request', ...OPENING]
/** The IOCTL is that of the validation. */
const CONNECTING = ['TREE_CONNECT request', 'IOCTL request']

const skip = smbdMissing()

function alice(password: string = ALICE.password, user: string = ALICE.user): SecurityContext {
  const credential = new PasswordCredential(user, '', password)
  return spnego([ntlm(credential, { targetName: 'cifs/localhost', workstation: 'CLIENT' })]).context()
}

interface Visit extends LogonOptions, PipeOptions {
  readonly offer?: Partial<Offer>
  readonly context?: SecurityContext
  readonly pipe?: string
}

/** Goes all the way to an open pipe, uses it, and leaves. */
async function visit<T>(
  smbd: Smbd,
  options: Visit,
  use: (pipe: Pipe, connection: Smb2Connection) => Promise<T>,
): Promise<T> {
  const { offer, context = alice(), pipe: name = 'srvsvc' } = options
  const socket = await smbd.connect()
  await using connection = await Smb2Connection.open(socket, {
    serverName: 'localhost',
    offer: { ...FULL_OFFER, ...offer },
  })
  await using session = await connection.logon(context, options)
  await using tree = await session.treeConnect('IPC$')
  await using pipe = await tree.openPipe(name, options)
  return await use(pipe, connection)
}

/** Logs on; the share and the pipes are the test's, and what goes out is counted frame by frame. */
async function withSession(
  smbd: Smbd,
  offer: Partial<Offer>,
  use: (session: Smb2Session, sent: () => number) => Promise<void>,
): Promise<void> {
  let frames = 0
  const outgoing = (chunk: Buffer) => {
    frames++
    return chunk
  }
  const stream = meddled(await smbd.connect(), { outgoing })
  const options = { serverName: 'localhost', offer: { ...FULL_OFFER, ...offer } }
  await using connection = await Smb2Connection.open(stream, options)
  await using session = await connection.logon(alice())
  const before = frames
  await use(session, () => frames - before)
}

/** Binds on a pipe that is not open yet, and calls. */
async function timeOfDay(pipe: Pipe): Promise<void> {
  const client = await RpcClient.bind(pipe, [srvsvc])
  assert.equal((await client.call(srvsvc, NetrRemoteTOD, { ServerName: null })).returnValue, 0)
}

function isRequest(line: string): boolean {
  return line.endsWith('request')
}

async function bind(pipe: Pipe): Promise<number> {
  return (await pipe.transceive(BIND))[2]!
}

/** smbd does not mark the parts of a message that READ cuts, so the fragment's own length says when it is complete. */
async function fragment(pipe: Pipe, first: Uint8Array): Promise<Uint8Array> {
  let bytes = Buffer.from(first)
  while (bytes.length < bytes.readUInt16LE(8)) bytes = Buffer.concat([bytes, await pipe.receive()])
  assert.equal(bytes.length, bytes.readUInt16LE(8))
  return bytes
}

describe('smbd with signing mandatory', { skip }, () => {
  let smbd: Smbd
  before(async () => {
    smbd = await Smbd.start()
  })
  after(() => smbd[Symbol.asyncDispose]())

  for (const [name, dialect] of Object.entries(Dialect)) {
    for (const ciphers of [FULL_OFFER.ciphers, []]) {
      const way = ciphers.length > 0 && dialect >= Dialect['3.0'] ? 'encrypted' : 'signed'
      test(`dialect ${name} is spoken ${way}${ciphers.length > 0 ? '' : ' when no cipher is offered'}`, async () => {
        await visit(smbd, { offer: { dialects: [dialect], ciphers } }, async (pipe, connection) => {
          assert.equal(connection.dialect, name)
          assert.equal(connection.negotiated.cipherId !== 0, way === 'encrypted')
          assert.equal(await bind(pipe), BIND_ACK)
        })
      })
    }
  }

  for (const [name, id] of Object.entries(Cipher)) {
    test(`cipher ${name} passes both ways`, async () => {
      await visit(smbd, { offer: { ciphers: [id] } }, async (pipe, connection) => {
        assert.equal(connection.negotiated.cipherId, id)
        assert.equal(await bind(pipe), BIND_ACK)
      })
    })
  }

  for (const [name, id] of Object.entries(SigningAlgorithm)) {
    test(`signing algorithm ${name} passes both ways`, async () => {
      await visit(smbd, { offer: { ciphers: [], signingAlgorithms: [id] } }, async (pipe, connection) => {
        assert.equal(connection.negotiated.signingAlgorithmId, id)
        assert.equal(await bind(pipe), BIND_ACK)
      })
    })
  }

  test('the strongest of everything is chosen by default', async () => {
    await visit(smbd, {}, async (pipe, connection) => {
      const { cipherId, signingAlgorithmId } = connection.negotiated
      assert.equal(connection.dialect, '3.1.1')
      assert.equal(cipherId, Cipher['AES-128-GCM'])
      assert.equal(signingAlgorithmId, SigningAlgorithm['AES-GMAC'])
      assert.equal(await bind(pipe), BIND_ACK)
    })
  })

  test('a message is written and read by itself', async () => {
    await visit(smbd, {}, async (pipe) => {
      await pipe.send(BIND)
      assert.equal((await pipe.receive())[2], BIND_ACK)
    })
  })

  test('an answer longer than one buffer arrives in full', async () => {
    await visit(smbd, { maxLength: 24 }, async (pipe) => {
      const ack = await fragment(pipe, await pipe.transceive(BIND))
      assert.equal(ack[2], BIND_ACK)
      await pipe.send(REMOTE_TOD)
      const response = await fragment(pipe, await pipe.receive())
      assert.equal(response[2], RESPONSE)
    })
  })

  test('several pipes of one session answer side by side', async () => {
    await using connection = await Smb2Connection.open(await smbd.connect(), { serverName: 'localhost' })
    await using session = await connection.logon(alice())
    await using tree = await session.treeConnect('IPC$')
    const pipes = await Promise.all(['srvsvc', 'wkssvc', 'lsarpc', 'srvsvc'].map((name) => tree.openPipe(name)))
    const answers = await Promise.all(pipes.map((pipe) => pipe.transceive(BIND)))
    assert.deepEqual(
      answers.map((answer) => answer[2]),
      [BIND_ACK, BIND_ACK, BIND_ACK, BIND_ACK],
    )
  })

  for (const [name, dialect] of Object.entries(Dialect)) {
    for (const ciphers of [FULL_OFFER.ciphers, []]) {
      const way = ciphers.length > 0 ? '' : ' without ciphers'
      const first = dialect === Dialect['3.1.1'] ? FIRST : [...CONNECTING, ...OPENING]
      test(`a first message opens its pipe over ${name}${way}`, async (t) => {
        await withSession(smbd, { dialects: [dialect], ciphers }, async (session, sent) => {
          const heard = witness(t)
          const tree = session.tree('IPC$')
          assert.equal(await bind(tree.pipe('srvsvc')), BIND_ACK)
          assert.deepEqual(heard.lines.filter(isRequest), first)
          assert.equal(sent(), dialect === Dialect['3.1.1'] ? 1 : 3)
          assert.equal(await bind(tree.pipe('srvsvc')), BIND_ACK)
          assert.deepEqual(heard.lines.filter(isRequest), [...first, ...OPENING])
          assert.equal(sent(), dialect === Dialect['3.1.1'] ? 2 : 4)
          await timeOfDay(tree.pipe('srvsvc'))
        })
      })

      test(`pipes that are opened at once share their tree over ${name}${way}`, async (t) => {
        await withSession(smbd, { dialects: [dialect], ciphers }, async (session) => {
          const heard = witness(t)
          const tree = session.tree('IPC$')
          await Promise.all([timeOfDay(tree.pipe('srvsvc')), timeOfDay(tree.pipe('srvsvc'))])
          assert.equal(heard.lines.filter((line) => line === 'TREE_CONNECT request').length, 1)
          assert.equal(heard.lines.filter((line) => line === 'CREATE request').length, 2)
        })
      })

      test(`a pipe that nobody serves refuses its first message over ${name}${way}, and the next one opens`, async () => {
        await withSession(smbd, { dialects: [dialect], ciphers }, async (session) => {
          const tree = session.tree('IPC$')
          await assert.rejects(bind(tree.pipe('LSM_API_service')), {
            name: 'StatusError',
            operation: 'SMB2 CREATE',
            message: /STATUS_OBJECT_NAME_NOT_FOUND.*LSM_API_service/,
          })
          await timeOfDay(tree.pipe('srvsvc'))
        })
      })

      test(`a share that does not exist refuses a first message over ${name}${way}, and another takes it`, async () => {
        await withSession(smbd, { dialects: [dialect], ciphers }, async (session) => {
          await assert.rejects(bind(session.tree('NOPE$').pipe('srvsvc')), {
            name: 'StatusError',
            operation: 'SMB2 TREE_CONNECT',
            message: /STATUS_BAD_NETWORK_NAME.*NOPE\$/,
          })
          await timeOfDay(session.tree('IPC$').pipe('srvsvc'))
        })
      })
    }
  }

  test('an abort of a first message leaves its connection and its share to the others', async () => {
    await withSession(smbd, {}, async (session) => {
      const tree = session.tree('IPC$')
      const reason = new Error('enough')
      const controller = new AbortController()
      const waiting = tree.pipe('srvsvc').transceive(BIND, { signal: controller.signal })
      controller.abort(reason)
      await assert.rejects(waiting, reason)
      await timeOfDay(tree.pipe('srvsvc'))
    })
  })

  test('an abort gives up one pipe at once, and the others go on', async () => {
    await using connection = await Smb2Connection.open(await smbd.connect(), { serverName: 'localhost' })
    await using session = await connection.logon(alice())
    await using tree = await session.treeConnect('IPC$')
    await using silent = await tree.openPipe('srvsvc')
    const reason = new Error('enough')
    const controller = new AbortController()
    const waiting = silent.receive({ signal: controller.signal })
    controller.abort(reason)
    await assert.rejects(waiting, reason)
    await silent.close()
    await using other = await tree.openPipe('srvsvc')
    assert.equal(await bind(other), BIND_ACK)
  })

  test('a middle man who takes 3.1.1 out of the offer is noticed', async () => {
    const stream = meddled(await smbd.connect(), { outgoing: downgrade })
    await using connection = await Smb2Connection.open(stream, { serverName: 'localhost' })
    assert.equal(connection.dialect, '3.0.2')
    await using session = await connection.logon(alice())
    await assert.rejects(session.treeConnect('IPC$'), { name: 'Smb2Error', reason: 'downgrade' })
  })

  test('a middle man who flips a bit in a signed answer of smbd is noticed', async () => {
    for (const at of [4 + 12, 4 + 36, 4 + 48, 4 + 63, 4 + 70]) {
      const incoming = (chunk: Buffer, index: number) => {
        if (index === 3) chunk[at]! ^= 1
        return chunk
      }
      const stream = meddled(await smbd.connect(), { incoming })
      const offer = { ...FULL_OFFER, ciphers: [] }
      await using connection = await Smb2Connection.open(stream, { serverName: 'localhost', offer })
      await using session = await connection.logon(alice())
      await assert.rejects(session.treeConnect('IPC$'), { name: /Smb2Error|DecodeError/ }, `byte ${at}`)
    }
  })

  test('a middle man who flips a bit in a signed compound of smbd is noticed', async () => {
    let length = Number.POSITIVE_INFINITY
    for (let at = 4; at < length; at += 5) {
      const incoming = (chunk: Buffer, index: number) => {
        if (index !== 3) return chunk
        length = chunk.length
        chunk[at]! ^= 1 << (at & 7)
        return chunk
      }
      const stream = meddled(await smbd.connect(), { incoming })
      const offer = { ...FULL_OFFER, ciphers: [] }
      await using connection = await Smb2Connection.open(stream, { serverName: 'localhost', offer })
      await using session = await connection.logon(alice())
      const binding = bind(session.tree('IPC$').pipe('srvsvc'))
      await assert.rejects(binding, { name: /Smb2Error|DecodeError/ }, `byte ${at}`)
    }
    assert.equal(length > 4 + 3 * 64, true, `${length} bytes are no compound`)
  })

  test('a wrong password is STATUS_LOGON_FAILURE', async () => {
    await assert.rejects(visit(smbd, { context: alice('wrong') }, bind), {
      name: 'StatusError',
      operation: 'SMB2 SESSION_SETUP',
      message: /STATUS_LOGON_FAILURE/,
    })
  })

  test('an unknown user is STATUS_LOGON_FAILURE', async () => {
    await assert.rejects(visit(smbd, { context: alice('x', 'nobody-here') }, bind), /STATUS_LOGON_FAILURE/)
  })

  test('an anonymous logon is refused', async () => {
    await assert.rejects(
      visit(smbd, { context: alice('', '') }, bind),
      /STATUS_LOGON_FAILURE|anonymous|STATUS_ACCESS_DENIED/,
    )
  })

  test('a pipe that nobody serves is STATUS_OBJECT_NAME_NOT_FOUND', async () => {
    await assert.rejects(visit(smbd, { pipe: 'LSM_API_service' }, bind), {
      name: 'StatusError',
      operation: 'SMB2 CREATE',
      message: /STATUS_OBJECT_NAME_NOT_FOUND.*LSM_API_service/,
    })
  })

  test('a share that does not exist is STATUS_BAD_NETWORK_NAME', async () => {
    await using connection = await Smb2Connection.open(await smbd.connect(), { serverName: 'localhost' })
    await using session = await connection.logon(alice())
    await assert.rejects(session.treeConnect('NOPE$'), /STATUS_BAD_NETWORK_NAME/)
  })

  test('a server without ciphers is refused when encryption is demanded', async () => {
    const offer = { dialects: [Dialect['2.1']] }
    await assert.rejects(visit(smbd, { offer, encryptionRequired: true }, bind), {
      name: 'Smb2Error',
      reason: 'encryption',
    })
  })

  test('a whole visit leaves no session behind', async () => {
    const socket = await smbd.connect()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await using connection = await Smb2Connection.open(socket, { serverName: 'localhost' })
    const session = await connection.logon(alice())
    await session.close()
    await connection.close()
    await closed
  })
})

describe('smbd with encryption required', { skip }, () => {
  let smbd: Smbd
  before(async () => {
    smbd = await Smbd.start({ global: ['server smb encrypt = required'] })
  })
  after(() => smbd[Symbol.asyncDispose]())

  for (const name of ['3.0', '3.0.2', '3.1.1'] as const) {
    test(`dialect ${name} goes through`, async () => {
      const offer = { dialects: [Dialect[name]] }
      await visit(smbd, { offer, encryptionRequired: true }, async (pipe) => assert.equal(await bind(pipe), BIND_ACK))
    })
  }

  test('dialect 2.1 is refused by the server', async () => {
    await assert.rejects(visit(smbd, { offer: { dialects: [Dialect['2.1']] } }, bind), /STATUS_ACCESS_DENIED/)
  })
})

describe('smbd that maps unknown users to guest', { skip }, () => {
  test('a guest session is refused', async () => {
    await using smbd = await Smbd.start({
      global: ['map to guest = bad user', 'guest account = nobody', 'server signing = auto'],
    })
    await assert.rejects(visit(smbd, { context: alice('x', 'stranger') }, bind), { name: 'Smb2Error', reason: 'guest' })
  })
})

describe('smbd whose account is in the way', { skip }, () => {
  const pdbedit = ['pdbedit', '-u', ALICE.user, '-r'] as const
  const STATES: Record<string, { tool: readonly [string, ...string[]]; status: RegExp }> = {
    disabled: { tool: [...pdbedit, '-c', '[D]'], status: /STATUS_ACCOUNT_DISABLED/ },
    'locked out': { tool: [...pdbedit, '-c', '[L]'], status: /STATUS_ACCOUNT_LOCKED_OUT/ },
    expired: { tool: [...pdbedit, '-K', '1000000000'], status: /STATUS_ACCOUNT_EXPIRED/ },
    'bound to change its password': {
      tool: ['net', 'sam', 'set', 'pwdmustchangenow', ALICE.user, 'yes'],
      status: /STATUS_PASSWORD_MUST_CHANGE/,
    },
  }
  for (const [name, { tool, status }] of Object.entries(STATES)) {
    test(`an account that is ${name} is told apart from a wrong password`, async () => {
      await using smbd = await Smbd.start()
      const [program, ...args] = tool
      await smbd.tool(program, args)
      await assert.rejects(visit(smbd, {}, bind), { operation: 'SMB2 SESSION_SETUP', message: status })
    })
  }
})

describe('smbd that speaks up to 3.0.2', { skip }, () => {
  test('a full offer ends at 3.0.2, validated and encrypted', async () => {
    await using smbd = await Smbd.start({ global: ['server max protocol = SMB3_02'] })
    await visit(smbd, {}, async (pipe, connection) => {
      assert.equal(connection.dialect, '3.0.2')
      assert.equal(await bind(pipe), BIND_ACK)
    })
  })
})
