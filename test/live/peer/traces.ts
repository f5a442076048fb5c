/** What the peers of a process leave visible on this machine. */
import { existsSync, readdirSync } from 'node:fs'
import { readIfAny } from './read.ts'

/** Network interfaces, control groups, mounts, processes and folders that carry the name of a peer of that process. */
export function tracesOf(owner: number): string[] {
  const isPeers = (name: string) => new RegExp(`^lp\\d+-${owner}$`).test(name)
  const folders = ['/sys/class/net', '/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd']
  const propagated = ['/run/systemd/nspawn/propagate', '/run/systemd/nspawn/unix-export']
  const named = [...folders, ...propagated].flatMap((folder) =>
    entriesOf(folder)
      .filter(isPeers)
      .map((name) => `${folder}/${name}`),
  )
  const slots = entriesOf('/run/logoff-peers').map((entry) => `/run/logoff-peers/${entry}`)
  const owned = slots.filter((slot) => readIfAny(`${slot}/owner`).startsWith(`${owner} `))
  const mounts = owned.filter((slot) => readIfAny('/proc/self/mountinfo').includes(`${slot}/`))
  return [...named, ...owned, ...mounts, ...processesOf(owner)]
}

function processesOf(owner: number): string[] {
  const pattern = new RegExp(`/lp\\d+-${owner}(/|$)`, 'm')
  const pids = entriesOf('/proc').filter((entry) => /^\d+$/.test(entry))
  const belongs = (pid: string) => pattern.test(readIfAny(`/proc/${pid}/cgroup`))
  const isAlive = (pid: string) => /^State:\s*[^ZX]/m.test(readIfAny(`/proc/${pid}/status`))
  return pids.filter((pid) => belongs(pid) && isAlive(pid)).map((pid) => `/proc/${pid}`)
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
