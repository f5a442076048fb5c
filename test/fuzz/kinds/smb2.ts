/** The messages of SMB 2 and 3, header and body. */
import { encodeMessage, Message, splitCompound } from '../../../src/smb2/message.ts'
import { CloseRequest, CloseResponse, CreateRequest, CreateResponse } from '../../../src/smb2/messages/create.ts'
import { ErrorResponse } from '../../../src/smb2/messages/error.ts'
import { Command } from '../../../src/smb2/messages/header.ts'
import {
  IoctlRequest,
  IoctlResponse,
  ValidateNegotiateInfoRequest,
  ValidateNegotiateInfoResponse,
} from '../../../src/smb2/messages/ioctl.ts'
import { NegotiateRequest, NegotiateResponse, NegotiateResponse311 } from '../../../src/smb2/messages/negotiate.ts'
import {
  EncryptionCapabilities,
  PreauthIntegrityCapabilities,
  PreauthIntegrityRequest,
  SigningCapabilities,
} from '../../../src/smb2/messages/negotiate-contexts.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from '../../../src/smb2/messages/read-write.ts'
import { Empty, SessionSetupRequest, SessionSetupResponse } from '../../../src/smb2/messages/session-setup.ts'
import { TransformHeader } from '../../../src/smb2/messages/transform-header.ts'
import { TreeConnectRequest, TreeConnectResponse } from '../../../src/smb2/messages/tree-connect.ts'
import { type Codec, encode, write } from '../../../src/wire/codec.ts'
import { coded, decoded, type Kind } from '../kind.ts'

const DATA = Uint8Array.from({ length: 24 }, (_, i) => i)
const GUID = new Uint8Array(16).fill(7)
const NONE = new Uint8Array()
const CONTEXTS = [
  { contextType: 1, data: DATA },
  { contextType: 2, data: DATA.subarray(0, 5) },
  { contextType: 8, data: NONE },
]
const COMMON = {
  securityMode: 3,
  serverGuid: GUID,
  capabilities: 0x44,
  maxTransactSize: 65536,
  maxReadSize: 65536,
  maxWriteSize: 65536,
  systemTime: 1n,
  serverStartTime: 0n,
  securityBuffer: DATA,
}
const TIMES = {
  creationTime: 0n,
  lastAccessTime: 0n,
  lastWriteTime: 0n,
  changeTime: 0n,
  allocationSize: 0n,
  endofFile: 0n,
}

function kind<T>(name: string, command: number, codec: Codec<T>, ...values: readonly T[]): Kind {
  const header = { command, messageId: 3n, flags: 1, sessionId: 9n }
  const messages = values.map((value) => encodeMessage(header, (w) => write(codec, w, value)))
  return decoded(`smb2 ${name}`, messages, (bytes) => {
    const message = new Message(bytes)
    return [message.header, message.body(codec)]
  })
}

function part<T>(name: string, codec: Codec<T>, value: T): Kind {
  return coded(`smb2 ${name}`, codec, [encode(codec, value)])
}

/** Only headers are read, so that a part of the last body may be missing. */
function compound(): Kind {
  const alone = encodeMessage({ command: Command.CLOSE, messageId: 1n, flags: 0 }, (w) => w.put(24))
  const first = encodeMessage({ command: Command.CREATE, messageId: 1n, flags: 0, nextCommand: 96 }, (w) => w.put(32))
  const messages = [alone, new Uint8Array(Buffer.concat([first, alone]))]
  const { name, check } = decoded('smb2 compound', messages, (bytes) =>
    splitCompound(bytes).map(({ header }) => header),
  )
  return { name, messages, check }
}

