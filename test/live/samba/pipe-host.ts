/** A practice host and an echo behind a private smbd, as `tsctl serve` stands behind the machine's. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { MadeAccounts } from '../../../src/answer/accounts.ts'
import { servicesOf } from '../../../src/answer/services.ts'
import { AuthLevel } from '../../../src/rpc/protection.ts'
import { serve } from '../../../src/rpc/server.ts'
import { RejectReason } from '../../../src/rpc/status.ts'
import { turnAway } from '../../../src/rpc/turn-away.ts'
import { authenticatorFor } from '../../../src/service/authenticator.ts'
import { HelperPool } from '../../../src/service/ntlm/pool.ts'
import type { PipeCaller } from '../../../src/service/samba/pipe-caller.ts'
import { listenOnPipes, type PipeOptions } from '../../../src/service/samba/pipes.ts'
import { LSM_API_SERVICE } from '../../../src/tsts/pipes.ts'
import { PracticeHost } from '../../answer/practice.ts'
import { echoService } from '../../rpc/echo.ts'
import { Smbd, wrapped } from '../smbd/smbd.ts'
import { Winbindd } from './winbindd.ts'

const run = promisify(execFile)

/** What rpcclient and others of Samba's own programs say. */
export interface Said {
  readonly code: number
  readonly text: string
}

export class PipeHost implements AsyncDisposable {
  readonly smbd: Smbd
  readonly host = new PracticeHost()
  /** Everybody who came, in that order. */
  readonly callers: PipeCaller[] = []
  /** What the helpers had to say. */
  readonly troubles: string[] = []
  stepMs = 30_000
  readonly #over = new AbortController()
  readonly #helpers: HelperPool
  #winbindd: Winbindd | null = null
  #pipes: AsyncDisposable | null = null

  private constructor(smbd: Smbd) {
    this.smbd = smbd
    this.#helpers = new HelperPool({
      command: ['ntlm_auth', `--configfile=${join(smbd.folder, 'smb.conf')}`],
      env: wrapped(smbd.folder),
      onTrouble: (reason) => this.troubles.push(reason),
    })
  }

  /** Samba runs, and nobody answers the pipes yet. Nobody in particular may open pipes, as is Samba's default. */
  static async start(): Promise<PipeHost> {
    const host = new PipeHost(await Smbd.start({ global: ['restrict anonymous = 0'] }))
    await host.startWinbindd()
    return host
  }

  async startWinbindd(): Promise<void> {
    this.#winbindd = await Winbindd.start(this.smbd.folder)
  }

  /** As when it is killed. */
  async stopWinbindd(): Promise<void> {
    await this.#winbindd?.[Symbol.asyncDispose]()
  }

  /** Answers the pipes from now on. */
  async listen(): Promise<void> {
    this.#pipes = await listenOnPipes({
      folder: join(this.smbd.folder, 'ncalrpc', 'np'),
      pipes: [LSM_API_SERVICE],
      limits: () => ({ callers: 256, stepMs: this.stepMs }),
      onCaller: (...arrival) => this.#serve(...arrival),
    })
  }

  /** Answers them no more. */
  async leave(): Promise<void> {
    await this.#pipes?.[Symbol.asyncDispose]()
  }

  /** Runs one of Samba's own clients against the server. */
  async samba(program: string, args: readonly string[]): Promise<Said> {
    const { folder, port } = this.smbd
    const common = ['-s', join(folder, 'smb.conf'), '-p', String(port)]
    try {
      const { stdout } = await run(program, [...args, ...common], { env: wrapped(folder), timeout: 20_000 })
      return { code: 0, text: stdout }
    } catch (error) {
      if (!(error instanceof Error && 'stdout' in error && 'stderr' in error)) throw error
      return { code: 'code' in error ? Number(error.code) : 1, text: `${error.stdout}${error.stderr}` }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort(new Error('the test is over'))
    await this.leave()
    this.#helpers[Symbol.dispose]()
    await this.stopWinbindd()
    await this.smbd[Symbol.asyncDispose]()
  }

  readonly #serve: PipeOptions['onCaller'] = async (pipe, channel, caller, signal) => {
    this.callers.push(caller)
    if (!caller.authenticated) return turnAway(channel, RejectReason.invalid_checksum, { signal })
    const answering = {
      host: this.host,
      authorize: () => true,
      caller,
      accounts: new MadeAccounts('LABHOST'),
      signal: this.#over.signal,
    }
    const { stepMs } = this
    await serve(channel, [...(servicesOf(answering).get(pipe) ?? []), echoService()], {
      address: `\\PIPE\\${pipe}`,
      authenticate: authenticatorFor(caller, this.#helpers),
      minimumLevel: caller.encrypted ? 0 : AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
      limits: { requestBytes: 1024 * 1024, handles: 64, stepMs },
      signal,
    })
  }
}
