/** What the server answers to requests that come in one frame. [MS-SMB2] 3.3.5.2.7, 3.3.4.1.3 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, type Message } from '../../src/smb2/message.ts'
import {
  CloseRequest,
  CreateDisposition,
  CreateRequest,
  CreateResponse,
  ImpersonationLevel,
  NO_FILE_ID,
} from '../../src/smb2/messages/create.ts'
import { Command, commandName, HeaderFlags } from '../../src/smb2/messages/header.ts'
import { CtlCode, IoctlRequest, IoctlResponse, SMB2_0_IOCTL_IS_FSCTL } from '../../src/smb2/messages/ioctl.ts'
import { ReadRequest, ReadResponse, WriteRequest } from '../../src/smb2/messages/read-write.ts'
import { Empty } from '../../src/smb2/messages/session-setup.ts'
import { TreeConnectRequest } from '../../src/smb2/messages/tree-connect.ts'
import type { Offer } from '../../src/smb2/offer.ts'
import type { PipeServices } from '../../src/smb2/server/files.ts'
import { NtStatus, ntStatusError, ntStatusName } from '../../src/wire/ntstatus.ts'
import { RawClient, type RawRequest } from './raw.ts'
import { ECHO, serve } from './server.ts'

const { SMB2_FLAGS_ASYNC_COMMAND, SMB2_FLAGS_RELATED_OPERATIONS, SMB2_FLAGS_SERVER_TO_REDIR, SMB2_FLAGS_SIGNED } =
  HeaderFlags
const HELLO = Buffer.from('hello')
const NOTHING = new Uint8Array()
const PROTECTIONS: Record<string, Partial<Offer>> = { encrypted: {}, signed: { ciphers: [] } }

/** A request that takes session, tree and file from the one before it. */
function related(request: RawRequest): RawRequest {
  const sessionId = 0xffff_ffff_ffff_ffffn
  return { ...request, flags: SMB2_FLAGS_RELATED_OPERATIONS, sessionId, treeId: 0xffff_ffff }
}

function treeConnect(share = 'IPC$'): RawRequest {
  return {
    command: Command.TREE_CONNECT,
    body: bodyOf(TreeConnectRequest, { flags: 0, path: `\\\\server1\\${share}` }),
  }
}

function create(name = 'echo'): RawRequest {
  const body = bodyOf(CreateRequest, {
    securityFlags: 0,
    requestedOplockLevel: 0,
    impersonationLevel: ImpersonationLevel.Impersonation,
    desiredAccess: 0x3,
    fileAttributes: 0,
    shareAccess: 0x3,
    createDisposition: CreateDisposition.FILE_OPEN,
    createOptions: 0,
    name,
    createContexts: NOTHING,
  })
  return { command: Command.CREATE, body }
}

function transceive(fileId: Uint8Array = NO_FILE_ID): RawRequest {
  const body = bodyOf(IoctlRequest, {
    ctlCode: CtlCode.FSCTL_PIPE_TRANSCEIVE,
    fileId,
    input: HELLO,
    maxInputResponse: 0,
    output: NOTHING,
    maxOutputResponse: 1000,
    flags: SMB2_0_IOCTL_IS_FSCTL,
  })
  return { command: Command.IOCTL, body }
}

function write(fileId: Uint8Array = NO_FILE_ID): RawRequest {
  const rest = { offset: 0n, channel: 0, remainingBytes: 0, writeChannelInfo: NOTHING, flags: 0 }
  return { command: Command.WRITE, body: bodyOf(WriteRequest, { data: HELLO, fileId, ...rest }) }
}

function read(fileId: Uint8Array = NO_FILE_ID): RawRequest {
  const rest = { padding: 0, flags: 0, offset: 0n, minimumCount: 0, channel: 0, remainingBytes: 0 }
  return { command: Command.READ, body: bodyOf(ReadRequest, { length: 1000, fileId, ...rest }) }
}

