/** Another machine, by systemd where it can tell and by a shell where not. */
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { StatusError } from '../../errors.ts'
import type { Account } from '../../linux/accounts.ts'
import { parsePopulated } from '../../linux/cgroup.ts'
import { TERMINALS } from '../../linux/message-means.ts'
import { parseMounts } from '../../linux/mounts.ts'
import { WINDOW_PROGRAMS } from '../../linux/window-programs.ts'
import { within } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { EmptyOptions, Group, Machine, PlacedProcess, Ran, RunOptions, Screen } from './machine.ts'
import { isWithin, placeOf } from './placement.ts'
import { showRemotely } from './remote-message.ts'
import { type RemoteProcess, RemoteProcesses } from './remote-processes.ts'
import { NOT_FOUND, runLine } from './remote-run.ts'
import { quote } from './remote-shell.ts'
import type { SshConnection } from './ssh-connection.ts'
import type { Systemd1, UnitProcess } from './systemd1.ts'
import { isNotFound } from './translate.ts'

/** How often the other machine is asked whether a group is empty. */
const POLL_MS = 50

/** How long the kernel may take to be rid of what was killed. */
const KILL_MS = 2_000

/** How long a file may keep its reader waiting. */
const STUCK_SECONDS = 1

/** What the machine says of itself at the beginning. */
export interface RemoteFacts {
  /** The user that we are there. */
  readonly uid: number
  /** Where it has cgroup2; null where it has not. */
  readonly unified: string | null
}

/** Asks for what the steps below rely on. */
export async function remoteFacts(connection: SshConnection, { signal }: CallOptions): Promise<RemoteFacts> {
  const { stdout } = await connection.run('id -u; cat /proc/self/mounts', { signal })
  const [uid = '', ...mounts] = stdout.split('\n')
  const unified = parseMounts(mounts.join('\n')).find(({ type }) => type === 'cgroup2')?.folder ?? null
  return { uid: Number(uid), unified }
}

export class RemoteMachine implements Machine {
  readonly command: ReadonlySet<number> = new Set()
  readonly #connection: SshConnection
  readonly #systemd1: Systemd1
  readonly #facts: RemoteFacts
  readonly #processes: RemoteProcesses

  constructor(connection: SshConnection, systemd1: Systemd1, facts: RemoteFacts) {
    this.#connection = connection
    this.#systemd1 = systemd1
    this.#facts = facts
    this.#processes = new RemoteProcesses(connection)
  }

  get uid(): number {
    return this.#facts.uid
  }

  get cgroupVersion(): 1 | 2 {
    return this.#facts.unified === null ? 1 : 2
  }

  async processes(options: CallOptions): Promise<PlacedProcess[]> {
    return await this.#processes.describe(await this.#processes.find(null, options), options)
  }

  async members(group: Group, options: CallOptions): Promise<PlacedProcess[]> {
    if (group.unit === null) return await this.#processes.describe(await this.#members(group, options), options)
    const units = await this.#unitProcesses(group.unit, group.path, options)
    const pids = units.map(({ pid }) => pid)
    const described = await this.#processes.describe(await this.#processes.find(pids, options), options)
    // Processes that live for milliseconds have gone before the shell can look at them, and others are there.
    return described.length > 0 ? described : units.map(asListed)
  }

  async occupied(group: Group, options: CallOptions): Promise<readonly string[]> {
    const { unit, path } = group
    const processes =
      unit === null ? await this.#members(group, options) : await this.#unitProcesses(unit, path, options)
    return processes.map(({ cgroup }) => cgroup)
  }

  async untilEmpty(group: Group, { signal, hint }: EmptyOptions): Promise<void> {
    await hint
    while (await this.#isPopulated(group, { signal })) {
      signal?.throwIfAborted()
      await delay(POLL_MS)
    }
  }

  async kill({ path }: Group, { signal }: CallOptions): Promise<boolean> {
    const { uid, unified } = this.#facts
    if (uid !== 0 || unified === null) return false
    const folder = quote(unified + path)
    const { code } = await this.#connection.run(`[ ! -d ${folder} ] || echo 1 >${folder}/cgroup.kill`, { signal })
    return code === 0
  }

  async killOwn(group: Group, options: CallOptions): Promise<void> {
    const own = (await this.#members(group, options)).filter(
      ({ uid }) => this.#facts.uid === 0 || this.#facts.uid === uid,
    )
    if (own.length > 0) await this.#connection.run(`kill -KILL ${own.map(({ pid }) => pid).join(' ')}`, options)
  }

  async groupOf(sessionId: string, leader: number, { signal }: CallOptions): Promise<string | null> {
    const { unified } = this.#facts
    const folder = unified === null ? '/proc/nowhere' : `${unified}/${sessionId}`
    const script = `[ -d ${quote(folder)} ] && echo yes || echo no; cat /proc/${leader}/cgroup`
    const { stdout } = await this.#connection.run(script, { signal })
    const place = placeOf(stdout)
    if (place.split('/').at(-1) === sessionId) return place
    return stdout.startsWith('yes') ? `/${sessionId}` : null
  }

