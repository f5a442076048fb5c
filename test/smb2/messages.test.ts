/** Every message against recorded and published bytes, in both directions, and cut short everywhere. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { CloseRequest, CloseResponse, CreateRequest, CreateResponse } from '../../src/smb2/messages/create.ts'
import { ErrorResponse } from '../../src/smb2/messages/error.ts'
import { Header } from '../../src/smb2/messages/header.ts'
import {
  CtlCode,
  IoctlRequest,
  IoctlResponse,
  ValidateNegotiateInfoRequest,
  ValidateNegotiateInfoResponse,
} from '../../src/smb2/messages/ioctl.ts'
import {
  Dialect,
  NegotiateRequest,
  NegotiateResponse,
  NegotiateResponse311,
} from '../../src/smb2/messages/negotiate.ts'
import {
  Cipher,
  ContextType,
  EncryptionCapabilities,
  HashAlgorithm,
  PreauthIntegrityRequest,
  SigningAlgorithm,
  SigningCapabilities,
} from '../../src/smb2/messages/negotiate-contexts.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from '../../src/smb2/messages/read-write.ts'
import { Empty, SessionSetupRequest, SessionSetupResponse } from '../../src/smb2/messages/session-setup.ts'
import { TransformHeader } from '../../src/smb2/messages/transform-header.ts'
import { TreeConnectRequest, TreeConnectResponse } from '../../src/smb2/messages/tree-connect.ts'
import { type Codec, decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { struct } from '../../src/wire/struct.ts'
import { fixture, fixtureKeys } from './fixture.ts'

/** Two bytes in which a peer may write anything: the offset of an empty buffer, the data of an error. */
const ANYTHING: Readonly<Record<string, number>> = {
  writeRequest: 104, // WriteChannelInfoOffset
  ioctlRequest: 100, // OutputOffset
  ioctlResponse: 88, // InputOffset
  error: 72, // ErrorData
}

/** What a test does with one declaration, whatever its value. */
interface Subject {
  readonly name: string
  check(bytes: Uint8Array): void
}

/** Decodes, encodes again, and refuses every strict prefix with a DecodeError. */
function subject<T>(name: string, body: Codec<T>): Subject {
  const message = struct({ header: Header, body })
  return {
    name,
    check(bytes) {
      const value = decode(message, bytes)
      const again = Buffer.from(encode(message, value))
      const offset = ANYTHING[name]
      if (offset !== undefined) again.set(bytes.subarray(offset, offset + 2), offset)
      assert.deepEqual(again, Buffer.from(bytes))
      for (let length = 0; length < bytes.length; length++) {
        assert.throws(() => decode(message, bytes.subarray(0, length)), DecodeError, `${length} bytes`)
      }
    },
  }
}

const BODIES: readonly Subject[] = [
  subject('negotiateRequest', NegotiateRequest),
  subject('sessionSetupRequest', SessionSetupRequest),
  subject('sessionSetupResponse', SessionSetupResponse),
  subject('treeConnectRequest', TreeConnectRequest),
  subject('treeConnectResponse', TreeConnectResponse),
  subject('createRequest', CreateRequest),
  subject('createResponse', CreateResponse),
  subject('closeRequest', CloseRequest),
  subject('closeResponse', CloseResponse),
  subject('readRequest', ReadRequest),
  subject('readResponse', ReadResponse),
  subject('writeRequest', WriteRequest),
  subject('writeResponse', WriteResponse),
  subject('ioctlRequest', IoctlRequest),
  subject('ioctlResponse', IoctlResponse),
  subject('treeDisconnectRequest', Empty),
  subject('treeDisconnectResponse', Empty),
]
const ERROR = subject('error', ErrorResponse)
const STATUS_PENDING = 0x103

