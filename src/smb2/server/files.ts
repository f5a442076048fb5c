/** What a server answers to requests about shares and pipes. [MS-SMB2] 3.3.5.7 to 3.3.5.15 */
import { randomBytes } from 'node:crypto'
import { StatusError } from '../../errors.ts'
import { NtStatus } from '../../wire/ntstatus.ts'
import { bodyOf } from '../message.ts'
import { CloseRequest, CloseResponse, CreateRequest, CreateResponse, NO_FILE_ID } from '../messages/create.ts'
import { HeaderFlags } from '../messages/header.ts'
import { CtlCode, IoctlRequest, IoctlResponse } from '../messages/ioctl.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from '../messages/read-write.ts'
import { Empty } from '../messages/session-setup.ts'
import { ShareType, TreeConnectRequest, TreeConnectResponse } from '../messages/tree-connect.ts'
import { type Exchange, failure, type Outcome, statusOf, success } from './exchange.ts'
import { type Part, ServerPipe } from './server-pipe.ts'
import type { Open, PipeCaller, ServerSession } from './server-session.ts'

/** Serves one pipe of one client; the pipe ends when the promise is settled. */
export type PipeService = (pipe: ServerPipe) => Promise<void>

/** Finds the service of a pipe; null where nobody serves that name. A `StatusError` refuses the caller. */
export type PipeServices = (name: string, caller: PipeCaller) => PipeService | null

const NOTHING = new Uint8Array()
/** FILE_ALL_ACCESS without what only files have. */
const MAXIMAL_ACCESS = 0x001f_00a9
const SMB2_SHAREFLAG_NO_CACHING = 0x0000_0030

/** Only `IPC$` exists. */
export function treeConnect({ request }: Exchange, session: ServerSession): Outcome {
  const { path } = request.body(TreeConnectRequest)
  if (!/^\\\\[^\\]+\\ipc\$$/i.test(path)) return failure(NtStatus.STATUS_BAD_NETWORK_NAME)
  const treeId = session.addTree()
  const body = bodyOf(TreeConnectResponse, {
    shareType: ShareType.SMB2_SHARE_TYPE_PIPE,
    shareFlags: SMB2_SHAREFLAG_NO_CACHING,
    capabilities: 0,
    maximalAccess: MAXIMAL_ACCESS,
  })
  return success(body, { treeId })
}

/** Opens a pipe and starts its service. */
export function create({ request }: Exchange, session: ServerSession, services: PipeServices): Outcome {
  const name = request.body(CreateRequest).name.replace(/^\\/, '')
  const service = findService(name, session, services)
  if (typeof service === 'number') return failure(service)
  const fileId = Uint8Array.from(randomBytes(16))
  const pipe = new ServerPipe()
  session.opens.set(hex(fileId), { fileId, pipe })
  const body = bodyOf(CreateResponse, {
    oplockLevel: 0,
    flags: 0,
    createAction: 1, // FILE_OPENED
    creationTime: 0n,
    lastAccessTime: 0n,
    lastWriteTime: 0n,
    changeTime: 0n,
    allocationSize: 4096n,
    endofFile: 0n,
    fileAttributes: 0x80, // FILE_ATTRIBUTE_NORMAL
    fileId,
    createContexts: NOTHING,
  })
  const finish = () => pipe.finish() // whatever ended the service, its client sees a pipe that is disconnected
  void service(pipe).then(finish, finish)
  return success(body, { fileId })
}

function findService(name: string, session: ServerSession, services: PipeServices): PipeService | number {
  if (!session.caller) return NtStatus.STATUS_ACCESS_DENIED
  try {
    return services(name, session.caller) ?? NtStatus.STATUS_OBJECT_NAME_NOT_FOUND
  } catch (error) {
    if (error instanceof StatusError) return statusOf(error)
    throw error
  }
}

/** SMB2 CLOSE. [MS-SMB2] 3.3.5.10 */
export function close(exchange: Exchange, session: ServerSession): Outcome {
  const open = findOpen(exchange, session, exchange.request.body(CloseRequest).fileId)
  if (typeof open === 'number') return failure(open)
  const { fileId } = open
  session.opens.delete(hex(fileId))
  open.pipe.close()
  return success(bodyOf(CloseResponse, { flags: 0 }), { fileId })
}

/** SMB2 WRITE. [MS-SMB2] 3.3.5.13 */
export function write(exchange: Exchange, session: ServerSession): Outcome {
  const { fileId, data } = exchange.request.body(WriteRequest)
  const open = findOpen(exchange, session, fileId)
  if (typeof open === 'number') return failure(open)
  open.pipe.deliver(data)
  return success(bodyOf(WriteResponse, { count: data.length, remaining: 0 }), { fileId: open.fileId })
}

/** SMB2 READ, which waits for a message of the pipe. [MS-SMB2] 3.3.5.12 */
export async function read(exchange: Exchange, session: ServerSession): Promise<Outcome> {
  const { fileId, length } = exchange.request.body(ReadRequest)
  const open = findOpen(exchange, session, fileId)
  if (typeof open === 'number') return failure(open)
  const part = await open.pipe.take(length, exchange.signal)
  const body = bodyOf(ReadResponse, { data: part.data, dataRemaining: 0, flags: 0 })
  return { status: statusOfPart(part), body, fileId: open.fileId }
}

/** SMB2 IOCTL. [MS-SMB2] 3.3.5.15 */
export async function ioctl(exchange: Exchange, session: ServerSession): Promise<Outcome> {
  const { ctlCode, fileId, input, maxOutputResponse } = exchange.request.body(IoctlRequest)
  if (ctlCode !== CtlCode.FSCTL_PIPE_TRANSCEIVE) return failure(NtStatus.STATUS_NOT_SUPPORTED)
  const open = findOpen(exchange, session, fileId)
  if (typeof open === 'number') return failure(open)
  if (!open.pipe.isDrained) return failure(NtStatus.STATUS_PIPE_BUSY)
  open.pipe.deliver(input)
  const part = await open.pipe.take(maxOutputResponse, exchange.signal)
  return { status: statusOfPart(part), body: ioctlResponse(ctlCode, open.fileId, part.data), fileId: open.fileId }
}

/** The body of an answer to IOCTL. */
export function ioctlResponse(ctlCode: number, fileId: Uint8Array, output: Uint8Array): Outcome['body'] {
  return bodyOf(IoctlResponse, { ctlCode, fileId, input: NOTHING, output, flags: 0 })
}

/** The answer to what changes nothing: LOGOFF, TREE_DISCONNECT, ECHO. */
export function done(more: Omit<Outcome, 'status' | 'body'> = {}): Outcome {
  return success(bodyOf(Empty, {}), more)
}

function statusOfPart({ isPartial }: Part): number {
  return isPartial ? NtStatus.STATUS_BUFFER_OVERFLOW : NtStatus.STATUS_SUCCESS
}

/** The pipe, or why there is none; the FileId of all ones is that of the request to which this one is related. */
function findOpen({ request, inheritedFileId }: Exchange, session: ServerSession, fileId: Uint8Array): Open | number {
  const isInherited = request.has(HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS) && hex(fileId) === hex(NO_FILE_ID)
  const id = isInherited ? inheritedFileId : fileId
  if (id === null) return NtStatus.STATUS_INVALID_HANDLE
  return session.opens.get(hex(id)) ?? NtStatus.STATUS_FILE_CLOSED
}

function hex(fileId: Uint8Array): string {
  return Buffer.from(fileId.buffer, fileId.byteOffset, fileId.length).toString('hex')
}
