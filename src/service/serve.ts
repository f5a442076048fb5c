/** `tsctl serve`: the pipes behind Samba, the sessions of this machine, and who may do what, put together. */
import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import { isErrno } from '../linux/errno.ts'
import { Calls } from './calls.ts'
import { type Shared, serveCaller } from './connection.ts'
import { endingLine, nameOf, sayError } from './deed-line.ts'
import type { TakenUp } from './host/endings.ts'
import { openServiceHost } from './host/open.ts'
import { type Journal, openJournal } from './journal.ts'
import { NotReady } from './not-ready.ts'
import { type Notifier, openNotifier } from './notifier.ts'
import { HelperPool } from './ntlm/pool.ts'
import { pipeFolder, sambaParameter, USUAL_FOLDER } from './pipe-folder.ts'
import { PIPES } from './pipes.ts'
import { Authority } from './rights/authority.ts'
import { SERVE_FILE } from './rights/serve-file.ts'
import { listenOnPipes, type PipeListener } from './samba/pipes.ts'
import { sambaVersion } from './samba-version.ts'
import { unixAccounts } from './unix-accounts.ts'

/** What the process gives its service. */
export interface ServiceOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Writes a line to standard error. */
  readonly write: (line: string) => void
  /** Ends the beginning. */
  readonly signal: AbortSignal
}

/** Where the numbers of sessions and the accepted endings are kept; systemd makes it. */
const STATE_FOLDER = '/run/logoff-serve'

/** How long callers who are there may go on calling once the service is to stop. */
const DRAIN_MS = 1_000

/** How long running calls may take after that. */
const FINISH_MS = 5_000

/**
 * Begins to answer; resolves when callers are answered.
 * @throws NotReady, LogoffError SERVE_FILE_UNUSABLE
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { signal } = options
  if (process.platform !== 'linux') throw new NotReady('platform', {})
  if (process.geteuid?.() !== 0) throw new NotReady('root', {})
  if ((await sambaVersion({ signal })) === null) throw new NotReady('samba', {})
  const authority = await Authority.open(SERVE_FILE, { signal })
  const service = new Service(options, authority)
  try {
    await service.begin(options)
    return service
  } catch (error) {
    await service[Symbol.asyncDispose]()
    throw error
  }
}

/** A running service; disposal stops it, after the calls that are being answered. */
export class Service implements AsyncDisposable {
  readonly #authority: Authority
  readonly #journal: Journal
  readonly #tell: Notifier
  readonly #calls = new Calls()
  readonly #over = new AbortController()
  readonly #opened: (AsyncDisposable | Disposable)[] = []
  #pipes: PipeListener | null = null
  #answering = false
  #stopping: Promise<void> | null = null

  /** Made by `openService`. */
  constructor({ env, write }: ServiceOptions, authority: Authority) {
    this.#authority = authority
    this.#journal = openJournal({ write, descriptor: 2, stream: env.JOURNAL_STREAM })
    this.#tell = openNotifier(env.NOTIFY_SOCKET, this.#journal)
    // Every log-off and every subscription listens to it.
    setMaxListeners(0, this.#over.signal)
  }

  /** Opens what the service is made of, and listens. */
  async begin({ env, signal }: ServiceOptions): Promise<void> {
    this.#tellUnknown()
    // Whoever has the pipes has the sessions; callers who come meanwhile wait.
    let answer: (shared: Shared) => void = () => {}
    const ready = new Promise<Shared>((resolve) => {
      answer = resolve
    })
    await this.#listen(ready, { inherited: isActivated(env), signal })
    const name = await sambaParameter('netbios name', { signal })
    const onTakenUp = (each: TakenUp) => this.#tellTakenUp(each)
    const host = this.#keep(await openServiceHost({ stateFolder: STATE_FOLDER, signal, onTakenUp }))
    const helpers = this.#keep(new HelperPool({ onTrouble: (reason) => this.#journal('error', reason) }))
    answer({
      ...{ host, helpers, authority: this.#authority, calls: this.#calls, journal: this.#journal },
      accounts: unixAccounts(name ?? hostname().toUpperCase()),
      signal: this.#over.signal,
    })
    this.#answering = true
    this.#journal('notice', `Answering on ${PIPES.join(', ')}`)
    await this.#tell('READY=1', `STATUS=Answering on ${PIPES.length} pipes`)
  }

  /** Reads the rights file again; where it is wrong the old one goes on to count. Never rejects. */
  async reload(): Promise<void> {
    await this.#tell('RELOADING=1')
    try {
      await this.#authority.reload()
      this.#journal('notice', `Read ${SERVE_FILE} again`)
      this.#tellUnknown()
    } catch (error) {
      this.#journal('error', `${sayError(error)}; what was read before goes on to count`)
    }
    await this.#tell('READY=1')
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    const told = this.#answering ? this.#tellStop() : Promise.resolve()
    // Most have but few calls to make.
    await this.#pipes?.drain(DRAIN_MS)
    await this.#calls.finish(FINISH_MS)
    this.#over.abort(new Error('The service stops'))
    // The pipes first, so that nobody asks what is closed.
    for (const each of this.#opened) {
      await (Symbol.asyncDispose in each ? each[Symbol.asyncDispose]() : each[Symbol.dispose]())
    }
    await told
  }

  async #tellStop(): Promise<void> {
    this.#journal('notice', 'Stopping')
    await this.#tell('STOPPING=1', 'STATUS=Finishing what was begun')
  }

  async #listen(
    ready: Promise<Shared>,
    { inherited, signal }: { inherited: boolean; signal: AbortSignal },
  ): Promise<void> {
    const folder = inherited ? USUAL_FOLDER : await pipeFolder({ signal })
    try {
      const listening = await listenOnPipes({
        ...{ folder, inherited, pipes: PIPES, limits: () => this.#authority.limits },
        onCaller: async (pipe, channel, caller, signal) => serveCaller(await ready, { pipe, channel, caller, signal }),
        onTooMany: (pipe, caller) =>
          this.#journal('warning', `${nameOf(caller)} was turned away from ${pipe}: too many callers`),
        onUnreadable: (pipe, reason) =>
          this.#journal('error', `smbd's handshake on ${pipe} is not understood: ${reason}; is Samba newer than this?`),
      })
      this.#pipes = this.#keep(listening)
    } catch (error) {
      if (!isErrno(error)) throw error
      throw new NotReady('pipes', { folder, reason: error.message }, { cause: error })
    }
  }

  #keep<T extends AsyncDisposable | Disposable>(opened: T): T {
    this.#opened.push(opened)
    return opened
  }

  #tellUnknown(): void {
    const { unknown } = this.#authority
    if (unknown.length > 0)
      this.#journal('warning', `${SERVE_FILE} names whom nobody here knows: ${unknown.join(', ')}`)
  }

  #tellTakenUp({ action, who, result }: TakenUp): void {
    const came = result ? endingLine(result) : 'it had ended already'
    const subject = result?.session ? ` of session ${result.session.id} of ${result.session.user}` : ''
    this.#journal('notice', `The ${action}${subject}, which ${who} had asked for before the restart: ${came}`)
  }
}

/** Whether systemd has opened the sockets and handed them to this process. sd_listen_fds(3) */
function isActivated({ LISTEN_PID, LISTEN_FDS }: ServiceOptions['env']): boolean {
  return LISTEN_PID === String(process.pid) && LISTEN_FDS === String(PIPES.length)
}
