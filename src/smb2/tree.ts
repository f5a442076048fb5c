/** A connection to the share in which pipes are. [MS-SMB2] 3.2.1.4, 3.2.4.2.4 */
import { abortable } from '../session/deadline.ts'
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { bodyOf, type Message } from './message.ts'
import { Command } from './messages/header.ts'
import { Dialect } from './messages/negotiate.ts'
import { Empty } from './messages/session-setup.ts'
import { TreeConnectRequest } from './messages/tree-connect.ts'
import { Pipe, type PipeOptions } from './pipe.ts'
import type { Request } from './requester.ts'
import type { Smb2Session } from './session.ts'
import { validateNegotiate } from './validate-negotiate.ts'

/** What stands for the tree that the compound itself connects. [MS-SMB2] 3.2.4.1.4 */
const TREE_OF_COMPOUND = 0xffff_ffff

/** A share of the server, connected to when it is first used. */
export class Smb2Tree implements AsyncDisposable {
  readonly session: Smb2Session
  readonly #path: string
  #treeId: number | null = null
  /** Settled, never rejected, when somebody's attempt is over. */
  #connecting: Promise<void> | null = null
  #isOpen = true

  /** `path` is `\\server\share`. */
  constructor(session: Smb2Session, path: string) {
    this.session = session
    this.#path = path
  }

  /**
   * The TreeId, once the share is connected to and, below 3.1.1, nobody can have changed the negotiation. Whoever waits
   * for another's attempt and sees it fail tries it himself.
   *
   * @throws StatusError, Smb2Error
   */
  async connect(signal?: AbortSignal): Promise<number> {
    for (;;) {
      if (this.#treeId !== null) return this.#treeId
      if (this.#connecting === null) await this.#attempt(this.#connect(signal))
      else await abortable(this.#connecting, signal)
    }
  }

  /** Sends a request to this share and waits for the answer, whatever its status. */
  async request(request: Request, signal?: AbortSignal): Promise<Message> {
    const treeId = this.#treeId ?? (await this.connect(signal))
    return this.session.request({ ...request, treeId }, signal)
  }

  /**
   * Sends related requests in one compound, behind the connecting where that is still to be done and the dialect protects
   * the negotiation by itself, and gives their answers as they come; null, and they are not sent, without the credits for
   * it.
   *
   * @throws StatusError, Smb2Error when the share cannot be connected to
   */
  async compound(requests: readonly Request[], signal?: AbortSignal): Promise<Promise<Message>[] | null> {
    const isFirst = this.#treeId === null && this.#connecting === null
    if (isFirst && this.session.negotiated.dialect === Dialect['3.1.1']) {
      const related = requests.map((each) => ({ ...each, treeId: TREE_OF_COMPOUND }))
      const answers = this.session.compound([this.#connectRequest(), ...related], signal)
      if (answers === null) return null
      const [connected, ...rest] = answers
      await this.#attempt(this.#connected(connected!))
      return rest
    }
    const treeId = await this.connect(signal)
    const own = requests.map((each) => ({ ...each, treeId }))
    return this.session.compound(own, signal)
  }

  /** Sends a request to this share, where it is connected to, whose answer nobody waits for. */
  post(request: Request): void {
    if (this.#treeId !== null) this.session.post({ ...request, treeId: this.#treeId })
  }

  /** A pipe that its first message opens. */
  pipe(name: string, options: PipeOptions = {}): Pipe {
    return new Pipe(this, name, options)
  }

  /** Opens a pipe by its name, `LSM_API_service`. @throws StatusError STATUS_OBJECT_NAME_NOT_FOUND when nobody serves it */
  async openPipe(name: string, options: PipeOptions & { signal?: AbortSignal | undefined } = {}): Promise<Pipe> {
    const pipe = this.pipe(name, options)
    await pipe.open(options.signal)
    return pipe
  }

  /** Lets go of the share; a second call does nothing more. */
  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.post({ command: Command.TREE_DISCONNECT, body: bodyOf(Empty, {}) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #attempt(attempt: Promise<void>): Promise<void> {
    // ignored: the one whose attempt it is gets the error
    this.#connecting = attempt.catch(() => {})
    try {
      await attempt
    } finally {
      this.#connecting = null
    }
  }

  async #connect(signal?: AbortSignal): Promise<void> {
    const treeId = this.#accepted(await this.session.request(this.#connectRequest(), signal))
    if (this.session.negotiated.dialect !== Dialect['3.1.1']) await validateNegotiate(this.session, treeId, signal)
    this.#treeId = treeId
  }

  async #connected(answer: Promise<Message>): Promise<void> {
    this.#treeId = this.#accepted(await answer)
  }

  #connectRequest(): Request {
    return { command: Command.TREE_CONNECT, body: bodyOf(TreeConnectRequest, { flags: 0, path: this.#path }) }
  }

  #accepted({ header: { status, treeId } }: Message): number {
    if (status !== NtStatus.STATUS_SUCCESS) throw ntStatusError('SMB2 TREE_CONNECT', status, this.#path)
    return treeId
  }
}
