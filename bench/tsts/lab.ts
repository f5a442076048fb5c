/** Practice hosts for a measurement, in a process of their own: only the client's work counts as the client's. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { NetworkLabHost } from '../../src/host/lab/network.ts'

export interface BenchLab extends AsyncDisposable {
  readonly hosts: readonly NetworkLabHost[]
  readonly account: string
  readonly password: string
}

/** Starts so many hosts with so many users' sessions each, without processes; `script` is lab-process.ts as it was built. */
export async function startLab(script: string, hosts: number, sessions: number): Promise<BenchLab> {
  const child = spawn(process.execPath, [script, String(hosts), String(sessions)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return {
    ...JSON.parse(String(line)),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

/** A session to be logged off: each only once. */
export interface Job {
  readonly address: string
  readonly id: string
}

/** All sessions of all hosts that may be logged off. */
export function jobsOf({ hosts }: BenchLab, ids: readonly string[]): Job[] {
  return hosts.flatMap(({ address }) => ids.map((id) => ({ address, id })))
}
