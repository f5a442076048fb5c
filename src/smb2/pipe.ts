/** A named pipe in message mode: one message in, one message out. [MS-SMB2] 3.2.4.3.1, 3.2.4.20.4 */
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { type Body, bodyOf, type Message } from './message.ts'
import {
  CloseRequest,
  CreateDisposition,
  CreateRequest,
  CreateResponse,
  DesiredAccess,
  ImpersonationLevel,
} from './messages/create.ts'
import { Command } from './messages/header.ts'
import { CtlCode, IoctlRequest, IoctlResponse, SMB2_0_IOCTL_IS_FSCTL } from './messages/ioctl.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from './messages/read-write.ts'
import { Smb2Error } from './smb2-error.ts'
import type { Smb2Tree } from './tree.ts'

export interface PipeOptions {
  /** The longest part of a message that is asked for at once, in bytes. Default: the longest the server gives. */
  readonly maxLength?: number
  readonly signal?: AbortSignal | undefined
}

export interface MessageOptions {
  readonly signal?: AbortSignal | undefined
}

/** What a client needs of a pipe; names and values as Windows' own clients ask for them. */
const ACCESS = Object.values(DesiredAccess).reduce((all, each) => all | each, 0)
/** FILE_SHARE_READ and FILE_SHARE_WRITE, which every client sends although the server ignores them. */
const SHARE_ACCESS = 0x3
const NOTHING = new Uint8Array()

/** An open pipe. After an abort nobody knows where its messages stand: close it. Disposal closes it without waiting. */
export class Pipe implements AsyncDisposable {
  readonly name: string
  readonly #tree: Smb2Tree
  readonly #fileId: Uint8Array
  readonly #maxLength: number
  #isOpen = true

  private constructor(tree: Smb2Tree, name: string, fileId: Uint8Array, maxLength: number) {
    this.#tree = tree
    this.name = name
    this.#fileId = fileId
    this.#maxLength = maxLength
  }

  static async open(tree: Smb2Tree, name: string, options: PipeOptions): Promise<Pipe> {
    const body = bodyOf(CreateRequest, {
      securityFlags: 0,
      requestedOplockLevel: 0,
      impersonationLevel: ImpersonationLevel.Impersonation,
      desiredAccess: ACCESS,
      fileAttributes: 0,
      shareAccess: SHARE_ACCESS,
      createDisposition: CreateDisposition.FILE_OPEN,
      createOptions: 0,
      name,
      createContexts: NOTHING,
    })
    const request = { command: Command.CREATE, body, treeId: tree.treeId }
    const { answer } = await tree.session.request(request, options.signal)
    const { status } = answer.header
    if (status !== NtStatus.STATUS_SUCCESS) throw ntStatusError('SMB2 CREATE', status, `pipe "${name}"`)
    const { maxLength } = tree.session.negotiated
    const length = Math.min(options.maxLength ?? maxLength, maxLength)
    return new Pipe(tree, name, new Uint8Array(answer.body(CreateResponse).fileId), length)
  }

  /** Writes one message. */
  async send(message: Uint8Array, { signal }: MessageOptions = {}): Promise<void> {
    const body = bodyOf(WriteRequest, {
      data: message,
      offset: 0n,
      fileId: this.#fileId,
      channel: 0,
      remainingBytes: 0,
      writeChannelInfo: NOTHING,
      flags: 0,
    })
    const answer = await this.#request(Command.WRITE, body, signal)
    const { count } = this.#expect('WRITE', answer, []).body(WriteResponse)
    if (count !== message.length) throw new Smb2Error('protocol', `Only ${count} bytes of a message were written`)
  }

  /** Reads the next message, in as many parts as it takes. */
  async receive({ signal }: MessageOptions = {}): Promise<Uint8Array> {
    return this.#readRest([], signal)
  }

  /** Writes one message and reads the next. */
  async transceive(message: Uint8Array, { signal }: MessageOptions = {}): Promise<Uint8Array> {
    const body = bodyOf(IoctlRequest, {
      ctlCode: CtlCode.FSCTL_PIPE_TRANSCEIVE,
      fileId: this.#fileId,
      input: message,
      maxInputResponse: 0,
      output: NOTHING,
      maxOutputResponse: this.#maxLength,
      flags: SMB2_0_IOCTL_IS_FSCTL,
    })
    const answer = await this.#request(Command.IOCTL, body, signal)
    const { output } = this.#expect('IOCTL', answer, PARTIAL).body(IoctlResponse)
    return isPartial(answer) ? this.#readRest([output], signal) : new Uint8Array(output)
  }

  /** Closes the pipe; a second call does nothing more. */
  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    const body = bodyOf(CloseRequest, { flags: 0, fileId: this.#fileId })
    this.#tree.session.post({ command: Command.CLOSE, body, treeId: this.#tree.treeId })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Reads until the server says that the message is complete. */
  async #readRest(parts: Uint8Array[], signal?: AbortSignal): Promise<Uint8Array> {
    const body = bodyOf(ReadRequest, {
      padding: 0,
      flags: 0,
      length: this.#maxLength,
      offset: 0n,
      fileId: this.#fileId,
      minimumCount: 0,
      channel: 0,
      remainingBytes: 0,
    })
    for (let length = 0; ; ) {
      const answer = await this.#request(Command.READ, body, signal)
      const { data } = this.#expect('READ', answer, PARTIAL).body(ReadResponse)
      if (isPartial(answer) && data.length === 0) throw new Smb2Error('protocol', 'A part of a message is empty')
      parts.push(data)
      length += data.length
      if (length > MAX_MESSAGE_LENGTH) throw new Smb2Error('protocol', `A message exceeds ${MAX_MESSAGE_LENGTH} bytes`)
      if (!isPartial(answer)) return Buffer.concat(parts)
    }
  }

  async #request(command: number, body: Body, signal?: AbortSignal): Promise<Message> {
    const { session, treeId } = this.#tree
    return (await session.request({ command, body, treeId }, signal)).answer
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