function subjectOf(key: string, bytes: Uint8Array, file: string): Subject {
  const { status } = decode(Header, bytes)
  if (key.includes('Response') && (status === STATUS_PENDING || bytes.length === 73)) return ERROR
  if (key.startsWith('negotiateResponse')) {
    return file.includes('3.1.1') ? subject(key, NegotiateResponse311) : subject(key, NegotiateResponse)
  }
  return BODIES.find(({ name }) => key.replace(/\d+$/, '') === name)!
}

for (const file of readdirSync(new URL('../fixtures/smb2', import.meta.url))) {
  const of = fixture(file)
  for (const key of fixtureKeys(file)) {
    if (!/(Request|Response)\d*$/.test(key) || key.startsWith('after')) continue
    test(`${key} of ${file} matches its declaration in both directions`, () => {
      const bytes = of(key)
      subjectOf(key, bytes, file).check(bytes)
    })
  }
}

/** The contexts of a recorded negotiation, by type. */
function contexts(file: string, key: string): Map<number, Uint8Array> {
  const bytes = fixture(file)(key)
  const { body } = key.includes('Request')
    ? decode(struct({ header: Header, body: NegotiateRequest }), bytes)
    : decode(struct({ header: Header, body: NegotiateResponse311 }), bytes)
  return new Map(body.negotiateContextList.map(({ contextType, data }) => [contextType, data]))
}

function refusesPrefixes<T>(codec: Codec<T>, bytes: Uint8Array): void {
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decode(codec, bytes.subarray(0, length)), DecodeError, `${length} bytes`)
  }
}

const SMBD_311 = 'smbd-4.17-rpcclient-3.1.1.txt'

test('negotiate contexts are read as rpcclient and smbd write them', () => {
  const asked = contexts(SMBD_311, 'negotiateRequest1')
  const chosen = contexts(SMBD_311, 'negotiateResponse1')
  const preauth = asked.get(ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES)!
  assert.deepEqual(decode(PreauthIntegrityRequest, preauth).hashAlgorithms, [HashAlgorithm['SHA-512']])
  refusesPrefixes(PreauthIntegrityRequest, preauth)
  const ciphers = asked.get(ContextType.SMB2_ENCRYPTION_CAPABILITIES)!
  assert.deepEqual(decode(EncryptionCapabilities, ciphers).ciphers.toSorted(), Object.values(Cipher))
  refusesPrefixes(EncryptionCapabilities, ciphers)
  const signing = chosen.get(ContextType.SMB2_SIGNING_CAPABILITIES)!
  assert.deepEqual(decode(SigningCapabilities, signing), { signingAlgorithms: [SigningAlgorithm['AES-GMAC']] })
  refusesPrefixes(SigningCapabilities, signing)
})

test('VALIDATE_NEGOTIATE_INFO is read as rpcclient and smbd write it', () => {
  const of = fixture('smbd-4.17-rpcclient-3.0.2.txt')
  const { body: asked } = decode(struct({ header: Header, body: IoctlRequest }), of('ioctlRequest1'))
  assert.equal(asked.ctlCode, CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO)
  const request = decode(ValidateNegotiateInfoRequest, asked.input)
  assert.equal(request.dialects.at(-1), Dialect['3.0.2'])
  assert.deepEqual(Buffer.from(encode(ValidateNegotiateInfoRequest, request)), Buffer.from(asked.input))
  refusesPrefixes(ValidateNegotiateInfoRequest, asked.input)
  const { body: answered } = decode(struct({ header: Header, body: IoctlResponse }), of('ioctlResponse1'))
  assert.equal(decode(ValidateNegotiateInfoResponse, answered.output).dialect, Dialect['3.0.2'])
  refusesPrefixes(ValidateNegotiateInfoResponse, answered.output)
})

test('TransformHeader is read as Windows writes it', () => {
  const header = fixture('microsoft-3.1.1-aes-128-gcm.txt')('writeResponseTransformed').subarray(0, 52)
  const value = decode(TransformHeader, header)
  assert.equal(value.sessionId, 0x1000_0000_0025n)
  assert.deepEqual(Buffer.from(encode(TransformHeader, value)), Buffer.from(header))
  refusesPrefixes(TransformHeader, header)
})