function close(fileId: Uint8Array = NO_FILE_ID): RawRequest {
  return { command: Command.CLOSE, body: bodyOf(CloseRequest, { flags: 0, fileId }) }
}

function empty(command: number): RawRequest {
  return { command, body: bodyOf(Empty, {}) }
}

/** "CREATE STATUS_SUCCESS" */
function said(messages: readonly Message[]): string[] {
  return messages.map(({ header: { command, status } }) => `${commandName(command)} ${ntStatusName(status)}`)
}

function fileIdOf(created: Message): Uint8Array {
  return new Uint8Array(created.body(CreateResponse).fileId)
}

for (const [name, offer] of Object.entries(PROTECTIONS)) {
  test(`related requests are answered in one frame, ${name}`, async () => {
    const client = await RawClient.logon(serve().stream, offer)
    const first = client.messageId
    const answers = await client.ask(treeConnect(), related(create()), related(transceive()), related(close()))
    assert.deepEqual(said(answers), [
      'TREE_CONNECT STATUS_SUCCESS',
      'CREATE STATUS_SUCCESS',
      'IOCTL STATUS_SUCCESS',
      'CLOSE STATUS_SUCCESS',
    ])
    assert.deepEqual(Buffer.from(answers[2]!.body(IoctlResponse).output), HELLO)
    const treeId = answers[0]!.header.treeId
    const protection = name === 'signed' ? SMB2_FLAGS_SIGNED : 0
    for (const [i, { header, bytes }] of answers.entries()) {
      const isLast = i === answers.length - 1
      assert.equal(header.messageId, first + BigInt(i))
      assert.equal(header.nextCommand, isLast ? 0 : bytes.length)
      const flags = SMB2_FLAGS_SERVER_TO_REDIR | protection | (i === 0 ? 0 : SMB2_FLAGS_RELATED_OPERATIONS)
      assert.equal(header.flags, flags)
      assert.deepEqual([header.sessionId, header.treeId], [client.sessionId, treeId])
    }
  })

  test(`unrelated requests of one frame are answered one by one, ${name}`, async () => {
    const client = await RawClient.logon(serve().stream, offer)
    client.write(client.frame([empty(Command.ECHO), treeConnect(), treeConnect('NOPE$'), empty(Command.ECHO)]))
    const frames = [await client.read(), await client.read(), await client.read(), await client.read()]
    assert.deepEqual(frames.map(said), [
      ['ECHO STATUS_SUCCESS'],
      ['TREE_CONNECT STATUS_SUCCESS'],
      ['TREE_CONNECT STATUS_BAD_NETWORK_NAME'],
      ['ECHO STATUS_SUCCESS'],
    ])
    for (const message of frames.flat()) assert.equal(message.has(SMB2_FLAGS_RELATED_OPERATIONS), false)
  })

  test(`a frame whose first request is related is refused, ${name}`, async () => {
    const opened: string[] = []
    const services: PipeServices = (pipe, caller) => {
      opened.push(pipe)
      return ECHO(pipe, caller)
    }
    const client = await RawClient.logon(serve(services).stream, offer)
    const [connected] = await client.ask(treeConnect())
    const { sessionId } = client
    const { treeId } = connected!.header
    const flags = SMB2_FLAGS_RELATED_OPERATIONS
    const answers = await client.ask({ ...create(), flags, sessionId, treeId }, related(transceive()))
    assert.deepEqual(said(answers), ['CREATE STATUS_INVALID_PARAMETER', 'IOCTL STATUS_INVALID_PARAMETER'])
    assert.deepEqual(opened, [])
    assert.deepEqual(said(await client.ask({ ...create(), treeId })), ['CREATE STATUS_SUCCESS'])
  })
}

test('a request that is not related begins another compound in the same frame', async () => {
  const client = await RawClient.logon(serve().stream, {})
  client.write(client.frame([treeConnect(), related(create()), treeConnect(), related(create('absent'))]))
  assert.deepEqual(said(await client.read()), ['TREE_CONNECT STATUS_SUCCESS', 'CREATE STATUS_SUCCESS'])
  assert.deepEqual(said(await client.read()), ['TREE_CONNECT STATUS_SUCCESS', 'CREATE STATUS_OBJECT_NAME_NOT_FOUND'])
})

