/** A server that logs everybody on and then answers as a test tells it to. */
import { type Duplex, duplexPair } from 'node:stream'
import { type Body, bodyOf, encodeMessage, Message, splitCompound } from '../../src/smb2/message.ts'
import { CloseResponse, CreateResponse } from '../../src/smb2/messages/create.ts'
import { ErrorResponse } from '../../src/smb2/messages/error.ts'
import { Command, commandName, HeaderFlags, TRANSFORM_PROTOCOL_ID } from '../../src/smb2/messages/header.ts'
import { IoctlRequest, IoctlResponse } from '../../src/smb2/messages/ioctl.ts'
import { NegotiateRequest } from '../../src/smb2/messages/negotiate.ts'
import { Empty } from '../../src/smb2/messages/session-setup.ts'
import { ShareType, TreeConnectResponse } from '../../src/smb2/messages/tree-connect.ts'
import { PreauthIntegrity } from '../../src/smb2/preauth-integrity.ts'
import { type Choice, choose } from '../../src/smb2/server/choose.ts'
import { type Outcome, success } from '../../src/smb2/server/exchange.ts'
import { negotiateResponse, sessionSetup } from '../../src/smb2/server/logon.ts'
import { ServerSession } from '../../src/smb2/server/server-session.ts'
import { Transport } from '../../src/smb2/transport.ts'
import { NtStatus } from '../../src/wire/ntstatus.ts'
import { MECHANISM } from './server.ts'

/** One answer; what is left out is success and one credit. */
export interface Answer {
  readonly request: Message
  readonly status?: number
  readonly credits?: number
}

/** The answers to the requests of one frame, frame by frame. */
export type Script = (requests: readonly Message[]) => readonly (readonly Answer[])[]

const SESSION_ID = 7n
const TREE_ID = 5
const FILE_ID = new Uint8Array(16).fill(3)
const NOTHING = new Uint8Array()

/**
 * A client's stream to such a server, and what arrived there after the logon, frame by frame. `credits` is what each
 * answer of the logon grants.
 */
export function scripted(script: Script, { credits = 1 } = {}): { stream: Duplex; frames: Message[][] } {
  const [stream, theirs] = duplexPair()
  const frames: Message[][] = []
  const logon = new Logon(credits)
  const received = async (bytes: Uint8Array) => {
    const security = logon.session?.security
    if (!security) return transport.send(await logon.answer(new Message(bytes)))
    const isEncrypted = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === TRANSFORM_PROTOCOL_ID
    const requests = splitCompound(isEncrypted ? security.encryption!.decrypt(bytes)! : bytes)
    frames.push(requests)
    for (const answers of script(requests)) {
      transport.send(security.protect(answers.map(encoded), { encrypted: isEncrypted }))
    }
  }
  const transport = new Transport(theirs, {
    message: (bytes) => void received(bytes).catch((error: unknown) => transport.fail(error)),
    closed: () => stream.destroy(),
  })
  return { stream, frames }
}

/** The commands of each frame. */
export function commandsOf(frames: readonly (readonly Message[])[]): string[][] {
  return frames.map((requests) => requests.map(({ header }) => commandName(header.command)))
}

/** NEGOTIATE and SESSION_SETUP. */
class Logon {
  readonly #credits: number
  readonly #preauth = new PreauthIntegrity()
  #choice: Choice | null = null
  session: ServerSession | null = null

  constructor(credits: number) {
    this.#credits = credits
  }

  async answer(request: Message): Promise<Uint8Array> {
    const { command, messageId } = request.header
    const outcome = command === Command.NEGOTIATE ? this.#negotiate(request) : await this.#setup(request)
    const { status, sessionId = 0n, body } = outcome
    const flags = HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR
    const bytes = encodeMessage({ command, messageId, status, sessionId, flags, credits: this.#credits }, body)
    outcome.sent?.(bytes)
    return this.session?.security ? this.session.security.protect([bytes], { encrypted: false }) : bytes
  }

  #negotiate(request: Message): Outcome {
    this.#preauth.update(request.bytes)
    this.#choice = choose(request.body(NegotiateRequest))
    const body = negotiateResponse(this.#choice, new Uint8Array(16), NOTHING)
    return success(body, { sent: (bytes) => this.#preauth.update(bytes) })
  }

  #setup(request: Message): Promise<Outcome> {
    this.session ??= new ServerSession(SESSION_ID, MECHANISM, this.#preauth.clone())
    const nobody = {
      sessionId: SESSION_ID,
      treeId: 0,
      inheritedFileId: null,
      failed: null,
      signal: new AbortController().signal,
    }
    return sessionSetup({ request, session: this.session, ...nobody }, this.session, this.#choice!)
  }
}

function encoded({ request, status = NtStatus.STATUS_SUCCESS, credits = 1 }: Answer): Uint8Array {
  const { command, messageId } = request.header
  const flags = HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR
  const header = { command, messageId, status, credits, flags, sessionId: SESSION_ID, treeId: TREE_ID }
  const isError = status >>> 30 === 3
  return encodeMessage(
    header,
    isError ? bodyOf(ErrorResponse, { errorContextCount: 0, byteCount: 0 }) : bodyFor(request),
  )
}

/** What a server says when all is well; a pipe says what it hears. */
function bodyFor(request: Message): Body {
  const { command } = request.header
  if (command === Command.TREE_CONNECT) {
    const shareType = ShareType.SMB2_SHARE_TYPE_PIPE
    return bodyOf(TreeConnectResponse, { shareType, shareFlags: 0, capabilities: 0, maximalAccess: 0 })
  }
  if (command === Command.CREATE) return bodyOf(CreateResponse, CREATED)
  if (command === Command.CLOSE) return bodyOf(CloseResponse, { flags: 0 })
  if (command !== Command.IOCTL) return bodyOf(Empty, {})
  const { ctlCode, input } = request.body(IoctlRequest)
  return bodyOf(IoctlResponse, { ctlCode, fileId: FILE_ID, input: NOTHING, output: input, flags: 0 })
}

const CREATED: CreateResponse = {
  oplockLevel: 0,
  flags: 0,
  createAction: 1,
  creationTime: 0n,
  lastAccessTime: 0n,
  lastWriteTime: 0n,
  changeTime: 0n,
  allocationSize: 0n,
  endofFile: 0n,
  fileAttributes: 0x80,
  fileId: FILE_ID,
  createContexts: NOTHING,
}
