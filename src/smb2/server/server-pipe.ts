/** The serving end of a named pipe in message mode. */
import { NtStatus, ntStatusError } from '../../wire/ntstatus.ts'
import { Smb2Error } from '../smb2-error.ts'
import { MessageQueue } from './message-queue.ts'

interface MessageOptions {
  readonly signal?: AbortSignal | undefined
}

/** Part of a message, as a client reads it. */
export interface Part {
  readonly data: Uint8Array
  /** Whether the message goes on. */
  readonly isPartial: boolean
}

/** One client's pipe: its service sends and receives, its client writes and reads. */
export class ServerPipe {
  readonly #toService = new MessageQueue<Uint8Array>()
  readonly #toClient = new MessageQueue<Uint8Array>()

  /** Sends one message to the client. */
  async send(message: Uint8Array): Promise<void> {
    this.#toClient.push(message)
  }

  /** The next message of the client; rejects once the client has closed the pipe. */
  async receive({ signal }: MessageOptions = {}): Promise<Uint8Array> {
    return this.#toService.shift(signal)
  }

  /** Sends one message and waits for the next of the client. */
  async transceive(message: Uint8Array, options: MessageOptions = {}): Promise<Uint8Array> {
    await this.send(message)
    return this.receive(options)
  }

  /** The service has ended: what it sent can still be read, and then nothing. */
  finish(): void {
    this.#toClient.close(ntStatusError('Read', NtStatus.STATUS_PIPE_DISCONNECTED))
  }

  /** The client writes one message. */
  deliver(message: Uint8Array): void {
    this.#toService.push(Uint8Array.from(message))
  }

  /** The client reads up to `length` bytes of the next message. */
  async take(length: number, signal: AbortSignal): Promise<Part> {
    const message = await this.#toClient.shift(signal)
    if (message.length <= length) return { data: message, isPartial: false }
    this.#toClient.unshift(message.subarray(length))
    return { data: message.subarray(0, length), isPartial: true }
  }

  /** Whether the client has read all that was sent. */
  get isDrained(): boolean {
    return this.#toClient.isEmpty
  }

  /** The client closed the pipe, or is gone. */
  close(): void {
    this.#toService.close(new Smb2Error('closed', 'The client closed the pipe'))
    this.#toClient.close(ntStatusError('Read', NtStatus.STATUS_FILE_CLOSED))
  }
}