test('what is related to a share that was not connected to fails with STATUS_INVALID_PARAMETER', async () => {
  const client = await RawClient.logon(serve().stream, {})
  const answers = await client.ask(treeConnect('NOPE$'), related(create()), related(transceive()), related(close()))
  assert.deepEqual(said(answers), [
    'TREE_CONNECT STATUS_BAD_NETWORK_NAME',
    'CREATE STATUS_INVALID_PARAMETER',
    'IOCTL STATUS_INVALID_PARAMETER',
    'CLOSE STATUS_INVALID_PARAMETER',
  ])
})

test('what is related to a pipe that was not opened fails with the same status', async () => {
  const services: PipeServices = (name, caller) => {
    if (name === 'secret') throw ntStatusError('open', NtStatus.STATUS_ACCESS_DENIED)
    return ECHO(name, caller)
  }
  const client = await RawClient.logon(serve(services).stream, {})
  for (const [name, status] of Object.entries({
    absent: 'STATUS_OBJECT_NAME_NOT_FOUND',
    secret: 'STATUS_ACCESS_DENIED',
  })) {
    const answers = await client.ask(treeConnect(), related(create(name)), related(transceive()), related(close()))
    assert.deepEqual(said(answers), [
      'TREE_CONNECT STATUS_SUCCESS',
      `CREATE ${status}`,
      `IOCTL ${status}`,
      `CLOSE ${status}`,
    ])
  }
})

test('what is related to a request without a file fails with STATUS_INVALID_HANDLE', async () => {
  const client = await RawClient.logon(serve().stream, {})
  const answers = await client.ask(treeConnect(), related(transceive()), related(close()))
  assert.deepEqual(said(answers), [
    'TREE_CONNECT STATUS_SUCCESS',
    'IOCTL STATUS_INVALID_HANDLE',
    'CLOSE STATUS_INVALID_HANDLE',
  ])
})

test('a related request uses the file of the request before it, whatever that was', async () => {
  const client = await RawClient.logon(serve().stream, {})
  const [connected, created] = await client.ask(treeConnect(), related(create()))
  const { treeId } = connected!.header
  const fileId = fileIdOf(created!)
  const written = await client.ask({ ...write(fileId), treeId }, related(read()))
  assert.deepEqual(said(written), ['WRITE STATUS_SUCCESS', 'READ STATUS_SUCCESS'])
  assert.deepEqual(Buffer.from(written[1]!.body(ReadResponse).data), HELLO)
  const asked = await client.ask({ ...transceive(fileId), treeId }, related(write()), related(read()), related(close()))
  assert.deepEqual(said(asked), [
    'IOCTL STATUS_SUCCESS',
    'WRITE STATUS_SUCCESS',
    'READ STATUS_SUCCESS',
    'CLOSE STATUS_SUCCESS',
  ])
  assert.deepEqual(said(await client.ask({ ...read(fileId), treeId })), ['READ STATUS_FILE_CLOSED'])
})

test('the FileId of no file is none without a compound', async () => {
  const client = await RawClient.logon(serve().stream, {})
  const [connected] = await client.ask(treeConnect(), related(create()))
  const answers = await client.ask({ ...transceive(), treeId: connected!.header.treeId })
  assert.deepEqual(said(answers), ['IOCTL STATUS_FILE_CLOSED'])
})

