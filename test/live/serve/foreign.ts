/** Impacket as a client of a session host: somebody else's SMB, NTLM, RPC and NDR. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { PYTHON } from '../impacket/peer.ts'

/** NTLM by itself, in SPNEGO, in SPNEGO after a Kerberos that does not come about; or nothing within RPC. */
export const foreignAuths = ['ntlm', 'spnego', 'kerberosFirst', 'none'] as const

/** Whom the client logs in as, and where. */
export interface ForeignAccount {
  readonly host: string
  readonly port?: number
  readonly user: string
  readonly password: string
  readonly auth?: (typeof foreignAuths)[number]
  /** Of SMB; by default as Impacket negotiates. */
  readonly dialect?: number
  /** Name and password of the account that opens the SMB connection; by default the same. */
  readonly smb?: readonly [string, string]
}

/** A session in an enumeration. */
export interface ForeignSession {
  readonly SessionId: number
  readonly State: number
  readonly Name: string
}

/** A message box. */
export interface ForeignMessage {
  readonly title: string
  readonly text: string
  readonly style: number
  /** Seconds. */
  readonly timeout: number
  readonly wait: boolean
}

type Fields = Readonly<Record<string, unknown>>

const SCRIPT = fileURLToPath(new URL('../impacket/foreign_client.py', import.meta.url))

/** One client; its calls are made one after the other. After a failure it connects anew. */
export class ForeignClient implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #answers: AsyncIterator<string>

  /** `command` starts the client where it is to run; by default here. */
  constructor(account: ForeignAccount, command: readonly string[] = [PYTHON, '-B', SCRIPT]) {
    const [program = '', ...args] = command
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#child.stdout! })
    this.#answers = this.#lines[Symbol.asyncIterator]()
    this.#write({ port: 445, domain: '', auth: 'ntlm', ...account })
  }

  /** Makes one call and resolves with what comes out. @throws Error with what Impacket says of a failure */
  async call(where: string, call: string, values: Fields = {}): Promise<Fields> {
    this.#write({ interface: where, call, values })
    const { value, done } = await this.#answers.next()
    if (done) throw new Error(`Impacket ended at ${call}`)
    const answer: { value?: Fields; error?: string } = JSON.parse(value)
    if (answer.value === undefined) throw new Error(`${call}: ${answer.error}`)
    return answer.value
  }

  /** The sessions that the account sees. */
  async list(): Promise<ForeignSession[]> {
    const { phEnum } = await this.call('TermSrvEnumeration', 'RpcOpenEnum')
    const { ppSessionEnumResult } = await this.call('TermSrvEnumeration', 'RpcGetEnumResult', {
      ...{ hEnum: phEnum, Level: 1 },
    })
    await this.call('TermSrvEnumeration', 'RpcCloseEnum', { phEnum })
    return ((ppSessionEnumResult ?? []) as { Data: ForeignSession }[]).map(({ Data }) => Data)
  }

  /** Shows a message; resolves with the HRESULT and the response. */
  async message(session: number, { title, text, style, timeout, wait }: ForeignMessage) {
    const box = { szTitle: title, szMessage: text, ulStyle: style, ulTimeout: timeout, bDoNotWait: wait ? 0 : 1 }
    const { returnValue, pulResponse } = await this.onSession(session, 'RpcShowMessageBox', box)
    return { status: hex(returnValue), response: pulResponse }
  }

  /** Disconnects a session; resolves with the HRESULT. */
  async disconnect(session: number): Promise<string> {
    return hex((await this.onSession(session, 'RpcDisconnect')).returnValue)
  }

  /** Logs a session off; resolves with the HRESULT. */
  async logoff(session: number): Promise<string> {
    return hex((await this.onSession(session, 'RpcLogoff')).returnValue)
  }

  /** Makes a call on a session's handle; where it cannot be opened, that answer stands for the call's. */
  async onSession(session: number, call: string, values: Fields = {}): Promise<Fields> {
    const opened = await this.call('TermSrvSession', 'RpcOpenSession', { SessionId: session })
    if (opened.returnValue !== 0) return opened
    const answer = await this.call('TermSrvSession', call, { hSession: opened.phSession, ...values })
    await this.call('TermSrvSession', 'RpcCloseSession', { phSession: opened.phSession })
    return answer
  }

  /** Makes a call of LegacyApi; resolves with what comes out, its NTSTATUS under `status`. */
  async legacy(call: string, values: Fields = {}): Promise<Fields & { status: string }> {
    const { phServer } = await this.call('LegacyApi', 'RpcWinStationOpenServer')
    const answer = await this.call('LegacyApi', call, { hServer: phServer, ...values })
    await this.call('LegacyApi', 'RpcWinStationCloseServer', { hServer: phServer })
    return { ...answer, status: hex(answer.pResult) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin!.end()
    this.#child.kill('SIGKILL')
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
    this.#lines.close()
  }

  #write(line: object): void {
    this.#child.stdin!.write(`${JSON.stringify(line)}\n`)
  }
}

/** "0x80070005" */
export function hex(status: unknown): string {
  return `0x${(Number(status) >>> 0).toString(16).padStart(8, '0')}`
}
