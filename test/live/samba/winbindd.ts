/** A private winbindd beside a private smbd. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { wrapped } from '../smbd/smbd.ts'

const WINBINDD = '/usr/sbin/winbindd'
const run = promisify(execFile)

/** Why the suite cannot run here, as one sentence; false when it can. With CI=true the lack is a failure. */
export function winbinddMissing(): string | false {
  if (existsSync(WINBINDD) && existsSync('/usr/bin/ntlm_auth')) return false
  const sentence = `${WINBINDD} is missing: scripts/peers.sh installs it`
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

/** A running winbindd; disposal stops it. */
export class Winbindd implements AsyncDisposable {
  readonly #pid: number
  readonly #exited: Promise<unknown>

  private constructor(pid: number, exited: Promise<unknown>) {
    this.#pid = pid
    this.#exited = exited
  }

  /** `folder` is the smbd's. */
  static async start(folder: string): Promise<Winbindd> {
    const env = wrapped(folder)
    const args = ['-F', '--no-process-group', '-s', join(folder, 'smb.conf')]
    const child = spawn(WINBINDD, args, { env, detached: true, stdio: 'ignore' })
    const winbindd = new Winbindd(child.pid!, once(child, 'exit'))
    process.once('exit', () => winbindd.#kill())
    const signal = AbortSignal.timeout(20_000)
    while (!(await answers(env))) await after(20, undefined, { signal })
    return winbindd
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill()
    await this.#exited
  }

  /** With the children it has for its domains. */
  #kill(): void {
    try {
      process.kill(-this.#pid, 'SIGKILL')
    } catch {
      // ignored: it has ended by itself
    }
  }
}

async function answers(env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await run('wbinfo', ['--ping'], { env })
    return true
  } catch {
    return false
  }
}
