/** Runs a command for which the practice hosts' names and credentials resolve. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { UsageError } from './usage.ts'

/** A terminal sends its interrupt to the command as well; these are for this process alone. */
const FORWARDED = ['SIGTERM', 'SIGHUP'] as const

/**
 * Runs it on this process's streams, and ends it when this process is to end; answers its exit code, 128 and the number
 * of the signal that ended it.
 * @throws UsageError commandUnusable
 */
export async function runInLab([command = '', ...args]: readonly string[], hostsFile: string): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, LOGOFF_HOSTS: hostsFile } })
  const forward = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const signal of FORWARDED) process.on(signal, forward)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => {
        const reason = 'code' in error ? String(error.code) : error.message
        reject(new UsageError('commandUnusable', { part: command, reason }))
      })
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    })
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}
