/** A connection to the share in which pipes are. [MS-SMB2] 3.2.1.4, 3.2.4.2.4 */
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { bodyOf } from './message.ts'
import { Command } from './messages/header.ts'
import { Dialect } from './messages/negotiate.ts'
import { Empty } from './messages/session-setup.ts'
import { TreeConnectRequest } from './messages/tree-connect.ts'
import { Pipe, type PipeOptions } from './pipe.ts'
import type { Smb2Session } from './session.ts'
import { validateNegotiate } from './validate-negotiate.ts'

/** A share of the server. */
export class Smb2Tree implements AsyncDisposable {
  readonly session: Smb2Session
  readonly treeId: number
  #isOpen = true

  private constructor(session: Smb2Session, treeId: number) {
    this.session = session
    this.treeId = treeId
  }

  /** Connects to `\\server\share` and, below 3.1.1, makes sure that nobody changed the negotiation. */
  static async connect(
    session: Smb2Session,
    path: string,
    { signal }: { signal?: AbortSignal | undefined },
  ): Promise<Smb2Tree> {
    const body = bodyOf(TreeConnectRequest, { flags: 0, path })
    const { answer } = await session.request({ command: Command.TREE_CONNECT, body }, signal)
    const { status, treeId } = answer.header
    if (status !== NtStatus.STATUS_SUCCESS) throw ntStatusError('SMB2 TREE_CONNECT', status, path)
    const tree = new Smb2Tree(session, treeId)
    if (session.negotiated.dialect !== Dialect['3.1.1']) await validateNegotiate(tree, signal)
    return tree
  }

  /** Opens a pipe by its name, `LSM_API_service`. @throws StatusError STATUS_OBJECT_NAME_NOT_FOUND when nobody serves it */
  async openPipe(name: string, options: PipeOptions = {}): Promise<Pipe> {
    return Pipe.open(this, name, options)
  }

  /** Lets go of the share; a second call does nothing more. */
  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.session.post({ command: Command.TREE_DISCONNECT, body: bodyOf(Empty, {}), treeId: this.treeId })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