export const SMB2_KINDS: readonly Kind[] = [
  kind('NEGOTIATE request', Command.NEGOTIATE, NegotiateRequest, {
    securityMode: 1,
    capabilities: 0x44,
    clientGuid: GUID,
    negotiateContextList: CONTEXTS,
    dialects: [0x0210, 0x0300, 0x0302, 0x0311],
  }),
  kind('NEGOTIATE response', Command.NEGOTIATE, NegotiateResponse, { ...COMMON, dialectRevision: 0x0302 }),
  kind('NEGOTIATE 3.1.1 response', Command.NEGOTIATE, NegotiateResponse311, {
    ...COMMON,
    negotiateContextList: CONTEXTS,
  }),
  kind('SESSION_SETUP request', Command.SESSION_SETUP, SessionSetupRequest, {
    flags: 0,
    securityMode: 1,
    capabilities: 0,
    securityBuffer: DATA,
    previousSessionId: 0n,
  }),
  kind('SESSION_SETUP response', Command.SESSION_SETUP, SessionSetupResponse, {
    sessionFlags: 0,
    securityBuffer: DATA,
  }),
  kind('LOGOFF', Command.LOGOFF, Empty, {}),
  kind('TREE_CONNECT request', Command.TREE_CONNECT, TreeConnectRequest, { flags: 0, path: '\\\\host\\IPC$' }),
  kind('TREE_CONNECT response', Command.TREE_CONNECT, TreeConnectResponse, {
    shareType: 2,
    shareFlags: 0,
    capabilities: 0,
    maximalAccess: 0x1f_01ff,
  }),
  kind('CREATE request', Command.CREATE, CreateRequest, {
    securityFlags: 0,
    requestedOplockLevel: 0,
    impersonationLevel: 2,
    desiredAccess: 0x12_019f,
    fileAttributes: 0,
    shareAccess: 3,
    createDisposition: 1,
    createOptions: 0,
    name: 'LSM_API_service',
    createContexts: DATA,
  }),
  kind('CREATE response', Command.CREATE, CreateResponse, {
    oplockLevel: 0,
    flags: 0,
    createAction: 1,
    ...TIMES,
    fileAttributes: 128,
    fileId: GUID,
    createContexts: NONE,
  }),
  kind('CLOSE request', Command.CLOSE, CloseRequest, { flags: 0, fileId: GUID }),
  kind('CLOSE response', Command.CLOSE, CloseResponse, { flags: 0 }),
  kind('READ request', Command.READ, ReadRequest, {
    padding: 80,
    flags: 0,
    length: 4096,
    offset: 0n,
    fileId: GUID,
    minimumCount: 0,
    channel: 0,
    remainingBytes: 0,
  }),
  kind('READ response', Command.READ, ReadResponse, { data: DATA, dataRemaining: 0, flags: 0 }),
  kind('WRITE request', Command.WRITE, WriteRequest, {
    data: DATA,
    offset: 0n,
    fileId: GUID,
    channel: 0,
    remainingBytes: 0,
    writeChannelInfo: NONE,
    flags: 0,
  }),
  kind('WRITE response', Command.WRITE, WriteResponse, { count: 24, remaining: 0 }),
  kind('IOCTL request', Command.IOCTL, IoctlRequest, {
    ctlCode: 0x11_c017,
    fileId: GUID,
    input: DATA,
    maxInputResponse: 0,
    output: NONE,
    maxOutputResponse: 4280,
    flags: 1,
  }),
  kind('IOCTL response', Command.IOCTL, IoctlResponse, {
    ctlCode: 0x11_c017,
    fileId: GUID,
    input: NONE,
    output: DATA,
    flags: 0,
  }),
  kind('ERROR response', Command.CREATE, ErrorResponse, { errorContextCount: 0, byteCount: 0 }),
  compound(),
  part('TRANSFORM_HEADER', TransformHeader, { signature: GUID, nonce: GUID, originalMessageSize: 88, sessionId: 9n }),
  part('VALIDATE_NEGOTIATE_INFO request', ValidateNegotiateInfoRequest, {
    capabilities: 0x44,
    guid: GUID,
    securityMode: 1,
    dialects: [0x0210, 0x0300],
  }),
  part('VALIDATE_NEGOTIATE_INFO response', ValidateNegotiateInfoResponse, {
    capabilities: 0x44,
    guid: GUID,
    securityMode: 1,
    dialect: 0x0300,
  }),
  part('preauth integrity of a client', PreauthIntegrityRequest, { hashAlgorithms: [1], salt: new Uint8Array(32) }),
  part('preauth integrity', PreauthIntegrityCapabilities, { hashAlgorithms: [1], saltLength: 32 }),
  part('encryption capabilities', EncryptionCapabilities, { ciphers: [1, 2, 3, 4] }),
  part('signing capabilities', SigningCapabilities, { signingAlgorithms: [0, 1, 2] }),
]
