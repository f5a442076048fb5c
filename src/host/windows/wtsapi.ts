/** A server's sessions and processes: each call of wtsapi32 once, converted, checked and freed. */
import { StatusError } from '../../errors.ts'
import type { Message, MessageButtons } from '../../session/message.ts'
import { checked, decode, readBlock, readRows } from './call.ts'
import {
  MB,
  WIN32,
  WTS_ANY_SESSION,
  WTS_CURRENT_SERVER_HANDLE,
  WTS_CURRENT_SERVER_NAME,
  WTS_EVENT,
  WTS_INFO_CLASS,
} from './constants.ts'
import type { Bound, Native } from './native.ts'
import type { Pointer } from './prototype.ts'
import { accountOf, sidOf } from './sid.ts'

/** Where the calls go: this machine, another one, or a handle that a second thread has opened. */
export type Server = { readonly name: string | null; readonly virtualMachines: boolean } | { readonly handle: Pointer }

/** A session as the enumeration shows it. */
export interface SessionRow {
  /** Unique among all sessions of the list, also where the sessions are in virtual machines. */
  readonly execEnvId: number
  readonly sessionId: number
  readonly state: number
  readonly sessionName: string
  readonly userName: string
  readonly domainName: string
}

/** What WTSSessionInfo tells beside the names; times count 100 ns since 1601-01-01 UTC. */
export interface SessionTimes {
  readonly lastInputTime: bigint
  readonly logonTime: bigint
  readonly currentTime: bigint
}

/** What WTSSessionInfoEx tells in addition; `flags` is of WTS_SESSIONSTATE or -1. */
export interface SessionInfoEx {
  readonly flags: number
  readonly connectTime: bigint
  readonly disconnectTime: bigint
}

/** The client's address as the session has it; `family` is AF_INET or AF_INET6 where there is one. */
export interface ClientAddress {
  readonly family: number
  readonly bytes: Uint8Array
}

/** One process as WTSEnumerateProcessesExW has it. */
export interface ProcessRow {
  readonly sessionId: number
  readonly processId: number
  readonly processName: string
  /** '' where the caller may not know it. */
  readonly userSid: string
  /** The name of that SID, '' where it has none. */
  readonly userName: string
}

/** The classes of information that are text. */
export type TextClass = 'WTSUserName' | 'WTSDomainName' | 'WTSClientName'

// The codes with which a Windows, or a server behind it, says that it does not have the extended enumeration.
const WITHOUT_EX: ReadonlySet<number | null> = new Set([
  0,
  WIN32.ERROR_INVALID_FUNCTION,
  WIN32.ERROR_NOT_SUPPORTED,
  WIN32.ERROR_CALL_NOT_IMPLEMENTED,
  WIN32.ERROR_PROC_NOT_FOUND,
  WIN32.RPC_S_UNKNOWN_IF,
  WIN32.RPC_S_PROCNUM_OUT_OF_RANGE,
])

/** One server's side of wtsapi32; every call blocks its thread. */
export class Wtsapi {
  readonly #native: Native
  readonly #server: Server
  /** Names by SID: each is asked for once. */
  readonly #names = new Map<string, string>()
  #handle: Pointer = WTS_CURRENT_SERVER_HANDLE
  #opened = false

  constructor(native: Native, server: Server) {
    this.#native = native
    this.#server = server
    if ('handle' in server) this.#handle = server.handle
  }

  /** Opens the server; that it succeeds proves nothing, the next call does. Its handle can be lent to a second thread. */
  openServer(): Pointer {
    const server = this.#server
    if ('handle' in server || (server.name === null && !server.virtualMachines)) return this.#handle
    const name = server.name ?? WTS_CURRENT_SERVER_NAME
    this.#handle = server.virtualMachines
      ? this.#call('WTSOpenServerExW', (call) => call(name))
      : this.#call('WTSOpenServerW', (call) => call(name))
    this.#opened = true
    return this.#handle
  }

  closeServer(): void {
    if (!this.#opened) return
    this.#opened = false
    this.#native.wtsapi32.WTSCloseServer(this.#handle)
  }

  /** The session of this process, on this machine. */
  currentSessionId(): number {
    const id = [0]
    checked(this.#native, 'kernel32', 'ProcessIdToSessionId', (call) => call(process.pid, id))
    return id[0]!
  }

  enumerateSessions(): SessionRow[] {
    try {
      return this.#enumerateSessionsEx()
    } catch (error) {
      if (!(error instanceof StatusError) || !WITHOUT_EX.has(error.status.value)) throw error
      return this.#enumerateSessionsPlain()
    }
  }

  /** The text in full; '' where the session has none. */
  queryText(sessionId: number, infoClass: TextClass): string {
    return this.#query(sessionId, infoClass, (pointer) => this.#native.koffi.decode.string16(pointer))
  }

  /** 0 console, 1 ICA, 2 RDP. */
  queryProtocol(sessionId: number): number {
    return this.#query(sessionId, 'WTSClientProtocolType', (pointer) => this.#native.koffi.decode.uint16(pointer))
  }

  queryTimes(sessionId: number): SessionTimes {
    return this.#query(sessionId, 'WTSSessionInfo', (pointer) => {
      const info = decode(this.#native, 'WTSINFOW', pointer)
      return {
        lastInputTime: BigInt(info.LastInputTime),
        logonTime: BigInt(info.LogonTime),
        currentTime: BigInt(info.CurrentTime),
      }
    })
  }

  queryInfoEx(sessionId: number): SessionInfoEx {
    return this.#query(sessionId, 'WTSSessionInfoEx', (pointer) => {
      const { Data } = decode(this.#native, 'WTSINFOEXW', pointer)
      return {
        flags: Data.SessionFlags,
        connectTime: BigInt(Data.ConnectTime),
        disconnectTime: BigInt(Data.DisconnectTime),
      }
    })
  }