  async endProcess({ pid, started }: Process, options: CallOptions): Promise<boolean> {
    const ticks = started ? await this.#processes.ticksOf(started, options) : Number.NaN
    const script = `line=$(cat /proc/${pid}/stat) || exit 3
      set -- \${line##*)}
      [ "\${20}" = ${ticks} ] || exit 3
      kill -KILL ${pid} || { [ -d /proc/${pid} ] && exit 1 || exit 3; }`
    const { code } = await this.#connection.run(script, options)
    if (code === 0) {
      return await within(KILL_MS, options.signal, async (signal) => {
        while (await this.#isThere(pid, ticks, { signal })) await delay(POLL_MS, undefined, { signal })
      })
    }
    const status = code === 1 ? { value: 1, symbol: 'EPERM' } : { value: 3, symbol: 'ESRCH' }
    throw new StatusError(`kill ${pid}`, { space: 'errno', ...status })
  }

  async show(message: Message, screen: Screen, options: CallOptions): Promise<MessageAnswer> {
    const members = await this.#members(screen.group, options)
    const { uid } = this.#facts
    const surroundings = { connection: this.#connection, processes: this.#processes, uid, members }
    return await showRemotely(message, screen, surroundings, options)
  }

  async messageMeans(options: CallOptions): Promise<string[]> {
    const names = WINDOW_PROGRAMS.map(({ name }) => name)
    const script = `[ -d ${TERMINALS} ] && echo terminals
      for program in ${names.join(' ')}; do command -v "$program" >/dev/null && echo "$program"; done`
    const { stdout } = await this.#connection.run(script, options)
    return stdout.split('\n').filter((line) => line !== '')
  }

  account(uid: number, options: CallOptions): Promise<Account | null> {
    return this.#processes.account(uid, options)
  }

  async kernelFile(path: string, { signal }: CallOptions): Promise<string> {
    return (await this.#connection.run(`cat ${quote(path)}`, { signal })).stdout
  }

  async ownFile(path: string, owner: Account, { signal }: CallOptions): Promise<Uint8Array | null> {
    // Read as its owner, who may have put anything there, also what never answers.
    const dump = ['timeout', String(STUCK_SECONDS), 'od', '-An', '-v', '-tx1', '-N65536', path] as const
    const ran = await this.run(dump, { signal, as: owner })
    return ran?.code === 0 ? Buffer.from(ran.stdout.replace(/\s/g, ''), 'hex') : null
  }

  async run(argv: readonly [string, ...string[]], { signal, as, env = {} }: RunOptions): Promise<Ran | null> {
    const line = runLine(argv, { env, as: this.#facts.uid === 0 ? as : undefined })
    const { code, stdout } = await this.#connection.run(line, { signal })
    return code === NOT_FOUND ? null : { code, stdout }
  }

  connectTo(socket: string, options: CallOptions): Promise<Duplex> {
    return this.#connection.connectTo(socket, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close()
  }

  async #isThere(pid: number, ticks: number, options: CallOptions): Promise<boolean> {
    return (await this.#processes.find([pid], options)).some(({ startTicks }) => startTicks === ticks)
  }

  async #members(group: Group, options: CallOptions): Promise<RemoteProcess[]> {
    if (group.unit === null) {
      return (await this.#processes.find(null, options)).filter(({ cgroup }) => isWithin(cgroup, group.path))
    }
    const units = await this.#unitProcesses(group.unit, group.path, options)
    const pids = units.map(({ pid }) => pid)
    return await this.#processes.find(pids, options)
  }

  async #unitProcesses(unit: string, path: string, options: CallOptions): Promise<UnitProcess[]> {
    try {
      return (await this.#systemd1.GetUnitProcesses(unit, options)).filter(({ cgroup }) => isWithin(cgroup, path))
    } catch (error) {
      if (isNotFound(error)) return []
      throw error
    }
  }

  async #isPopulated(group: Group, { signal }: CallOptions): Promise<boolean> {
    const { unified } = this.#facts
    if (group.unit !== null) return (await this.#unitProcesses(group.unit, group.path, { signal })).length > 0
    if (unified === null) return (await this.#members(group, { signal })).length > 0
    const { stdout } = await this.#connection.run(`cat ${quote(unified + group.path)}/cgroup.events`, { signal })
    return parsePopulated(stdout)
  }
}

/** A process of which no more is known than systemd tells. */
function asListed({ cgroup, pid, command }: UnitProcess): PlacedProcess {
  const name = (command.split(' ')[0] ?? '').split('/').at(-1) ?? ''
  return { pid, name, user: '', sessionId: null, started: null, cgroup }
}
