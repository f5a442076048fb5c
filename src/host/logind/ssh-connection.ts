/** One login to another machine by the system's ssh, which a shell, a bridge and forwarded sockets share. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once, setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { LogoffError } from '../../errors.ts'
import { isErrno } from '../../linux/errno.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import type { SshTarget } from '../target.ts'
import { RemoteShell, type ScriptResult } from './remote-shell.ts'
import { CONNECT_SECONDS, masterArguments, sharedArguments } from './ssh-command.ts'
import { sshFailure } from './ssh-failure.ts'

/** What became of a program that ran over the connection. */
export interface RemoteResult {
  readonly code: number
  readonly stderr: string
}

/** A program's streams as one, and its end. */
export interface RemoteStream {
  readonly stream: Duplex
  readonly ended: Promise<RemoteResult>
}

/** A shell may be slow to start where it is started; a password takes as long as it takes. */
const LOGIN_MS = 30_000

/** Holds the master connection; disposal ends it and all that goes over it. */
export class SshConnection implements AsyncDisposable {
  readonly #target: SshTarget
  readonly #folder: string
  readonly #master: ChildProcessWithoutNullStreams
  readonly #shell: RemoteShell
  readonly #lost = new AbortController()
  /** Sockets here, each of which leads to one there. */
  readonly #forwarded = new Map<string, Promise<string>>()
  #stderr = ''
  #opened = false

  constructor(target: SshTarget, interactive: boolean) {
    this.#target = target
    setMaxListeners(0, this.#lost.signal)
    this.#folder = mkdtempSync(join(tmpdir(), 'logoff-'))
    this.#master = spawnSsh([...masterArguments(target, this.#controlPath, interactive), 'exec /bin/sh'])
    this.#master.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString()
    })
    this.#master.once('error', (error) => this.#lost.abort(this.#spawnFailure(error)))
    this.#master.once('close', () => this.#lost.abort(this.#failure()))
    const clear = () => rmSync(this.#folder, { recursive: true, force: true })
    process.once('exit', clear)
    this.#lost.signal.addEventListener('abort', () => {
      process.off('exit', clear)
      clear()
    })
    this.#shell = new RemoteShell(this.#master.stdin, this.#master.stdout)
  }

  /**
   * Logs in; resolves once a shell answers.
   * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT, AUTHENTICATION_FAILED, PROGRAM_MISSING
   */
  static async open(target: SshTarget, interactive: boolean, { signal }: CallOptions): Promise<SshConnection> {
    const connection = new SshConnection(target, interactive)
    const timer = interactive ? undefined : setTimeout(() => connection.#giveUp(LOGIN_MS / 1000), LOGIN_MS)
    try {
      await connection.run(':', { signal })
      connection.#opened = true
      return connection
    } catch (error) {
      await connection.close()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Runs a short script of the shell. */
  run(script: string, { signal }: CallOptions = {}): Promise<ScriptResult> {
    return abortable(this.#shell.run(script, { signal }), this.#lost.signal)
  }

  /** Starts a program whose streams are wanted, or that takes long. */
  start(command: string): RemoteStream {
    const child = spawnSsh([...sharedArguments(this.#target, this.#controlPath), command])
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin })
    stream.once('close', () => child.kill())
    const ended = once(child, 'close').then(([code]) => ({ code: Number(code ?? 255), stderr }))
    ended.catch(() => {}) // ignored: who wants to know awaits it
    return { stream, ended }
  }

  /** Connects to a socket of the other machine. */
  async connectTo(socket: string, { signal }: CallOptions): Promise<Duplex> {
    const local = this.#forwarded.get(socket) ?? this.#forward(socket)
    this.#forwarded.set(socket, local)
    return connect(await abortable(local, signal))
  }

  async close(): Promise<void> {
    if (this.#master.exitCode === null && this.#master.signalCode === null && this.#master.pid !== undefined) {
      this.#master.kill()
      await once(this.#master, 'close')
    }
    this.#lost.abort(this.#failure())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #controlPath(): string {
    return join(this.#folder, 'control')
  }

  async #forward(socket: string): Promise<string> {
    const local = join(this.#folder, `socket${this.#forwarded.size}`)
    const forward = ['-O', 'forward', '-L', `${local}:${socket}`]
    const child = spawnSsh(sharedArguments(this.#target, this.#controlPath, forward))
    const [code] = await once(child, 'exit')
    if (code === 0) return local
    throw new LogoffError('HOST_UNREACHABLE', { host: this.#target.name, reason: `ssh cannot forward ${socket}` })
  }

  #giveUp(seconds: number): void {
    this.#lost.abort(new LogoffError('HOST_SILENT', { host: this.#target.name, seconds }))
  }

  #failure(): LogoffError {
    const host = this.#target.name
    if (!this.#opened) return sshFailure(this.#stderr, { host, seconds: CONNECT_SECONDS })
    return new LogoffError('CONNECTION_LOST', { host, reason: this.#stderr.trim().split('\n').at(-1) || 'ssh ended' })
  }

  #spawnFailure(error: Error): unknown {
    if (!isErrno(error, 'ENOENT')) return error
    const program = { program: 'ssh', package: 'openssh-client' }
    return new LogoffError('PROGRAM_MISSING', { host: hostname(), ...program }, { cause: error })
  }
}

function spawnSsh(args: readonly string[]): ChildProcessWithoutNullStreams {
  // The names and figures of the other machine's tools, not of somebody's language.
  return spawn('ssh', args, { stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } })
}