  queryClientAddress(sessionId: number): ClientAddress {
    return this.#query(sessionId, 'WTSClientAddress', (pointer) => {
      const address = decode(this.#native, 'WTS_CLIENT_ADDRESS', pointer)
      return { family: address.AddressFamily, bytes: address.Address }
    })
  }

  /** Asks for the log-off and returns at once. */
  logoffSession(sessionId: number): void {
    this.#call('WTSLogoffSession', (call) => call(this.#handle, sessionId, 0))
  }

  disconnectSession(sessionId: number): void {
    this.#call('WTSDisconnectSession', (call) => call(this.#handle, sessionId, 1))
  }

  /** Brings a session to the client of another, on this machine only. */
  connectSession(sessionId: number, targetId: number, password: string): void {
    this.#call('WTSConnectSessionW', (call) => call(sessionId, targetId, password, 1))
  }

  /** Shows the message; the answer is a button, IDTIMEOUT, or IDASYNC when none was waited for. */
  sendMessage(sessionId: number, { title, text, timeSeconds, wait, buttons = 'ok' }: Message): number {
    const [titleBytes, textBytes] = [title, text].map((each) => Buffer.byteLength(each, 'utf16le')) as [number, number]
    const bWait = wait ? 1 : 0
    const response: number[] = [0]
    this.#call('WTSSendMessageW', (call) =>
      call(this.#handle, sessionId, title, titleBytes, text, textBytes, STYLES[buttons], timeSeconds, response, bWait),
    )
    return response[0]!
  }

  /** The processes of one session, or of all where `sessionId` is null. */
  enumerateProcesses(sessionId: number | null): ProcessRow[] {
    const [pointer, count] = out()
    this.#call('WTSEnumerateProcessesExW', (call) =>
      call(this.#handle, [1], sessionId ?? WTS_ANY_SESSION, pointer, count),
    )
    return readRows(this.#native, 'WTS_PROCESS_INFO_EXW', { pointer, count }, (row) => ({
      sessionId: row.SessionId,
      processId: row.ProcessId,
      processName: row.pProcessName ?? '',
      ...this.#ownerOf(row.pUserSid),
    }))
  }

  terminateProcess(processId: number): void {
    this.#call('WTSTerminateProcess', (call) => call(this.#handle, processId, 1))
  }

  /** Waits for any event; false when `flushEvents` ended the wait. */
  waitForEvent(): boolean {
    return this.#waitSystemEvent(WTS_EVENT.ALL) !== WTS_EVENT.NONE
  }

  /** Ends every wait on this server. */
  flushEvents(): void {
    this.#waitSystemEvent(WTS_EVENT.FLUSH)
  }

  #call<F extends keyof Bound<'wtsapi32'>, T extends number | Pointer>(
    name: F,
    call: (native: Bound<'wtsapi32'>[F]) => T,
  ): NonNullable<T> {
    return checked(this.#native, 'wtsapi32', name, call)
  }

  #waitSystemEvent(mask: number): number {
    const flags: number[] = [WTS_EVENT.NONE]
    this.#call('WTSWaitSystemEvent', (call) => call(this.#handle, mask, flags))
    return flags[0]!
  }

  #enumerateSessionsEx(): SessionRow[] {
    const [pointer, count] = out()
    this.#call('WTSEnumerateSessionsExW', (call) => call(this.#handle, [1], 0, pointer, count))
    return readRows(this.#native, 'WTS_SESSION_INFO_1W', { pointer, count }, (row) => ({
      execEnvId: row.ExecEnvId,
      sessionId: row.SessionId,
      state: row.State,
      sessionName: row.pSessionName ?? '',
      userName: row.pUserName ?? '',
      domainName: row.pDomainName ?? '',
    }))
  }

  #enumerateSessionsPlain(): SessionRow[] {
    const [pointer, count] = out()
    this.#call('WTSEnumerateSessionsW', (call) => call(this.#handle, 0, 1, pointer, count))
    return readRows(this.#native, 'WTS_SESSION_INFOW', { pointer, count }, (row) => ({
      execEnvId: row.SessionId,
      sessionId: row.SessionId,
      state: row.State,
      sessionName: row.pWinStationName ?? '',
      userName: '',
      domainName: '',
    }))
  }

  #query<T>(sessionId: number, infoClass: keyof typeof WTS_INFO_CLASS, read: (pointer: bigint) => T): T {
    const [pointer, byteCount] = out()
    this.#call('WTSQuerySessionInformationW', (call) =>
      call(this.#handle, sessionId, WTS_INFO_CLASS[infoClass], pointer, byteCount),
    )
    return readBlock(this.#native, pointer[0] ?? null, read)
  }

  #ownerOf(pointer: Pointer): Pick<ProcessRow, 'userSid' | 'userName'> {
    if (pointer === null) return { userSid: '', userName: '' }
    const userSid = sidOf(this.#native, pointer)
    const server = 'handle' in this.#server ? null : this.#server.name
    const userName = this.#names.get(userSid) ?? accountOf(this.#native, server, pointer)
    this.#names.set(userSid, userName)
    return { userSid, userName }
  }
}

const STYLES: Readonly<Record<MessageButtons, number>> = {
  ok: MB.MB_OK,
  okCancel: MB.MB_OKCANCEL,
  abortRetryIgnore: MB.MB_ABORTRETRYIGNORE,
  yesNoCancel: MB.MB_YESNOCANCEL,
  yesNo: MB.MB_YESNO,
  retryCancel: MB.MB_RETRYCANCEL,
}

/** Where a function puts the pointer to what it returns, and its count. */
function out(): [Pointer[], number[]] {
  return [[null], [0]]
}
