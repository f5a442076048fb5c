/** Ends peers: each when its suite is done, all when the process ends. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { killCgroup, removeCgroup } from './cgroup.ts'
import { runCommand } from './command.ts'
import type { Init } from './init.ts'
import { releaseSlot, type Slot } from './slot.ts'
import { waitFor } from './wait.ts'

const running = new Map<Slot, Init>()
let watching = false

/** From here on the peer ends with this process, whatever ends it. */
export function onceGone(slot: Slot, init: Init): void {
  if (!watching) watchProcess()
  watching = true
  running.set(slot, init)
}

/** Ends a peer; nothing of it is left when this resolves. */
export async function tearDown(slot: Slot, init: Init | undefined): Promise<void> {
  running.delete(slot)
  if (init === undefined) killCgroup(slot.label)
  else kill(init)
  await waitFor(() => removeCgroup(slot.label), { what: `the processes of ${slot.label} to end` })
  await runCommand(['ip', 'link', 'del', slot.label]) // fails where the kernel was faster
  await waitFor(() => !hasCable(slot), { what: `the network of ${slot.label} to go` })
  releaseSlot(slot)
}

function kill({ holder, pid }: Init): void {
  if (holder.exitCode !== null || holder.signalCode !== null) return
  process.kill(pid, 'SIGKILL')
}

function watchProcess(): void {
  process.once('exit', endAll)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endAll()
      process.kill(process.pid, signal)
    })
  }
}

function endAll(): void {
  for (const [slot, init] of running) {
    running.delete(slot)
    kill(init)
    if (hasCable(slot)) spawnSync('ip', ['link', 'del', slot.label])
    const deadline = performance.now() + 2000
    while (!removeCgroup(slot.label) && performance.now() < deadline) spawnSync('sleep', ['0.01'])
    releaseSlot(slot)
  }
}

function hasCable(slot: Slot): boolean {
  return existsSync(`/sys/class/net/${slot.label}`)
}