test('a related request that is not signed is denied, and so is what follows it', async () => {
  const opened: string[] = []
  const services: PipeServices = (pipe, caller) => {
    opened.push(pipe)
    return ECHO(pipe, caller)
  }
  for (const at of [4 + 44, 4 + 48, 4 + 70]) {
    const client = await RawClient.logon(serve(services).stream, { ciphers: [] })
    const [connected] = await client.ask(treeConnect())
    const { treeId } = connected!.header
    const bytes = client.frame([{ ...empty(Command.ECHO), treeId }, related(create()), related(transceive())])
    bytes[at + 72]! ^= 1
    client.write(bytes)
    assert.deepEqual(said(await client.read()), [
      'ECHO STATUS_SUCCESS',
      'CREATE STATUS_ACCESS_DENIED',
      'IOCTL STATUS_ACCESS_DENIED',
    ])
  }
  assert.deepEqual(opened, [])
})

/** `silent` answers when it is told to. */
function patient(): { services: PipeServices; speak: () => void } {
  let speak = () => {}
  const spoken = new Promise<void>((resolve) => {
    speak = resolve
  })
  const services: PipeServices = () => async (pipe) => {
    const message = await pipe.receive()
    await spoken
    await pipe.send(message)
  }
  return { services, speak }
}

for (const [name, offer] of Object.entries(PROTECTIONS)) {
  test(`a request that takes its time is announced behind the answers that are there, ${name}`, async () => {
    const { services, speak } = patient()
    const client = await RawClient.logon(serve(services).stream, offer)
    client.write(client.frame([treeConnect(), related(create('silent')), related(transceive()), related(close())]))
    const ready = await client.read()
    assert.deepEqual(said(ready), ['TREE_CONNECT STATUS_SUCCESS', 'CREATE STATUS_SUCCESS'])
    const [pending, ...others] = await client.read()
    assert.deepEqual(said([pending!, ...others]), ['IOCTL STATUS_PENDING'])
    assert.equal(pending!.has(SMB2_FLAGS_ASYNC_COMMAND), true)
    speak()
    const last = await client.read()
    assert.deepEqual(said(last), ['IOCTL STATUS_SUCCESS', 'CLOSE STATUS_SUCCESS'])
    const asyncIds = [pending!, last[0]!].map(({ header: { reserved, treeId } }) => [reserved, treeId])
    assert.deepEqual(asyncIds[0], asyncIds[1])
    assert.equal(last[0]!.has(SMB2_FLAGS_ASYNC_COMMAND), true)
    assert.equal(last[0]!.header.credits, 0)
  })
}

test('CANCEL reaches a request of a compound whose turn has not come', async () => {
  const { services } = patient()
  const client = await RawClient.logon(serve(services).stream, {})
  const compound = client.frame([treeConnect(), related(create('silent')), related(transceive())])
  const cancel = client.frame([{ ...empty(Command.CANCEL), messageId: client.messageId - 1n }])
  client.write(compound, cancel)
  assert.deepEqual(said(await client.read()), [
    'TREE_CONNECT STATUS_SUCCESS',
    'CREATE STATUS_SUCCESS',
    'IOCTL STATUS_CANCELLED',
  ])
})

test('a compound whose identifiers are not all available ends the connection', async () => {
  const { stream, server } = serve()
  const client = await RawClient.logon(stream, {})
  client.write(client.frame([treeConnect(), { ...related(create()), messageId: client.messageId }]))
  await assert.rejects(client.read(), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  assert.match(String(await server.closed), /identifier/)
})

test('a share that is let go leaves those alone that were connected to before and after it', async () => {
  const client = await RawClient.logon(serve().stream, {})
  const connect = async () => (await client.ask(treeConnect()))[0]!.header.treeId
  const first = await connect()
  const second = await connect()
  await client.ask({ ...empty(Command.TREE_DISCONNECT), treeId: first })
  const third = await connect()
  await client.ask({ ...empty(Command.TREE_DISCONNECT), treeId: third })
  assert.equal(new Set([first, second, third]).size, 3)
  assert.deepEqual(said(await client.ask({ ...create(), treeId: second })), ['CREATE STATUS_SUCCESS'])
  assert.deepEqual(said(await client.ask({ ...create(), treeId: third })), ['CREATE STATUS_NETWORK_NAME_DELETED'])
})
