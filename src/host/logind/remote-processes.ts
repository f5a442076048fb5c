/** Reads /proc of another machine through its shell. */
import { type Account, parsePasswd } from '../../linux/accounts.ts'
import { parseBootTime } from '../../linux/clock.ts'
import { isRunning, type ProcessStat, parseStat } from '../../linux/stat.ts'
import { parseStatus } from '../../linux/status.ts'
import type { CallOptions } from '../../session/host.ts'
import type { PlacedProcess } from './machine.ts'
import { placeOf } from './placement.ts'
import { quote } from './remote-shell.ts'
import type { SshConnection } from './ssh-connection.ts'

/** Clock ticks per second in /proc, on every machine that Linux runs on today. */
const TICKS_PER_SECOND = 100

/** Bytes of a name that the kernel keeps. */
const NAME_LENGTH = 15

/** A process as /proc has it. */
export interface RemoteProcess extends ProcessStat {
  readonly uid: number
  readonly cgroup: string
}

/** What the answers of `head` for several files say: the text of each, by its path. */
export function parseFiles(text: string): Map<string, string> {
  const parts = text.split(/(?:^|\n)==> (\/proc\/\d+\/[a-z]+) <==\n/)
  const files = new Map<string, string>()
  for (let at = 1; at + 1 < parts.length; at += 2) files.set(parts[at]!, parts[at + 1]!)
  return files
}

/** The running processes among the files that were read. */
export function processesOf(files: ReadonlyMap<string, string>): RemoteProcess[] {
  return [...files].flatMap(([path, text]) => {
    const pid = /^\/proc\/(\d+)\/stat$/.exec(path)?.[1]
    const stat = pid === undefined ? null : parseStat(text)
    const status = parseStatus(files.get(`/proc/${pid}/status`) ?? '')
    if (!stat || !status || !isRunning(stat) || status.threadGroup !== stat.pid) return []
    return [{ ...stat, uid: status.uid, cgroup: placeOf(files.get(`/proc/${pid}/cgroup`) ?? '') }]
  })
}

/** Each look is one script, for every one costs a round trip. */
export class RemoteProcesses {
  readonly #connection: SshConnection
  readonly #accounts = new Map<number, Account>()
  #boot: number | undefined

  constructor(connection: SshConnection) {
    this.#connection = connection
  }

  /** Those of the numbers that run; all of the machine where none are given. */
  async find(pids: readonly number[] | null, { signal }: CallOptions): Promise<RemoteProcess[]> {
    if (pids?.length === 0) return []
    const all = pids === null ? ['[0-9]*'] : pids.map(String)
    const files = all.flatMap((pid) => ['stat', 'status', 'cgroup'].map((name) => `/proc/${pid}/${name}`))
    const { stdout } = await this.#connection.run(`head -n 99 ${files.join(' ')}`, { signal })
    return processesOf(parseFiles(stdout))
  }

  /** As callers see them. */
  async describe(processes: readonly RemoteProcess[], options: CallOptions): Promise<PlacedProcess[]> {
    if (processes.length === 0) return []
    const boot = await this.bootTime(options)
    await this.#learnAccounts(new Set(processes.map(({ uid }) => uid)), options)
    const names = await this.#fullNames(processes, options)
    return processes.map(({ pid, name, uid, startTicks, cgroup }) => ({
      pid,
      name: names.get(pid) ?? name,
      user: this.#accounts.get(uid)?.name ?? String(uid),
      sessionId: null,
      started: new Date(boot + (startTicks * 1000) / TICKS_PER_SECOND),
      cgroup,
    }))
  }

  /** The account of a number. */
  async account(uid: number, options: CallOptions): Promise<Account | null> {
    await this.#learnAccounts(new Set([uid]), options)
    return this.#accounts.get(uid) ?? null
  }

  /** Clock ticks from boot to a date. */
  async ticksOf(started: Date, options: CallOptions): Promise<number> {
    return ((started.getTime() - (await this.bootTime(options))) * TICKS_PER_SECOND) / 1000
  }

  async bootTime({ signal }: CallOptions): Promise<number> {
    this.#boot ??= parseBootTime((await this.#connection.run('grep ^btime /proc/stat', { signal })).stdout) ?? 0
    return this.#boot
  }

  async #learnAccounts(uids: ReadonlySet<number>, { signal }: CallOptions): Promise<void> {
    const missing = [...uids].filter((uid) => !this.#accounts.has(uid))
    if (missing.length === 0) return
    const script = `cat /etc/passwd; getent passwd ${missing.join(' ')}`
    const { stdout } = await this.#connection.run(script, { signal })
    for (const account of parsePasswd(stdout)) {
      if (!this.#accounts.has(account.uid)) this.#accounts.set(account.uid, account)
    }
  }

  // A name of full length may be cut; the arguments then hold the rest.
  async #fullNames(processes: readonly RemoteProcess[], { signal }: CallOptions): Promise<Map<number, string>> {
    const cut = processes.filter(({ name }) => Buffer.byteLength(name) === NAME_LENGTH)
    if (cut.length === 0) return new Map()
    const program = String.raw`for pid in ${cut.map(({ pid }) => pid).join(' ')}; do
      printf '%s ' "$pid"; tr '\000\n' '\n ' </proc/"$pid"/cmdline | head -n 1 | head -c 4096; echo; done`
    const { stdout } = await this.#connection.run(program, { signal })
    const programs = new Map(
      stdout.split('\n').map((line) => [Number.parseInt(line, 10), line.split('/').at(-1) ?? '']),
    )
    return new Map(
      cut.flatMap(({ pid, name }) => {
        const full = programs.get(pid) ?? ''
        return full.startsWith(name) ? [[pid, full] as const] : []
      }),
    )
  }
}

/** The environments that processes of the other machine were started with, as their files' text. */
export function environmentScript(pids: readonly number[], mark: string): string {
  return `for pid in ${pids.join(' ')}; do cat /proc/"$pid"/environ; printf %s ${quote(mark)}; done`
}
