/** A named pipe in message mode: one message in, one message out. [MS-SMB2] 3.2.4.3.1, 3.2.4.20.4 */
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { bodyOf, type Message } from './message.ts'
import {
  CloseRequest,
  CreateDisposition,
  CreateRequest,
  CreateResponse,
  DesiredAccess,
  ImpersonationLevel,
  NO_FILE_ID,
} from './messages/create.ts'
import { Command } from './messages/header.ts'
import { CtlCode, IoctlRequest, IoctlResponse, SMB2_0_IOCTL_IS_FSCTL } from './messages/ioctl.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from './messages/read-write.ts'
import type { Request } from './requester.ts'
import { Smb2Error } from './smb2-error.ts'
import type { Smb2Tree } from './tree.ts'

export interface PipeOptions {
  /** The longest part of a message that is asked for at once, in bytes. Default: the longest the server gives. */
  readonly maxLength?: number
}

export interface MessageOptions {
  readonly signal?: AbortSignal | undefined
}

/** What a client needs of a pipe; names and values as Windows' own clients ask for them. */
const ACCESS = Object.values(DesiredAccess).reduce((all, each) => all | each, 0)
/** FILE_SHARE_READ and FILE_SHARE_WRITE, which every client sends although the server ignores them. */
const SHARE_ACCESS = 0x3
const NOTHING = new Uint8Array()

/**
 * A pipe, opened by its first message or before it. After an abort nobody knows where its messages stand: close it.
 * Disposal closes it without waiting.
 */
export class Pipe implements AsyncDisposable {
  readonly name: string
  readonly #tree: Smb2Tree
  readonly #maxLength: number
  #fileId: Uint8Array | null = null
  #isClosed = false

  constructor(tree: Smb2Tree, name: string, options: PipeOptions) {
    this.#tree = tree
    this.name = name
    const { maxLength } = tree.session.negotiated
    this.#maxLength = Math.min(options.maxLength ?? maxLength, maxLength)
  }

  /** Opens the pipe where that has not been done. @throws StatusError */
  async open(signal?: AbortSignal): Promise<Uint8Array> {
    this.#requireUse()
    return this.#fileId ?? this.#opened(await this.#tree.request(this.#createRequest(), signal))
  }

  /** Writes one message. */
  async send(message: Uint8Array, { signal }: MessageOptions = {}): Promise<void> {
    const body = bodyOf(WriteRequest, {
      data: message,
      offset: 0n,
      fileId: await this.open(signal),
      channel: 0,
      remainingBytes: 0,
      writeChannelInfo: NOTHING,
      flags: 0,
    })
    const answer = await this.#tree.request({ command: Command.WRITE, body }, signal)
    const { count } = this.#expect('WRITE', answer, []).body(WriteResponse)
    if (count !== message.length) throw new Smb2Error('protocol', `Only ${count} bytes of a message were written`)
  }

  /** Reads the next message, in as many parts as it takes. */
  async receive({ signal }: MessageOptions = {}): Promise<Uint8Array> {
    return this.#readRest([], signal)
  }

