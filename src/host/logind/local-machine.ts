/** This machine, by its own files. */
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { StatusError } from '../../errors.ts'
import { type Account, Accounts } from '../../linux/accounts.ts'
import { census } from '../../linux/census.ts'
import {
  killCgroup,
  moveInto,
  occupiedCgroups,
  processesInCgroup,
  unifiedMount,
  untilEmpty,
} from '../../linux/cgroup.ts'
import { commandProcesses } from '../../linux/command-processes.ts'
import { endProcess } from '../../linux/end-process.ts'
import { messageMeans } from '../../linux/message-means.ts'
import { readOwnFile } from '../../linux/own-file.ts'
import { readKernelFile } from '../../linux/proc.ts'
import { describeProcesses, findProcesses, type RunningProcess } from '../../linux/processes.ts'
import { run } from '../../linux/run.ts'
import { sendSignal } from '../../linux/signal.ts'
import { whileStopped } from '../../linux/stop-all.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import { showLocally } from './local-message.ts'
import type { Group, Machine, PlacedProcess, Ran, RunOptions, Screen } from './machine.ts'
import { isWithin, placeOf } from './placement.ts'

/** How often a group is looked at that never is empty, because the command itself is in it. */
const POLL_MS = 10

/** Reads /proc and the control groups, and kills by the kernel's own means. */
export class LocalMachine implements Machine {
  readonly uid = process.getuid?.() ?? Number.NaN
  /** Looked for before anything is ended: of those above the command one may end first. */
  readonly command = commandProcesses()
  readonly #accounts = new Accounts()
  #mount: string | null | undefined

  get cgroupVersion(): 1 | 2 {
    return this.#unified === null ? 1 : 2
  }

  async processes(options: CallOptions): Promise<PlacedProcess[]> {
    return this.#describe(findProcesses(), options)
  }

  async members(group: Group, options: CallOptions): Promise<PlacedProcess[]> {
    return this.#describe(findProcesses(this.#pids(group)), options)
  }

  async occupied({ path }: Group): Promise<readonly string[]> {
    const root = this.#unified
    if (root === null) return census((pid) => isPlaced(pid, path)).map(placeOfProcess)
    return occupiedCgroups(join(root, path)).map(({ folder }) => folder.slice(root.length))
  }

  async untilEmpty(group: Group, { signal }: CallOptions): Promise<void> {
    if (this.#unified !== null && !this.#pids(group).some((pid) => this.command.has(pid))) {
      return await untilEmpty(join(this.#unified, group.path), { signal })
    }
    while (this.#hasOthers(group)) {
      signal?.throwIfAborted()
      await delay(POLL_MS)
    }
  }

  async kill(group: Group): Promise<boolean> {
    if (this.uid !== 0 || this.#unified === null) return false
    const folder = join(this.#unified, group.path)
    if (!existsSync(join(folder, 'cgroup.kill'))) return !existsSync(folder)
    try {
      killCgroup(folder)
      return true
    } catch (error) {
      // Root of a container may be refused by its kernel; the service manager is not.
      if (error instanceof StatusError) return false
      throw error
    }
  }

  async killOwn(group: Group, options: CallOptions): Promise<void> {
    const kill = () => {
      for (const { pid, uid } of findProcesses(this.#pids(group))) {
        if (!this.command.has(pid) && (this.uid === 0 || this.uid === uid)) sendSignal(pid, 'SIGKILL')
      }
    }
    const account = this.uid === 0 ? null : await this.#accounts.get(this.uid, options)
    if (account) whileStopped(account, kill)
    else kill()
  }

  async groupOf(sessionId: string, leader: number): Promise<string | null> {
    const place = placeOfProcess(leader)
    if (place.split('/').at(-1) === sessionId) return place
    const path = `/${sessionId}`
    const visible =
      this.#unified === null ? this.#pids({ unit: null, path }).length > 0 : existsSync(this.#unified + path)
    return visible ? path : null
  }

  endProcess(process: Process, options: CallOptions): Promise<boolean> {
    return endProcess(process, options)
  }

  async show(message: Message, screen: Screen, options: CallOptions): Promise<MessageAnswer> {
    const pids = this.#pids(screen.group)
    const adopt = (pid: number) => {
      if (this.#unified !== null) moveInto(join(this.#unified, screen.group.path), pid)
    }
    return await showLocally(message, screen, { pids, accounts: this.#accounts, adopt }, options)
  }

  async messageMeans(): Promise<string[]> {
    return messageMeans()
  }

  account(uid: number, { signal }: CallOptions): Promise<Account | null> {
    return this.#accounts.get(uid, { signal })
  }

  async kernelFile(path: string): Promise<string> {
    return readKernelFile(path) ?? ''
  }

  ownFile(path: string, owner: Account): Promise<Uint8Array | null> {
    return readOwnFile(path, owner)
  }

  async run([program, ...args]: readonly [string, ...string[]], options: RunOptions): Promise<Ran | null> {
    const ran = await run(program, args, options)
    return ran && { ...ran, code: ran.code ?? -1 }
  }

  async connectTo(socket: string): Promise<Duplex> {
    return connect(socket)
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Null where the kernel has the first version of control groups alone. */
  get #unified(): string | null {
    if (this.#mount === undefined) this.#mount = unifiedMount()
    return this.#mount
  }

  #pids({ path }: Group): number[] {
    if (this.#unified !== null) return processesInCgroup(join(this.#unified, path))
    return census((pid) => isPlaced(pid, path))
  }

  /** Whether others than the command are in a group; of processes that live for milliseconds one look proves nothing. */
  #hasOthers(group: Group): boolean {
    if (this.#pids(group).some((pid) => !this.command.has(pid))) return true
    return census((pid) => !this.command.has(pid) && isPlaced(pid, group.path)).length > 0
  }

  async #describe(processes: readonly RunningProcess[], { signal }: CallOptions): Promise<PlacedProcess[]> {
    if (processes.length === 0) return []
    const described = await describeProcesses(processes, this.#accounts, { signal, sessionOf: () => null })
    return described.map((each) => ({ ...each, cgroup: placeOfProcess(each.pid) }))
  }
}

function isPlaced(pid: number, path: string): boolean {
  return isWithin(placeOfProcess(pid), path)
}

function placeOfProcess(pid: number): string {
  return placeOf(readKernelFile(`/proc/${pid}/cgroup`) ?? '')
}