  /** Writes one message and reads the next; the first message opens the pipe on its way. */
  async transceive(message: Uint8Array, { signal }: MessageOptions = {}): Promise<Uint8Array> {
    this.#requireUse()
    const first = this.#fileId === null ? await this.#openWith(message, signal) : null
    const answer =
      first ?? (await this.#tree.request(this.#transceiveRequest(await this.open(signal), message), signal))
    const { output } = this.#expect('IOCTL', answer, PARTIAL).body(IoctlResponse)
    return isPartial(answer) ? this.#readRest([output], signal) : new Uint8Array(output)
  }

  /** Closes the pipe; a second call does nothing more. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#fileId !== null) this.#release(this.#fileId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * The answer to a message that goes with the opening of the pipe; null, and the message was not delivered, where there
   * were too few credits, or where the server lets nothing that takes time into a compound. [MS-SMB2] 3.3.5.2.7
   */
  async #openWith(message: Uint8Array, signal?: AbortSignal): Promise<Message | null> {
    const requests = [this.#createRequest(), this.#transceiveRequest(NO_FILE_ID, message)]
    const [opening, answering] = (await this.#tree.compound(requests, signal)) ?? []
    const created = await opening
    if (!created || takesTime(created)) return null
    this.#opened(created)
    const answer = await answering
    return !answer || takesTime(answer) ? null : answer
  }

  #requireUse(): void {
    if (this.#isClosed) throw new Smb2Error('closed', `Pipe "${this.name}" was closed`)
  }

  #createRequest(): Request {
    const body = bodyOf(CreateRequest, {
      securityFlags: 0,
      requestedOplockLevel: 0,
      impersonationLevel: ImpersonationLevel.Impersonation,
      desiredAccess: ACCESS,
      fileAttributes: 0,
      shareAccess: SHARE_ACCESS,
      createDisposition: CreateDisposition.FILE_OPEN,
      createOptions: 0,
      name: this.name,
      createContexts: NOTHING,
    })
    return { command: Command.CREATE, body }
  }

  /** @throws Smb2Error when the pipe was closed meanwhile */
  #opened(created: Message): Uint8Array {
    const { fileId } = this.#expect('CREATE', created, []).body(CreateResponse)
    this.#fileId = new Uint8Array(fileId)
    if (this.#isClosed) this.#release(this.#fileId)
    this.#requireUse()
    return this.#fileId
  }

  #release(fileId: Uint8Array): void {
    this.#tree.post({ command: Command.CLOSE, body: bodyOf(CloseRequest, { flags: 0, fileId }) })
  }

  #transceiveRequest(fileId: Uint8Array, message: Uint8Array): Request {
    const body = bodyOf(IoctlRequest, {
      ctlCode: CtlCode.FSCTL_PIPE_TRANSCEIVE,
      fileId,
      input: message,
      maxInputResponse: 0,
      output: NOTHING,
      maxOutputResponse: this.#maxLength,
      flags: SMB2_0_IOCTL_IS_FSCTL,
    })
    return { command: Command.IOCTL, body }
  }

  /** Reads until the server says that the message is complete. */
  async #readRest(parts: Uint8Array[], signal?: AbortSignal): Promise<Uint8Array> {
    const body = bodyOf(ReadRequest, {
      padding: 0,
      flags: 0,
      length: this.#maxLength,
      offset: 0n,
      fileId: await this.open(signal),
      minimumCount: 0,
      channel: 0,
      remainingBytes: 0,
    })
    for (let length = 0; ; ) {
      const answer = await this.#tree.request({ command: Command.READ, body }, signal)
      const { data } = this.#expect('READ', answer, PARTIAL).body(ReadResponse)
      if (isPartial(answer) && data.length === 0) throw new Smb2Error('protocol', 'A part of a message is empty')
      parts.push(data)
      length += data.length
      if (length > MAX_MESSAGE_LENGTH) throw new Smb2Error('protocol', `A message exceeds ${MAX_MESSAGE_LENGTH} bytes`)
      if (!isPartial(answer)) return Buffer.concat(parts)
    }
  }

  #expect(operation: string, answer: Message, partial: readonly number[]): Message {
    const { status } = answer.header
    if (status === NtStatus.STATUS_SUCCESS || partial.includes(status)) return answer
    throw ntStatusError(`SMB2 ${operation}`, status, `pipe "${this.name}"`)
  }
}

/** The message is longer than what was asked for; the rest comes with the next READ. */
const PARTIAL: readonly number[] = [NtStatus.STATUS_BUFFER_OVERFLOW]
/** A pipe's message is an RPC fragment, which has at most 65,535 bytes. */
const MAX_MESSAGE_LENGTH = 0x0002_0000

function isPartial(answer: Message): boolean {
  return PARTIAL.includes(answer.header.status)
}

/** Whether the server did not do what it would have to answer later. [MS-SMB2] 3.3.5.2.7 */
function takesTime(answer: Message): boolean {
  return answer.header.status === NtStatus.STATUS_INTERNAL_ERROR
}
